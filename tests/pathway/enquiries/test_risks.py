"""Risk goes with the adult: whoever has an enquiry about a child hears of an adult with a caution there."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from mash.foundation.access.verbs import Refused
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import declare_tie, identify_subject, say_where_lives, see_risks, take_enquiry
from mash.pathway.enquiries.models import AdultRisk
from mash.pathway.people.actions import say_died
from mash.pathway.people.loading import load_register, read_register
from mash.pathway.people.models import Caution
from mash.pathway.triage.actions.rating import rate_enquiry
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway.enquiries.conftest import MUM, ROWAN, told

NOW = world.MONDAY_NINE
LATER = NOW + timedelta(days=3)
CALLS, SW, PM = "calls.tamarshire.1", "sw.tamarshire.1", "pm.tamarshire.1"
DAZ: dict[str, Any] = {
    "as": "daz",
    "given": "Darren",
    "family": "Pell",
    "dob": "1989-02-27",
    "role": "mother's partner",
}
TOLD = "Darren Pell lives with Rowan Testerby-Loom. Has been violent."


def identified(received: Any, *aliases: str, when: Any = NOW, **known: Any) -> dict[str, Any]:
    with world.as_(CALLS, when=when) as me:
        return {
            alias: identify_subject(
                me, received.id, subject=alias, person=str(known.get(alias, "new")), why="Somebody else"
            ).person
            for alias in aliases
        }


def cautioned(person: Any, **more: Any) -> None:
    wanted = {"kind": "violence", "text": "", "since": date(2009, 6, 1), "until": None} | more
    with world.backstage():
        Caution.add(
            person_id=person, area=world.area().pk, source="police", source_ref="P-1", loaded_at=NOW, **wanted
        )  # fmt: skip


def alerts(by: str, when: Any = LATER) -> str:
    with at(when):
        return text_of(signed_in(by).get("/alerts"))


def child_and_adult(**adult: Any) -> tuple[Any, Any, dict[str, Any]]:
    """An enquiry about a child, taken by somebody; and a later one that tells that an adult has joined the child."""
    first = told(people=[ROWAN, MUM])
    people = identified(first, "rowan", "mum")
    with world.as_(SW) as me:
        take_enquiry(me, first.id)
    second = told(
        people=[
            {**ROWAN, "subject": False},
            {**DAZ, "subject": True, "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ", **adult},
        ],
        when=LATER,
    )
    return first, second, people


@pytest.mark.rule(25)
def test_an_old_caution_is_told_when_the_adult_joins_the_childs_household():
    first, second, people = child_and_adult()
    daz = identified(told(people=[{**DAZ, "subject": True}]), "daz")["daz"]
    cautioned(daz)
    identified(second, "rowan", "daz", when=LATER, rowan=people["rowan"], daz=daz)
    for by in (SW, PM):
        said = alerts(by)
        assert TOLD in said
        assert first.reference in said
    assert TOLD not in alerts("sw.tamarshire.2")
    with at(LATER):
        page = unescape(text_of(signed_in(SW).get(f"/enquiries/{first.reference}/")))
    assert "In the household: Darren Pell, mother's partner. Has been violent" in page


@pytest.mark.rule(25)
def test_it_is_told_once_however_often_it_is_said():
    first, second, people = child_and_adult()
    daz = identified(second, "daz", when=LATER)["daz"]
    cautioned(daz)
    for _ in range(2):
        identified(second, "rowan", when=LATER, rowan=people["rowan"])
        identified(second, "daz", when=LATER, daz=daz)
    with world.backstage():
        assert AdultRisk.objects.filter(enquiry=first.id).count() == 1


@pytest.mark.rule(25)
def test_a_caution_that_is_loaded_is_told_to_whoever_has_the_child(tmp_path: Any):
    first = told(people=[ROWAN, {**DAZ, "nhs_number": "999 000 0034"}])
    identified(first, "rowan", "daz")
    with world.as_(SW) as me:
        take_enquiry(me, first.id)
    file = tmp_path / "register.csv"
    file.write_text("ref,given,family,dob,nhs_number,caution\nP-9,Darren,Pell,1989-02-27,9990000034,violence\n")
    for _ in range(2):
        with at(LATER):
            load_register(read_register(file), area="tamarshire", source="police")
    assert TOLD in alerts(SW)
    with world.backstage():
        assert AdultRisk.objects.count() == 1


def joined(taken: str = "", rated: str = "") -> Any:
    """A child's enquiry, perhaps taken or rated by somebody, and an adult with a caution who has joined the child."""
    first = told(people=[ROWAN, MUM])
    people = identified(first, "rowan", "mum")
    if taken:
        with world.as_(taken) as me:
            take_enquiry(me, first.id)
    if rated:
        with world.as_(rated) as me:
            rate_enquiry(me, first.id, level="amber", rationale="A bruise.")
    second = told(
        people=[
            {**ROWAN, "subject": False},
            {**DAZ, "subject": True, "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ"},
        ],
        when=LATER,
    )
    daz = identified(second, "daz", when=LATER)["daz"]
    cautioned(daz)
    identified(second, "rowan", when=LATER, rowan=people["rowan"])
    return first


