"""A checker asks whether somebody is known, and reads the answer on the same page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse

from mash.foundation.access.pages import HubRequest, attempt, page, render
from mash.foundation.access.permit import everywhere, permit_role
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Area, Role
from mash.foundation.zones import Seat
from mash.pathway.people.checking.actions import MOST, MOST_AN_HOUR, Answer, check_known, go_on_at
from mash.pathway.people.checking.answering import Says
from mash.pathway.people.checking.forms import CheckForm, count_in


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as it stands on the page: for whom was asked, and whom to ask further."""

    name: str
    says: Says
    areas: Sequence[Area]


@page(Seat.PARTNER, does=(check_known,))
def check(request: HubRequest) -> HttpResponse:
    """Ask for up to ten people; the answer stands in the answer to that alone, and is kept nowhere."""
    me = request.me
    permit_role(me, "check_known", everywhere(me))
    form = CheckForm(request.POST or None, count=count_in(request.POST))
    areas = list(Area.objects.filter(pk__in=me.areas_as(Role.CHECKER)).order_by("name"))
    context = {"form": form, "areas": areas, "most": MOST, "told": []}
    if "add" in request.POST:
        if not form.is_too_long:  # otherwise the errors say so
            context["form"] = form.with_one_more()
    elif form.is_valid():
        try:
            with attempt(form):
                answers = check_known(
                    me, people=form.told, why=form.cleaned_data["why"], case=form.cleaned_data["case"]
                )
                context["told"] = [_told(one, answer, areas) for one, answer in zip(form.told, answers, strict=True)]
        except Refused as refused:
            if "too_many" not in refused.reasons:
                raise
            form.add_error(None, f"You have asked for {MOST_AN_HOUR} people in this hour. Go on at {go_on_at(me)}")
            return render(request, "people/check.jinja", context, status=429)
    return render(request, "people/check.jinja", context)


def _told(asked: dict[str, str], answer: Answer, areas: Sequence[Area]) -> Told:
    name = f"{asked['given']} {asked['family']}"
    return Told(name, answer.says, [area for area in areas if area.pk in answer.areas])
