"""The small pages of those who work on an enquiry."""

from __future__ import annotations

from typing import Any

import pytest

from mash.foundation.access.models import Tie
from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import DescribedPerson, Identification, Link, Message, Rationale, Relation
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway.enquiries.conftest import MUM, ROWAN, described, enquiry, reading, told

CALLS, SW, PM = "calls.tamarshire.1", "sw.tamarshire.1", "pm.tamarshire.1"


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


def address(received: Any, of: str) -> str:
    return f"/enquiries/{received.reference}/{of}"


def identify_address(received: Any, alias: str = "rowan") -> str:
    return address(received, f"people/{received.people[alias]}/identify")


@pytest.mark.parametrize(
    ("by", "of", "typed", "made"),
    [
        (CALLS, "add", {"text": "She rang again."}, Message),
        (SW, "ask-enquirer", {"text": "Where is he?"}, Message),
        (CALLS, "people/add", {"given": "Nan", "age": "70", "role": "grandmother"}, DescribedPerson),
    ],
)
def test_a_short_form_does_what_it_says_and_leads_back(by: str, of: str, typed: dict[str, str], made: Any) -> None:
    received = told()
    client = signed_in(by)
    with world.backstage():
        before = made.objects.count()
    answer = client.post(address(received, of), typed)
    assert answer.headers["Location"] == address(received, "")
    with world.backstage():
        assert made.objects.count() == before + 1


def test_somebody_takes_an_enquiry_with_one_button() -> None:
    received = told()
    assert signed_in(SW).post(address(received, "take")).status_code == 302
    assert enquiry(received).taken_by_id == world.member(SW).pk
    assert signed_in(SW).get(address(received, "take")).headers["Location"] == address(received, "")


@pytest.mark.parametrize("of", ["add", "ask-enquirer", "link", "tie", "relate", "people/add", "take"])
def test_whoever_may_not_read_the_enquiry_finds_none_of_its_pages(of: str) -> None:
    received = told()
    for by in ("sw.port-ellery.1", "police.1", "school.1"):
        assert signed_in(by).get(address(received, of)).status_code == 404


def test_a_call_handler_asks_the_enquirer_nothing() -> None:
    received = told()
    assert signed_in(CALLS).post(address(received, "ask-enquirer"), {"text": "Where?"}).status_code == 404


def test_an_error_keeps_what_was_typed() -> None:
    received = told()
    page = signed_in(CALLS).post(address(received, "people/add"), {"given": "Nan", "age": "700"}).content.decode()
    assert "Enter the age in whole years" in page
    assert 'value="700"' in page
    assert 'value="Nan"' in page


def test_how_two_belong_together_is_chosen_from_those_described() -> None:
    received = told()
    typed = {
        "one": received.people["mum"],
        "other": received.people["rowan"],
        "kind": "mother",
        "parental_responsibility": "yes",
    }
    assert signed_in(CALLS).post(address(received, "relate"), typed).status_code == 302
    with world.backstage():
        assert Relation.objects.get().parental_responsibility is True


def test_another_enquiry_is_linked_by_its_reference() -> None:
    one, other = told(), told()
    client = signed_in(CALLS)
    assert client.post(address(one, "link"), {"to": other.reference.lower()}).status_code == 302
    assert "linked already" in reading(client.post(address(one, "link"), {"to": other.reference}))
    with world.backstage():
        assert Link.objects.count() == 1


@pytest.mark.rule(59)
def test_whoever_knows_somebody_says_so_and_does_not_see_it_again() -> None:
    received = told()
    client = signed_in(CALLS)
    typed = {"subject": received.people["mum"], "kind": "colleague"}
    assert client.post(address(received, "tie"), typed).headers["Location"] == "/start"
    assert client.get(address(received, "")).status_code == 404
    with world.backstage():
        assert Tie.objects.get().kind == "colleague"


