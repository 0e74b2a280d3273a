"""Finding people of the register by what somebody types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import declare_tie, identify_subject, receive_enquiry
from mash.pathway.people import search
from mash.pathway.people.asked_for import asked
from mash.pathway.people.search import look_for
from tests import world
from tests.browsing import signed_in, visit
from tests.pathway.enquiries.conftest import reading

ROWAN = {
    "as": "kid",
    "given": "Rowan",
    "family": "Testerby-Loom",
    "also_known_as": ["Ro"],
    "dob": "2018-05-14",
    "address": "4 Gannetmere Rise",
    "postcode": "ZZ99 3VZ",
    "nhs_number": "999 000 0018",
    "phone": "01632 960555",
    "email": "ro.mum+school@example.org",
}


@given(st.text())
def test_no_search_is_an_error(typed: str) -> None:
    asked(typed)


@pytest.mark.parametrize(
    ("typed", "words", "rest"),
    [
        ("Rowan Testerby-Loom", ("rowan", "testerby", "loom"), {}),
        ("rowan 14/05/2018", ("rowan",), {"born": "2018-05-14"}),
        ("14.5.2018", (), {"born": "2018-05-14"}),
        ("2018-05-14", (), {"born": "2018-05-14"}),
        ("31/02/2018", (), {}),
        ("pl1 1aa", (), {"postcode": "PL11AA"}),
        ("Mill Lane PL1 1AA", ("mill", "lane"), {"postcode": "PL11AA"}),
        ("999 000 0018", (), {"nhs_number": "999 000 0018"}),
        ("01632 960555", (), {"phone": "01632 960555"}),
        ("Rowan Ro.Mum@Example.org", ("rowan",), {"email": "ro.mum@example.org"}),
        ("about6@example.org", (), {"email": "about6@example.org"}),
        ("x", (), {}),
        ("Kacey Leigh, about 6, Mill Lane", ("kacey", "leigh"), {"age": 6, "address": "Mill Lane"}),
        ("6 yrs old kaci lives on Mill Lane", ("kaci",), {"age": 6, "address": "Mill Lane"}),
        ("14 Mill Lane Dunne", ("dunne",), {"address": "14 Mill Lane"}),
        ("Danny Lane", ("danny", "lane"), {}),
        ("Kaci born 2019", ("kaci",), {"year": 2019}),
        ("Baby Pell 8 months", ("pell",), {"age": 0}),
        ("Dunne-Ward 6", ("dunne", "ward"), {"age": 6}),
        ("6, Dunne", ("dunne",), {"age": 6}),
        ("K. L. Dunne", ("dunne",), {}),
        ("Dunne flat 6", ("dunne", "flat"), {}),
        ("6", (), {}),
        ("3 December 2019", (), {"born": "2019-12-03"}),
        ("kaci 3rd Dec. 2019", ("kaci",), {"born": "2019-12-03"}),
        ("3rd of December, 2019 Kaci", ("kaci",), {"born": "2019-12-03"}),
        ("December 3, 2019", (), {"born": "2019-12-03"}),
        ("3-Sept-2019", (), {"born": "2019-09-03"}),
        ("31 February 2019", (), {"year": 2019}),
        ("Kaci December 2019", ("kaci",), {"year": 2019}),
        ("May 2019", ("may",), {"year": 2019}),
        ("May 3 May 2019", ("may",), {"born": "2019-05-03"}),
        ("Man", ("man",), {}),
        ("male in his thirties", (), {"age": 30}),
    ],
)
def test_a_search_is_taken_apart(typed: str, words: tuple[str, ...], rest: dict[str, str]) -> None:
    found = asked(typed)
    assert found.words == words
    said: dict[str, Any] = {"born": found.born and str(found.born), "postcode": found.postcode}
    said["nhs_number"] = found.nhs_number
    said |= {"phone": found.phone, "age": found.ages and found.ages[0], "year": found.year, "address": found.address}
    said["email"] = found.email
    nothing = {"born": None, "postcode": "", "nhs_number": "", "phone": "", "age": None, "year": None, "address": ""}
    nothing["email"] = ""
    assert said == nothing | rest


def registered(area: str = "tamarshire", **person: Any) -> Any:
    with world.as_(f"calls.{area}.1") as me:
        made = receive_enquiry(me, channel="phone", area=area, narrative="A worry.", people=[{**ROWAN, **person}])
        return identify_subject(me, made.id, subject="kid", person="new", why="Another child").person


def found(typed: str, by: str = "sw.tamarshire.1") -> list[Any]:
    with world.as_(by) as me:
        return [person.pk for person in look_for(me, asked(typed))]


pytestmark = pytest.mark.django_db


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "typed",
    [
        "Kacey Leigh, about 6, Mill Lane",
        "kacey-leigh 6 yrs",
        "Dunne Ward Kaci",
        "Kaci Leigh Dunne Ward",
        "Kacy Leigh 2019",
    ],
)
def test_a_child_whom_somebody_half_names_is_found_from_one_box(typed: str) -> None:
    kaci = registered(given="Kaci-Leigh", family="Dunne-Ward", dob="2019-12-03", nhs_number="", also_known_as=[])
    dunne = registered(given="Karen", family="Dunne", dob="1971-02-03", nhs_number="", also_known_as=[], phone="")
    with at(TODAY):
        names = found(typed)
    assert names[0] == kaci
    assert dunne not in names[:1]


TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
KACI: dict[str, Any] = {
    "given": "Kaci-Leigh",
    "family": "Dunne-Ward",
    "dob": "2019-12-03",
    "nhs_number": "",
    "also_known_as": [],
}


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "typed",
    [
        "Kaci-Leigh",
        "Kaci Leigh",
        "leigh kaci",
        "Dunne-Ward",
        "dunne ward",
        "Ward Dunne",
        "Dunne-Ward 6",
        "6 Dunne Ward",
        "Kaci-Leigh 6",
        "K Dunne-Ward",
        "Dunne-Ward K",
        "K L Dunne-Ward",
        "K Dunne-Ward 6",
        "Kaci Leigh Dunne",
        "Ward Kaci",
        "Kaci Leigh Smithson",
        "Dunne-Ward ZZ99 3VZ",
        "ZZ99 3VZ, dunne ward, 03/12/2019",
    ],
)
def test_a_name_of_two_parts_finds_whoever_bears_them_in_any_order_with_initials_or_an_age(typed: str) -> None:
    kaci = registered(**KACI)
    registered(given="Karen", family="Dunne", dob="1971-02-03", nhs_number="", also_known_as=[], phone="", postcode="")
    with at(TODAY):
        assert found(typed)[0] == kaci


def page(typed: str) -> str:
    with at(TODAY):
        return reading(signed_in("sw.tamarshire.1").get("/people/", {"q": typed}))


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "typed",
    [
        "3 December 2019",
        "3 Dec 2019",
        "3rd December 2019",
        "Dunne-Ward 3 December 2019",
        "3rd December 2019, Kaci-Leigh",
        "Kaci 3 Dec 2019 ZZ99 3VZ",
        "Kaci-Leigh, born 3 december 2019",
        "6 Dunne-Ward",
    ],
)
def test_a_date_in_words_or_an_age_finds_whoever_was_born_then_and_is_taken_for_no_address(typed: str) -> None:
    kaci = registered(**KACI)
    with at(TODAY):
        assert found(typed) == [kaci]
    said = page(typed)
    assert "Kaci-Leigh Dunne-Ward" in said
    assert "lives or lived there" not in said


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "typed",
    [
        "male, 30s, called Daz",
        "called Daz",
        "man in his thirties called Daz",
        "Daz, 30s",
        "30s, called Daz",
        "a man called Daz, mid-30s",
        "Daz, aged 30 to 35",
        "boy, 35, called daz",
    ],
)
def test_somebody_unknown_is_found_by_what_was_said_of_them_those_of_that_age_first(typed: str) -> None:
    nobody: dict[str, Any] = {
        "family": "",
        "nhs_number": "",
        "also_known_as": [],
        "phone": "",
        "email": "",
        "postcode": "",
        "address": "",
    }
    boy = registered(**{**nobody, "given": "Daz", "dob": "2016-02-03"})
    man = registered(**{**nobody, "given": "Daz", "dob": "1991-02-03"})
    with at(TODAY):
        assert set(found(typed)) == {boy, man}
        assert found(typed)[0] == man or typed == "called Daz"
    assert "lives or lived there" not in page(typed)


@pytest.mark.rule(17)
def test_a_word_said_of_anybody_that_is_a_name_finds_who_bears_it() -> None:
    lee = registered(given="Lee", family="Child", nhs_number="", also_known_as=[], dob="1990-02-03", phone="", email="")
    registered(given="Lee", family="Brown", nhs_number="", also_known_as=[], dob="1990-02-04", phone="", email="")
    may = registered(given="May", family="Rose", nhs_number="", also_known_as=[], dob="2019-02-03", phone="", email="")
    with at(TODAY):
        for typed in ("Lee Child", "Child", "child lee"):
            assert found(typed)[0] == lee
        for typed in ("May", "May Rose", "Rose", "May 2019"):
            assert found(typed)[0] == may


@pytest.mark.parametrize("typed", ["about 6", "30s", "man in his thirties", "born in 2019", "boy aged 9"])
def test_an_age_alone_finds_nobody_and_is_said_to_be_too_little(typed: str) -> None:
    registered()
    assert found(typed) == []
    said = page(typed)
    assert "An age alone fits too many people" in said
    assert "lives or lived there" not in said


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "typed",
    [
        "unborn Quillfeather",
        "baby Quillfeather",
        "Quillfeather baby",
        "Quillfeather due 14/06/2026",
        "Quillfeather 14 June 2026",
        "due 14/06/2026",
        "14/06/2026",
        "unborn, due 14 Jun 2026, Quillfeather",
    ],
)
def test_an_unborn_child_is_found_first_by_a_name_or_the_day_when_it_is_due(typed: str) -> None:
    born: dict[str, Any] = {"family": "Quillfeather", "nhs_number": "", "also_known_as": [], "phone": "", "email": ""}
    registered(**{**born, "given": "Aled", "dob": "1999-02-14"})
    unborn = registered(**{**born, "given": "", "dob": "", "due_date": "2026-06-14"})
    with at(TODAY):
        assert found(typed)[0] == unborn


@pytest.mark.rule(17, 59)
def test_who_is_due_on_a_day_is_not_found_by_another_area_nor_by_whoever_is_tied_to_them() -> None:
    unborn = registered(given="", dob="", nhs_number="", also_known_as=[], due_date="2026-06-14")
    assert found("due 14/06/2026") == [unborn]
    assert found("due 14/06/2026", "sw.port-ellery.1") == []
    with world.as_("sw.tamarshire.1") as me:
        declare_tie(me, person=str(unborn), kind="relative")
    assert found("due 14/06/2026") == []


@pytest.mark.rule(17)
@pytest.mark.parametrize("typed", ["Dune-Ward", "dunne wardd", "Warde Dunne", "dune ward 6"])
def test_a_double_name_alone_is_found_as_somebody_heard_it(typed: str) -> None:
    kaci = registered(**KACI)
    with at(TODAY):
        assert found(typed) == [kaci]


@pytest.mark.rule(17)
def test_whose_names_begin_with_the_initials_typed_come_first() -> None:
    people = {
        name: registered(given=name, family="Dunne-Ward", dob=f"201{n}-12-03", nhs_number="", also_known_as=[])
        for n, name in enumerate(("Aled", "Kaci", "Wren"))
    }
    for name, person in people.items():
        both = found(f"{name[0]} Dunne-Ward")
        assert both[0] == person
        assert set(both) == set(people.values())


def test_who_bears_but_one_of_two_words_is_not_found() -> None:
    registered(**KACI)
    for typed in ("Dunne Smithson", "Kaci Brown", "Wardle Dunne"):
        assert found(typed) == []


@pytest.mark.rule(90)
def test_of_those_who_bear_all_the_words_a_bounded_number_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        registered(**{**KACI, "dob": f"201{n}-12-03", "phone": "", "email": ""})
    assert len(found("dunne ward")) == 3
    monkeypatch.setattr(search, "MOST_LOOKED_AT", 2)
    assert len(found("dunne ward")) == 2


@pytest.mark.rule(90)
def test_those_who_bear_all_the_words_are_looked_for_by_an_index() -> None:
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select 1 from (select array['word:dunne', 'word:ward']::varchar[] as keys offset 0) told, "
            "lateral (select id from people_person p where p.keys @> told.keys limit 2) bears"
        )
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan" in plan
    assert "keys @> " in plan


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "typed",
    [
        "Rowan Testerby-Loom",
        "testerby rowan",
        "Rowen Testerby",
        "Testerby",
        "ro",
        "14/05/2018",
        "rowan 5/14/2018 14/05/2018",
        "ZZ99 3VZ",
        "zz993vz",
        "999 000 0018",
        "9990000018",
        "01632960555",
        "+44 1632 960555",
        "Ro.Mum+School@example.org",
    ],
)
def test_somebody_is_found_by_what_people_remember(typed: str) -> None:
    person = registered()
    assert found(typed) == [person]


@pytest.mark.parametrize(
    "typed", ["", "x", "Somebody Else", "01/01/2001", "999 000 0026", "ro.mum@example.org", "%", "' or 1=1 --", "\x00"]
)
def test_what_fits_nobody_finds_nobody(typed: str) -> None:
    registered()
    assert found(typed) == []


@pytest.mark.rule(21)
def test_a_protected_address_finds_somebody_only_for_the_hub_that_was_told_it() -> None:
    person = registered(address_protected=True)
    assert found("ZZ99 3VZ") == [person]
    with world.as_("sw.port-ellery.1") as me:
        ellery = receive_enquiry(
            me,
            channel="phone",
            area="port-ellery",
            narrative="A worry.",
            people=[{**ROWAN, "address": "", "postcode": ""}],
        )
        identify_subject(me, ellery.id, subject="kid", person=str(person))
    assert found("Testerby", "sw.port-ellery.1") == [person]
    assert found("ZZ99 3VZ", "sw.port-ellery.1") == []


def test_only_people_of_ones_own_areas_are_found() -> None:
    registered("port-ellery")
    assert found("Testerby") == []
    assert len(found("Testerby", "sw.port-ellery.1")) == 1


@pytest.mark.rule(59)
def test_whoever_is_tied_to_a_person_does_not_find_them() -> None:
    person = registered()
    with world.as_("sw.tamarshire.1") as me:
        declare_tie(me, person=str(person), kind="relative")
    assert found("Testerby") == []
    assert signed_in("sw.tamarshire.1").get(f"/people/{person}").status_code == 404


@pytest.mark.parametrize(
    "by", ["police.1", "conferences.1", "team.tamar-north.1", "school.1", "auditor.1", "probation.1"]
)
def test_others_than_those_who_take_and_weigh_have_no_search(by: str) -> None:
    person = registered()
    client = signed_in(by)
    assert client.get("/people/", {"q": "Testerby"}).status_code == 404
    assert client.get(f"/people/{person}").status_code == 404


def test_a_search_is_in_the_ledger_with_whom_it_found_and_without_its_words() -> None:
    person = registered()
    client = signed_in("sw.tamarshire.1")
    assert "Rowan Testerby-Loom" in reading(client.get("/people/", {"q": "Testerby"}))
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select people, to_jsonb(e)::text from ledger_event e where verb = 'search_people'")
        ((people, event),) = cursor.fetchall()
    assert people == [person]
    assert "esterby" not in event


def test_a_persons_page_shows_what_is_known_and_the_enquiries_one_may_see() -> None:
    person = registered()
    with at(world.MONDAY_NINE):
        said = reading(signed_in("calls.tamarshire.1").get(f"/people/{person}"))
    for part in ("Rowan Testerby-Loom", "14 May 2018", "4 Gannetmere Rise, ZZ99 3VZ", "9990000018", "Received"):
        assert part in said


def test_the_search_asks_a_fixed_number_of_questions() -> None:
    client = signed_in("sw.tamarshire.1")
    registered()
    few = visit(client, "/people/?q=Testerby").queries
    for n in range(5):
        registered(given=f"Child{n}", dob=f"2010-01-1{n}", nhs_number="")
    many = visit(client, "/people/?q=Testerby").queries
    assert len(many) == len(few) <= 15
