"""Files that somebody sends with what they tell, or after it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Invalid, action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.files.checking import Checked, read_files
from mash.foundation.files.keeping import Full, keep
from mash.foundation.files.scanning import Scan
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions.messages import CLOSED, of_enquirer, place_of
from mash.pathway.enquiries.actions.receiving import Received
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
        found = place_of(of_enquirer(me, enquiry, reference, code))
    else:
        found = lock_enquiry(enquiry)
        permit(me, "attach_files", found)
    if found.state == Enquiry.State.CLOSED:
        raise Invalid(files=CLOSED)
    with checking() as check:
        taken = read_files(check, files)
        if not taken:
            check.wrong("files", "Choose a file")
    made = _keep(me, found.pk, found.area_id, taken)
    if made:
        _say(me, found, made)
    return made


def attach(me: Acting, received: Received, files: Sequence[Checked]) -> list[Attachment]:
    """Attach checked files to an enquiry that this very submission made: the doors call it after `receive_enquiry`.

    No verb: who may tell may send, and nobody needs to hear of it besides the enquiry. Sent twice, it is done once.

        form = TellForm(request.POST, request.FILES)        # with `attachments = FilesField()`
        if form.is_valid():                                 # which has opened and checked every file
            received = receive_enquiry(request.me, …)
            attach(request.me, received, form.cleaned_data["attachments"])
    """
    return _keep(me, received.id, received.area, files)


def _keep(me: Acting, enquiry: uuid.UUID, area: uuid.UUID, files: Sequence[Checked]) -> list[Attachment]:
    made = []
    for order, file in enumerate(files):
        try:
            key = keep(file, enquiry=enquiry, area=area)
        except Full:
            raise Invalid(files=FULL) from None
        if key is not None:
            made.append(_attached(me, enquiry, area, file, key, order))
    for attachment in made:
        record(me, "attach_files", about=attachment, kind=attachment.kind, sha256=attachment.digest)
        followed(me, "attach_files", attachment)
    return made


def _attached(me: Acting, enquiry: uuid.UUID, area: uuid.UUID, file: Checked, key: uuid.UUID, order: int) -> Attachment:
    return Attachment.add(
        enquiry_id=enquiry,
        area=area,
        shown_id=key,
        group=str(file.group),
        kind=file.kind.code,
        shown_as=file.shown_as.code,
        given_name=file.name,
        size=len(file.content),
        digest=hashlib.sha256(file.content).hexdigest(),
        has_small=bool(file.looked.small),
        stripped=file.looked.stripped,
        scanned=file.scanned is Scan.CLEAN,
        order=order,
        by=me.member.pk if me.member else None,
        attached_at=me.now,
    )


def _say(me: Acting, enquiry: Enquiry, made: Sequence[Attachment]) -> None:
    """Let it stand with what passed between hub and enquirer, and alert as an addition does."""
    by_the_hub = me.seat is not Seat.INTAKE
    Message.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        kind=Message.Kind.ADDITION,
        text=f"Sent {counted_files(made)}.",
        by=me.member.pk if me.member else None,
        written_at=me.now,
        heard_at=me.now if by_the_hub else None,
        heard_by=me.member.pk if me.member and by_the_hub else None,
    )