@pytest.mark.rule(25)
@pytest.mark.parametrize("taken", ["", "sw.tamarshire.2"])
def test_the_social_worker_whose_rating_stands_is_told_whoever_has_it(taken: str):
    first = joined(taken=taken, rated=SW)
    assert first.reference in alerts(SW)
    assert first.reference in alerts(PM)
    assert (first.reference in alerts("sw.tamarshire.2")) is bool(taken)
    assert first.reference not in alerts(CALLS)
    with world.as_("sw.tamarshire.2", when=LATER) as me:
        rate_enquiry(me, first.id, level="red", rationale="Who has joined them is a risk.")
    assert (TOLD in alerts(SW), TOLD in alerts("sw.tamarshire.2")) == (False, True)


@pytest.mark.rule(25)
def test_while_nobody_has_taken_or_rated_it_all_of_the_areas_own_people_are_told():
    first = joined()
    for by in (CALLS, SW, PM):
        assert first.reference in alerts(by)
    for by in ("sw.port-ellery.1", "police.1", "health.1"):
        assert first.reference not in alerts(by)
    with world.as_(SW, when=LATER) as me:
        take_enquiry(me, first.id)
    assert (TOLD in alerts(SW), TOLD in alerts(CALLS)) == (True, False)


def test_whoever_writes_it_themselves_is_not_told_of_it():
    first = told(people=[ROWAN, DAZ])
    daz = identified(told(people=[{**DAZ, "subject": True}]), "daz")["daz"]
    cautioned(daz)
    identified(first, "rowan", "daz", daz=daz)
    with world.backstage():
        assert not AdultRisk.objects.exists()
    with world.as_(SW) as me:
        take_enquiry(me, first.id)
    with world.as_(CALLS) as me:
        say_where_lives(me, first.id, person="daz", lives="here")
    assert TOLD in alerts(SW)


@pytest.mark.parametrize(
    ("adult", "caution"),
    [
        ({}, {"until": date(2020, 1, 1)}),  # it has ended
        ({"dob": "2012-01-01"}, {}),  # a child is no adult
        ({"dob": "", "due_date": "2026-06-01"}, {}),  # nor is the unborn
        ({"lives": "left", "lives_until": "2026-01-01"}, {}),
        ({"address": "9 Quay Street", "postcode": "ZZ99 5AB"}, {}),
    ],
)
def test_what_is_no_risk_to_the_child_is_not_told(adult: dict[str, Any], caution: dict[str, Any]):
    first, second, people = child_and_adult(**adult)
    if "lives" in adult:
        second = told(people=[ROWAN, {**DAZ, **adult}], when=LATER)
    daz = identified(second, "daz", when=LATER)["daz"]
    cautioned(daz, **caution)
    identified(second, "rowan", when=LATER, rowan=people["rowan"])
    assert first.reference not in alerts(SW)


def test_the_dead_are_a_risk_to_nobody():
    first, second, people = child_and_adult()
    daz = identified(second, "daz", when=LATER)["daz"]
    cautioned(daz)
    identified(second, "rowan", when=LATER, rowan=people["rowan"])
    assert TOLD in alerts(SW)
    with world.as_(CALLS, when=LATER) as me:
        say_died(me, daz, died="2026-03-01")
    assert first.reference not in alerts(SW)
    with at(LATER):
        assert "In the household: Darren" not in text_of(signed_in(SW).get(f"/enquiries/{first.reference}/"))


@pytest.mark.rule(54, 59)
def test_neither_another_area_nor_the_police_nor_who_is_tied_hears_of_it():
    first, second, people = child_and_adult()
    daz = identified(second, "daz", when=LATER)["daz"]
    cautioned(daz)
    identified(second, "rowan", when=LATER, rowan=people["rowan"])
    for by in ("pm.port-ellery.1", "police.1", "health.1"):
        assert "Darren" not in alerts(by)
    with world.as_(SW, when=LATER) as me:
        declare_tie(me, person=str(daz), kind="colleague")
    assert "Darren" not in alerts(SW)
    for by in ("sw.port-ellery.1", "police.1"):
        with world.as_(by, when=LATER) as me, pytest.raises(Refused):
            see_risks(me, first.id)


def test_alerts_ask_a_fixed_number_of_questions():
    _, second, people = child_and_adult()
    with at(LATER):
        few = visit(signed_in(SW), "/alerts").queries
    daz = identified(second, "daz", when=LATER)["daz"]
    cautioned(daz)
    identified(second, "rowan", when=LATER, rowan=people["rowan"])
    with at(LATER):
        assert len(visit(signed_in(SW), "/alerts").queries) == len(few)
