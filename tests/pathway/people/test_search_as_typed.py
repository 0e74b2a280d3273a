"""Finding people of the register while somebody types: what was found is the whole answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from mash.pathway.enquiries.actions import declare_tie, receive_enquiry
from mash.pathway.people import haste
from mash.pathway.people.views import search as search_view
from tests import world
from tests.browsing import signed_in, visit
from tests.pathway.enquiries.conftest import reading
from tests.pathway.people.test_search import registered

SW = "sw.tamarshire.1"
pytestmark = pytest.mark.django_db


def typing(typed: str, by: str = SW, **more: str) -> Any:
    return signed_in(by).post("/people/", {"q": typed, **more})


def recorded() -> list[tuple[Any, ...]]:
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select outcome, people, to_jsonb(e)::text from ledger_event e where verb = 'search_people'")
        return [*cursor.fetchall()]


@pytest.mark.rule(17)
@pytest.mark.parametrize("brief", [{}, {"brief": "yes"}])
def test_what_is_typed_so_far_finds_without_a_page_around_it_or_a_name_in_its_address(brief: dict[str, str]) -> None:
    registered()
    answer = typing("testerby ro", **brief)
    assert "Rowan Testerby-Loom" in reading(answer)
    assert "1 person found" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.rule(17)
def test_the_box_of_every_page_shows_the_first_few_and_how_many_there_are() -> None:
    for n in range(8):
        registered(given=f"Child{n}", dob=f"2010-01-1{n}", nhs_number="", phone="", email="")
    said = reading(typing("Testerby", brief="yes"))
    assert said.count("Testerby-Loom") == search_view.MOST_IN_BRIEF
    assert "Show all 8 people" in said
    ((_, people, _),) = recorded()
    assert len(people) == search_view.MOST_IN_BRIEF  # who was not shown was not read


@pytest.mark.rule(92)
def test_each_search_while_typing_is_in_the_ledger_with_whom_it_showed_and_without_its_words() -> None:
    person = registered()
    typing("Testerby")
    typing("Nobody-at-all")
    events = recorded()
    assert [(outcome, people) for outcome, people, _ in events] == [("read", [person]), ("read", [])]
    assert all("esterby" not in event for *_, event in events)


@pytest.mark.rule(17, 21, 59)
@pytest.mark.parametrize("brief", [{}, {"brief": "yes"}])
def test_while_typing_nobody_is_found_whom_a_search_may_not_find(brief: dict[str, str]) -> None:
    person = registered(address_protected=True)
    for typed in ("Testerby", "4 Gannetmere Rise", "ZZ99 3VZ", "999 000 0018"):
        assert str(person) in typing(typed, **brief).content.decode()
        assert str(person) not in typing(typed, "sw.port-ellery.1", **brief).content.decode()
    with world.as_(SW) as me:
        declare_tie(me, person=str(person), kind="relative")
    for typed in ("Testerby", "4 Gannetmere Rise", "ZZ99 3VZ"):
        assert str(person) not in typing(typed, **brief).content.decode()
    for by in ("police.1", "team.tamar-north.1", "school.1", "auditor.1"):
        assert typing("Testerby", by, **brief).status_code == 404
    assert Client().post("/people/", {"q": "Testerby"}).status_code == 403


@pytest.mark.rule(90)
def test_a_machine_that_searches_without_end_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    monkeypatch.setattr(haste, "MOST", 2)
    answers = [typing("Testerby") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "faster than anybody types" in reading(answers[2])
    monkeypatch.setattr(search_view, "settings", SimpleNamespace(DEMO=False))  # where it no longer only warns
    last: HttpResponse = typing("Testerby")
    assert last.status_code == 429
    assert "Rowan" not in last.content.decode()


def test_a_reference_that_is_typed_whole_leads_to_its_enquiry() -> None:
    with world.as_("calls.tamarshire.1") as me:
        reference = receive_enquiry(me, channel="phone", area="tamarshire", narrative="A worry.", people=[]).reference
    said = typing(reference.lower(), brief="yes").content.decode()
    assert f"open {reference}" in said
    assert f'href="/enquiries/{reference}/"' in said


@pytest.mark.rule(90)
@pytest.mark.parametrize("typed", ["", "x", "12/0", "\x00", "' or 1=1 --", "about 6"])
def test_a_search_that_is_not_typed_to_its_end_is_no_error(typed: str) -> None:
    registered()
    for more in ({}, {"brief": "yes"}):
        answer = typing(typed, **more)
        assert answer.status_code == 200
        assert "Rowan" not in answer.content.decode()


@pytest.mark.rule(90)
@pytest.mark.parametrize("more", [{}, {"brief": "yes"}])
def test_a_search_while_typing_asks_a_fixed_number_of_questions(more: dict[str, str]) -> None:
    client = signed_in(SW)
    registered()

    def asked(typed: str) -> int:
        return len(visit(client, "/people/", {"q": typed, **more}).queries)

    few = asked("Testerby"), asked("4 Gannetmere Rise")
    for n in range(5):
        registered(given=f"Child{n}", dob=f"2010-01-1{n}", nhs_number="")
    assert (asked("Testerby"), asked("4 Gannetmere Rise")) == few
    assert max(few) <= 15
