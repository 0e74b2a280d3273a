"""Who was told to have left and to be back again, and had never left after all (rule 19)."""

from __future__ import annotations

import uuid
from importlib import import_module
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.migrations import RunSQL

from mash.pathway.enquiries.actions import say_where_lives
from mash.pathway.people.models import Relocation, Resident
from tests import world
from tests.pathway.enquiries.conftest import ROWAN, told
from tests.pathway.enquiries.test_household import (
    CALLS,
    CAZ,
    DAY,
    GONE,
    NOW,
    came_and_went,
    identified,
    living_with,
    stays_of,
)


def left_in_error() -> tuple[uuid.UUID, dict[str, Any]]:
    """The enquiry that told in January that somebody had left, who is back since March; and who they are."""
    _, _, persons = came_and_went()
    with world.backstage():
        told_it = Resident.objects.get(person=persons["caz"], until__isnull=False).ended_by
    assert told_it is not None
    return told_it, persons


@pytest.mark.rule(19)
def test_a_leaving_that_was_told_in_error_is_mended_once_a_coming_back_is_known_and_they_never_left():
    told_it, persons = left_in_error()
    with world.as_(CALLS) as me:
        say_where_lives(me, told_it, person="caz", lives="here")
    assert stays_of(persons["caz"]) == [("None", "2025-12-02", "None")]
    assert "Caz" in living_with(persons["rowan"], (NOW - 20 * DAY).date())
    identified(told(people=[ROWAN, CAZ], when=NOW + DAY), "rowan", "caz", when=NOW + DAY, **persons)
    assert stays_of(persons["caz"]) == [("None", "2025-12-02", "None")]
    with world.as_(CALLS, when=NOW + DAY) as me:  # that they left is told once more, of another day
        say_where_lives(me, told_it, person="caz", lives="left", until="2026-01-20")
    assert stays_of(persons["caz"])[0] == ("None", "2025-12-02", "2026-01-20")


@pytest.mark.rule(19)
def test_who_never_left_and_left_for_good_later_has_one_stay_until_that_day():
    told_it, persons = left_in_error()
    for_good = {**GONE, "lives_until": str((NOW + DAY).date())}
    identified(told(people=[ROWAN, for_good], when=NOW + DAY), "rowan", "caz", when=NOW + DAY, **persons)
    for _ in range(2):
        with world.as_(CALLS) as me:
            say_where_lives(me, told_it, person="caz", lives="here")
        assert stays_of(persons["caz"]) == [("None", "2025-12-02", "2026-03-03")]


@pytest.mark.rule(19)
def test_who_left_later_than_they_were_back_and_never_left_after_all_lives_there_once():
    first = told(people=[ROWAN, {**GONE, "lives_until": str((NOW - 6 * DAY).date())}])
    persons = identified(first, "rowan", "caz")
    back = {**CAZ, "lives": "here", "lives_since": str((NOW - 4 * DAY).date())}
    identified(told(people=[ROWAN, back], when=NOW + DAY), "rowan", "caz", when=NOW + DAY, **persons)
    with world.as_(CALLS, when=NOW + 2 * DAY) as me:
        say_where_lives(me, first.id, person="caz", lives="left", until=str((NOW - DAY).date()))
    with world.as_(CALLS, when=NOW + 3 * DAY) as me:
        say_where_lives(me, first.id, person="caz", lives="here")
    assert stays_of(persons["caz"]) == [("2026-02-26", "2026-03-02", "None")]


@pytest.mark.rule(19)
@pytest.mark.parametrize("known", ["before", "after"])
def test_who_came_after_the_enquiry_and_is_gone_when_that_is_said_lived_there_in_between(known: str):
    received = told(people=[ROWAN, {**CAZ, "lives": "here"} if known == "before" else {**CAZ, "lives": "elsewhere"}])
    persons = identified(received, "rowan", *(["caz"] if known == "before" else []))
    with world.as_(CALLS, when=NOW + 19 * DAY) as me:
        say_where_lives(me, received.id, person="caz", lives="left", since=str((NOW + 9 * DAY).date()))
    if known == "after":
        persons |= identified(received, "caz", when=NOW + 20 * DAY)
    assert stays_of(persons["caz"]) == [("2026-03-11", "2026-03-02", "2026-03-21")]
    for day, lived in ((18, True), (19, False)):
        assert ("Caz" in living_with(persons["rowan"], (NOW + day * DAY).date())) is lived


@pytest.mark.rule(19)
def test_who_is_gone_and_nobody_says_since_when_had_left_when_the_enquiry_came():
    received = told(people=[ROWAN, {**CAZ, "lives": "here"}])
    persons = identified(received, "rowan", "caz")
    with world.as_(CALLS, when=NOW + 19 * DAY) as me:
        say_where_lives(me, received.id, person="caz", lives="left", since="2025-03-01")
    assert stays_of(persons["caz"]) == [("2025-03-01", "2026-03-02", "2026-03-02")]


def upgraded() -> None:
    """A hub that is there already learns which enquiry told the end of each stay, as the owner of its tables."""
    upgrade = import_module("mash.pathway.people.migrations.0011_stays_with_gaps")
    (learns,) = (one for one in upgrade.Migration.operations if isinstance(one, RunSQL))
    with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
        for statement in learns.sql:
            owner.execute(str(statement))
        forced = "select bool_and(relforcerowsecurity) from pg_class where relname in (%s, %s)"
        owner.execute(forced, ["people_resident", "people_relocation"])
        assert owner.fetchone() == (True,)
    connections["owner"].close()


@pytest.mark.rule(19)
def test_an_end_that_was_told_in_error_before_an_upgrade_is_mended_after_it_and_that_of_a_move_is_not(committed: None):
    received = told(people=[ROWAN, GONE, {**GONE, "as": "moved", "given": "Bo"}])
    persons = identified(received, "rowan", "caz", "moved")
    with world.backstage():
        Resident.objects.filter(until__isnull=False).update(ended_by=None)
        moved = Resident.objects.get(person=persons["moved"])
        Relocation.add(
            together=uuid.uuid4(),
            person_id=moved.person_id,
            area=moved.area,
            to_area=world.area("port-ellery").pk,
            moved_on=moved.until,
            told_by=world.member(CALLS),
            told_at=NOW,
        )
    upgraded()
    with world.backstage():
        assert Resident.objects.get(person=persons["moved"]).ended_by is None
    with world.as_(CALLS, when=NOW + DAY) as me:
        say_where_lives(me, received.id, person="caz", lives="here")
    assert stays_of(persons["caz"]) == [("None", "2026-03-02", "None")]
