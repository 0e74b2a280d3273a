"""An address alone finds everyone who lives or lived there, and every enquiry about it, whatever the surname."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from mash.foundation.clock.now import at
from mash.pathway.enquiries import by_place as enquiries_by_place
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.people import by_place
from mash.pathway.people.by_place import living_at
from mash.pathway.people.places_told import place_in
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway.enquiries.conftest import told

pytestmark = pytest.mark.django_db

NOW = world.MONDAY_NINE
KID: dict[str, Any] = {
    "as": "kid",
    "given": "Rowan",
    "family": "Testerby-Loom",
    "dob": "2018-05-14",
    "subject": True,
    "role": "child",
    "address": "Flat 2, 14 Mill Lane",
    "postcode": "ZZ99 1AA",
}
MUM = {"as": "mum", "given": "Isolde", "family": "Testerby", "dob": "1991-11-02", "role": "mother"}


def known(*people: dict[str, Any], area: str = "tamarshire", when: Any = NOW, **chosen: Any) -> tuple[Any, list[Any]]:
    received = told(people=list(people), area=area, when=when)
    with world.as_(f"calls.{area}.1", when=when) as me:
        persons = [
            identify_subject(
                me, received.id, subject=one["as"], person=chosen.get(one["as"], "new"), why="Somebody else"
            ).person
            for one in people
        ]
    return received, persons


def there(typed: str, by: str = "sw.tamarshire.1", when: Any = NOW) -> tuple[set[Any], set[Any]]:
    place = place_in(typed)
    assert place is not None
    with world.as_(by, when=when) as me:
        found = living_at(me, place)
    return {one.person.pk for one in found.now}, {one.person.pk for one in found.before}


def page(typed: str, by: str = "sw.tamarshire.1", when: Any = NOW, **more: str) -> str:
    with at(when):
        return text_of(signed_in(by).get("/people/", {"q": typed, **more}))


@given(st.text())
def test_nothing_typed_is_an_error(typed: str) -> None:
    place = place_in(typed)
    assert place is None or not place.is_at("", "")


@pytest.mark.parametrize(
    ("typed", "line", "postcode", "rest"),
    [
        ("14 Mill Lane", "14 Mill Lane", "", ""),
        ("14, mill ln, EX99 1AA", "14, mill ln", "EX991AA", ""),
        ("Flat 2, 14 Mill Lane, Exeter", "Flat 2, 14 Mill Lane, Exeter", "", ""),
        ("14 A Mill Ln.", "14A Mill Ln.", "", ""),
        ("2/14 Mill Lane", "2/14 Mill Lane", "", ""),
        ("14 Broadway", "14 Broadway", "", ""),
        ("Rose Cottage, Mill Lane", "Rose Cottage, Mill Lane", "", ""),
        ("Mill Lane", "Mill Lane", "", ""),
        ("ex99 1aa", "", "EX991AA", ""),
        ("Kacey Leigh, about 6, Mill Lane", "Mill Lane", "", "Kacey Leigh, about 6,"),
        ("6 yrs old kaci lives on Mill Lane", "Mill Lane", "", "6 yrs old kaci lives on"),
        ("14 Mill Lane Dunne", "14 Mill Lane", "", "Dunne"),
        ("9 HERON WLK Dunne", "9 HERON WLK", "", "Dunne"),
        ("Mill Lane 14", "Mill Lane 14", "", ""),
    ],
)
def test_a_place_is_taken_from_what_is_typed(typed: str, line: str, postcode: str, rest: str) -> None:
    found = place_in(typed)
    assert found is not None
    assert (found.line, found.postcode, found.rest) == (line, postcode, rest)


def test_a_list_of_numbers_without_a_street_keeps_nobody_waiting() -> None:
    assert place_in(",  ".join(map(str, range(1, 40)))) is None  # read in every way, it would never end


@pytest.mark.parametrize("typed", ["Rowan Testerby-Loom", "rowan 14/05/2018", "01632 960555", "999 000 0018", "x", ""])
def test_what_is_no_place_is_not_taken_for_one(typed: str) -> None:
    assert place_in(typed) is None


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "typed",
    [
        "14 Mill Lane",
        "14, mill ln, ZZ99 1AA",
        "Flat 2, 14 Mill Lane",
        "flat 2 14 MILL LANE.",
        "2/14 Mill Ln",
        "no. 14 Mill Lane",
        "Apt 2, number 14 Mill Lane, Tamar",
        "Mill Lane 14",
        "14 Mil Lane",
        "14 mill lane, tamar, zz991ab",
        "Mill Lane",
        "mill la",
        "ZZ99 1AA",
    ],
)
def test_an_address_in_any_spelling_finds_everybody_there_and_the_enquiries(typed: str) -> None:
    received, (kid, mum) = known(KID, MUM)
    assert there(typed) == ({kid, mum}, set())
    said = page(typed)
    for part in ("Lives there now", "Rowan Testerby-Loom", "Isolde Testerby", "Enquiries about it", received.reference):
        assert part in said


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "told", ["9 Heron Walk, Tamarbridge", "No 9 Heron Walk", "9 Heron Wlk", "number 9, heron walk"]
)
@pytest.mark.parametrize("typed", ["9 Heron Walk", "no. 9 Heron Walk", "9 HERON WLK tamarbridge", "Heron Walk 9"])
def test_a_door_is_one_however_its_number_and_its_kind_of_street_are_written(typed: str, told: str) -> None:
    place = place_in(typed)
    assert place is not None
    assert place.is_at(told, "")
    assert not place.is_at(told.replace("9", "8"), "")


@pytest.mark.parametrize(
    "typed", ["15 Mill Lane", "14 Mill Road", "Flat 3, 14 Mill Lane", "2 Mill Lane", "Hill Lane", "ZZ99 1AZ", "14 Quay"]
)
def test_another_address_finds_none_of_them(typed: str) -> None:
    received, _ = known(KID, MUM)
    assert there(typed) == (set(), set())
    assert received.reference not in page(typed)


@pytest.mark.rule(17)
def test_who_has_moved_lived_there_before_whoever_lives_there_now() -> None:
    _, (kid, mum) = known(KID, MUM)
    later = NOW + timedelta(days=300)
    moved = {**KID, "address": "9 Quay Street", "postcode": "ZZ99 5AB"}
    next_one = {"as": "next", "given": "Aled", "family": "Voss", "subject": True, "address": "2, 14 mill la"}
    known(moved, when=later, kid=str(kid))
    _, (aled,) = known(next_one, when=later)
    assert there("flat 2, 14 mill lane", when=later) == ({mum, aled}, {kid})
    assert there("9 quay st", when=later) == ({kid}, set())
    assert "Lived there before" in page("14 Mill Lane", when=later)


@pytest.mark.rule(17)
def test_who_was_told_to_have_left_lived_there_before() -> None:
    dad = {"as": "dad", "given": "Piran", "role": "father", "lives": "left", "lives_until": "2025-09-01"}
    _, (kid, left) = known(KID, dad)
    assert there("14 Mill Lane") == ({kid}, {left})
    assert "until 1 September 2025" in page("14 Mill Lane")


@pytest.mark.rule(21)
def test_a_protected_address_neither_finds_nor_shows_anybody_in_another_area() -> None:
    received, (kid,) = known({**KID, "address_protected": True})
    assert there("14 Mill Lane") == ({kid}, set())
    assert received.reference in page("14 Mill Lane")
    known({**KID, "address": "", "postcode": ""}, area="port-ellery", kid=str(kid))
    for typed in ("14 Mill Lane", "Mill Lane", "ZZ99 1AA", "Flat 2, 14 mill ln, ZZ99 1AA"):
        assert there(typed, "sw.port-ellery.1") == (set(), set())
        said = page(typed, "sw.port-ellery.1")
        assert "Rowan" not in said
        assert received.reference not in said


@pytest.mark.rule(21)
def test_a_home_that_another_area_protects_does_not_say_that_somebody_has_moved() -> None:
    _, (kid,) = known(KID, area="port-ellery")
    later = NOW + timedelta(days=30)
    hidden = {**KID, "address": "9 Quay Street", "postcode": "ZZ99 5AB", "address_protected": True}
    known(hidden, when=later, kid=str(kid))
    assert there("14 Mill Lane", "sw.port-ellery.1", later) == ({kid}, set())
    assert there("14 Mill Lane", "sw.tamarshire.1", later) == (set(), {kid})


UPRN = "100040415231"


@pytest.mark.rule(17)
@pytest.mark.parametrize("typed", [UPRN, f"UPRN {UPRN}", f"uprn: {UPRN}", "uprn 1000 4041 5231"])
def test_the_number_of_a_property_finds_everybody_there_and_the_enquiries(typed: str) -> None:
    received, (kid, mum) = known({**KID, "uprn": UPRN}, MUM)
    other = {**KID, "as": "other", "given": "Wren", "address": "", "postcode": "", "uprn": "100040415232"}
    known(other)
    assert there(typed) == ({kid, mum}, set())
    said = page(typed)
    for part in (f"UPRN {UPRN}", "Lives there now", "Rowan Testerby-Loom", "Isolde Testerby", received.reference):
        assert part in said
    assert "Wren" not in said


@pytest.mark.rule(21)
def test_the_number_of_a_protected_property_finds_for_its_own_area_alone() -> None:
    received, (kid,) = known({**KID, "uprn": UPRN, "address_protected": True})
    known({**KID, "address": "", "postcode": ""}, area="port-ellery", kid=str(kid))
    assert there(UPRN) == ({kid}, set())
    assert there(UPRN, "sw.port-ellery.1") == (set(), set())
    for typed in (UPRN, f"UPRN {UPRN}"):
        said = page(typed, "sw.port-ellery.1")
        assert "Rowan" not in said
        assert received.reference not in said


def test_a_number_that_is_no_propertys_here_is_looked_for_as_another_number() -> None:
    known({**KID, "phone": "441632960555"})
    said = page("441632960555")
    assert "People found" in said
    assert "UPRN 44" not in said
    assert "Nobody whom this hub knows lives or lived there" in page("UPRN 100040415231")


def crowded(monkeypatch: pytest.MonkeyPatch, where: Any = by_place, **most: int) -> None:
    for name, number in most.items():
        monkeypatch.setattr(where, name, number)


MORE = "Not everybody is shown: more people live or lived there than the 2 on this page."
UNREAD = "Not everybody could be looked at"
GIVE = "Give a house number"


@pytest.mark.rule(17)
@pytest.mark.parametrize(("most", "told"), [({"MOST_SHOWN": 2}, MORE), ({"MOST_LOOKED_AT": 2}, UNREAD)])
def test_a_street_of_which_not_everybody_is_shown_says_so_and_is_narrowed_by_a_house_number(
    most: dict[str, int], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(KID, MUM)
    known({**KID, "given": "Wren", "address": "27a Mill Lane", "postcode": "ZZ99 1AB"})
    assert "Not everybody" not in page("Mill Lane")
    assert "House number" not in page("Mill Lane")
    crowded(monkeypatch, **most)
    said = page("Mill Lane")
    assert told in said
    assert GIVE in said
    door = page("Mill Lane", number="27 A")
    assert "27a Mill Lane" in door
    assert "Wren" in door
    assert "Rowan" not in door
    assert "Not everybody" not in door


@pytest.mark.rule(17)
def test_others_who_share_no_more_than_how_a_street_begins_are_not_said_to_live_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crowded(monkeypatch, MOST_LOOKED_AT=2)
    for number, street in enumerate(("Mill Leat", "Mill Lodge Road", "Mill Lock")):
        known({**KID, "given": f"Kid{number}", "address": f"{number} {street}"})
    said = page("Mill Lane")
    assert UNREAD in said
    assert "more people live" not in said
    assert "Nobody whom this hub knows" not in said  # which nobody has found out


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("most", "told"), [({"MOST_SHOWN": 1}, MORE.replace("2", "1")), ({"MOST_LOOKED_AT": 1}, UNREAD)]
)
def test_where_a_house_number_was_given_nobody_is_asked_for_one(
    most: dict[str, int], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(KID, MUM)
    crowded(monkeypatch, **most)
    for said in (page("Mill Lane", number="14"), page("14 Mill Lane")):
        assert told in said
        assert GIVE not in said


@pytest.mark.rule(17)
def test_a_place_with_more_enquiries_than_a_page_shows_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    old, _ = known(KID, MUM)
    later = NOW + timedelta(days=1)
    new, _ = known({**KID, "given": "Wren"}, when=later)
    assert "Not every enquiry" not in page("14 Mill Lane", when=later)
    with monkeypatch.context() as few:
        crowded(few, enquiries_by_place, MOST_SHOWN=1)
        said = page("14 Mill Lane", when=later)
        assert "Not every enquiry is shown: more are about it than the 1 newest, which are on this page." in said
        assert (new.reference in said, old.reference in said) == (True, False)
    crowded(monkeypatch, enquiries_by_place, MOST_LOOKED_AT=1)
    assert "Not every enquiry could be looked at" in page("14 Mill Lane", when=later)


def test_what_is_no_house_number_is_said_beside_the_field_with_what_was_typed_kept() -> None:
    known(KID, MUM)
    with at(NOW):
        answer = signed_in("sw.tamarshire.1").get("/people/", {"q": "Mill Lane", "number": "the blue door"})
    assert "Enter a house number, such as 14 or 14a" in text_of(answer)
    assert 'value="the blue door"' in answer.content.decode()
    assert "Isolde Testerby" in text_of(answer)


def test_a_postcode_is_narrowed_too_and_a_name_beside_it_stays() -> None:
    known(KID, MUM)
    known({**KID, "given": "Wren", "address": "27 Mill Lane"})
    said = page("Wren ZZ99 1AA", number="27")
    assert "27, ZZ99 1AA" in said
    assert "Wren" in said
    assert "Isolde" not in said


def test_people_and_enquiries_of_other_areas_are_not_found() -> None:
    received, _ = known(KID, MUM, area="port-ellery")
    assert there("14 Mill Lane") == (set(), set())
    said = page("14 Mill Lane")
    assert received.reference not in said
    assert "Nobody whom this hub knows lives or lived there" in said


@pytest.mark.rule(59)
def test_a_tie_hides_the_person_and_a_wall_the_enquiry() -> None:
    received, (kid, mum) = known(KID, MUM)
    with world.as_("sw.tamarshire.1") as me:
        declare_tie(me, person=str(kid), kind="relative")
    now, _ = there("14 Mill Lane")
    assert kid not in now
    assert received.reference not in page("14 Mill Lane")
    assert there("14 Mill Lane", "sw.tamarshire.2") == ({kid, mum}, set())


def test_a_search_for_a_place_asks_a_fixed_number_of_questions() -> None:
    client = signed_in("sw.tamarshire.1")
    known(KID, MUM)
    with at(NOW):
        few = visit(client, "/people/?q=14+Mill+Lane").queries
        for n in range(4):
            known({**KID, "given": f"Child{n}", "dob": f"2010-01-1{n}"}, {**MUM, "given": f"Mum{n}", "dob": ""})
        many = visit(client, "/people/?q=14+Mill+Lane").queries
    assert len(many) == len(few) <= 12


@pytest.mark.rule(90)
@pytest.mark.parametrize(
    ("table", "index"),
    [
        ("people_personaddress", "persons_at_a_place"),
        ("people_household", "households_found_at_a_place"),
        ("enquiries_describedperson", "described_where_they_live"),
        ("enquiries_protectedaddress", "protected_where_they_live"),
    ],
)
def test_what_looks_for_a_place_goes_by_an_index(table: str, index: str) -> None:
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            f"explain select 1 from {table} where public.place_keys(address, postcode) && "
            "public.place_keys('14 Mill Lane', '')"
        )
        assert index in " ".join(line for (line,) in cursor.fetchall())


@pytest.mark.rule(90)
@pytest.mark.parametrize(
    ("table", "index"),
    [
        ("people_personaddress", "persons_at_a_property"),
        ("people_household", "households_at_a_property"),
        ("enquiries_describedperson", "described_in_a_property"),
        ("enquiries_protectedaddress", "protected_in_a_property"),
    ],
)
def test_what_looks_for_a_property_goes_by_an_index_beside_the_address(table: str, index: str) -> None:
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            f"explain select 1 from {table} where public.place_keys(address, postcode) && "
            "(select public.place_keys('', '')) or uprn <> '' and uprn = '100040415231'"
        )
        assert index in " ".join(line for (line,) in cursor.fetchall())
