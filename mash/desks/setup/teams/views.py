"""The teams, one of them, a new one, and the end of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup import open_work
from mash.desks.setup.agencies.forms import WhyForm
from mash.desks.setup.showing import asked, own, show
from mash.desks.setup.teams.actions import change_team, end_team, make_team, shown
from mash.desks.setup.teams.forms import NewTeamForm, TeamForm
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.partnership.models import Area, MemberRole, Team
from mash.foundation.zones import Seat
from mash.ui.words import count

LIST = "setup:teams"


@page(Seat.SETUP, reads=(Team,))
def teams(request: HubRequest) -> HttpResponse:
    """The teams of one's areas, those that have ended last."""
    found = Team.objects.filter(area__in=own_areas(request.me)).select_related("area").order_by("area__name", "name")
    held = MemberRole.objects.filter(team__in=found, since__lte=request.me.now, until__gt=request.me.now)
    members: dict[object, set[object]] = {}
    for team, member in held.values_list("team", "member"):
        members.setdefault(team, set()).add(member)
    rows = [(team, len(members.get(team.pk, ()))) for team in found]
    context = {
        "working": [row for row in rows if row[0].until > request.me.now],
        "ended": [row[0] for row in rows if row[0].until <= request.me.now],
    }
    return show(request, "setup/teams/teams.jinja", context, subject="teams")


@page(Seat.SETUP, does=(make_team,), reads=(Area,))
def new_team(request: HubRequest) -> HttpResponse:
    """Make a team."""
    areas = list(Area.objects.filter(pk__in=own_areas(request.me)))
    return asked(
        request,
        NewTeamForm(request.POST or None, areas=areas),
        lambda told: make_team(request.me, **told),
        heading="Make a team",
        button="Make the team",
        says=lambda team: f"{team.name} is made. Give somebody the role of its member, so that handovers are read.",
        back=reverse(LIST),
        subject="teams",
    )


@page(Seat.SETUP, does=(change_team,), reads=(Team,))
def team(request: HubRequest, team: str) -> HttpResponse:
    """One team."""
    me = request.me
    found = _team(me, team)
    return asked(
        request,
        TeamForm(request.POST or None, stands=shown(found)),
        lambda told: change_team(me, found.pk, **told),
        heading=found.name,
        button="Save",
        says=lambda saved: f"{saved.name} is saved.",
        back=reverse(LIST),
        stops=f"{found.name} has ended." if found.until <= me.now else "",
        subject="teams",
        row=found,
        ways=[("End this team", reverse("setup:end_team", args=[team]))] if found.until > me.now else (),
    )


@page(Seat.SETUP, does=(end_team,), reads=(Team,))
def end(request: HubRequest, team: str) -> HttpResponse:
    """End a team: what is on its way to it is shown before."""
    me = request.me
    found = _team(me, team)
    ended = found.until <= me.now
    handovers, unsent = open_work.of_team(found)
    return asked(
        request,
        WhyForm(request.POST or None),
        lambda told: end_team(me, found.pk, **told),
        heading=f"End {found.name}",
        button="End the team",
        warns=True,
        says=lambda over: f"{over.name} receives nothing new.",
        back=reverse(LIST),
        subject="teams",
        stops=f"{found.name} has ended." if ended else "",
        will=()
        if ended
        else (
            "Nothing can be decided for it or sent to it any more. Its members go on reading what it has.",
            f"{count(handovers, 'handover').capitalize()} on the way to it: its members still acknowledge or return "
            "them, and managers are told of those that nobody does.",
            f"{count(unsent, 'decision').capitalize()} to hand over to it without anything sent: "
            "a practice manager corrects each to name another team.",
        ),
        row=found,
    )


def _team(me: Acting, slug: str) -> Team:
    return own(me, Team.objects.filter(slug=slug), "area")
