"""The agencies, one of them, a new one, another area for one, and its end in one."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.agencies.actions import (
    Leaving,
    change_agency,
    end_agency,
    leaving,
    make_agency,
    part_of,
    serve_area,
    serving_now,
    shown,
)
from mash.desks.setup.agencies.forms import AgencyForm, AreaChoice, NewAgencyForm, WhyForm
from mash.desks.setup.showing import asked, own, show
from mash.desks.setup.verbs import all_own, own_areas
from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Agency, Area
from mash.foundation.partnership.models.agencies import Serving
from mash.foundation.zones import Seat
from mash.ui.words import count

LIST = "setup:agencies"
PART = {"hub": "In the hub", "virtual": "Virtual", "host": "Keeps the hub", "other": "Asked nothing"}


@page(Seat.SETUP, reads=(Agency,))
def agencies(request: HubRequest) -> HttpResponse:
    """Every agency of the hub, where it serves; those that serve an area of one's own can be changed."""
    me = request.me
    serving = Serving.objects.filter(until__gt=me.now).select_related("area").order_by("area__name")
    rows = [
        (agency, PART[part_of(agency)], [one.area for one in agency.serving_set.all()])
        for agency in Agency.objects.prefetch_related(Prefetch("serving_set", serving))
    ]
    context = {"rows": rows, "mine": own_areas(me)}
    return show(request, "setup/agencies/agencies.jinja", context, subject="agencies")


@page(Seat.SETUP, does=(make_agency,), reads=(Area,))
def new_agency(request: HubRequest) -> HttpResponse:
    """Make an agency."""
    form = NewAgencyForm(request.POST or None, areas=_own(request.me))
    return asked(
        request,
        form,
        lambda told: make_agency(request.me, **told),
        heading="Make an agency",
        button="Make the agency",
        says=lambda made: f"{made.name} is made. It is asked nothing before it has signed a sharing agreement.",
        back=reverse(LIST),
        subject="agencies",
    )


@page(Seat.SETUP, does=(change_agency,), reads=(Agency,))
def agency(request: HubRequest, agency: str) -> HttpResponse:
    """One agency: who it is, what it is asked, where it serves."""
    me = request.me
    found, serves = _agency(me, agency)
    ways = [
        (f"Stop working with it in {area.name}", reverse("setup:end_agency", args=[found.slug, area.slug]))
        for area in serves
        if area.pk in own_areas(me)
    ]
    if not found.host:
        ways.insert(0, ("What its requests ask and carry", reverse("setup:request_template", args=[found.slug])))
    if own_areas(me) - {area.pk for area in serves}:
        ways.append(("Let it serve another area", reverse("setup:serve_area", args=[found.slug])))
    return asked(
        request,
        AgencyForm(request.POST or None, stands=shown(found)),
        lambda told: change_agency(me, found.pk, **told),
        heading=found.name,
        button="Save",
        says=lambda saved: f"{saved.name} is saved.",
        back=reverse(LIST),
        subject="agencies",
        stops=""
        if all_own(me, (area.pk for area in serves))
        else "It serves other areas too, whose administrators change it with you.",
        row=found,
        ways=ways,
    )


@page(Seat.SETUP, does=(serve_area,), reads=(Agency, Area))
def another_area(request: HubRequest, agency: str) -> HttpResponse:
    """Let an agency serve another area."""
    me = request.me
    found, serves = _agency(me, agency, anywhere=True)
    areas = [area for area in _own(me) if area not in serves]
    return asked(
        request,
        AreaChoice(request.POST or None, areas=areas),
        lambda told: serve_area(me, found.pk, **told),
        heading=f"Where does {found.name} serve too?",
        button="Let it serve there",
        says=lambda serving: f"{found.name} serves {serving.area.name} now. It is asked nothing there before it signs.",
        back=reverse(LIST),
        stops="" if areas else f"{found.name} serves all your areas.",
        subject="agencies",
    )


@page(Seat.SETUP, does=(end_agency,), reads=(Agency, Area))
def end(request: HubRequest, agency: str, area: str) -> HttpResponse:
    """Stop working with an agency in an area: what happens then is shown before."""
    me = request.me
    found, serves = _agency(me, agency, anywhere=True)
    where = own(me, Area.objects.filter(slug=area))
    gone = where not in serves
    return asked(
        request,
        WhyForm(request.POST or None, hint="Stands on every enquiry that waits for it."),
        lambda told: end_agency(me, found.pk, area=area, **told),
        heading=f"Stop working with {found.name} in {where.name}",
        button="Stop working with it",
        warns=True,
        says=lambda ended: f"{ended.name} is asked nothing more in {where.name}.",
        back=reverse(LIST),
        subject="agencies",
        stops=f"{found.name} does not serve {where.name} any more." if gone else "",
        will=() if gone else _will(leaving(me, found, where)),
        row=found,
    )


def _will(leaves: Leaving) -> list[str]:
    told = [
        "It is asked nothing more. What it has said stays in the hub, under its own handling.",
        f"It is excused from {count(leaves.requests, 'unanswered request')}, and each enquiry says why.",
        f"{count(leaves.agreements, 'agreement').capitalize()} and {count(leaves.roles, 'role')} of its people end.",
    ]
    if leaves.permissions:
        told.append(f"Nobody answers for {count(leaves.permissions, 'item')} that it was asked to let go: none leaves.")
    return told


def _own(me: Acting) -> list[Area]:
    return list(Area.objects.filter(pk__in=own_areas(me)))


def _agency(me: Acting, slug: str, *, anywhere: bool = False) -> tuple[Agency, list[Area]]:
    """An agency and the areas that it serves; unless `anywhere`, one that serves an area of one's own, or none."""
    found = Agency.objects.filter(slug=slug).first()
    serves = serving_now(me, found) if found else []
    if found is None or (serves and not anywhere and not own_areas(me) & {area.pk for area in serves}):
        raise Refused("not_found")
    return found, serves
