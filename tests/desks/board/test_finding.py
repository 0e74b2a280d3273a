"""Finding on the board: by what its lines say, and by nothing that is hidden."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.people.matching.names import fold
from tests import world
from tests.browsing import signed_in
from tests.pathway import scene, steps

pytestmark = pytest.mark.django_db

NOON = world.MONDAY_NINE + timedelta(hours=3)
SW, CALLS, POLICE = "sw.tamarshire.1", "calls.tamarshire.1", "police.1"
ZOE = {"as": "zoe", "given": "Zoë", "family": "O'Testerby-Łukasz", "age": 6, "subject": True, "also_known_as": ["Bean"]}


def found(text: str, by: str = SW) -> set[str]:
    """The references that somebody finds."""
    with at(NOON):
        answer = signed_in(by).get("/board", {"find": text})
    assert answer.status_code == 200
    return set(re.findall(r'id="row-(\w+)"', answer.content.decode()))


@pytest.mark.parametrize("text", ["zoe", "ZOË", "otesterby", "o'testerby lukasz", "Łukasz Zoe", "testerby-łuk", "bean"])
def test_a_name_finds_its_enquiry_however_it_is_written(text: str) -> None:
    enquiry = scene.enquiry(people=[ZOE])
    scene.enquiry()
    assert found(text) == {enquiry.reference}


def test_a_reference_finds_its_enquiry_also_in_part() -> None:
    enquiry = scene.enquiry()
    scene.enquiry()
    assert found(enquiry.reference.lower()) == {enquiry.reference}
    assert enquiry.reference in found(enquiry.reference[2:7])


def test_the_letters_between_the_figures_of_a_reference_find_no_names() -> None:
    scene.enquiry()  # of a Rowan, whose name holds both letters
    assert found("r4n7") == found("r4 n7") == set()


def test_every_word_must_be_one_of_the_same_subject() -> None:
    enquiry = scene.enquiry(people=[ZOE, {**scene.FAMILY[0], "family": "Loom"}])
    assert found("rowan loom") == {enquiry.reference}
    assert found("zoe loom") == set()


@pytest.mark.rule(57)
@pytest.mark.parametrize("by", [SW, CALLS, POLICE])
@pytest.mark.parametrize(
    "hidden", ["Hollow", "TM9 9ZZ", "Isolde", "Grudge", "07700900123", "9990000018", "%", "_", "belt end"]
)
def test_what_does_not_stand_on_a_line_finds_nothing(by: str, hidden: str) -> None:
    secret = {"address": "9 Hollow Lane", "postcode": "TM9 9ZZ", "address_protected": True, "phone": "07700900123"}
    people = [{**scene.FAMILY[0], **secret, "nhs_number": "9990000018"}, *scene.FAMILY[1:]]
    enquiry = scene.enquiry(people=people, origin={"name": "Una Grudge", "withheld": True})
    steps.rate(enquiry)
    assert found("rowan", by) == {enquiry.reference}
    assert found(hidden, by) == set()


@pytest.mark.rule(59)
def test_what_may_not_be_read_is_not_found_and_looks_like_what_is_not_there() -> None:
    enquiry = scene.enquiry()
    scene.wall(enquiry, SW)
    for by in (SW, "sw.port-ellery.1", POLICE):
        assert found("rowan", by) == found(enquiry.reference, by) == set()
        with at(NOON):
            client = signed_in(by)
            behind = client.get("/board", {"find": "rowan"}).content.decode()
            nobody = client.get("/board", {"find": "niemand"}).content.decode().replace("niemand", "rowan")
        tokens = re.compile(r'(name="csrfmiddlewaretoken" value|name="once" value|data-poll)="[^"]*"')
        assert tokens.sub("", behind) == tokens.sub("", nobody)


@pytest.mark.rule(86)
def test_that_somebody_looked_stands_in_the_ledger_without_what_they_typed() -> None:
    scene.enquiry()
    found("rowan")
    with world.backstage():
        looked = Event.objects.get(verb="find_on_board")
        assert looked.outcome == "read"
        assert len(looked.people) == 2
        assert "rowan" not in str(looked.details).lower()
        assert len(looked.details["term"]) == 32


@pytest.mark.parametrize(
    "name", ["Zoë O'Brien-Łukasz", "ÆGIR Ørsted", "Đặng", "İpek Yıldız", "Strauß", "D.J. Smith", "Ñandú"]
)
def test_the_database_folds_letters_as_the_register_does(name: str) -> None:
    enquiry = scene.enquiry(people=[{**ZOE, "family": name}])
    for word in fold(name).split():
        assert found(word) == {enquiry.reference}, word
