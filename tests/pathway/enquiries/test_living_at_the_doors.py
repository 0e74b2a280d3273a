"""Who lives with whom is told at the door, once, and stands with the enquiry's family afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Living
from tests import world
from tests.browsing import signed_in
from tests.neighbour import Neighbour
from tests.pathway.enquiries.conftest import MUM, ROWAN, described, reading, told
from tests.pathway.enquiries.telling import begin, fill, sent_by

CALLS = "calls.tamarshire.1"
HOME = ("4 Gannetmere Rise", "ZZ99 3VZ")
DAD = {"as": "dad", "given": "Piran", "role": "father", "address": "31 Mill Lane", "lives": "elsewhere"}
AT_HOME = {**MUM, "lives": "here"}


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


def dated(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def family_on_the_page() -> str:
    """What the enquiry's page tells of the household."""
    with world.backstage():
        reference = Enquiry.objects.get().reference
    return reading(signed_in(CALLS).get(f"/enquiries/{reference}/"))


def livings() -> list[tuple[str, str, date | None, date | None]]:
    with world.backstage():
        rows = Living.objects.order_by("described__order")
        return list(rows.values_list("described__given", "where", "since", "until"))


@pytest.mark.rule(10, 19)
def test_a_professional_says_who_lives_there_and_since_when_and_the_family_shows_it() -> None:
    client = Client()
    home = begin(client)
    fill(client, home, "household", people="3",
        people_0_given="Isolde", people_0_role="mother", people_0_lives="here",
        **dated("people_0_lives_since", date(2019, 8, 2)),
        people_1_given="Piran", people_1_role="father", people_1_lives="left",
        **dated("people_1_lives_until", date(2025, 9, 1)),
        people_2_given="Maud", people_2_role="grandmother", people_2_lives="elsewhere", people_2_address="31 Mill Lane",
    )  # fmt: skip
    sent_by(client, home, but=("household",))
    assert livings() == [
        ("Isolde", "here", date(2019, 8, 2), None),
        ("Piran", "left", None, date(2025, 9, 1)),
        ("Maud", "elsewhere", None, None),
    ]
    page = family_on_the_page()
    assert "in the household, since 2 August 2019" in page
    assert "no longer in the household, until 1 September 2025" in page


def test_a_date_under_an_answer_that_was_not_given_in_the_end_is_not_told() -> None:
    client = Client()
    home = begin(client)
    until = dated("people_0_lives_until", date(2025, 9, 1))
    answer = fill(client, home, "household", **until)
    assert answer.status_code == 302
    sent_by(client, home, but=("household",))
    assert livings() == [("Isolde", "here", None, None)]


def test_a_date_alone_says_that_somebody_lived_there() -> None:
    client = Client()
    home = begin(client)
    fill(client, home, "household", people_0_lives="", **dated("people_0_lives_until", date(2025, 9, 1)))
    sent_by(client, home, but=("household",))
    assert livings() == [("Isolde", "left", None, date(2025, 9, 1))]


def test_what_cannot_be_stands_beside_its_box() -> None:
    client = Client()
    home = begin(client)
    answer = fill(client, home, "household", **dated("people_0_lives_since", date(2099, 1, 1)))
    assert "must not be in the future" in reading(answer)
    assert 'value="2099"' in answer.content.decode()


def test_that_somebody_lives_there_alone_tells_of_nobody() -> None:
    client = Client()
    home = begin(client)
    fill(client, home, "household", people_0_given="", people_0_role="", people_0_lives="here")
    sent_by(client, home, but=("household", "responsibility"))
    with world.backstage():
        assert DescribedPerson.objects.count() == 1


