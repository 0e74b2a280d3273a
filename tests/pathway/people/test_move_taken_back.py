"""A move that was told by mistake is taken back: the hub there reads these people no longer, and hears of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from mash.foundation.access.policy import may
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Role
from mash.foundation.post.models import Notice
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.people.living import residents_on
from mash.pathway.people.models import Person, PersonAddress, Relocation, Resident
from mash.pathway.people.moving.actions import take_back_move, take_note_of_move
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway.enquiries.conftest import told
from tests.pathway.people.test_moving import (
    CALLS,
    DAY,
    LATER,
    NEW_HOME,
    PM,
    SW,
    THERE,
    THERE_TOO,
    family,
    tell,
)
from tests.pathway.people.test_person_page import ROWAN, page

pytestmark = pytest.mark.django_db

WHY = "It was another family of that name."
SOON = LATER + DAY


def take_back(move: Relocation, *, by: str = PM, when: Any = SOON, why: str = WHY) -> Relocation:
    with world.as_(by, when=when) as me:
        return take_back_move(me, move.pk, why=why)


def as_it_stands() -> tuple[Any, ...]:
    """What the register knows of everybody: where they live, by which keys they are found, who may read them."""
    with world.backstage():
        people = {one.pk: (set(one.areas), set(one.keys)) for one in Person.objects.all()}
        homes = set(PersonAddress.objects.values_list("person", "area", "address", "postcode", "protected"))
        living = Resident.objects.filter(taken_back=False)
        stays = set(living.values_list("household__address", "person", "area", "role", "since", "until"))
    return people, homes, stays


def status(who: str, address: str) -> int:
    with at(SOON):
        return int(signed_in(who).get(address).status_code)


@pytest.mark.rule(9, 10)
@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("noted", [False, True])
def test_taken_back_everything_is_what_it_was_and_the_hub_there_reads_them_no_longer(
    protected: bool, noted: bool
) -> None:
    _, people = family()
    before = as_it_stands()
    move = tell(people["rowan"], *people.values(), protected=protected, **NEW_HOME)
    assert as_it_stands() != before
    if noted:
        with world.as_(THERE, when=LATER) as me:
            take_note_of_move(me, move.pk)
    assert status(THERE, f"/people/{people['mum']}") == 200
    take_back(move)
    assert as_it_stands() == before
    for one in people.values():
        assert status(THERE, f"/people/{one}") == 404
        assert status(SW, f"/people/{one}") == 200
    with at(SOON):
        assert "Testerby" not in text_of(signed_in(THERE).get("/start"))
        assert "Testerby" not in text_of(signed_in(THERE).get("/people/", {"q": "9 Quay Street"}))


@pytest.mark.rule(9, 10)
def test_the_ledger_and_both_hubs_pages_tell_the_story() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values(), **NEW_HOME)
    take_back(move)
    with world.backstage():
        event = Event.objects.get(verb="take_back_move", outcome="made")
        assert set(event.people) == set(people.values())
        who = str(world.member(PM))
    here = page(people["rowan"], when=SOON)
    assert "Told by mistake: moved from Tamarshire to Port Ellery" in here
    assert "has not taken note of it yet" not in here
    with at(SOON):
        for by in (SW, THERE, THERE_TOO, "calls.port-ellery.1"):
            said = text_of(signed_in(by).get(f"/people/moves/{move.pk}"))
            assert WHY in said
            assert who in said
            assert ("Rowan Testerby" in said) is (by == SW)
            assert "We have taken note" not in said
            assert "Who it was about is not shown any more" in said or by == SW
    assert status("police.1", f"/people/moves/{move.pk}") == 404


@pytest.mark.rule(10)
def test_a_hub_that_has_taken_note_is_told_and_one_that_has_not_is_not() -> None:
    _, people = family()
    first = tell(people["mum"], people["mum"])
    take_back(first)
    with world.backstage():
        assert not Notice.objects.filter(kind="not_moved").exists()
    move = tell(people["rowan"], people["rowan"], when=SOON)
    with world.as_(THERE_TOO, when=SOON) as me:
        take_note_of_move(me, move.pk)
    take_back(move)
    with world.backstage():
        to = [(one.area and one.area.slug, one.role, one.member) for one in Notice.objects.filter(kind="not_moved")]
        assert (("port-ellery", "practice_manager", None)) in to
        assert (None, "", world.member(THERE_TOO)) in to
        assert {one.path for one in Notice.objects.filter(kind="not_moved")} == {f"/people/moves/{move.pk}"}


@pytest.mark.rule(9)
def test_what_the_hub_there_knows_by_itself_stays_its_own() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values(), **NEW_HOME)
    received = told(people=[{**ROWAN, **NEW_HOME}], area="port-ellery", when=LATER)
    with world.as_("calls.port-ellery.1", when=LATER) as me:
        identify_subject(me, received.id, subject="rowan", person=str(people["rowan"]), why="His school says so.")
    take_back(move)
    assert status(THERE, f"/people/{people['rowan']}") == 200
    assert status(THERE, f"/people/{people['mum']}") == 404


def test_somebody_told_twice_is_read_there_until_both_are_taken_back() -> None:
    _, people = family()
    first = tell(people["rowan"], **NEW_HOME)
    second = tell(people["rowan"], when=LATER + 40 * DAY)
    take_back(second, when=LATER + 41 * DAY)
    assert status(THERE, f"/people/{people['rowan']}") == 200
    take_back(first, when=LATER + 42 * DAY)
    with world.backstage():
        assert Person.objects.get(pk=people["rowan"]).areas == [world.area().pk]


def test_taken_back_it_may_be_told_again() -> None:
    _, people = family()
    take_back(tell(people["rowan"], *people.values(), **NEW_HOME))
    again = tell(people["rowan"], *people.values(), when=SOON, **NEW_HOME)
    assert status(THERE, f"/people/{people['rowan']}") == 200
    with world.as_(THERE, when=SOON):
        now = residents_on([people["rowan"]], SOON.date())
        assert {str(row.household) for row in now} == {"9 Quay Street, ZZ99 5AB"}
    take_back(again, when=SOON + DAY)
    with world.as_(SW, when=SOON + DAY):
        now = residents_on([people["rowan"]], (SOON + DAY).date())
        assert {str(row.household) for row in now} == {"4 Gannetmere Rise, ZZ99 3VZ"}


def test_it_needs_a_reason_and_is_taken_back_once() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values())
    address = f"/people/moves/{move.pk}/mistake"
    with at(SOON):
        first, second = signed_in(SW), signed_in(PM)
        assert "This was told by mistake" in text_of(first.get(f"/people/moves/{move.pk}"))
        assert "Isolde Testerby" in text_of(first.get(address))
        assert "Say why it was a mistake" in text_of(first.post(address, {"why": " "}))
        assert first.post(address, {"why": WHY}).status_code == 302
        slower = text_of(second.post(address, {"why": "My own words."}))
        assert "took it back on" in slower
        assert "My own words." in slower
        assert "This was told by mistake." in text_of(second.get(f"/people/moves/{move.pk}"))
    with world.as_(THERE, when=SOON) as me, pytest.raises((Invalid, Refused)):
        take_note_of_move(me, move.pk)
    with world.backstage():
        assert Relocation.objects.filter(noted_at=None, taken_back_at=SOON).count() == 2


@pytest.mark.rule(57)
@pytest.mark.parametrize("by", [CALLS, THERE, "police.1", "team.tamar-north.1", "auditor.1", "checker.1"])
def test_only_who_may_tell_it_takes_it_back(by: str) -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values())
    with world.as_(by, when=SOON) as me, pytest.raises(Refused):
        take_back_move(me, move.pk, why=WHY)
    assert status(by, f"/people/moves/{move.pk}/mistake") == 404
    with (
        world.as_(by, when=SOON),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute("select people.stays_after_all(%s, %s)", [[move.pk], WHY])
    for role in Role:
        weighs = role in (Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER)
        assert may("take_back_move", frozenset({role}), qualified=False).allowed is weighs


@pytest.mark.rule(59)
def test_a_tie_shuts_the_one_it_is_to_on_both_sides() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values())
    for who in (PM, THERE):
        with world.as_(who) as me:
            declare_tie(me, person=str(people["rowan"]), kind="relative")
    with world.as_(PM, when=SOON) as me:
        with pytest.raises(Refused):
            take_back_move(me, move.pk, why=WHY)
        with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("select people.stays_after_all(%s, %s)", [[move.pk], WHY])
    take_back(move, by=SW)
    with world.as_(THERE, when=SOON) as me:
        for seen in (Relocation.objects.all(), Relocation.objects.visible_to(me)):
            assert {one.person_id for one in seen} == {people["mum"]}
    assert status(THERE, f"/people/moves/{move.pk}") == 404
    assert status(THERE_TOO, f"/people/moves/{move.pk}") == 200


@pytest.mark.rule(57)
def test_what_a_move_changed_is_read_by_no_member() -> None:
    _, people = family()
    tell(people["rowan"], **NEW_HOME)
    for by in (SW, THERE):
        with world.as_(by, when=LATER), connection.cursor() as cursor, pytest.raises(ProgrammingError):
            with transaction.atomic():
                cursor.execute("select 1 from people_carried")
