"""Files that are kept with a draft: chosen, taken out again, and moved to the enquiry when it is sent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import everywhere, permit_role
from mash.foundation.access.verbs import Invalid, Refused, action, record
from mash.foundation.access.words import checking
from mash.foundation.files.checking import Checked, read_files
from mash.foundation.files.keeping import answered
from mash.foundation.files.refusals import MOST_FILES, MOST_MEGABYTES_TOGETHER
from mash.pathway.enquiries.actions.files import attached, known_of
from mash.pathway.enquiries.drafts.models import Draft
from mash.pathway.enquiries.drafts.opening import KEPT_FOR, Begun, hashed
from mash.pathway.enquiries.models import Attachment

KEEP = "select intake.keep_draft_file(%s, %s, %s, %s, %b, %b, %s, %b, %s)"
AFTER = "Remove one, or send the others later"
REFUSED: Mapping[str, str] = {
    "full": f"Here we can take {MOST_FILES} files. {AFTER}",
    "much": f"All files together are larger than {MOST_MEGABYTES_TOGETHER} MB. {AFTER}",
}


@action
def keep_draft_files(me: Acting, draft: Begun, *, files: Any) -> int:
    """Keep files with a draft until it is sent, all of them or none; gives how many are new.

    Args:
        files: each a `Checked` (what a `FilesField` gives) or a `Given`.

    Raises:
        Refused: `not_found`, when the draft has been sent or thrown away.
        Invalid: a file is not taken, all of them said; or there would be too many, or too large ones.
    """
    _permit(me, "keep_draft_files")
    with checking() as check:
        taken = read_files(check, files, "attachments")
    kept = [key for file in taken if (key := _kept(me, draft, file)) is not None]
    if kept:
        record(me, "keep_draft_files", about=Draft(pk=draft.id), files=[str(key) for key in kept])
    return len(kept)


@action
def remove_draft_file(me: Acting, draft: Begun, *, file: Any) -> None:
    """Take a file out of a draft: nothing of it stays. One that is not there any more is out already.

    Raises:
        Refused: `not_found`, for what can be no file.
    """
    _permit(me, "remove_draft_file")
    try:
        key = uuid.UUID(file)
    except (ValueError, TypeError, AttributeError):
        raise Refused("not_found") from None
    with connection.cursor() as cursor:
        cursor.execute("select intake.remove_draft_file(%s, %s, %s)", [hashed(draft.opener), draft.id, key])
        (gone,) = cursor.fetchone()
    if gone:
        record(me, "remove_draft_file", about=Draft(pk=draft.id), file=str(key))


def send_draft_files(me: Acting, draft: Begun, *, enquiry: uuid.UUID) -> list[Attachment]:
    """Move the files of a draft to the enquiry that it has just become. Their bytes stay in the database meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("select intake.send_draft_files(%s, %s)", [hashed(draft.opener), draft.id])
        (sent,) = cursor.fetchone()
    return [
        attached(me, enquiry, uuid.UUID(one["area"]), uuid.UUID(one["id"]), one["known"], order=one["order"])
        for one in json.loads(sent)
    ]


def _permit(me: Acting, verb: str) -> None:
    if me.member is not None:
        permit_role(me, verb, everywhere(me))


def _kept(me: Acting, draft: Begun, file: Checked) -> uuid.UUID | None:
    """The id under which a file is kept; none when the draft has it already."""
    key, until = uuid.uuid4(), me.now + KEPT_FOR[Draft.Door(draft.door)]
    looked, known = file.looked, json.dumps(known_of(file))
    told = [hashed(draft.opener), draft.id, until, key, file.content, looked.shown, file.shown_as.media_type]
    said = answered(KEEP, [*told, looked.small or None, known])
    if not said:
        raise Refused("not_found")
    if said in REFUSED:
        raise Invalid(attachments=REFUSED[said])
    return key if said == "kept" else None
