"""What nobody expected to be typed, on the pages and in lists: answered beside the field or by row, never an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.enquiries.forms.known import description_typed
from mash.pathway.people import finding
from mash.pathway.people.lists.asking import match_list, read_queries
from mash.pathway.people.lists.importing import Imported, import_list
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import reading, told
from tests.pathway.people.test_search import registered

pytestmark = pytest.mark.django_db

CALLS, SW = "calls.tamarshire.1", "sw.tamarshire.1"
TODAY = date(2026, 3, 2)
FAR = {"due_date_day": "31", "due_date_month": "12", "due_date_year": "9999"}
LONG_AGO = {"due_date_day": "1", "due_date_month": "1", "due_date_year": "0001"}
FLATS = f'"Flats {", ".join(map(str, range(1, 43)))} Mill Court, EX99 1AA"'
Write = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> Write:
    def write(*rows: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(rows) + "\n")
        return path

    return write


def taken(path: Path, *, dry_run: bool = False) -> Imported:
    return import_list(path, source="midwives", area="tamarshire", said={}, on=TODAY, dry_run=dry_run)


def shown(who: str, address: str, typed: str) -> Any:
    with at(world.MONDAY_NINE):
        return signed_in(who).get(address, {"q": typed})


@pytest.mark.parametrize("typed", ["{} 31/12/9999", "{} due 01/01/0001", "{} due 9999-12-31", "{} 11/12/9999"])
def test_a_day_on_which_nobody_can_be_due_is_not_understood_and_the_rest_is_looked_for(typed: str) -> None:
    person = registered()
    for who, address in ((CALLS, "/people/"), (SW, f"/people/{person}/twice")):
        answer = shown(who, address, typed.format("Testerby-Loom"))
        assert answer.status_code == 200
        assert f'value="{typed.format("Testerby-Loom")}"' in answer.content.decode()
    assert "Rowan Testerby-Loom" in reading(shown(CALLS, "/people/", typed.format("Testerby-Loom")))


@pytest.mark.parametrize("due", [FAR, LONG_AGO])
def test_a_look_up_leaves_out_a_day_on_which_nobody_can_be_due(due: dict[str, str]) -> None:
    registered()
    assert description_typed({"family": "Loom", **due}, "", TODAY).due_date is None
    with at(world.MONDAY_NINE):
        answer = signed_in(CALLS).post("/people/known", {"given": "Rowan", "family": "Testerby-Loom", **due})
    assert answer.status_code == 200
    assert "Rowan Testerby-Loom" in reading(answer)


@pytest.mark.parametrize("due", [FAR, LONG_AGO])
def test_a_wrong_day_on_the_form_of_one_more_person_is_said_beside_it_and_what_was_typed_stays(due: Any) -> None:
    received = told()
    with at(world.MONDAY_NINE):
        address = f"/enquiries/{received.reference}/people/add"
        answer = signed_in(CALLS).post(address, {"family": "Quillfeather", **due})
    assert answer.status_code == 200
    assert "The date when the baby is due: the year must have 4 numbers" in reading(answer)
    page = answer.content.decode()
    assert 'value="Quillfeather"' in page
    assert f'value="{due["due_date_year"]}"' in page


def test_a_row_of_a_list_whose_baby_cannot_be_due_then_is_refused_and_those_behind_it_are_taken_in(file: Write) -> None:
    rows = ["person_id,family,due_date", "1,Ash,31/12/9999", "2,Moss,01/01/0001", "3,Pell,14/06/2026", "4,Dunne,2027"]
    why = [
        (2, ("due_date cannot be read: it is over 280 days ahead",)),
        (3, ("due_date cannot be read: it is before 1880",)),
        (5, ("due_date cannot be read: it is not a date such as 14/05/2018 or 2018-05-14",)),
    ]
    path = file(*rows)
    assert [(one.line, one.why) for one in taken(path, dry_run=True).rejected] == why
    done = taken(path)
    assert [(one.line, one.why) for one in done.rejected] == why
    with world.backstage():
        assert [one.family for one in Person.objects.filter(references__source="midwives")] == ["Pell"]


def test_a_row_whose_names_are_too_long_is_refused_and_those_behind_it_are_taken_in(file: Write) -> None:
    long = f"1,{'b' * 121} Ash,,"
    done = taken(file("person_id,name,aka,address", long, f"2,Ann Moss,{'c ' * 101},", f"3,Bo Pell,,{FLATS}"))
    assert [(one.line, one.why) for one in done.rejected] == [
        (2, ("the given name in its name is longer than 120 characters",)),
        (3, ("also_known_as has a name that is longer than 200 characters",)),
    ]
    with world.backstage():
        assert [one.family for one in Person.objects.filter(references__source="midwives")] == ["Pell"]


@pytest.mark.rule(17)
def test_somebody_whose_name_and_address_are_as_long_as_the_boxes_is_identified_found_again_and_learned_of() -> None:
    given, family = "bdfgkl" * 20, "lkgfdb" * 20
    longest = {"given": given, "family": family, "address": FLATS.strip('"'), "postcode": "\u00df" * 11}
    key = registered(**longest, nhs_number="", phone="", email="", also_known_as=[])
    with world.as_(CALLS):
        assert finding.find(Description(given=given, family=family))[0].known.pk == key
    received = told(
        people=[{"as": "kid", "given": "Bo", "family": "Pell", "also_known_as": [f"{given} {family}"[:200]]}]
    )
    second = told(people=[{**longest, "as": "kid", "family": "Moss", "middle": family}])
    with world.as_(CALLS) as me:
        for one in (received, second):
            identify_subject(me, one.id, subject="kid", person=str(key), why="")
    with world.backstage():
        assert f"{given} {family}"[:200] not in Person.objects.get(pk=key).also_known_as  # it is their own name
        assert f"{given} Moss" in Person.objects.get(pk=key).also_known_as
    assert shown(CALLS, "/people/", given).status_code == 200
    assert family in reading(shown(CALLS, "/people/", family))


def test_who_is_asked_for_with_such_a_day_is_looked_up_without_it(file: Write) -> None:
    taken(file("person_id,given,family", "1,Ann,Ash"))
    (answer,) = match_list(read_queries(file("query_id,given,family,due_date", "Q,Ann,Ash,31/12/9999"), on=TODAY))
    assert [one.id for one in answer.candidates] == ["1"]
    assert answer.query.unread == ("due_date cannot be read: it is over 280 days ahead",)
