"""Those whom a search finds, in their lines: told apart, with their cautions, without what may not be seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags

from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import identify_subject, receive_enquiry
from mash.pathway.people.models import Caution
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway.people.test_search import KACI, ROWAN, TODAY, registered

pytestmark = pytest.mark.django_db


def warned(person: Any, **ends: Any) -> None:
    told = {"kind": "violence", "source": "Care records", "source_ref": str(person), "loaded_at": TODAY}
    with world.backstage():
        Caution.add(person_id=person, area=world.area().pk, **told, **ends)


def line_of(page: str, person: Any) -> str:
    """What stands in the line of somebody."""
    (line,) = (row for row in page.split("<tr") if f"/people/{person}" in row)
    return " ".join(strip_tags(f"<tr{line}").split())


def drawn(typed: str, by: str = "sw.tamarshire.1") -> str:
    with at(TODAY):
        return str(signed_in(by).get("/people/", {"q": typed}).content.decode())


@pytest.mark.rule(17)
def test_two_of_one_name_and_birth_are_told_apart_by_where_they_live_or_by_when_they_were_added() -> None:
    same = {**KACI, "phone": "", "email": ""}
    here, there = registered(**same), registered(**same, address="9 Harbour Street", postcode="ZZ99 4AB")
    page = drawn("dunne ward")
    assert "4 Gannetmere Rise, ZZ99 3VZ" in line_of(page, here)
    assert "9 Harbour Street, ZZ99 4AB" in line_of(page, there)
    assert "Added" not in page
    again = registered(**same)
    page = drawn("dunne ward")
    assert "Added 2 March 2026, 09:00" in line_of(page, here)
    assert "Added" in line_of(page, again)
    assert "Added" not in line_of(page, there)


@pytest.mark.rule(22)
@pytest.mark.parametrize("typed", ["dunne ward", "4 Gannetmere Rise", "9 Harbour Street"])
def test_a_caution_that_stands_is_beside_whoever_a_search_by_name_or_by_place_finds(typed: str) -> None:
    person = registered(**KACI) if typed != "9 Harbour Street" else registered(**KACI, address=typed, postcode="")
    warned(person)
    warned(registered(**{**KACI, "dob": "2017-03-04"}, address="9 Harbour Street"), until=TODAY.date())
    page = drawn(typed)
    assert "Take care Has been violent" in line_of(page, person)
    assert page.count("Has been violent") == 1
    with at(TODAY):
        brief = text_of(signed_in("sw.tamarshire.1").post("/people/", {"q": typed, "brief": "yes"}))
    assert brief.count("Take care Has been violent") == 1


@pytest.mark.rule(21, 22)
def test_neither_a_protected_address_nor_a_caution_of_another_area_stands_in_the_line_of_somebody_found() -> None:
    person = registered(**KACI, address_protected=True)
    warned(person)
    assert "4 Gannetmere Rise, ZZ99 3VZ PROTECTED" in line_of(drawn("dunne ward"), person)
    with world.as_("sw.port-ellery.1") as me:
        told = [{**ROWAN, **KACI, "address": "", "postcode": ""}]
        ellery = receive_enquiry(me, channel="phone", area="port-ellery", narrative="A worry.", people=told)
        identify_subject(me, ellery.id, subject="kid", person=str(person))
    there = line_of(drawn("dunne ward", "sw.port-ellery.1"), person)
    assert "Gannetmere" not in there
    assert "violent" not in there
