"""A checker learns known or not known, and no more."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from mash.foundation.access.acting import SEAT_OF, serving
from mash.foundation.access.policy import may
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Member, MemberRole, Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import declare_tie
from mash.pathway.people.checking.actions import check_known
from mash.pathway.people.checking.answering import Says, conclude
from mash.pathway.people.matching import Candidate
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway.people.merging.conftest import merged, twofold
from tests.pathway.people.test_person_page import MUM, ROWAN, known

pytestmark = pytest.mark.django_db

NOW = world.MONDAY_NINE
LATER = NOW + timedelta(days=40)
CHECKER = "checker.1"
ROWAN_ASKED = {"given": "Rowan", "family": "Testerby", "born": "2018-05-14"}
SOMEBODY = {"given": "Nobody", "family": "Hereabouts", "born": "1980-02-03"}
SENT = {
    "why": "private_law",
    "count": "1",
    "people_0_given": "Rowan",
    "people_0_family": "Testerby",
    "people_0_born_day": "14",
    "people_0_born_month": "5",
    "people_0_born_year": "2018",
}


def asked(*people: Any, why: str = "private_law", case: str = "", by: str = CHECKER) -> list[Any]:
    with world.as_(by, when=LATER) as me:
        return check_known(me, people=list(people), why=why, case=case)


def only_in(area: str) -> None:
    with world.backstage():
        MemberRole.objects.filter(member__username=CHECKER).exclude(area__slug=area).update(until=NOW)


@pytest.mark.rule(52, 77)
def test_a_checker_learns_which_hub_knows_somebody() -> None:
    known(ROWAN)
    here, nobody = asked(ROWAN_ASKED, SOMEBODY)
    assert (here.says, here.areas) == (Says.KNOWN, frozenset({world.area().pk}))
    assert (nobody.says, nobody.areas) == (Says.NOT_KNOWN, frozenset())


@pytest.mark.rule(77)
@pytest.mark.parametrize(
    "more",
    [
        {"former": "Testerby", "family": "Voss"},
        {"nhs_number": "999 000 0018", "family": "Voss"},
        {"address": "4 Gannetmere Rise", "postcode": "zz993vz", "given": "Rowen"},
    ],
)
def test_a_former_name_a_number_or_an_address_helps(more: dict[str, str]) -> None:
    known(ROWAN)
    assert asked({**ROWAN_ASKED, **more})[0].says is Says.KNOWN


@pytest.mark.rule(16, 52)
def test_beside_two_who_fit_alike_the_checker_is_sent_to_the_hub() -> None:
    known(ROWAN)
    known({**ROWAN, "nhs_number": "", "address": "9 Quay Street", "postcode": "ZZ99 5AB"})
    (answer,) = asked(ROWAN_ASKED)
    assert (answer.says, answer.areas) == (Says.CANNOT_TELL, frozenset({world.area().pk}))


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    ("chances", "says"),
    [
        ([(0.96, 0.97)], Says.KNOWN),
        ([(0.96, 0.97), (0.03, 0.5)], Says.KNOWN),
        ([(0.94, 0.94)], Says.CANNOT_TELL),
        ([(0.94, 0.99)], Says.CANNOT_TELL),
        ([(0.96, 0.99), (0.03, 0.9)], Says.CANNOT_TELL),
        ([(0.49, 0.99), (0.49, 0.99)], Says.CANNOT_TELL),
        ([(0.44, 0.8), (0.44, 0.8)], Says.CANNOT_TELL),
        ([(0.6, 0.6)], Says.NOT_KNOWN),
        ([], Says.NOT_KNOWN),
    ],
)
def test_only_who_is_sure_and_stands_alone_is_known(chances: list[tuple[float, float]], says: Says) -> None:
    people = [Candidate(uuid.UUID(int=place), p, alone, (), ()) for place, (p, alone) in enumerate(chances)]
    assert conclude(people)[0] is says


@pytest.mark.rule(57)
def test_only_areas_in_which_they_check_are_asked() -> None:
    known(ROWAN, area="port-ellery")
    assert asked(ROWAN_ASKED)[0].areas == frozenset({world.area("port-ellery").pk})
    only_in("tamarshire")
    assert asked(ROWAN_ASKED)[0].says is Says.NOT_KNOWN


@pytest.mark.rule(57)
def test_somebody_of_two_areas_is_known_to_the_checkers_own_alone() -> None:
    _, people = known(ROWAN)
    known(ROWAN, area="port-ellery", rowan=people["rowan"])
    assert asked(ROWAN_ASKED)[0].areas == {world.area().pk, world.area("port-ellery").pk}
    only_in("tamarshire")
    assert asked(ROWAN_ASKED)[0].areas == {world.area().pk}


@pytest.mark.rule(58)
def test_a_protected_address_neither_finds_nor_decides() -> None:
    hidden = {**ROWAN, "nhs_number": "", "dob": "", "age": "7", "address_protected": True}
    known(hidden)
    with_it = {**ROWAN_ASKED, "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ"}
    without = asked(ROWAN_ASKED)[0]
    assert asked(with_it)[0] == without
    assert without.says is not Says.KNOWN


@pytest.mark.rule(59)
def test_whom_a_tie_hides_is_not_found() -> None:
    _, people = known(ROWAN)
    with world.as_(CHECKER) as me:
        declare_tie(me, person=str(people["rowan"]), kind="relative")
    assert asked(ROWAN_ASKED)[0].says is Says.NOT_KNOWN


def test_a_record_that_was_merged_is_the_one_that_stays() -> None:
    two = twofold()
    merged(two)
    (answer,) = asked(ROWAN_ASKED)
    assert answer.says is Says.KNOWN
    with world.backstage():
        (event,) = Event.objects.filter(verb="check_known")
        assert Person.objects.get(pk=event.people[0]).merged_into_id is None


@pytest.mark.rule(86)
def test_each_check_is_an_event_with_whom_it_rests_on_and_without_a_word_of_what_was_typed() -> None:
    _, people = known(ROWAN)
    asked(ROWAN_ASKED, SOMEBODY, case="FD26P00123")
    with world.backstage():
        first, second = Event.objects.filter(verb="check_known").order_by("seq")
    assert (first.outcome, first.people, first.reasons) == ("made", [people["rowan"]], ["private_law"])
    assert (first.details["answer"], second.details["answer"], second.people) == ("known", "not_known", [])
    assert first.details["case"] == second.details["case"] != ""
    assert not re.search("Rowan|Testerby|FD26|2018-05-14", f"{first.details} {second.details}")


@pytest.mark.parametrize(
    ("people", "why", "field"),
    [
        ([], "private_law", "people"),
        ([ROWAN_ASKED] * 11, "private_law", "people"),
        ("Rowan", "private_law", "people"),
        (["Rowan"], "private_law", "people_0_given"),
        ([{**ROWAN_ASKED, "given": " "}], "private_law", "people_0_given"),
        ([{**ROWAN_ASKED, "family": ""}], "private_law", "people_0_family"),
        ([{**ROWAN_ASKED, "born": ""}], "private_law", "people_0_born"),
        ([{**ROWAN_ASKED, "born": "soon"}], "private_law", "people_0_born"),
        ([{**ROWAN_ASKED, "born": "2030-01-01"}], "private_law", "people_0_born"),
        ([{**ROWAN_ASKED, "nhs_number": "999 000 0019"}], "private_law", "people_0_nhs_number"),
        ([ROWAN_ASKED], "", "why"),
        ([ROWAN_ASKED], "curious", "why"),
    ],
)
def test_who_asks_says_why_and_whom_they_ask_for(people: Any, why: str, field: str) -> None:
    with world.as_(CHECKER) as me, pytest.raises(Invalid) as invalid:
        check_known(me, people=people, why=why)
    assert field in invalid.value.errors


@pytest.mark.rule(57)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHECKER])
def test_no_other_role_may_check(role: Role) -> None:
    assert not may("check_known", frozenset({role}), qualified=True).allowed
    with world.backstage():
        held = MemberRole.objects.filter(role=role, until__gt=LATER).select_related("member").first()
        one = held.member if held else Member.objects.get(username="probation.1")
    with world.as_(one.username, when=LATER) as me, pytest.raises(Refused):
        check_known(me, people=[ROWAN_ASKED], why="private_law")
    with at(LATER):
        client = signed_in(one.username)
        assert client.get("/checks").status_code == 404
        assert client.post("/checks", SENT).status_code == 404


@pytest.mark.rule(57, 60)
@pytest.mark.parametrize("seat", [seat for seat in Seat if seat not in (Seat.PARTNER, Seat.DEFINER)])
@pytest.mark.parametrize(
    "question",
    [
        "select * from people.to_check('{}', '{}', '{}', '{dob:2018-05-14}', '{}', '{}', 40)",
        "select * from people.counted('{rowan}', '{}', '{}', '{}')",
    ],
)
def test_the_database_lets_no_other_seat_ask(seat: Seat, question: str) -> None:
    with world.as_(CHECKER, seat=seat), connection.cursor() as cursor, pytest.raises(ProgrammingError) as refused:
        with transaction.atomic():
            cursor.execute(question)
    assert "permission denied" in str(refused.value)


@pytest.mark.rule(57, 60)
def test_the_database_gives_no_row_to_whoever_sits_there_in_another_role() -> None:
    known(ROWAN)
    found = {}
    for username in (CHECKER, "probation.1"):
        with world.as_(username, when=LATER) as me, connection.cursor() as cursor:
            assert me.seat is Seat.PARTNER
            cursor.execute("select id from people.to_check('{}', '{}', '{}', '{dob:2018-05-14}', '{}', '{}', 40)")
            found[username] = len(cursor.fetchall())
            assert not me.areas_as(Role.CHECKER) or username == CHECKER
    assert found == {CHECKER: 1, "probation.1": 0}


def test_neither_the_clock_nor_a_checker_in_the_room_asks() -> None:
    with serving("load register") as me, pytest.raises(Refused):
        check_known(me, people=[ROWAN_ASKED], why="private_law")
    assert SEAT_OF[Role.CHECKER] is Seat.PARTNER


@pytest.mark.rule(52, 54, 77)
def test_the_answer_says_nothing_but_the_answer() -> None:
    received, people = known(ROWAN)
    with at(LATER):
        client = signed_in(CHECKER)
        before = client.get("/checks")
        answer = client.post("/checks", SENT)
        again = client.post("/checks", SENT)  # a double click
    said = text_of(answer)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert text_of(again) == said
    assert "Rowan Testerby Known to the hub of Tamarshire." in said
    for never in (str(people["rowan"]), received.reference, "Gannetmere", "999 000 0018", "9990000018"):
        assert never not in answer.content.decode()
    title = re.compile("<title>.*?</title>", re.DOTALL)
    assert title.search(answer.content.decode())[0] == title.search(before.content.decode())[0]  # type: ignore[index]  # every page has one


@pytest.mark.rule(52)
def test_who_cannot_be_told_is_asked_of_the_hub_by_telephone() -> None:
    known(ROWAN)
    known({**ROWAN, "nhs_number": "", "address": "9 Quay Street", "postcode": "ZZ99 5AB"})
    with at(LATER):
        said = text_of(signed_in(CHECKER).post("/checks", SENT))
    assert f"Ask the hub of Tamarshire: {world.area().phone}." in said


def test_another_person_is_added_with_what_was_typed_kept_and_nobody_asked_for() -> None:
    known(ROWAN)
    with at(LATER):
        page = signed_in(CHECKER).post("/checks", {**SENT, "add": "1", "people_0_born_year": "18"}).content.decode()
    assert 'name="people_1_given"' in page
    assert 'value="Rowan"' in page
    assert re.search(r'name="people_0_born_year"[^>]*value="18"', page)
    assert "There is a problem" not in page
    with world.backstage():
        assert not Event.objects.filter(verb="check_known").exists()


def test_what_is_wrong_stands_beside_its_box_and_what_was_typed_stays() -> None:
    with at(LATER):
        client = signed_in(CHECKER)
        no_reason = client.post("/checks", {**SENT, "why": ""})
        no_number = client.post("/checks", {**SENT, "people_0_nhs_number": "123"})
    assert 'href="#id_why"' in no_reason.content.decode()
    assert 'href="#id_people_0_nhs_number"' in no_number.content.decode()
    assert "Enter all 10 digits of the NHS number" in text_of(no_number)
    assert 'value="Rowan"' in no_number.content.decode()


def test_the_start_page_of_a_checker_leads_there() -> None:
    with at(LATER):
        page = signed_in(CHECKER).get("/start").content.decode()
    assert 'href="/checks"' in page
    assert "Ask here whether somebody is known to the hub." in page


def test_a_check_costs_the_same_whatever_the_register_holds() -> None:
    with at(LATER):
        client = signed_in(CHECKER)
        few = visit(client, "/checks")
        known(ROWAN, MUM)
        many = visit(client, "/checks")
    assert len(few.queries) == len(many.queries) <= 4
