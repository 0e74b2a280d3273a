"""Outcomes fit the age that somebody had when the enquiry came: an adult's for adults, a child's for children."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.verbs import Invalid
from mash.foundation.clock.now import at
from mash.pathway.decisions.actions import correct_decision, decide
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.triage.actions.proposing import propose_decision
from tests import world
from tests.browsing import signed_in
from tests.pathway import scene
from tests.pathway.steps import LATER

pytestmark = pytest.mark.django_db

ONE = {"as": "one", "given": "Sam", "family": "Penhale", "subject": True}
ADULT, CHILD, UNBORN = {"age": 40}, {"dob": "2018-05-14"}, {"due_date": "2026-06-01"}


def about(**known: Any) -> Enquiry:
    return scene.enquiry(people=[{**ONE, **known}])


def decided(enquiry: Enquiry, outcome: str, *, when: Any = LATER) -> Any:
    told = [{"subject": "one", "outcome": outcome, "team": "tamar-north"}]
    with world.as_("pm.tamarshire.1", when=when) as me:
        return decide(me, enquiry.pk, threshold=3, rationale="Weighed. Nobody was asked.", outcomes=told)


@pytest.mark.rule(13, 63)
@pytest.mark.parametrize(
    ("known", "outcome", "message"),
    [
        (ADULT, "section_47", "Sam Penhale was 40 when this came: section 47 of the Children Act is for children"),
        (CHILD, "adult_safeguarding", "Sam Penhale was 7 when this came: adult safeguarding is for adults"),
        (UNBORN, "adult_safeguarding", "Sam Penhale was not born yet when this came: adult safeguarding is for adults"),
    ],
)
def test_what_is_for_the_other_age_is_neither_proposed_nor_decided(known, outcome, message):
    enquiry = about(**known)
    with pytest.raises(Invalid, match=message):
        decided(enquiry, outcome)
    told = [{"subject": "one", "outcome": outcome, "team": "tamar-north"}]
    with world.as_("sw.tamarshire.1", when=LATER) as me, pytest.raises(Invalid, match=message):
        propose_decision(me, enquiry.pk, outcomes=told, why="x")
    decided(enquiry, "advice")
    with world.as_("pm.tamarshire.1", when=LATER) as me, pytest.raises(Invalid, match=message):
        correct_decision(me, enquiry.pk, threshold=3, rationale="x", outcomes=told)


@pytest.mark.rule(13)
@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        (ADULT, "adult_safeguarding"),
        (ADULT, "assessment"),
        (ADULT, "early_help"),
        (CHILD, "section_47"),
        (UNBORN, "section_47"),
        ({}, "section_47"),
        ({}, "adult_safeguarding"),
    ],
)
def test_what_fits_or_may_fit_is_decided(known, outcome):
    decision = decided(about(**known), outcome)
    with world.backstage():
        assert decision.outcomes.get().outcome == outcome


@pytest.mark.rule(13)
def test_a_birthday_since_the_enquiry_came_changes_nothing():
    seventeen = about(dob="2008-03-03")
    later = world.MONDAY_NINE + timedelta(days=3)
    with pytest.raises(Invalid, match="was 17 when this came"):
        decided(seventeen, "adult_safeguarding", when=later)
    decided(seventeen, "section_47", when=later)


@pytest.mark.rule(13, 63)
@pytest.mark.parametrize("below", ["propose", "decide"])
def test_the_page_offers_what_fits_an_adults_first(below):
    by = "sw.tamarshire.1" if below == "propose" else "pm.tamarshire.1"
    pages = []
    with at(LATER):
        for known in (ADULT, CHILD, {}):
            enquiry = about(**known)
            pages.append(signed_in(by).get(f"/enquiries/{enquiry.reference}/{below}").content.decode())
    adult, child, unknown = pages
    assert 'value="section_47"' not in adult
    assert 'value="adult_safeguarding"' not in child
    assert adult.index('value="adult_safeguarding"') < adult.index('value="assessment"')
    assert adult.index('value="no_further_action"') < adult.index('value="early_help"')
    for outcome in ("section_47", "adult_safeguarding"):
        assert f'value="{outcome}"' in unknown
