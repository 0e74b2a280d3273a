"""Files that an enquiry gets: sent after it, or with it from a draft."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Invalid, action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.files.checking import Checked, read_files
from mash.foundation.files.keeping import Full, keep
from mash.foundation.files.scanning import Scan
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions.messages import CLOSED, of_enquirer, places_of, say
from mash.pathway.enquiries.files import counted_files
from mash.pathway.enquiries.models import Attachment, Enquiry, Message
from mash.pathway.enquiries.reading import lock_enquiry

FULL = "We hold as many files of this enquiry as we can. Ring us to send more"


@action
def attach_files(
    me: Acting, *, files: Any, enquiry: uuid.UUID | str | None = None, reference: Any = None, code: Any = None
) -> list[Attachment]:
    """Send files after the enquiry: its enquirer with reference and code or from the account that sent it, or the hub.

    Whoever has the enquiry is told, as of an addition. A file that the enquiry has already is not kept twice.

    Args:
        files: each a `Checked` (what a `FilesField` gives) or a `Given`.

    Returns:
        What was new.

    Raises:
        Refused: `not_found`, also for a wrong code; or not the area's own people.
        Invalid: a file is not taken, all of them said; none was chosen; or the enquiry is closed.
    """
    if me.seat is Seat.INTAKE:
        found, *_ = places_of(of_enquirer(me, enquiry, reference, code))
    else:
        found = lock_enquiry(enquiry)
        permit(me, "attach_files", found)
    if found.state == Enquiry.State.CLOSED:
        raise Invalid(files=CLOSED)
    with checking() as check:
        taken = read_files(check, files)
        if not taken:
            check.wrong("files", "Choose a file")
    made = _keep(me, found, taken)
    if made:
        say(me, found, Message.Kind.ADDITION, f"Sent {counted_files(made)}.")
    return made


def _keep(me: Acting, enquiry: Enquiry, files: Sequence[Checked]) -> list[Attachment]:
    made = []
    for order, file in enumerate(files):
        try:
            key = keep(file, enquiry=enquiry.pk, area=enquiry.area_id)
        except Full:
            raise Invalid(files=FULL) from None
        if key is not None:
            made.append(attached(me, enquiry.pk, enquiry.area_id, key, known_of(file), order=order))
    return made


def known_of(file: Checked) -> dict[str, Any]:
    """What is known of a checked file, under the names that an `Attachment` has for it."""
    return {
        "group": str(file.group),
        "kind": file.kind.code,
        "shown_as": file.shown_as.code,
        "given_name": file.name,
        "size": len(file.content),
        "digest": hashlib.sha256(file.content).hexdigest(),
        "has_small": bool(file.looked.small),
        "stripped": file.looked.stripped,
        "scanned": file.scanned is Scan.CLEAN,
    }


def attached(
    me: Acting, enquiry: uuid.UUID, area: uuid.UUID, key: uuid.UUID, known: Mapping[str, Any], *, order: int
) -> Attachment:
    """Write down, and in the ledger, what is known of a file that an enquiry now has: `key` is that of its copy."""
    attachment = Attachment.add(
        enquiry_id=enquiry,
        area=area,
        shown_id=key,
        order=order,
        by=me.member.pk if me.member else None,
        attached_at=me.now,
        **known,
    )
    record(me, "attach_files", about=attachment, kind=attachment.kind, sha256=attachment.digest)
    followed(me, "attach_files", attachment)
    return attachment
