"""What a name is worth to those who look somebody up follows from how many of the register bear it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction

from mash.config.people_commands import import_people
from mash.pathway.people import finding, tallies
from mash.pathway.people.matching import Band, Description
from mash.pathway.people.matching.weights import DEFAULT
from mash.pathway.people.models import Tally
from tests import world

pytestmark = pytest.mark.django_db

HEADING = "person_id,given,family,dob,address,postcode"
SMITHS = [f"S{n},Oliver,Smith,{1940 + n % 80}-05-17,{n} Quay Road,ZZ98 1BB" for n in range(300)]
RARE = "P1,Kaci-Leigh,Shelinton,2019-12-03,14 Mill Lane,ZZ99 3AA"
TWINS = [f"T{n},{name},Pellow,2018-04-04,2 Oak Way,ZZ99 3BB" for n, name in enumerate(("Jayden", "Jaydon"))]


@pytest.fixture
def registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register of three hundred namesakes, one rare name and twins."""
    monkeypatch.setattr("mash.config.people_commands._tidy", lambda: None)  # vacuum runs outside a transaction alone
    path = tmp_path / "list.csv"
    path.write_text("\n".join([HEADING, *SMITHS, RARE, *TWINS]) + "\n")
    done = import_people(path, source="x", area="tamarshire", said=(), on="2026-03-02", dry_run=False, as_json=True)
    assert done == 0


def best(**told: object) -> finding.Found:
    with world.as_("calls.tamarshire.1"):
        return finding.find(Description(**told))[0]  # type: ignore[arg-type]  # a description's own fields


@pytest.mark.parametrize("number", [0, 150, 299])
def test_of_three_hundred_of_one_name_the_one_is_found_who_lives_there_or_was_born_that_day(registered, number):
    name = {"given": "Oliver", "family": "Smith"}
    there = best(**name, address=f"{number} Quay Road", postcode="ZZ98 1BB").known.description
    born = date(1940 + number % 80, 5, 17)
    assert (there.address, there.born) == (f"{number} Quay Road", born)
    assert best(**name, born=born).known.description.born == born


def test_a_rare_name_and_a_year_say_more_than_a_common_name_and_a_year(registered):
    rare = best(given="Kacey-Leigh", family="Shelinton", born_about=(2019, 2019)).candidate
    common = best(given="Oliver", family="Smith", born_about=(2001, 2001)).candidate
    assert rare.band in (Band.LIKELY, Band.SURE)
    assert common.band is Band.WEAK


@pytest.mark.rule(16)
def test_of_twins_who_fit_alike_neither_is_likely(registered):
    with world.as_("calls.tamarshire.1"):
        found = finding.find(Description(given="Jaydan", family="Pellow", address="2 Oak Way", postcode="ZZ99 3BB"))
    assert len(found) == 2
    assert all(one.candidate.p < 0.85 for one in found)


def test_a_list_is_counted_when_it_has_been_taken_in_and_again_without_a_rest(registered):
    with world.backstage():
        before = dict(Tally.objects.filter(kind="family").values_list("value", "people"))
    assert before == {"smith": 300, "shelinton": 1, "pellow": 2}
    assert tallies.keep() == 303
    with world.backstage():
        assert dict(Tally.objects.filter(kind="family").values_list("value", "people")) == before


def test_what_is_typical_counts_until_the_register_has_been_counted():
    with world.as_("calls.tamarshire.1"):
        assert tallies.weights_for([Description(given="Rowan", family="Loom")]) is DEFAULT


def readable(username: str) -> int:
    try:
        with world.as_(username), transaction.atomic():
            return Tally.objects.count()
    except ProgrammingError:  # the seat may not even ask
        return 0


def test_counts_are_for_those_who_look_people_up_alone(registered):
    assert readable("calls.tamarshire.1") > 0
    assert [readable(username) for username in ("health.1", "police.1", "team.tamar-north.1", "auditor.1")] == [0] * 4
