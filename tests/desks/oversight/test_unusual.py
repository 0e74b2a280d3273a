"""What an auditor is shown first: each rule by itself, then the facts that the ledger gives it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mash.desks.oversight import asking, unusual
from mash.desks.oversight.asked import Asked
from mash.desks.oversight.telling import Line, told
from mash.desks.oversight.unusual import MANY_IN_AN_HOUR, Look, nearly_open
from mash.foundation.access.models import Tie
from mash.foundation.access.verbs import record
from mash.foundation.clock.calendar import Calendar
from mash.pathway.enquiries.actions import declare_tie
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.people.models import Person
from tests import world
from tests.pathway import scene, steps

READ = Look("read", of_an_enquiry=True, grounds=frozenset({"hub"}))
A_DAY = timedelta(days=1)
# A rule, what it finds, what it says of it, and what is like it and is not found.
CASES = [
    (unusual.behind_a_wall, replace(READ, outcome="refused", reasons=frozenset({"tied"})), "They are tied", READ),
    (
        unusual.refused,
        replace(READ, outcome="refused", reasons=frozenset({"role"})),
        "It was refused",
        replace(READ, outcome="refused", reasons=frozenset({"tied"})),
    ),
    (unusual.through_glass, replace(READ, grounds=frozenset({"glass"})), "Through broken glass", READ),
    (
        unusual.own_name,
        replace(READ, own_name=True),
        "the member's own name",
        replace(READ, own_name=True, in_a_list=True),
    ),
    (unusual.same_home, replace(READ, same_home=True), "where the member does", replace(READ, in_a_list=True)),
    (
        unusual.same_surname,
        replace(READ, same_surname=True),
        "the member's surname",
        replace(READ, same_surname=True, own_name=True),
    ),
    (unusual.no_reason, replace(READ, grounds=frozenset()), "No reason", replace(READ, grounds=frozenset({"asked"}))),
    (
        unusual.nobodys_work,
        replace(READ, worked_on=False, ago=A_DAY),
        "Nobody of their role",
        replace(READ, worked_on=False, ago=A_DAY - timedelta(minutes=1)),
    ),
    (
        unusual.many_in_an_hour,
        replace(READ, opened=MANY_IN_AN_HOUR + 1),
        f"{MANY_IN_AN_HOUR + 1} enquiries",
        replace(READ, opened=MANY_IN_AN_HOUR),
    ),
    (unusual.out_of_hours, replace(READ, in_hours=False), "The hub was closed", READ),
]


@pytest.mark.rule(86)
@pytest.mark.parametrize(("rule", "found", "says", "passed_over"), CASES, ids=lambda it: getattr(it, "__name__", None))
def test_each_rule_finds_what_it_is_for_and_nothing_beside_it(rule, found, says, passed_over):
    assert says in rule(found)
    assert rule(passed_over) == ""


def test_every_rule_has_its_case_and_everyday_work_is_found_by_none():
    assert {rule for rule, *_ in CASES} == set(unusual.RULES)
    assert unusual.unusual(READ) == ()


def test_the_most_serious_is_said_first():
    look = replace(READ, own_name=True, same_surname=True, in_hours=False)
    assert unusual.unusual(look) == ("Somebody there has the member's own name", "The hub was closed")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 2, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 6, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 18, 29, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 18, 30, tzinfo=UTC), False),
        (datetime(2026, 6, 1, 6, 0, tzinfo=UTC), True),  # London is an hour ahead in summer
        (datetime(2026, 4, 3, 12, 0, tzinfo=UTC), False),  # Good Friday
        (datetime(2026, 3, 1, 12, 0, tzinfo=UTC), False),  # a Sunday
    ],
)
def test_a_hub_is_nearly_open_for_an_hour_and_a_half_before_and_after(moment, expected):
    assert nearly_open(Calendar(), moment) is expected


LATER = world.MONDAY_NINE + timedelta(days=2)


def read_by(username: str, enquiry: Enquiry, *, when: datetime = world.MONDAY_NINE, verb: str = "enquiry") -> None:
    with world.as_(username, when=when) as me:
        record(me, verb, enquiry=enquiry.pk, people=[one.pk for one in scene.people(enquiry).values()], outcome="read")


def line_of(username: str, enquiry: Enquiry, *, when: datetime = world.MONDAY_NINE + timedelta(hours=1)) -> Line:
    """What an auditor is told of the latest thing that somebody did on an enquiry."""
    with world.as_("auditor.1", when=when) as me:
        answer = told(me, asking.by_member(world.member(username).pk, Asked(), me.now), Asked())
    return next(line for line in answer.lines if line.reference == enquiry.reference)


def family(**of_the_first) -> list[dict[str, object]]:
    return [{**scene.FAMILY[0], **of_the_first}]


@pytest.mark.django_db
def test_somebody_who_bears_the_name_of_whoever_looks_is_found_and_a_namesake_by_surname_too():
    given, _, surname = world.member("sw.tamarshire.1").name.partition(" ")
    own = scene.enquiry(people=family(given=given, family=surname.upper()))
    relative = scene.enquiry(people=family(given="Rowan", family=f"Loom-{surname}"))
    nobody = scene.enquiry()
    for enquiry in (own, relative, nobody):
        read_by("sw.tamarshire.1", enquiry)
    assert line_of("sw.tamarshire.1", own).unusual == ("Somebody there has the member's own name",)
    assert line_of("sw.tamarshire.1", relative).unusual == ("Somebody there has the member's surname",)
    assert line_of("sw.tamarshire.1", nobody).unusual == ()


@pytest.mark.django_db
def test_a_name_in_a_list_is_nothing_that_somebody_looked_up():
    given, _, surname = world.member("sw.tamarshire.1").name.partition(" ")
    enquiry = scene.enquiry(people=family(given=given, family=surname))
    read_by("sw.tamarshire.1", enquiry, verb="board")
    assert line_of("sw.tamarshire.1", enquiry).unusual == ()


@pytest.mark.django_db
def test_somebody_at_the_address_of_whoever_looks_is_found_by_the_members_own_tie():
    home, other = scene.enquiry(), scene.enquiry(people=family(given="Tegen", family="Harker"))
    with world.backstage():
        scene.people(home)["rowan"].change(place="zz991aa:1")
        scene.people(other)["rowan"].change(place="zz991aa:1")
    read_by("sw.tamarshire.1", other)
    assert line_of("sw.tamarshire.1", other).unusual == ()
    with world.as_("sw.tamarshire.1") as me:
        declare_tie(me, kind=Tie.Kind.HOUSEHOLD, enquiry=home.reference, subject="rowan")
    assert line_of("sw.tamarshire.1", other).unusual == ("Somebody there lives, or lived, where the member does",)


@pytest.mark.django_db
def test_an_address_is_known_too_of_whoever_the_register_has_under_the_members_name():
    given, _, surname = world.member("sw.tamarshire.1").name.partition(" ")
    home, other = scene.enquiry(people=family(given=given, family=surname)), scene.enquiry()
    with world.backstage():
        person = Person.add(
            given=given,
            family=surname,
            areas=[home.area_id],
            keys=[f"word:{given.lower()}", f"word:{surname.lower()}"],
            made_at=world.MONDAY_NINE,
        )
        scene.people(home)["rowan"].change(person=person, place="zz991aa:1")
        scene.people(other)["rowan"].change(place="zz991aa:1")
    read_by("sw.tamarshire.1", other)
    assert line_of("sw.tamarshire.1", other).unusual == ("Somebody there lives, or lived, where the member does",)


@pytest.mark.django_db
def test_many_enquiries_opened_within_an_hour_are_found_and_a_list_of_as_many_is_not():
    enquiries = [scene.enquiry(people=()) for _ in range(MANY_IN_AN_HOUR + 1)]
    for minute, enquiry in enumerate(enquiries):
        read_by("sw.tamarshire.1", enquiry, when=world.MONDAY_NINE + timedelta(minutes=minute))
        read_by("sw.tamarshire.2", enquiry, when=world.MONDAY_NINE + timedelta(minutes=4 * minute))
        read_by("pm.tamarshire.1", enquiry, verb="board")
    assert line_of("sw.tamarshire.1", enquiries[-2]).unusual == ()
    assert line_of("sw.tamarshire.1", enquiries[-1]).unusual == (f"{len(enquiries)} enquiries opened within an hour",)
    assert line_of("sw.tamarshire.2", enquiries[-1]).unusual == ()
    assert line_of("pm.tamarshire.1", enquiries[-1]).unusual == ()


@pytest.mark.django_db
def test_an_enquiry_that_nobody_of_their_role_works_on_is_found_until_somebody_does():
    enquiry = scene.enquiry(people=scene.FAMILY[:1])
    read_by("sw.tamarshire.2", enquiry)
    assert line_of("sw.tamarshire.2", enquiry).unusual == ()
    found = line_of("sw.tamarshire.2", enquiry, when=LATER)
    assert found.unusual == ("Nobody of their role has worked on this enquiry",)
    steps.rate(enquiry)
    assert line_of("sw.tamarshire.2", enquiry, when=LATER).unusual == ()


@pytest.mark.django_db
def test_work_of_another_agency_does_not_explain_a_look():
    enquiry = scene.enquiry(people=scene.FAMILY[:1])
    steps.rate(enquiry)
    read_by("health.1", enquiry, when=steps.LATER)
    steps.answer(enquiry, "education.1")
    assert line_of("health.1", enquiry, when=LATER).unusual == ("Nobody of their role has worked on this enquiry",)
    steps.answer(enquiry, "health.2")
    assert line_of("health.1", enquiry, when=LATER).unusual == ()


@pytest.mark.django_db
def test_a_look_for_which_nothing_stands_on_record_is_found():
    enquiry = scene.enquiry()
    read_by("sw.port-ellery.1", enquiry)
    line = line_of("sw.port-ellery.1", enquiry)
    assert line.unusual == ("No reason for it is on record",)
    assert line.why == "No reason is on record"


@pytest.mark.django_db
def test_auditors_see_only_sentences_of_what_is_alike_and_never_the_names():
    given, _, surname = world.member("sw.tamarshire.1").name.partition(" ")
    enquiry = scene.enquiry(people=family(given=given, family=f"Loom-{surname}"))
    read_by("sw.tamarshire.1", enquiry)
    assert "Loom" not in repr(line_of("sw.tamarshire.1", enquiry))
