"""The family as it was keyed once, drawn in its generations, with a table behind the drawing."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import relate
from mash.pathway.enquiries.family import Family, family_of
from mash.pathway.enquiries.household import where_they_live
from mash.pathway.enquiries.reading import enquiry_for, household, livings_of, relations_of
from mash.pathway.people.kinship import Kin, Sex, read_belonging
from mash.ui.family import Sign
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway.enquiries.conftest import MUM, ROWAN, told

NOW = world.MONDAY_NINE
CALLS = "calls.tamarshire.1"
WREN = {"as": "wren", "given": "Wren", "family": "Testerby-Loom", "age": 3, "sex": "female", "role": "sister"}
BABY = {"as": "baby", "due_date": "2026-06-01", "role": "unborn baby"}
CAZ = {"as": "caz", "given": "Caz", "role": "mother's partner", "sex": "male"}
NAN = {"as": "nan", "given": "Maud", "family": "Loom", "role": "grandmother", "address": "31 Mill Lane"}
DAD = {"as": "dad", "given": "Piran", "family": "Loom", "role": "father", "address": "9 Quay Street"}


def family(people: list[Any], *relations: Any) -> Family:
    received = told(people=people)
    with world.as_(CALLS) as me:
        for one, kind, other, *responsible in relations:
            relate(me, received.id, one=one, kind=kind, other=other, parental_responsibility=(responsible or [None])[0])
        found, _ = enquiry_for(me, received.reference)
        people = household(found)
        drawn = family_of(people, relations_of(found), where_they_live(people, livings_of(found)), NOW.date())
    assert drawn is not None
    return drawn


def figures(drawn: Family) -> dict[str, Any]:
    return {figure.relative.name: figure for figure in drawn.drawing.figures}


def test_the_signs_are_those_of_social_work():
    found = figures(family([ROWAN, MUM, WREN, BABY, CAZ, {"as": "x", "given": "Abel"}]))
    signs = {name: figure.relative.sign for name, figure in found.items()}
    assert signs == {
        "Rowan Testerby-Loom": Sign.DIAMOND,
        "Isolde Testerby": Sign.CIRCLE,
        "Wren Testerby-Loom": Sign.CIRCLE,
        "unborn baby": Sign.TRIANGLE,
        "Caz": Sign.SQUARE,
        "Abel": Sign.DIAMOND,
    }
    assert found["Rowan Testerby-Loom"].relative.about
    assert not found["Caz"].relative.about


def test_generations_stand_above_each_other_and_couples_side_by_side():
    found = figures(family([ROWAN, WREN, CAZ, MUM, DAD, NAN], ("nan", "mother", "dad")))
    rows = {name: figure.y for name, figure in found.items()}
    assert rows["Maud Loom"] < rows["Piran Loom"] == rows["Isolde Testerby"] == rows["Caz"]
    assert rows["Caz"] < rows["Rowan Testerby-Loom"] == rows["Wren Testerby-Loom"]
    dad, mum, caz = (found[name].x for name in ("Piran Loom", "Isolde Testerby", "Caz"))
    assert dad < mum < caz or caz < mum < dad
    assert found["Wren Testerby-Loom"].x > found["Rowan Testerby-Loom"].x
    assert len({(figure.x, figure.y) for figure in found.values()}) == 6
    assert found["Piran Loom"].relative.elsewhere
    assert found["Maud Loom"].relative.elsewhere
    assert not found["Caz"].relative.elsewhere


def test_what_somebody_said_of_two_people_counts_before_a_role():
    kai = {"as": "kai", "given": "Kai", "age": 1, "role": "half brother"}
    drawn = family(
        [ROWAN, kai, MUM, DAD, CAZ],
        ("mum", "mother", "kai"),
        ("caz", "father", "kai"),
        ("mum", "mother", "rowan", True),
        ("dad", "father", "rowan", True),
    )
    found = figures(drawn)
    # Kai hangs between his mother and her partner, Rowan between her and his father.
    between = sorted((found["Isolde Testerby"].x, found["Caz"].x))
    assert between[0] < found["Kai"].x + 80
    assert (found["Kai"].x < found["Rowan Testerby-Loom"].x) == (found["Caz"].x < found["Piran Loom"].x)


def test_parental_responsibility_and_how_they_belong_stand_in_the_table():
    drawn = family([ROWAN, MUM, CAZ], ("mum", "mother", "rowan", True), ("caz", "stepfather", "rowan", False))
    rows = {member.described.alias: member for member in drawn.members}
    assert list(rows["mum"].responsible) == ["Rowan Testerby-Loom"]
    assert list(rows["caz"].not_responsible) == ["Rowan Testerby-Loom"]
    assert list(rows["caz"].belongs) == ["stepfather of Rowan Testerby-Loom"]
    assert rows["caz"].lives == "in the household"


def test_an_adult_whom_it_is_about_stands_with_the_grown_ups():
    edith = {"as": "edith", "given": "Edith", "age": 81, "subject": True}
    son = {"as": "son", "given": "Colin", "age": 50, "role": "son"}
    wife = {"as": "mabel", "given": "Mabel", "age": 80, "role": "wife"}
    found = figures(family([edith, son, wife]))
    assert found["Edith"].y == found["Mabel"].y < found["Colin"].y


def test_of_one_person_nothing_is_drawn():
    received = told(people=[ROWAN])
    with at(NOW):
        assert (
            '<svg class="mash-genogram'
            not in signed_in(CALLS).get(f"/enquiries/{received.reference}/").content.decode()
        )


@pytest.mark.parametrize(
    ("said", "kin", "sex"),
    [
        ("Mum's boyfriend", Kin.PARTNER, Sex.MALE),
        ("maternal grandmother", Kin.GRANDPARENT, Sex.FEMALE),
        ("nan", Kin.GRANDPARENT, Sex.FEMALE),
        ("step dad", Kin.PARENT, Sex.MALE),
        ("half-brother", Kin.SIBLING, Sex.MALE),
        ("mother of the baby", Kin.PARENT, Sex.FEMALE),
        ("foster carer", Kin.PARENT, Sex.UNKNOWN),
        ("unborn baby", Kin.CHILD, Sex.UNKNOWN),
        ("lodger", Kin.OTHER, Sex.UNKNOWN),
        ("", Kin.OTHER, Sex.UNKNOWN),
    ],
)
def test_words_for_how_somebody_belongs_are_understood(said, kin, sex):
    assert (read_belonging(said).kin, read_belonging(said).sex) == (kin, sex)


def test_the_drawing_is_said_in_words_and_stands_beside_its_table():
    received = told(people=[ROWAN, MUM, CAZ, NAN])
    with at(NOW + timedelta(hours=1)):
        answer = signed_in("sw.tamarshire.1").get(f"/enquiries/{received.reference}/")
    page = answer.content.decode()
    drawing = re.search(r'<svg class="mash-genogram.*?</svg>', page, re.DOTALL)
    assert drawing is not None
    assert 'role="img"' in drawing.group()
    assert "<title" in drawing.group()
    said = unescape(re.search(r"<desc[^>]*>(.*?)</desc>", drawing.group(), re.DOTALL).group(1))  # type: ignore[union-attr]
    assert said == "4 people; the enquiry is about Rowan Testerby-Loom; Maud Loom somewhere else."
    assert 'tabindex="0" role="region"' in page
    assert "The same as a table" in text_of(answer)


@pytest.mark.rule(86)
def test_everybody_drawn_is_in_the_ledger():
    received = told(people=[ROWAN, MUM, CAZ])
    with at(NOW):
        signed_in("sw.tamarshire.1").get(f"/enquiries/{received.reference}/")
    with world.backstage():
        from mash.pathway.enquiries.models import DescribedPerson

        everybody = set(DescribedPerson.objects.filter(enquiry=received.id).values_list("pk", flat=True))
        read = Event.objects.filter(verb="enquiry", outcome="read").latest("seq")
    assert everybody <= set(read.people)


def test_an_asked_researcher_sees_the_family_without_a_protected_home():
    from mash.foundation.access.models import Standing

    received = told(people=[{**ROWAN, "address_protected": True}, MUM])
    with world.backstage():
        agency = world.member("police.1").agency_id
        Standing.add(enquiry=received.id, kind="asked", holder=agency, since=NOW)
    with at(NOW + timedelta(hours=1)):
        page = signed_in("police.1").get(f"/enquiries/{received.reference}/").content.decode()
    assert "mash-genogram" in page
    assert "Gannetmere" not in page
