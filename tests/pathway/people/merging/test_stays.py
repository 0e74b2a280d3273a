"""Stays of two records in one household, of which one tells of a gap: merged, and two again (rule 19)."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from mash.pathway.people.models import Household, Resident
from tests import world
from tests.pathway.people.merging.conftest import LATER, Twofold, boy, merged, twofold, unmerged
from tests.pathway.people.merging.test_moving import everything


def stays_at(home: Household, whose: uuid.UUID, *spans: tuple[date, date | None]) -> None:
    """Somebody's stays in a household, written in this order, in place of those that there were."""
    with world.backstage():
        home.residents.filter(person=whose).delete()
        for since, until in spans:
            Resident.add(
                household=home, person_id=whose, area=home.area, since=since, until=until, told_on=date(2026, 3, 2)
            )


def spans(home: Household, whose: uuid.UUID) -> list[tuple[str, str]]:
    with world.backstage():
        stood = home.residents.filter(person=whose, taken_back=False).order_by("since")
        return [(str(one.since), str(one.until)) for one in stood]


def left_and_came_back() -> tuple[Twofold, Household]:
    """One record tells of two stays between which there is a gap; the other of one that began in the first of them."""
    two = twofold(first=boy(given="Ro"))
    with world.backstage():
        home = Household.objects.get(residents__person=two.kept)
    stays_at(home, two.kept, (date(2025, 1, 1), date(2025, 3, 1)), (date(2025, 5, 1), None))
    stays_at(home, two.folded, (date(2025, 2, 1), None))
    return two, home


@pytest.mark.rule(19)
def test_a_stay_of_one_record_that_fills_the_gap_between_two_of_the_other_makes_all_three_one() -> None:
    two, home = left_and_came_back()
    before = everything()
    merged(two)
    assert spans(home, two.kept) == [("2025-01-01", "None")]
    unmerged(two)
    assert everything() == before


@pytest.mark.rule(19)
def test_who_left_and_came_back_while_they_were_one_is_there_once_when_they_are_two_again() -> None:
    two, home = left_and_came_back()
    merged(two)
    with world.backstage():
        home.residents.filter(person=two.kept, until=None, taken_back=False).update(until=date(2025, 7, 1))
        Resident.add(household=home, person_id=two.kept, area=home.area, since=LATER.date(), told_on=LATER.date())
    unmerged(two)
    assert spans(home, two.kept) == [("2025-01-01", "2025-07-01"), (str(LATER.date()), "None")]
    assert spans(home, two.folded) == [("2025-02-01", "None")]


@pytest.mark.rule(19)
def test_who_left_while_they_were_one_has_left_when_they_are_two_again() -> None:
    two, home = left_and_came_back()
    merged(two)
    with world.backstage():
        home.residents.filter(person=two.kept, until=None, taken_back=False).update(until=date(2025, 7, 1))
    unmerged(two)
    assert spans(home, two.kept) == [("2025-01-01", "2025-07-01")]
    assert spans(home, two.folded) == [("2025-02-01", "None")]
