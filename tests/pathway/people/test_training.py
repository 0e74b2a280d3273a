"""A hub learns with Splink from its own register and from whom it confirmed; its searches use what was learned."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from bench.described import County, Somebody
from mash.config.people_commands import train as command
from mash.pathway.enquiries.actions import identify_subject, receive_enquiry
from mash.pathway.people import tallies
from mash.pathway.people.matching import Description
from mash.pathway.people.matching.learning import GROUPS
from mash.pathway.people.matching.weights import CHANCES, DEFAULT, Birth, Family, Given
from mash.pathway.people.training import examples, kept, learning
from mash.pathway.people.training.levels import read, written
from tests import world

pytestmark = pytest.mark.django_db
KACI = Description(
    given="Kaci-Leigh",
    family="Dunne-Ward",
    also_known_as=("Kace",),
    born=date(2019, 12, 3),
    address="14 Mill Lane",
    postcode="ZZ99 3AA",
    earlier_homes=(("3 Quay Road", "ZZ98 1BB"),),
    on=date(2026, 3, 2),
)


@pytest.fixture(scope="module")
def county() -> list[tuple[str, Description]]:
    """Four hundred people who are nobody."""
    county = County(Random("trained on"))
    for household in range(200):
        county.household(household)
    return [(one.key, described(one)) for one in county.people[:400]]


@pytest.fixture
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hub's model lies in a folder of this test's own."""
    monkeypatch.setattr(kept, "place", lambda: tmp_path / "matching.json")
    return tmp_path / "matching.json"


def described(one: Somebody) -> Description:
    return Description(given=one.given, family=one.family, born=one.born, address=one.address, postcode=one.postcode)


def with_family_misspelt(people: list[tuple[str, Description]]) -> list[tuple[str, Description]]:
    """As a hub would confirm them whose callers cannot spell."""
    return [
        (key, Description(given=one.given, family=one.family[:-1] + "q", born=one.born, address=one.address))
        for key, one in people
    ]


def chances(model: dict[str, object]) -> dict[str, float]:
    levels = (level for comparison in model["comparisons"] for level in comparison["comparison_levels"])  # type: ignore[attr-defined]  # plain JSON
    return {level["label_for_charts"]: level.get("m_probability", 0.0) for level in levels}


def test_a_description_is_written_and_read_without_loss():
    assert read(written(KACI)) == KACI


def test_a_hub_whose_callers_misspell_learns_that_a_misspelt_name_says_little_against(county, own_place):
    model = learning.train(county, with_family_misspelt(county))
    before = learning.train(county, county)
    assert chances(model)[Family.SAME] < 0.4 < chances(before)[Family.SAME]
    kept.keep(model, own_place)
    weights = kept.with_what_was_learned(DEFAULT)
    assert weights.chances[Family.SAME].same < CHANCES[Family.SAME].same
    assert weights.chances[Birth.SAME].same > 0.9
    assert weights.chances[Given.INITIAL] == CHANCES[Given.INITIAL]
    for group in GROUPS:
        assert sum(weights.chances[level].stranger for level in group) == pytest.approx(1)


def test_few_confirmed_people_change_little(county, own_place):
    few = learning.train(county, with_family_misspelt(county)[:5])
    assert chances(few)[Family.SAME] == pytest.approx(CHANCES[Family.SAME].same, abs=0.05)


def test_the_model_is_a_settings_file_that_splink_reads(county, own_place):
    kept.keep(learning.train(county, county[:50]), own_place)
    database = DuckDBAPI()
    tables = [database.register([{"unique_id": name, "told": "{}"}], dataset_display_name=name) for name in "ab"]
    linker = Linker(tables, own_place)
    assert len(linker.misc.save_model_to_json()["comparisons"]) == 7


def told(person: str, **more: object) -> str:
    """Tell of a child and find who it is. Returns the person's id."""
    child = {"as": "kid", "given": "Rowan", "family": "Loom", "dob": "2018-05-14", "address": "4 Gannetmere Rise"}
    with world.as_("calls.tamarshire.1") as me:
        made = receive_enquiry(me, channel="phone", area="tamarshire", narrative="A worry.", people=[{**child, **more}])
        return str(identify_subject(me, made.id, subject="kid", person=person, why="Another child").person)


def test_whom_the_hub_confirmed_is_learned_from_and_nobody_new_or_protected(monkeypatch, capsys, own_place):
    rowan = told("new")
    told(rowan)
    told(rowan, address="9 Hidden Way", address_protected=True)
    _, confirmed = examples.examples()
    assert sorted((one.given, one.address) for _, one in confirmed) == [("Rowan", ""), ("Rowan", "4 Gannetmere Rise")]
    assert command(None) == 2
    assert "nothing is learned" in capsys.readouterr().err
    monkeypatch.setattr("mash.config.people_commands.FEWEST_PEOPLE", 1)
    assert command(None) == 0
    assert json.loads(capsys.readouterr().out)["confirmed"] == 2
    with world.as_("calls.tamarshire.1"):
        assert tallies.weights_for([KACI]).chances != CHANCES
