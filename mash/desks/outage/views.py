"""Where a practice manager prints what the hub goes on with while it is out."""

from __future__ import annotations

import uuid

from django.db.models import Count, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse

from mash.desks.outage.models import Entry, Pack
from mash.desks.outage.packs import DAYS_KEPT, Row, record_reading
from mash.desks.outage.paper import pdf_of_pack
from mash.desks.outage.phones import phones_of
from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat


@page(Seat.HUB, reads=(Pack,))
def packs(request: HubRequest) -> HttpResponse:
    """The packs of the last days, the latest first, with how much stands on each. One query."""
    me = request.me
    if not me.is_a(Role.PRACTICE_MANAGER):
        raise Refused("role")
    found = list(_counted(me).select_related("area").order_by("-day", "area__name"))
    today = london_date(me.now)
    mine = {held.area_id: held.area for held in me.roles if held.role == Role.PRACTICE_MANAGER}
    made = {one.area_id for one in found if one.day == today}
    context = {
        "packs": found,
        "today": today,
        "missing": sorted(area.name for key, area in mine.items() if key not in made),
        "days_kept": DAYS_KEPT,
    }
    return render(request, "outage/packs.jinja", context)


@page(Seat.HUB, reads=(Pack, Entry))
def pack(request: HubRequest, pack: uuid.UUID) -> HttpResponse:
    """One pack as PDF, marked with its reader. Everybody on it is recorded as shown."""
    me = request.me
    if not me.is_a(Role.PRACTICE_MANAGER):
        raise Refused("role")
    found = Pack.objects.visible_to(me).select_related("area").filter(pk=pack).first()
    if found is None:
        raise Refused("not_found")
    rows = [
        Row(entry.enquiry, entry.part, entry.people, entry.told)
        for entry in Entry.objects.visible_to(me).filter(pack=found)
    ]
    record_reading(me, "pack", rows, found)
    drawn = pdf_of_pack(
        found.area,
        rows,
        phones_of(me, found.area),
        made_at=found.made_at,
        now=me.now,
        marked=f"Printed for {me.known.name}, {me.known.agency}",
    )
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="outage-pack-{found.area.slug}-{found.day.isoformat()}.pdf"'
    return answer


def _counted(me: Acting) -> QuerySet[Pack]:
    """Packs with how many enquiries of each part this reader may print."""
    own = Entry.objects.visible_to(me).filter(pack=OuterRef("pk")).order_by().values("pack")
    numbers = {
        part: Coalesce(own.filter(part=part).annotate(number=Count("pk")).values("number"), 0)
        for part in Entry.Part.values
    }
    return Pack.objects.visible_to(me).annotate(**{f"n_{part}": number for part, number in numbers.items()})
