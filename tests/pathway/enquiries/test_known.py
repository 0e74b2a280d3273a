"""Known already, at once: who somebody may be and what the hub has of them, while they are still typed."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.enquiries.companions import Companion
from mash.pathway.enquiries.forms.known import companions_typed, description_typed, says_something
from mash.pathway.enquiries.known import known_already
from mash.pathway.enquiries.models import DescribedPerson, Rationale
from mash.pathway.enquiries.views import known as known_view
from mash.pathway.people import haste
from mash.pathway.people.actions import say_died
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Caution, Involvement
from tests import world
from tests.browsing import NO_QUESTION, signed_in, text_of
from tests.pathway.enquiries.conftest import described, told

NOW = world.MONDAY_NINE
TODAY = NOW.date()
DAY = timedelta(days=1)
HOME = {"address": "Flat 2, 14 Harbour Street", "postcode": "ZZ99 5DW"}
KACI = {
    "as": "kaci",
    "given": "Kaci-Leigh",
    "family": "Dunne-Ward",
    "dob": "2019-12-03",
    "subject": True,
    "role": "child",
    **HOME,
}
TYLER = {"as": "tyler", "given": "Tyler", "family": "Dunne-Ward", "dob": "2017-08-21", "role": "brother", **HOME}
NAN = {"as": "nan", "given": "Maureen", "family": "Dunne", "role": "grandmother", "address": "31 Mill Lane"}
DAZ = {"as": "daz", "given": "Darren", "family": "Pell", "dob": "1989-02-27", "role": "mother's partner"}
CALLED = Description(given="Kacey Leigh", age=6, on=TODAY)
CALLS = "calls.tamarshire.1"


def family(*, area: str = "tamarshire", when: Any = NOW - 30 * DAY, **story: Any) -> tuple[Any, dict[str, Any]]:
    """A family whom the hub knows, everybody identified; the enquiry, and the persons by alias."""
    received = told(area=area, when=when, people=[KACI, TYLER, NAN, DAZ], **story)
    persons = {}
    with world.as_(f"calls.{area}.1", when=when) as me:
        for alias in ("kaci", "tyler", "nan", "daz"):
            persons[alias] = identify_subject(me, received.id, subject=alias, person="new").person
    return received, persons


def open_to(person: Any, area: str = "tamarshire", **more: Any) -> None:
    with world.backstage():
        Involvement.add(
            **{
                "person_id": person,
                "area": world.area(area).pk,
                "service": "social_care",
                "team": "Tamar South",
                "worker": "Joseph Adeyemi",
                "phone": "01632 960310",
                "source": "test",
                "source_ref": "1",
                "loaded_at": NOW,
            }
            | more
        )


def warn_of(person: Any, **more: Any) -> None:
    with world.backstage():
        Caution.add(
            **{
                "person_id": person,
                "area": world.area().pk,
                "kind": "violence",
                "text": "Towards a partner",
                "source": "test",
                "source_ref": "1",
                "loaded_at": NOW,
            }
            | more
        )


def look_up(described: Description = CALLED, by: str = CALLS, **more: Any) -> Any:
    with world.as_(by) as me:
        return known_already(me, described, **more)


@pytest.mark.rule(16, 17)
def test_a_child_whom_a_caller_half_names_is_found_with_reasons():
    family()
    (kaci, *_) = look_up().people
    assert str(kaci) == "Kaci-Leigh Dunne-Ward"
    assert any("sounds the same" in why for why in kaci.candidate.why)
    assert kaci.candidate.p < 0.85


@pytest.mark.rule(16)
def test_those_who_are_named_in_the_same_breath_speak_for_a_candidate_up_to_likely():
    family()
    alone = look_up().best
    named = [
        Companion(Description(address="Mill Lane"), "nan"),
        Companion(Description(given="Tyler")),
        Companion(Description(given="Daz", family="Pell")),
    ]
    found = look_up(named_too=named).best
    assert found.candidate.p > 10 * alone.candidate.p
    assert found.candidate.p < 0.95
    assert "grandmother Maureen Dunne is named too" in found.candidate.why
    assert "brother Tyler Dunne-Ward is named too" in found.candidate.why


def test_those_who_are_named_too_speak_for_nobody_of_another_given_name():
    family()
    tyler = Description(given="Tyson", family="Dunne-Ward", age=8, on=TODAY)
    named = [Companion(Description(given="Maureen", family="Dunne"))]
    for person in look_up(tyler, named_too=named).people:
        assert not any("named too" in why for why in person.candidate.why)


# One of each kind in which people of the labelled set (uk-practice) were described otherwise than they are registered.
@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("registered", "described"),
    [
        ({"family": "Miller", "given": "Alfie", "dob": "2023-06-15"}, {"family": "Miller-Simpson", "given": "Alfie"}),
        ({"given": "Poppy", "family": "Turner", "dob": "2016-07-15"}, {"given": "Turner", "family": "Poppy"}),
        ({"given": "Nicola", "family": "Watson", "dob": "1999-05-14"}, {"given": "Nikola", "family": "Watzon"}),
        ({"given": "Stacey", "family": "Collins", "dob": "2024-05-05"}, {"given": "Stacye", "family": "Collins"}),
        ({"given": "Harpreet", "family": "Hussain", "dob": "2024-08-19"}, {"given": "Hary", "family": "Hussain"}),
    ],
)
def test_people_described_otherwise_are_on_the_screen(registered, described):
    received = told(people=[{"as": "one", **registered}])
    with world.as_(CALLS) as me:
        person = identify_subject(me, received.id, subject="one", person="new").person
    wanted = Description(**described, born=date.fromisoformat(registered["dob"]))
    assert look_up(wanted).best.pk == person


@pytest.mark.rule(22)
def test_it_says_who_works_with_them_and_how_to_reach_that_worker():
    _, persons = family()
    open_to(persons["kaci"], plan="Child protection plan", manager="Ines Marrow")
    open_to(persons["kaci"], service="adults", until=TODAY - DAY)
    (one,) = look_up().best.around.involved
    assert (one.service, one.team, one.worker, one.phone, one.plan) == (
        "social care",
        "Tamar South",
        "Joseph Adeyemi",
        "01632 960310",
        "Child protection plan",
    )


@pytest.mark.rule(22)
def test_another_areas_worker_and_cautions_are_not_told():
    _, persons = family(area="port-ellery")
    open_to(persons["kaci"], area="port-ellery")
    found = look_up().best
    assert list(found.around.involved) == []
    assert list(found.enquiries) == []
    assert list(found.around.lives_with) == []
    assert list(found.elsewhere) == ["Port Ellery"]


def test_an_adults_caution_stands_on_every_child_who_lives_with_them():
    received, persons = family()
    warn_of(persons["daz"])
    (caution,) = look_up().best.around.cautions
    assert (caution.name, caution.role, caution.own) == ("Darren Pell", "mother's partner", False)
    assert caution.words == "Has been violent: Towards a partner"
    with at(NOW):
        page = unescape(text_of(signed_in("sw.tamarshire.1").get(f"/enquiries/{received.reference}/")))
    assert page.count("In the household: Darren Pell, mother's partner. Has been violent") == 2
    assert "Take care: see household" in page


@pytest.mark.rule(22)
def test_somebody_known_by_another_name_alone_is_called_by_it_by_whoever_lives_with_them():
    nameless = {**DAZ, "given": "", "family": "", "also_known_as": ["Daz"], **HOME}
    received = told(people=[KACI, nameless], when=NOW - 30 * DAY)
    with world.as_(CALLS, when=NOW - 30 * DAY) as me:
        persons = {
            alias: identify_subject(me, received.id, subject=alias, person="new").person for alias in ("kaci", "daz")
        }
    warn_of(persons["daz"])
    around = look_up().best.around
    assert [other.name for other in around.lives_with] == ["Daz"]
    assert [caution.name for caution in around.cautions] == ["Daz"]
    with at(NOW):
        page = unescape(text_of(signed_in(CALLS).get(f"/people/{persons['kaci']}")))
    assert "Name not known" not in page
    assert "In the household: Daz, mother's partner. Has been violent" in page


def test_a_caution_that_has_ended_and_one_of_somebody_elsewhere_are_not_shown():
    _, persons = family()
    warn_of(persons["nan"])
    warn_of(persons["daz"], until=TODAY)
    assert list(look_up().best.around.cautions) == []


@pytest.mark.rule(24)
def test_earlier_enquiries_are_told_as_far_as_the_reader_may_open_them():
    received, _ = family()
    (before,) = look_up().best.enquiries
    assert (before.reference, before.readable) == (received.reference, True)
    with world.backstage():
        from mash.foundation.access.models import Standing

        Standing.objects.filter(enquiry=received.id, kind="hub").update(until=NOW - DAY)
    (before,) = look_up().best.enquiries
    assert before.readable is False
    assert [mark.key for mark in look_up().best.marks] == ["earlier"]


@pytest.mark.rule(59)
def test_nobody_sees_what_a_tie_or_a_wall_hides_of_a_household():
    _, persons = family()
    warn_of(persons["daz"])
    with world.as_(CALLS) as me:
        declare_tie(me, member=CALLS, person=persons["daz"], kind="relative")
    found = look_up().best
    assert "Darren Pell" not in [other.name for other in found.around.lives_with]
    assert list(found.around.cautions) == []
    assert list(found.enquiries) == []
    assert [other.name for other in look_up(by="sw.tamarshire.1").best.around.lives_with] != []


@pytest.mark.parametrize("by", ["police.1", "evaluator.1", "conferences.1"])
def test_others_in_the_hub_are_told_nothing(by):
    family()
    assert look_up(by=by).asked is False
    with at(NOW):
        assert signed_in(by).post("/people/known", {"given": "Kacey Leigh", "age": "6"}).status_code == 404


def test_a_look_up_takes_at_most_five_queries():
    family()
    wanted = Description(given="Kacey Leigh", age=6, on=TODAY, address="14 Harbour Street", postcode="ZZ99 5DW")
    with world.as_(CALLS) as me, CaptureQueriesContext(connection) as captured:
        known_already(me, wanted, named_too=[Companion(Description(given="Tyler"))])
    asked = [query["sql"] for query in captured.captured_queries if not NO_QUESTION.search(query["sql"])]
    assert len(asked) <= 5, asked


def test_the_answer_is_a_part_of_a_page_with_a_key_for_every_choice():
    family()
    with at(NOW):
        answer = signed_in(CALLS).post(
            "/people/known",
            {
                "prefix": "people_1_",
                "people_0_given": "nan",
                "people_0_address": "Mill Lane",
                "people_1_given": "Kacey Leigh",
                "people_1_age": "about 6",
                "people_2_given": "Tyler",
            },
        )
    body = answer.content.decode()
    assert "<html" not in body
    assert "Kaci-Leigh Dunne-Ward" in body
    assert "grandmother Maureen Dunne is named too" in text_of(answer)
    assert 'name="people_1_known"' in body
    assert 'data-key="alt+1"' in body
    assert 'data-key="alt+n"' in body


def test_a_look_up_is_in_the_ledger_with_everybody_shown_and_its_words_sealed():
    _, persons = family()
    with at(NOW):
        signed_in(CALLS).post("/people/known", {"given": "Kacey Leigh", "age": "6"})
    with world.backstage():
        event = Event.objects.get(verb="look_up")
        shown = Event.objects.get(verb="known", outcome="read")
    assert event.people == [persons["kaci"]]
    assert {persons["kaci"], persons["daz"], persons["tyler"]} <= set(shown.people)
    assert "kacey" not in str(event.details).lower()
    assert len(event.details["term"]) == 32


def test_no_name_stands_in_an_address():
    with at(NOW):
        assert signed_in(CALLS).get("/people/known", {"given": "Kacey"}).status_code == 405


def test_a_machine_that_asks_without_end_is_told_to_wait(monkeypatch):
    family()
    monkeypatch.setattr(haste, "MOST", 2)
    with at(NOW):
        client = signed_in(CALLS)
        answers = [client.post("/people/known", {"given": "Kacey Leigh", "age": "6"}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert "faster than anybody types" in text_of(answers[2])
        monkeypatch.setattr(known_view, "settings", SimpleNamespace(DEMO=False))  # where it no longer only warns
        last = client.post("/people/known", {"given": "Kacey Leigh", "age": "6"})
    assert last.status_code == 429
    assert "Kaci-Leigh" not in last.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"given": "\x00"},
        {"given": "K", "dob_day": "31", "dob_month": "2", "dob_year": "2020"},
        {"given": "👩‍👩‍👧", "age": "9" * 500},
        {"given": "<script>alert(1)</script>", "family": "طفل"},
        {"given": "K" * 50_000, "prefix": "../../etc"},
        {"dob": "not a day", "nhs_number": "x" * 900},
    ],
)
def test_nothing_that_is_typed_breaks_it(typed):
    with at(NOW):
        answer = signed_in(CALLS).post("/people/known", typed)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_what_makes_no_sense_yet_is_left_out():
    found = description_typed({"given": " Kacey ", "age": "about 6", "dob_day": "31", "dob_month": "2"}, "", TODAY)
    assert (found.given, found.age, found.born) == ("Kacey", 6, None)
    assert says_something(found)
    assert not says_something(description_typed({"role": "child", "sex": "female"}, "", TODAY))
    others = companions_typed(
        {"people_0_given": "A", "people_1_given": "B", "people_1_role": "nan"}, "people_0_", TODAY
    )
    assert [(other.described.given, other.role) for other in others] == [("B", "nan")]


def test_whoever_has_died_is_found_and_it_says_so():
    _, persons = family()
    with world.as_(CALLS) as me:
        say_died(me, persons["kaci"], died=date(2026, 2, 1))
    with at(NOW):
        answer = signed_in(CALLS).post("/people/known", {"given": "Kacey Leigh", "age": "6"})
    assert "Died 1 February 2026 · Born 3 December 2019" in text_of(answer)


@pytest.mark.rule(16)
def test_one_key_adds_a_person_and_confirms_who_they_are():
    _, persons = family()
    second = told(people=[TYLER])
    with at(NOW):
        client = signed_in(CALLS)
        address = f"/enquiries/{second.reference}/people/add"
        answer = client.post(address, {"given": "Kacey Leigh", "age": "6", "known": str(persons["kaci"])})
    assert answer.status_code == 302
    with world.backstage():
        assert DescribedPerson.objects.get(enquiry=second.id, given="Kacey Leigh").person_id == persons["kaci"]


@pytest.mark.rule(18)
def test_a_new_person_beside_a_likely_one_needs_not_the_same_because():
    family()
    second = told(people=[])
    twin = {"given": "Kaci-Leigh", "family": "Dunne-Ward", "dob_day": "3", "dob_month": "12", "dob_year": "2019"}
    with at(NOW):
        client = signed_in(CALLS)
        address = f"/enquiries/{second.reference}/people/add"
        refused = client.post(address, {**twin, "known": "new"})
        assert refused.status_code == 200
        assert "Say why this is not the same person" in text_of(refused)
        with world.backstage():
            assert not DescribedPerson.objects.filter(enquiry=second.id).exists()
        taken = client.post(address, {**twin, "known": "new", "why": "A cousin of the same name and day"})
    assert taken.status_code == 302
    with world.backstage():
        assert Rationale.objects.get(kind="not_the_same").text == "A cousin of the same name and day"


def test_somebody_who_is_not_there_is_neither_added_nor_confirmed_and_the_refusal_stays():
    second = told(people=[])
    with at(NOW):
        answer = signed_in(CALLS).post(
            f"/enquiries/{second.reference}/people/add",
            {"given": "Kacey", "known": "0b7e6d0a-0000-4000-8000-000000000000"},
        )
    assert answer.status_code == 404
    with world.backstage():
        assert not DescribedPerson.objects.filter(enquiry=second.id).exists()
        assert Event.objects.filter(outcome="refused", enquiry=second.id).exists()


def test_the_page_that_identifies_shows_the_same():
    _, persons = family()
    open_to(persons["kaci"])
    second = told(people=[{**KACI, "given": "Kacey Leigh"}, TYLER])
    with at(NOW):
        kaci = described(second, "kaci")
        answer = signed_in(CALLS).get(f"/enquiries/{second.reference}/people/{kaci.pk}/identify")
    page = text_of(answer)
    assert "Open to social care: Tamar South, Joseph Adeyemi, 01632 960310" in page
    assert "brother Tyler Dunne-Ward is named too" in page
    assert "1 earlier enquiry in 12 months" in page
    assert 'data-key="1"' in answer.content.decode()


def test_the_persons_page_says_who_works_with_them_and_with_whom_they_live():
    _, persons = family()
    open_to(persons["kaci"])
    with at(NOW):
        page = text_of(signed_in(CALLS).get(f"/people/{persons['kaci']}"))
    assert "Open to social care: Tamar South" in page
    assert "Lives with" in page
    assert "Tyler Dunne-Ward" in page
