"""The drawing of a family: who has died, who is no longer together, who lives together; on paper, and as a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import declare_tie, identify_subject, relate
from mash.pathway.enquiries.family import family_of
from mash.pathway.enquiries.household import where_they_live
from mash.pathway.enquiries.reading import enquiry_for, household, livings_of
from mash.pathway.people.actions import say_died
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway.enquiries.conftest import MUM, ROWAN, told
from tests.pathway.enquiries.test_family import CALLS, CAZ, DAD, NAN, NOW, WREN, family, figures

SW = "sw.tamarshire.1"


def dead(received: Any, alias: str, day: str = "2026-02-03") -> None:
    with world.as_(CALLS) as me:
        person = identify_subject(me, received.id, subject=alias, person="new", why="Somebody else").person
        say_died(me, person, died=day)


def page(received: Any, end: str = "", by: str = SW) -> Any:
    with at(NOW):
        return signed_in(by).get(f"/enquiries/{received.reference}{end or '/'}")


def test_who_has_died_is_crossed_and_it_is_said_in_words_for_the_areas_own_people():
    received = told(people=[ROWAN, MUM, NAN])
    dead(received, "nan")
    said = page(received).content.decode()
    assert said.count("mash-genogram__died") == 1
    assert "Maud Loom died 3 February 2026." in text_of(page(received))
    assert text_of(page(received)).count("died 3 February 2026") == 3  # in a sentence, below the sign and in the table


def test_a_couple_that_is_no_longer_together_is_struck_and_said():
    drawn = family([ROWAN, MUM, DAD], ("dad", "ex-husband", "mum"))
    (strokes,) = drawn.drawing.ended
    assert strokes.count("M") == 2
    assert "Piran Loom and Isolde Testerby are no longer together" in drawn.told
    assert family([ROWAN, MUM, DAD], ("dad", "husband", "mum")).drawing.ended == []
    assert len(family([ROWAN, MUM, {**CAZ, "role": "mother's ex-partner"}]).drawing.ended) == 1


@pytest.mark.rule(19)
def test_who_lives_together_stands_within_one_line():
    drawn = family([ROWAN, WREN, CAZ, MUM, DAD, NAN])
    (outline,) = drawn.drawing.outlines
    assert outline.caption == "Household, 4 Gannetmere Rise"
    inside = {name: one.relative.household for name, one in figures(drawn).items()}
    assert {name for name, home in inside.items() if home} == {
        "Rowan Testerby-Loom",
        "Wren Testerby-Loom",
        "Caz",
        "Isolde Testerby",
    }


@pytest.mark.rule(19)
def test_another_household_of_two_has_a_line_of_its_own():
    rhea = {"as": "rhea", "given": "Rhea", "role": "father's partner", "address": "9 Quay St"}
    captions = {outline.caption for outline in family([ROWAN, MUM, DAD, rhea]).drawing.outlines}
    assert captions == {"Household, 4 Gannetmere Rise", "Household, 9 Quay Street"}


@pytest.mark.rule(21)
def test_a_protected_home_is_drawn_without_its_address():
    received = told(people=[{**ROWAN, "address_protected": True}, MUM])
    drawing = page(received, "/family.svg").content.decode()
    assert ">Household<" in drawing
    assert "Gannetmere" not in drawing
    assert "Gannetmere" not in text_of(page(received, "/family"))


def test_the_drawing_is_taken_as_a_file_and_that_is_recorded():
    received = told(people=[ROWAN, MUM, NAN])
    answer = page(received, "/family.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Content-Disposition"] == f'attachment; filename="family-{received.reference}.svg"'
    root = ElementTree.fromstring(answer.content.decode())
    words = [text for text in root.itertext() if text.strip()]
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Isolde Testerby" in words
    assert any("Taken by Sade Okafor on Monday 2 March 2026 at 09:00." in text for text in words)
    with world.backstage():
        event = Event.objects.get(verb="family_drawing")
        assert (event.outcome, event.enquiry) == ("read", received.id)
        assert len(event.people) == 3


def test_it_is_printed_on_a_sheet_with_the_same_as_rows():
    received = told(people=[ROWAN, MUM, NAN])
    said = text_of(page(received, "/family"))
    assert "Printed by Sade Okafor" in said
    assert "Maud Loom grandmother somewhere else" in said
    with world.backstage():
        assert Event.objects.filter(verb="family", outcome="read").count() == 1


@pytest.mark.rule(54, 59)
@pytest.mark.parametrize("end", ["/family", "/family.svg"])
def test_nobody_else_takes_it(end: str):
    received = told(people=[ROWAN, MUM])
    for by in ("sw.port-ellery.1", "police.1", "health.1", "auditor.1", "team.tamar-north.1"):
        assert page(received, end, by).status_code == 404
    with world.as_(SW) as me:
        declare_tie(me, enquiry=received.id, subject="mum", kind="colleague")
    assert page(received, end).status_code == 404


def test_one_person_alone_is_no_family():
    assert page(told(people=[ROWAN]), "/family").status_code == 404


def test_who_is_separated_was_a_couple():
    received = told(people=[ROWAN, MUM, DAD])
    with world.as_(CALLS) as me:
        relate(me, received.id, one="dad", other="mum", kind="separated from")
    assert "Piran Loom and Isolde Testerby are no longer together" in page(received, "/family").content.decode()


def test_who_had_died_long_before_a_child_was_born_is_not_taken_for_a_parent():
    late = {"as": "late", "given": "Wren", "dob": "2025-11-02", "role": "child"}
    received = told(people=[ROWAN, DAD, late])
    with world.as_(SW) as me:
        found, _ = enquiry_for(me, received.reference)
        people = household(found)
        lives = where_they_live(people, livings_of(found))
        dad = next(person.pk for person in people if person.alias == "dad")
        drawn = [family_of(people, [], lives, NOW.date(), died) for died in ({}, {dad: date(2024, 5, 3)})]
    without = family([ROWAN, DAD])
    assert [len(one.drawing.paths) for one in drawn if one][1] == len(without.drawing.paths)
    assert drawn[0] is not None
    assert len(drawn[0].drawing.paths) > len(without.drawing.paths)


def test_all_that_stands_below_somebody_is_drawn_whole():
    mum = {**MUM, "given": "Bartholomea Maximiliana", "family": "Testerby-Featherstonehaugh", "dob": "1991-11-02"}
    mum["role"] = "mother's sister and special guardian"
    drawn = family([ROWAN, mum], ("mum", "aunt", "rowan", True))
    (written,) = (one.lines for name, one in figures(drawn).items() if name.startswith("Bartholomea"))
    assert " ".join(text for _, text, _ in written).endswith("has parental responsibility")
