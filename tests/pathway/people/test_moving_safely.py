"""A move publishes no address that somebody hides, overwrites nothing of the other hub, and may be undone by life."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.models import Wall
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import declare_tie, say_where_lives
from mash.pathway.people.living import residents_on
from mash.pathway.people.models import Caution, Household, Person, PersonAddress, Resident
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway.people.test_moving import DAY, HER, LATER, NEW_HOME, NOW, SW, THERE, family, tell
from tests.pathway.people.test_person_page import ROWAN, known, page

pytestmark = pytest.mark.django_db

HERE = {**ROWAN, "lives": "here"}
THERE_ALREADY = {**HERE, **NEW_HOME}
LOADED = {"text": "hit a nurse", "source": "police list", "source_ref": "7"}
OLD, NEW = "4 Gannetmere Rise", "9 Quay Street"


def kept_secret(address: str) -> set[tuple[Any, bool]]:
    with world.backstage():
        return {(row.area, row.protected) for row in PersonAddress.objects.filter(address=address)}


def stays(address: str, area: str = "tamarshire") -> list[Resident]:
    with world.backstage():
        return list(Resident.objects.filter(household__address=address, area=world.area(area).pk).order_by("pk"))


@pytest.mark.rule(58)
@pytest.mark.parametrize(
    "told",
    [
        {"address": "4, Gannetmere rise", "postcode": "zz99 3vz"},
        {"address": "Flat 4 Gannetmere Rise, Tamar"},
        {"postcode": "ZZ99 3VZ"},
    ],
)
def test_an_address_that_ones_own_hub_protects_is_not_published_by_a_move(told: dict[str, str]) -> None:
    _, people = known({**HERE, "address_protected": True})
    tell(people["rowan"], **told)
    with world.backstage():
        rows = PersonAddress.objects.filter(person=people["rowan"])
        assert rows.filter(area=world.area("port-ellery").pk).count() == 1
        assert all(row.protected for row in rows)
        assert all(Household.objects.values_list("protected", flat=True))
        keys = Person.objects.get(pk=people["rowan"]).keys
    assert not [key for key in keys if "ZZ993VZ" in key or "gannetmere" in key.lower()]


@pytest.mark.rule(58)
def test_an_address_that_the_other_hub_alone_protects_is_not_published_by_a_move() -> None:
    _, people = family()
    known({**THERE_ALREADY, "address_protected": True}, area="port-ellery", rowan=people["rowan"])
    tell(people["rowan"], *people.values(), **NEW_HOME)
    assert kept_secret(NEW) == {(world.area().pk, True), (world.area("port-ellery").pk, True)}
    with world.backstage():
        assert not [one for one in Person.objects.all() if any("ZZ995AB" in key for key in one.keys)]


@pytest.mark.rule(21)
def test_who_moves_to_a_protected_home_is_known_by_no_school_and_no_practice_from_then_on() -> None:
    places = {"school": "Tamar Bridge Primary", "gp": "Quay Surgery"}
    _, people = known({**HERE, **places}, {**HER, **places})
    tell(people["mum"], **NEW_HOME)
    tell(people["rowan"], **NEW_HOME, protected="on")
    with world.backstage():
        told = {one.pk: (one.school, one.practice) for one in Person.objects.filter(pk__in=people.values())}
    assert told == {people["rowan"]: ("", ""), people["mum"]: ("Tamar Bridge Primary", "Quay Surgery")}
    known({**HERE, **places}, when=LATER + DAY, rowan=people["rowan"])
    for by in (SW, THERE):
        said = page(people["rowan"], by=by, when=LATER + DAY)
        assert "Tamar Bridge" not in said
        assert "Quay Surgery" not in said


@pytest.mark.rule(21, 58)
def test_a_home_that_a_move_protects_finds_nobody_where_it_was_told_openly_before() -> None:
    _, people = known(HERE)
    known({**HERE, **NEW_HOME}, when=NOW + DAY, rowan=people["rowan"])
    tell(people["rowan"], address="9, quay st", postcode="zz99 5ab", protected="on")
    with world.backstage():
        assert {row.protected for row in PersonAddress.objects.filter(postcode="ZZ995AB")} == {True}
        keys = Person.objects.get(pk=people["rowan"]).keys
    assert not [key for key in keys if "ZZ995AB" in key]
    assert "at:ZZ993VZ 4" in keys


@pytest.mark.rule(57)
def test_nobody_is_ticked_but_the_person_and_a_caution_stands_beside_whoever_bears_one() -> None:
    _, people = family()
    with world.backstage():
        Caution.add(person_id=people["mum"], area=world.area().pk, kind="violence", loaded_at=NOW, **LOADED)
    with at(LATER):
        asked = signed_in(SW).get(f"/people/{people['rowan']}/moved")
    ticked = re.findall(r'name="movers"[^>]*value="([^"]+)"[^>]* checked', asked.content.decode())
    assert ticked == [str(people["rowan"])]
    assert "Isolde Testerby, mother. Take care: Has been violent: hit a nurse" in text_of(asked)


@pytest.mark.rule(58)
def test_another_home_than_the_protected_one_may_be_known() -> None:
    _, people = known({**HERE, "address_protected": True})
    tell(people["rowan"], **NEW_HOME)
    assert kept_secret(NEW) == {(world.area().pk, False)}


@pytest.mark.rule(19)
def test_an_enquiry_after_the_move_that_describes_them_at_the_old_home_brings_them_back() -> None:
    _, people = family()
    tell(people["rowan"], *people.values(), moved_on="2026-04-10", **NEW_HOME)
    assert {str(row.until) for row in stays(OLD)} == {"2026-04-10"}
    october = LATER + timedelta(days=180)
    known(HERE, HER, when=october, **people)
    assert sorted(str(row.until) for row in stays(OLD)) == ["2026-04-10", "2026-04-10", "None", "None"]
    with world.as_(SW, when=october):
        meanwhile = residents_on([people["rowan"]], (october - 60 * DAY).date())
        assert OLD not in {row.household.address for row in meanwhile}
    with world.as_(SW, when=october):
        now = residents_on([people["rowan"]], october.date())
        assert {row.person_id for row in now if row.household.address == OLD} == set(people.values())


@pytest.mark.rule(19)
def test_an_enquiry_that_came_before_the_move_was_told_brings_nobody_back() -> None:
    _, people = family()
    between, _ = known(HERE, HER, when=NOW + 20 * DAY, **people)
    tell(people["rowan"], *people.values(), moved_on=str((NOW + 10 * DAY).date()), **NEW_HOME)
    with world.as_("calls.tamarshire.1", when=LATER + DAY) as me:
        say_where_lives(me, between.id, person="mum", lives="here")
    assert {row.until for row in stays(OLD)} == {(NOW + 10 * DAY).date()}


@pytest.mark.rule(19)
def test_who_says_since_when_they_are_back_is_believed_whenever_the_enquiry_came() -> None:
    received, people = family()
    tell(people["rowan"], *people.values(), moved_on="2026-04-01", **NEW_HOME)
    with world.as_("calls.tamarshire.1", when=LATER + DAY) as me:
        say_where_lives(me, received.id, person="mum", lives="here", since="2026-04-09")
    with world.backstage():
        hers = Resident.objects.filter(household__address=OLD, person=people["mum"]).order_by("until")
        assert [(str(one.since), str(one.until)) for one in hers] == [("None", "2026-04-01"), ("2026-04-09", "None")]


@pytest.mark.rule(10, 19)
def test_what_the_other_hub_knows_of_the_home_already_stays_as_it_was_told() -> None:
    _, people = family()
    own, _ = known(THERE_ALREADY, area="port-ellery", rowan=people["rowan"])
    with world.as_("calls.port-ellery.1", when=NOW + DAY) as me:
        say_where_lives(me, own.id, person="rowan", lives="here", since="2025-01-01")
    tell(people["rowan"], **NEW_HOME)
    (row,) = stays(NEW, "port-ellery")
    assert (str(row.since), row.told_on, row.enquiry) == ("2025-01-01", NOW.date(), own.id)


@pytest.mark.rule(10, 19)
def test_a_stay_there_that_was_over_or_somebody_elses_begins_with_the_move() -> None:
    _, people = family()
    own, _ = known(THERE_ALREADY, area="port-ellery", rowan=people["rowan"])
    for before in ({"until": NOW.date()}, {"taken_back": True}):
        with world.backstage():
            Resident.objects.filter(area=world.area("port-ellery").pk).update(**before)
        when = LATER + 60 * DAY if "taken_back" in before else LATER
        tell(people["rowan"], when=when, **NEW_HOME)
        over = [row for row in stays(NEW, "port-ellery") if row.until]
        (row,) = (row for row in stays(NEW, "port-ellery") if not row.until)
        assert (row.since, row.taken_back, row.enquiry) == (when.date(), False, None)
        assert [(one.until, one.enquiry, one.taken_back) for one in over] == [
            (NOW.date(), own.id, "taken_back" in before)
        ]


@pytest.mark.rule(59)
def test_a_role_that_only_a_walled_enquiry_tells_does_not_go_along() -> None:
    received, people = family()
    with world.as_(SW) as me:
        declare_tie(me, person=str(people["mum"]), kind="relative")
    with world.backstage():
        assert Wall.objects.filter(enquiry=received.id, member=world.member(SW).pk).exists()
    tell(people["rowan"], **NEW_HOME)
    assert [row.role for row in stays(OLD) if row.person_id == people["rowan"]] == ["child"]
    assert {row.role for area in ("tamarshire", "port-ellery") for row in stays(NEW, area)} == {""}


@pytest.mark.rule(9)
def test_a_move_that_is_ahead_is_told_as_one_that_comes() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values(), moved_on="2026-04-20")
    for when, says in ((LATER, "Moves"), (LATER + 9 * DAY, "Moved")):
        with at(when):
            opened = text_of(signed_in(THERE).get(f"/people/moves/{move.pk}"))
        said = page(people["rowan"], by=THERE, when=when)
        assert f"{says} from Tamarshire to Port Ellery on 20 April 2026." in said
        assert f"20 April 2026 {says} from Tamarshire to Port Ellery" in said
        assert f"{says} from Tamarshire to Port Ellery" in opened
        assert f"{says} on 20 April 2026" in opened


def test_the_page_asks_where_somebody_has_moved_to() -> None:
    _, people = family()
    with at(LATER):
        assert "Where has Rowan Testerby moved to?" in text_of(signed_in(SW).get(f"/people/{people['rowan']}/moved"))
