"""Whom each area asks, and the pages that change it: each shows whom it would ask before it is saved."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.asking.actions import asks, checked_rule, end_asking_rule, set_asking_rule, shown
from mash.desks.setup.asking.examples import cases
from mash.desks.setup.asking.forms import RuleForm
from mash.desks.setup.asking.reading import Partner, in_words, partners_in, rules_in
from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.looking_first import Steps, look_first
from mash.desks.setup.showing import asked, show
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Agency, Area, AskingRule, Concern
from mash.foundation.zones import Seat


@page(Seat.SETUP, reads=(Area, Agency, AskingRule))
def asking(request: HubRequest) -> HttpResponse:
    """Whom each area asks, when, and about which made-up enquiries."""
    mine = own_areas(request.me)
    labels = dict(Concern.objects.values_list("slug", "label"))
    partners = partners_in(mine, request.me.now)
    places = []
    for area in Area.objects.filter(pk__in=mine):
        here = [one for one in partners if one.area.pk == area.pk]
        rules = [one.rule for one in here if one.rule]
        places.append(
            {
                "area": area,
                "partners": [(one, in_words(one.rule, labels), asks(one.rule)) for one in here],
                "cases": cases(rules, rules),
            }
        )
    return show(request, "setup/asking/asking.jinja", {"places": places}, subject="asking")


@page(Seat.SETUP, does=(set_asking_rule,), reads=(Area, Agency, AskingRule))
def rule(request: HubRequest, area: str, agency: str) -> HttpResponse:
    """Say when an agency is asked."""
    partner = _partner(request, area, agency)
    steps = Steps(
        "setup/asking/rule.jinja",
        "setup/asking/check.jinja",
        f"When {partner.area} asks {partner.agency}",
        "Set when it is asked",
        lambda made: f"Set. {partner.agency} is asked by this rule from the next rating on.",
        reverse("setup:asking"),
        "asking",
        {"partner": partner, "asks": asks(partner.rule), "cases": _cases(partner, shown(partner.rule))},
    )
    act = partial(set_asking_rule, request.me, partner.area.pk, partner.agency.pk)

    def effect(typed: dict[str, Any]) -> dict[str, Any]:
        conditions = checked_rule(partner.area, partner.agency, typed)
        told = AskingRule(area=partner.area, agency=partner.agency, **conditions)
        labels = dict(Concern.objects.values_list("slug", "label"))
        will = [
            f"{partner.agency} is asked: {in_words(told, labels)[:1].lower()}{in_words(told, labels)[1:]}.",
            "Requests that were sent stay as they are. Ratings from now on ask by the new rule.",
            *partner.hindrances,
        ]
        return {"will": will, "cases": _cases(partner, conditions)}

    form = RuleForm(request.POST or None, rule=partner.rule)
    return look_first(request, form, lambda typed: act(**typed), effect, steps)


@page(Seat.SETUP, does=(end_asking_rule,), reads=(Area, Agency, AskingRule))
def end_rule(request: HubRequest, area: str, agency: str) -> HttpResponse:
    """Let an agency be asked only by hand."""
    partner = _partner(request, area, agency)
    return asked(
        request,
        SetUpForm(request.POST or None, stands=shown(partner.rule)),
        lambda typed: end_asking_rule(request.me, partner.area.pk, partner.agency.pk, **typed),
        heading=f"Ask {partner.agency} only by hand",
        button="End the rule",
        says=lambda made: f"{partner.agency} is asked only by hand.",
        back=reverse("setup:asking"),
        subject="asking",
        will=[
            f"No rating in {partner.area} asks {partner.agency} by itself any more. A social worker may still ask it.",
            "What it was asked stays asked.",
        ],
        stops="" if asks(partner.rule) else f"No rule asks {partner.agency}: it is asked only by hand already.",
        warns=True,
        row=partner.rule,
    )


def _partner(request: HubRequest, area: str, agency: str) -> Partner:
    found = partners_in(own_areas(request.me), request.me.now)
    partner = next((one for one in found if (one.area.slug, one.agency.slug) == (area, agency)), None)
    if partner is None:
        raise Refused("not_found")
    return partner


def _cases(partner: Partner, conditions: Any) -> Any:
    """Whom the area's rules ask, as they stand and with these conditions for this agency."""
    stands = rules_in([partner.area.pk])
    others = [one for one in stands if one.agency_id != partner.agency.pk]
    return cases(stands, [*others, AskingRule(area=partner.area, agency=partner.agency, **conditions)])