def test_a_practice_manager_breaks_the_glass_from_a_search() -> None:
    received = told()
    client = signed_in("pm.port-ellery.1")
    assert client.get(address(received, "")).status_code == 404
    found = client.get("/people/", {"q": received.reference.lower()})
    assert found.headers["Location"] == address(received, "glass")
    assert "20 characters" in reading(client.post(address(received, "glass"), {"why": "Too short"}))
    answer = client.post(address(received, "glass"), {"why": "The child is in our hospital tonight"})
    assert answer.headers["Location"] == address(received, "")
    assert client.get(address(received, "")).status_code == 200


def test_the_page_before_the_glass_tells_nothing_of_what_is_behind_it() -> None:
    received = told()
    client = signed_in("pm.port-ellery.1")
    there = reading(client.get(address(received, "glass")))
    nowhere = reading(client.get("/enquiries/K7QM2-XDPH8/glass"))
    assert there.replace(received.reference, "") == nowhere.replace("K7QM2-XDPH8", "")
    assert signed_in(SW).get(address(received, "glass")).status_code == 404


@pytest.mark.rule(16, 18)
def test_a_candidate_is_shown_with_reasons_and_chosen_with_one_button() -> None:
    first = told()
    client = signed_in(CALLS)
    answer = client.post(identify_address(first), {"person": "new"})
    assert answer.headers["Location"] == identify_address(first, "mum")
    again = told(people=[{**ROWAN, "given": "Rowen", "family": "Testerby"}])
    page = reading(client.get(identify_address(again)))
    assert "almost certainly the same Rowan Testerby-Loom" in page
    assert "given name sounds the same" in page
    refused = reading(client.post(identify_address(again), {"person": "new", "why": " "}))
    assert "Say why this is not the same person" in refused
    with world.backstage():
        person = Person.objects.get()
    assert client.post(identify_address(again), {"person": str(person.pk)}).headers["Location"] == address(again, "")
    assert described(again, "rowan").person_id == person.pk


@pytest.mark.rule(18)
def test_not_the_same_because_is_kept() -> None:
    client = signed_in(CALLS)
    first, again = told(), told()
    client.post(identify_address(first), {"person": "new"})
    client.post(identify_address(again), {"person": "new", "why": "A cousin"})
    with world.backstage():
        assert Rationale.objects.get().text == "A cousin"
        assert Identification.objects.filter(made_new=True).count() == 2


@pytest.mark.parametrize("of", ["", "add", "people/add", "relate"])
def test_the_pages_ask_a_fixed_number_of_questions(of: str) -> None:
    few = told()
    many = told(people=[ROWAN, MUM, *({"given": f"Child {n}", "age": n} for n in range(20))])
    client = signed_in(SW)
    counts = [len(visit(client, address(received, of)).queries) for received in (few, many)]
    assert counts[0] == counts[1]
    if of:
        assert counts[0] <= 15


def test_whoever_takes_what_a_colleague_took_meanwhile_learns_it_and_may_take_it_over() -> None:
    received = told()
    drawn = {"had_by": "", "back": "/board?state=to-rate"}
    first = signed_in(SW).post(address(received, "take"), drawn)
    assert first.headers["Location"] == "/board?state=to-rate"
    colleague = signed_in("sw.tamarshire.2")
    second = colleague.post(address(received, "take"), drawn)
    assert f"{world.member(SW).name} has taken {received.reference}" in text_of(second)
    assert enquiry(received).taken_by_id == world.member(SW).pk
    over = {"had_by": str(world.member(SW).pk), "back": "/board?state=to-rate"}
    assert colleague.post(address(received, "take"), over).headers["Location"] == "/board?state=to-rate"
    assert enquiry(received).taken_by_id == world.member("sw.tamarshire.2").pk


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "\\\\x"])
def test_taking_leads_nowhere_else(back: str) -> None:
    received = told()
    answer = signed_in(SW).post(address(received, "take"), {"back": back})
    assert answer.headers["Location"] == address(received, "")
