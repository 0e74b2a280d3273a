"""One file of an enquiry: its page, its copy and its small picture. Every look at one stands in the ledger."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from mash.foundation.access.middleware import CONTENT_POLICY
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.policy import Part, read_part
from mash.foundation.access.verbs import Refused, record
from mash.foundation.files.models import Shown
from mash.foundation.zones import Seat
from mash.pathway.enquiries.files import SentFile, files_of
from mash.pathway.enquiries.models import Attachment, Enquiry
from mash.pathway.enquiries.reading import enquiry_for

MOST_SHOWN = 100_000
# A copy is bytes that a stranger sent: it runs nothing, asks for nothing, and is never a page of the hub.
ALONE = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
WITH_SOUND = f"{CONTENT_POLICY}; media-src 'self'"


@page(Seat.HUB, reads=(Attachment,))
def attachment(request: HubRequest, reference: str, attachment: uuid.UUID) -> HttpResponse:
    """What is known of a file, and the file as far as a page can show it."""
    enquiry, file = _looked_at(request, reference, attachment, "attachment")
    text = ""
    if file.shown_as.code == "text":
        text = bytes(_copy(file).content).decode()[:MOST_SHOWN]
    answer = render(request, "enquiries/attachment.jinja", {"enquiry": enquiry, "file": file, "text": text})
    answer.headers["Content-Security-Policy"] = WITH_SOUND
    return answer


@page(Seat.HUB, reads=(Attachment,))
def attachment_copy(request: HubRequest, reference: str, attachment: uuid.UUID) -> HttpResponse:
    """The stripped copy, to be drawn or played by the file's page, or to be taken."""
    _, file = _looked_at(request, reference, attachment, "attachment_copy")
    copy = _copy(file)
    named = {"Content-Disposition": f'attachment; filename="{file.copy_name}"'}
    media_type = "text/plain; charset=utf-8" if file.shown_as.code == "text" else copy.media_type
    return HttpResponse(bytes(copy.content), content_type=media_type, headers={**ALONE, **named})


@page(Seat.HUB, reads=(Attachment,))
def attachment_small(request: HubRequest, reference: str, attachment: uuid.UUID) -> HttpResponse:
    """A small picture of it, for the enquiry's page."""
    _, file = _looked_at(request, reference, attachment, "attachment_small")
    small = _copy(file, "small").small
    if not small:
        raise Refused("not_found")
    return HttpResponse(bytes(small), content_type="image/jpeg", headers={**ALONE, "Content-Disposition": "attachment"})


def _looked_at(request: HubRequest, reference: str, key: uuid.UUID, look: str) -> tuple[Enquiry, SentFile]:
    """The file, for those who may read what the enquirer said; which one was looked at, and how, is recorded.

    Raises:
        Refused: `not_found`.
    """
    enquiry, facts = enquiry_for(request.me, reference)
    verdict = read_part(Part.PROTECTED, facts)
    if not verdict.allowed:
        raise Refused("not_found", about=enquiry, hidden=[verdict.reason])
    for file in files_of(enquiry):
        if file.id == key:
            record(request.me, look, about=Attachment(pk=file.id, enquiry=enquiry), outcome="read")
            return enquiry, file
    raise Refused("not_found", about=enquiry)


def _copy(file: SentFile, *columns: str) -> Shown:
    found = Shown.objects.filter(pk__in=Attachment.objects.filter(pk=file.id).values("shown"))
    copy = found.only(*(columns or ("media_type", "content"))).first()
    if copy is None:
        raise Refused("not_found")
    return copy
