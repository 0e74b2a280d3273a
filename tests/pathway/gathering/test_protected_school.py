"""What requests say of the school and the GP practice of somebody whose address is protected: that there is one."""

from __future__ import annotations

from typing import Any

import pytest

from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import add_person
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.gathering.actions.asking import ask_agency
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.picture import picture
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import scene
from tests.pathway.steps import LATER, rate

pytestmark = pytest.mark.django_db

SCHOOL, PRACTICE = "Gannetmere Primary", "Quillet Surgery"
ROWAN: dict[str, Any] = {
    "as": "rowan",
    "given": "Rowan",
    "dob": "2018-05-14",
    "subject": True,
    "role": "child",
    "address": "9 Quayside Court",
    "upn": "A123456789012",
    "school": SCHOOL,
    "gp": PRACTICE,
}
HIDDEN = {**ROWAN, "address_protected": True}
EVERYBODY = ["education", "health", "camhs", "police"]


def contents(enquiry: Enquiry) -> dict[str, dict[str, Any]]:
    with world.backstage():
        return {asked.agency.slug: asked.content for asked in Request.objects.select_related("agency")}


def facts(content: dict[str, Any]) -> dict[str, str]:
    return dict(content["people"][0]["facts"])


@pytest.mark.rule(21, 45)
def test_a_request_says_that_school_and_practice_are_protected_and_not_which() -> None:
    enquiry = scene.enquiry(people=[HIDDEN], narrative=f"He was not at {SCHOOL} today.")
    rate(enquiry, ask=EVERYBODY)
    told = contents(enquiry)
    assert facts(told["education"])["School"] == "Protected"
    assert facts(told["education"])["Unique pupil number"] == "A123456789012"  # what they can search by
    assert facts(told["health"])["GP"] == facts(told["camhs"])["GP"] == "Protected"
    assert not [text for text in ("Gannetmere", "Quillet") if text in str(told)]
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        by_hand = ask_agency(me, enquiry.pk, agency="probation", what=f"Who collects him at {SCHOOL}?")
    assert by_hand.what == "Who collects him at [withheld]?"


@pytest.mark.rule(45)
def test_of_whom_no_school_is_told_no_request_says_that_one_is_protected() -> None:
    enquiry = scene.enquiry(people=[{**HIDDEN, "school": ""}])
    rate(enquiry, ask=["education"])
    assert "School" not in facts(contents(enquiry)["education"])


@pytest.mark.rule(21, 45)
@pytest.mark.parametrize("by", ["calls.tamarshire.1", "sw.tamarshire.1", "police.1"])
def test_an_address_protected_later_hides_school_and_practice_in_what_agencies_were_told(by: str) -> None:
    enquiry = scene.enquiry(people=[ROWAN], narrative=f"He was not at {SCHOOL} today.")
    rate(enquiry, ask=EVERYBODY)
    before = contents(enquiry)
    assert facts(before["education"])["School"] == SCHOOL
    assert facts(before["health"])["GP"] == PRACTICE
    nan = {"given": "Bridie", "address": "9 Quayside Court", "address_protected": True}
    with world.as_(by, when=LATER) as me:
        add_person(me, enquiry.pk, person=nan)
    after = contents(enquiry)
    assert facts(after["education"])["School"] == facts(after["health"])["GP"] == "Protected"
    assert not [text for text in ("Gannetmere", "Quillet", "Quayside") if text in str(after)]
    assert all(content["people"][0]["protected"] for content in after.values())


@pytest.mark.rule(21, 45)
@pytest.mark.parametrize("by", ["education.1", "health.1"])
def test_the_researcher_who_would_search_by_it_reads_it_no_more_than_the_address(by: str) -> None:
    enquiry = scene.enquiry(people=[HIDDEN])
    asked = rate(enquiry, ask=["education", "health"]).requests[by.removesuffix(".1")]
    with at(LATER):
        client = signed_in(by)
        pages = [text_of(client.get(where)) for where in (f"/requests/{asked.pk}", f"/enquiries/{enquiry.reference}/")]
    assert "Protected" in pages[0]
    for said in pages:
        assert "Rowan" in said
        assert not [text for text in ("Gannetmere", "Quillet", "Quayside") if text in said]


@pytest.mark.rule(21)
def test_the_picture_misses_no_school_of_a_protected_child_that_is_known() -> None:
    for person, missing in ((HIDDEN, []), ({**HIDDEN, "school": "", "gp": ""}, ["GP", "school"])):
        enquiry = scene.enquiry(people=[person])
        rate(enquiry, ask=["education"])
        with world.as_("pm.tamarshire.1", when=LATER) as me:
            found, seen = enquiry_for(me, enquiry.reference)
            gaps = [gap.text for gap in picture(me, found, seen).missing]
        assert [what for what in ("GP", "school") if f"has no {what} that is known" in gaps] == missing