@pytest.mark.rule(10, 19)
def test_a_caller_says_who_lives_there() -> None:
    typed = {
        "version": "0", "window": "one", "act": "receive", "channel": "phone", "area": "tamarshire",
        "narrative": "She never came back.", "immediate_danger": "no",
        "people_0_given": "Kacey", "people_0_subject": "on", "people_0_address": HOME[0],
        "people_1_given": "Caz", "people_1_role": "partner of mother", "people_1_lives": "here",
        **dated("people_1_lives_since", date(2026, 2, 1)),
        "people_2_role": "father", "people_2_lives": "left",
    }  # fmt: skip
    assert signed_in(CALLS).post(f"/enquiries/calls/{uuid4()}", typed).status_code == 302
    assert [(where, since) for _, where, since, _ in livings()] == [("here", date(2026, 2, 1)), ("left", None)]
    assert "in the household, since 1 February 2026" in family_on_the_page()
    with world.backstage():
        assert DescribedPerson.objects.get(given="Caz").address == HOME[0]


@pytest.mark.rule(10, 19)
def test_a_neighbour_is_asked_whether_they_live_there_and_may_not_know() -> None:
    neighbour = Neighbour()
    neighbour.tell(given="Rowan", narrative="He cries at night.")
    opened = neighbour.opened("others")
    neighbour.press(opened, people_0_given="Nan", people_0_lives="here", more="person")
    neighbour.answer(
        "others", people="3", people_0_given="Nan", people_0_lives="here", people_1_given="Caz",
        people_1_lives="elsewhere", people_2_given="Tam", people_2_lives="unknown",
    )  # fmt: skip
    check = reading(neighbour.client.get("/enquire/tamarshire/check"))
    assert "Nan, lives there" in check
    assert "Caz, does not live there" in check
    neighbour.send()
    assert livings() == [("Nan", "here", None, None), ("Caz", "elsewhere", None, None)]


@pytest.mark.rule(10)
def test_the_hub_says_it_of_somebody_whom_it_adds() -> None:
    received = told()
    client = signed_in(CALLS)
    address = f"/enquiries/{received.reference}/people/add"
    assert "Do they live with the child or adult?" in reading(client.get(address))
    since = dated("lives_since", date(2026, 1, 9))
    client.post(address, {"given": "Caz", "role": "lodger", "lives": "here", **since})
    assert livings() == [("Caz", "here", date(2026, 1, 9), None)]


@pytest.mark.rule(10)
def test_the_hub_reads_what_the_door_was_told_before_it_says_otherwise() -> None:
    received = told(people=[ROWAN, {**DAD, "lives": "left", "lives_until": "2025-09-01"}])
    page = reading(signed_in(CALLS).get(f"/enquiries/{received.reference}/household"))
    assert "Piran, father: no longer in the household, until 1 September 2025" in page


@pytest.mark.rule(10)
@pytest.mark.parametrize(
    ("people", "homes"),
    [
        ([ROWAN, AT_HOME, DAD], {"rowan": HOME, "mum": HOME, "dad": ("31 Mill Lane", "")}),
        ([{**ROWAN, "address": "", "postcode": ""}, DAD, AT_HOME], {"rowan": ("", ""), "mum": ("", "")}),
        (
            [{**ROWAN, "address": "", "postcode": ""}, DAD, {**AT_HOME, "address": HOME[0], "postcode": HOME[1]}],
            {"rowan": HOME, "mum": HOME},
        ),
        ([ROWAN, {**AT_HOME, "address": "Flat 2"}], {"mum": ("Flat 2", "")}),
        ([ROWAN, MUM], {"mum": ("", "")}),
    ],
)
def test_the_address_of_those_who_live_together_is_typed_once(people: Any, homes: Any) -> None:
    received = told(people=people)
    found = {alias: described(received, alias) for alias in homes}
    assert {alias: (one.address, one.postcode) for alias, one in found.items()} == homes


@pytest.mark.rule(21)
def test_the_protected_address_of_those_who_live_together_is_protected_for_each() -> None:
    received = told(people=[{**ROWAN, "address_protected": True}, AT_HOME])
    mother = described(received, "mum")
    assert (mother.address, mother.postcode, mother.place, mother.address_protected) == ("", "", "", True)
    assert str(mother.protected_address) == ", ".join(HOME)
