"""The duty to an adult: three questions of the Care Act apart, whether they are in the area, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.pathway.decisions.actions import decide
from mash.pathway.enquiries.models import Enquiry, Particulars, Rationale
from mash.pathway.handover.actions import tell_referrer
from mash.pathway.triage.actions.weighing import weigh_care_duty
from mash.pathway.triage.models import CareDuty
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import scene
from tests.pathway.steps import LATER

pytestmark = pytest.mark.django_db

SW, PM = "sw.tamarshire.1", "pm.tamarshire.1"
DENZIL = {"as": "denzil", "given": "Denzil", "family": "Tresidder", "age": 78, "subject": True}
ALL_SO: dict[str, Any] = dict.fromkeys(("needs_care", "at_risk", "cannot_protect", "in_area"), "yes")
NO_DUTY = {**ALL_SO, "cannot_protect": "no", "instead": "advice", "why": "He asks for help himself, and gets it."}
COLUMNS = ("needs_care", "at_risk", "cannot_protect", "in_area")


def about_an_adult(**more: Any) -> Enquiry:
    return scene.enquiry(**{"people": [DENZIL], "concerns": ["adult-at-risk"], **more})


def weigh(enquiry: Enquiry, *, by: str = SW, when: Any = LATER, adult: str = "denzil", **said: Any) -> CareDuty:
    with world.as_(by, when=when) as me:
        return weigh_care_duty(me, enquiry.pk, adult=adult, **said)


def page(enquiry: Enquiry, by: str = SW, below: str = "") -> str:
    with at(LATER):
        return text_of(signed_in(by).get(f"/enquiries/{enquiry.reference}/{below}"))


@pytest.mark.rule(12)
@pytest.mark.parametrize("by", [SW, PM])
def test_the_duty_applies_when_all_three_are_so_and_they_are_in_the_area(by):
    enquiry = about_an_adult()
    weighed = weigh(enquiry, by=by, **ALL_SO)
    assert [getattr(weighed, name) for name in COLUMNS] == [True] * 4
    assert weighed.applies is True
    assert "The duty to make enquiries applies" in page(enquiry)


@pytest.mark.rule(12)
@pytest.mark.parametrize("name", COLUMNS)
def test_when_one_is_not_so_the_record_says_why_and_which_other_action(name):
    enquiry = about_an_adult()
    with pytest.raises(Invalid) as wrong:
        weigh(enquiry, **{**ALL_SO, name: "no"})
    assert set(wrong.value.errors) == {"instead", "why"}
    weighed = weigh(enquiry, **{**NO_DUTY, "cannot_protect": "yes", name: "no"})
    assert weighed.applies is False
    said = page(enquiry)
    assert "No duty applies: information and advice" in said
    assert "He asks for help himself, and gets it." in said


@pytest.mark.rule(12)
def test_what_is_not_known_yet_is_kept_as_not_known():
    enquiry = about_an_adult()
    weighed = weigh(enquiry, **{**ALL_SO, "cannot_protect": "unknown"})
    assert (weighed.cannot_protect, weighed.applies) == (None, None)
    assert "Not all is known yet" in page(enquiry)


@pytest.mark.rule(12)
def test_another_finding_overwrites_nothing():
    enquiry = about_an_adult()
    first = weigh(enquiry, **NO_DUTY)
    second = weigh(enquiry, by=PM, when=LATER + timedelta(minutes=9), **ALL_SO)
    assert second.replaces == first
    with world.backstage():
        assert CareDuty.objects.get(pk=first.pk).cannot_protect is False
    said = page(enquiry)
    assert "Before: No duty applies" in said
    assert "He asks for help himself" in said


def test_a_stale_tab_does_not_stand_over_a_newer_finding():
    enquiry = about_an_adult()
    weigh(enquiry, seen=None, **ALL_SO)
    with pytest.raises(Invalid, match="weighed this since you opened this page"):
        weigh(enquiry, by=PM, seen=None, **NO_DUTY)


@pytest.mark.rule(13)
@pytest.mark.parametrize(("born", "fits"), [("2008-03-02", True), ("2008-03-03", False)])
def test_the_age_when_it_came_counts_not_todays(born, fits):
    enquiry = about_an_adult(people=[{**DENZIL, "age": None, "dob": born}])
    later = world.MONDAY_NINE + timedelta(days=2)
    if fits:
        assert weigh(enquiry, when=later, **ALL_SO).applies
    else:
        with pytest.raises(Invalid, match="Denzil Tresidder was 17 when this came"):
            weigh(enquiry, when=later, **ALL_SO)


@pytest.mark.rule(13)
def test_an_unborn_child_is_no_adult_and_an_unknown_age_stops_nobody():
    unborn = {"as": "baby", "due_date": "2026-06-01", "subject": True}
    enquiry = about_an_adult(people=[{**DENZIL, "age": None}, unborn])
    assert weigh(enquiry, **ALL_SO).applies
    with pytest.raises(Invalid, match="was not born yet"):
        weigh(enquiry, adult="baby", **ALL_SO)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"needs_care": "perhaps"}, "needs_care"),
        ({"in_area": ["yes"]}, "in_area"),
        ({"at_risk": "no", "why": "x", "instead": "prayer"}, "instead"),
        ({"why": "x" * 4001}, "why"),
    ],
)
def test_what_cannot_be_is_said_by_field(said, field):
    with pytest.raises(Invalid) as wrong:
        weigh(about_an_adult(), **{**ALL_SO, **said})
    assert field in wrong.value.errors


@pytest.mark.parametrize(
    "by", ["calls.tamarshire.1", "police.1", "sw.port-ellery.1", "team.tamar-north.1", "auditor.1"]
)
def test_only_those_who_weigh_in_the_area_do(by):
    enquiry = about_an_adult()
    with pytest.raises(Refused):
        weigh(enquiry, by=by, **ALL_SO)
    with pytest.raises(Refused, match="not_found"):
        weigh(enquiry, adult="somebody", **ALL_SO)


@pytest.mark.rule(57, 59)
def test_nobody_else_reads_it_and_a_wall_shuts_it():
    enquiry = about_an_adult()
    weigh(enquiry, **NO_DUTY)
    scene.wall(enquiry, "sw.tamarshire.2")
    for by in ("calls.tamarshire.1", "police.1", "sw.port-ellery.1", "sw.tamarshire.2"):
        with world.as_(by, when=LATER):
            assert not CareDuty.objects.exists(), by
    assert "Care Act" not in page(enquiry, "calls.tamarshire.1")
    with world.as_(SW, when=LATER):
        assert CareDuty.objects.count() == 1


def test_a_closed_enquiry_keeps_what_was_found():
    enquiry = about_an_adult()
    with world.backstage():
        scene.close(enquiry.pk)
    with pytest.raises(Invalid, match="closed"):
        weigh(enquiry, **ALL_SO)


@pytest.mark.rule(10, 12)
def test_the_page_begins_with_what_whoever_told_it_had_answered():
    enquiry = about_an_adult()
    with world.backstage():
        Particulars.add(enquiry=enquiry, area=enquiry.area_id, needs_care=True, cannot_protect=False)
        person = enquiry.people.get()
    address = f"/enquiries/{enquiry.reference}/people/{person.pk}/care"
    with at(LATER):
        client = signed_in(SW)
        html = client.get(address).content.decode()
        for name, value in (("needs_care", "yes"), ("cannot_protect", "no")):
            assert f'name="{name}" type="radio" value="{value}" checked' in html
        assert 'name="at_risk" type="radio" value="yes" checked' not in html
        wrong = client.post(address, {**ALL_SO, "in_area": "no", "why": "Not here 😢"})
        assert "Choose which other action follows" in text_of(wrong)
        assert "Not here 😢" in text_of(wrong)
        client.post(address, {**ALL_SO, "in_area": "no", "why": "He moved.", "instead": "other_authority"})
    assert "It goes to the authority" not in page(enquiry)
    assert "No duty applies: it goes to the authority in whose area they are" in page(enquiry)
    assert "Care Act" not in page(scene.enquiry())


@pytest.mark.rule(53)
def test_its_reason_does_not_leave_the_hub():
    enquiry = about_an_adult()
    weigh(enquiry, **NO_DUTY)
    told = [{"subject": "denzil", "outcome": "advice"}]
    with world.as_(PM, when=LATER) as me:
        decide(me, enquiry.pk, threshold=1, rationale="Nobody was asked.", outcomes=told)
        with pytest.raises(Invalid, match="differently"):
            tell_referrer(me, enquiry.pk, text="Thank you. He asks for help himself, and gets it, we found.")


@pytest.mark.rule(12, 13)
@pytest.mark.parametrize(
    ("people", "concerns", "told"),
    [
        ([DENZIL], [], "About an adult"),
        ([{**DENZIL, "age": None}], ["adult-at-risk"], "About an adult"),
        ([DENZIL, *scene.FAMILY], [], "About a child and an adult"),
        (scene.FAMILY, ["adult-at-risk"], "About a child and an adult"),
        (scene.FAMILY, ["neglect"], ""),
        ([{**DENZIL, "age": None}], ["neglect"], ""),
    ],
)
def test_the_page_says_at_its_top_whether_an_adult_is_meant(people, concerns, told):
    said = page(scene.enquiry(people=people, concerns=concerns))
    assert ("About an adult" in said, "About a child and an adult" in said) == (
        told == "About an adult",
        told == "About a child and an adult",
    )


def test_the_reason_stands_among_what_was_said_in_the_hub():
    enquiry = about_an_adult()
    weighed = weigh(enquiry, **NO_DUTY)
    with world.as_(PM, when=LATER):
        assert Rationale.objects.get(about=weighed.pk).kind == "care_duty"
