"""What stands under the masthead when an enquirer has said something that nobody in the hub has read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import visible_enquiries
from mash.foundation.access.plugs import alerts
from mash.foundation.access.policy import CORE
from mash.foundation.access.sightings import note
from mash.foundation.clock.when import when
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Message
from mash.ui.page import Alert

MOST_SHOWN = 5


@alerts
def enquirer_spoke(me: Acting) -> Sequence[Alert]:
    """Additions and answers, for whoever has the enquiry; for the area's own people while nobody has it. One query."""
    areas = me.areas_as(*CORE)
    if me.seat is not Seat.HUB or not areas:
        return ()
    unheard = (
        Message.objects.filter(
            Q(enquiry__taken_by=me.member) | Q(enquiry__taken_by=None),
            visible_enquiries(me, "enquiry_id", "enquiry__area_id"),
            area__in=areas,
            heard_at=None,
        )
        .exclude(kind=Message.Kind.QUESTION)
        .exclude(enquiry__state=Enquiry.State.CLOSED)
        .select_related("enquiry")
        .order_by("-written_at")
    )
    latest: dict[object, Message] = {}
    for message in unheard[:MOST_SHOWN]:
        latest.setdefault(message.enquiry_id, message)
        note(enquiry=message.enquiry_id)
    return [
        Alert(
            title="The enquirer answered" if message.kind == Message.Kind.ANSWER else "The enquirer added something",
            href=f"{reverse('casework:enquiry', args=[message.enquiry.reference])}?open=enquirer#enquirer",
            reference=message.enquiry.reference,
            text=when(message.written_at, me.now),
            seen_url=reverse("enquiries:heard", args=[message.enquiry.reference]),
            seen_label="I have read it",
        )
        for message in latest.values()
    ]
