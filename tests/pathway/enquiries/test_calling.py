"""The call screen: what was typed is kept whatever happens, and becomes one enquiry with the right people."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.enquiries.drafts.opening import drafts_of
from mash.pathway.enquiries.models import DescribedPerson, Draft, Enquiry
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import described, reading, told

HANDLER = "calls.tamarshire.1"
SUNDAY_NIGHT = datetime(2026, 3, 1, 22, tzinfo=UTC)
STORY = "It's my daughter's little one 😢, she never came back."
PERSON = {"people_0_given": "Kacey Leigh", "people_0_age": "about 6", "people_0_subject": "on"}
TOLD = {"area": "tamarshire", "narrative": STORY, "immediate_danger": "no", "channel": "phone", **PERSON}


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


class Call:
    """A call in one window of somebody."""

    def __init__(self, client: Client, draft: str = "", window: str = "window-1") -> None:
        self.client, self.draft, self.window = client, draft or str(uuid4()), window
        self.version = "0"

    @property
    def address(self) -> str:
        return f"/enquiries/calls/{self.draft}"

    def keeps(self, **typed: Any) -> Any:
        """Save itself, as the screen's script does."""
        answer = self.client.post(f"{self.address}/save", self._sent(typed))
        if answer.status_code == 200:
            self.version = str(answer.json()["version"])
        return answer

    def press(self, act: str, **typed: Any) -> Any:
        """Press a button without the script."""
        return self.client.post(self.address, self._sent(typed) | {"act": act})

    def _sent(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {"version": self.version, "window": self.window, **TOLD, **typed}


def enquiries() -> list[Enquiry]:
    with world.backstage():
        return list(Enquiry.objects.select_related("words", "origin").order_by("received_at"))


def drafts() -> int:
    with world.backstage():
        return Draft.objects.count()


def test_a_call_that_was_received_is_one_enquiry_with_a_code_for_the_caller() -> None:
    call = Call(signed_in(HANDLER))
    call.keeps()
    answer = call.press("receive", anonymous="on")
    page = reading(call.client.get(answer.headers["Location"]))
    (enquiry,) = enquiries()
    assert enquiry.reference in page
    assert re.search(r"Code for the caller \S+-\S+-\S+", page)
    assert (enquiry.origin.channel, enquiry.origin.anonymous, enquiry.consent) == ("phone", True, "")
    with world.as_(HANDLER) as me:
        assert drafts_of(me) == []
    assert call.client.get(call.address).headers["Location"] == f"/enquiries/{enquiry.reference}/"


def test_nothing_is_kept_before_something_is_typed() -> None:
    client = signed_in(HANDLER)
    for _ in range(2):
        assert "nothing to save yet" in reading(client.get("/enquiries/new"))
    assert drafts() == 0


def test_a_call_of_which_nothing_was_kept_is_still_there_after_signing_in_again() -> None:
    call = Call(signed_in(HANDLER))
    page = call.client.get(call.address)
    assert page.status_code == 200
    assert f'action="{call.address}"' in page.content.decode()
    assert call.keeps().status_code == 200


def test_what_was_typed_stands_there_again_right_or_wrong() -> None:
    call = Call(signed_in(HANDLER))
    call.keeps(people_0_dob_day="31", people_0_dob_month="2", people_1_given="Tyler\x00 <script>", asked=["x"])
    page = call.client.get(call.address).content.decode()
    for words in (
        "daughter&#39;s little one 😢",
        'value="Kacey Leigh"',
        'value="about 6"',
        'value="31"',
        "Tyler &lt;sc",
    ):
        assert words in page


def test_what_is_wrong_at_receipt_stands_beside_its_box_and_nothing_is_lost() -> None:
    call = Call(signed_in(HANDLER))
    answer = call.press("receive", immediate_danger="", people_0_dob_day="31", people_0_dob_month="2")
    page = reading(answer)
    assert "Say whether somebody is in danger" in page
    assert "Date of birth must include a year" in page
    assert enquiries() == []
    assert 'value="Kacey Leigh"' in call.client.get(call.address).content.decode()


def test_a_save_whose_answer_was_lost_is_saved_again_and_makes_no_second_call() -> None:
    call = Call(signed_in(HANDLER))
    call.keeps()
    call.version = "0"
    assert call.keeps(narrative="More.").status_code == 200
    assert drafts() == 1


def test_another_window_is_never_overwritten_unasked() -> None:
    one = Call(signed_in(HANDLER))
    one.keeps()
    other = Call(one.client, one.draft, "window-2")
    other.version = one.version
    other.keeps(narrative="From the other window.")
    assert one.keeps(narrative="From the first.").status_code == 409
    answer = one.press("save", narrative="From the first.")
    page = answer.content.decode()
    assert "saved in another window" in page
    assert "From the first." in page
    assert "From the other window." in one.client.get(one.address).content.decode()
    one.version = re.search(r'name="version" value="(\d+)"', page)[1]  # type: ignore[index]
    assert one.press("save", narrative="From the first.").status_code == 302
    assert "From the first." in one.client.get(one.address).content.decode()


def test_what_is_typed_after_receipt_in_another_tab_is_shown_and_makes_no_second_enquiry() -> None:
    call = Call(signed_in(HANDLER))
    call.keeps()
    call.press("receive")
    page = call.press("receive", narrative="And one thing more.").content.decode()
    assert "And one thing more." in page
    assert enquiries()[0].reference in page
    assert len(enquiries()) == 1


def test_nobody_else_sees_a_call_or_saves_over_it() -> None:
    call = Call(signed_in(HANDLER))
    call.keeps()
    for other in ("sw.tamarshire.1", "pm.port-ellery.2"):
        theirs = Call(signed_in(other), call.draft)
        assert theirs.client.get(call.address).status_code == 404
        assert theirs.keeps().status_code == 404
        theirs.version = "1"
        assert theirs.keeps().status_code == 404
        for page in ("hand-on", "throw-away"):
            assert theirs.client.get(f"{call.address}/{page}").status_code == 404


def test_a_call_is_handed_to_a_colleague_who_finds_it_on_their_start_page() -> None:
    call = Call(signed_in(HANDLER))
    call.keeps()
    to = world.member("sw.tamarshire.1").pk
    assert "Kacey Leigh" in reading(call.client.get(f"{call.address}/hand-on"))
    assert call.client.post(f"{call.address}/hand-on", {"to": ""}).status_code == 200
    assert call.client.post(f"{call.address}/hand-on", {"to": to}).status_code == 302
    assert "Kacey Leigh" not in reading(call.client.get("/start"))
    colleague = signed_in("sw.tamarshire.1")
    assert "Kacey Leigh" in reading(colleague.get("/start"))
    assert 'value="Kacey Leigh"' in colleague.get(call.address).content.decode()


def test_a_call_is_thrown_away_only_when_somebody_says_so_twice() -> None:
    call = Call(signed_in(HANDLER))
    call.keeps()
    assert "nobody can bring it back" in reading(call.client.get(f"{call.address}/throw-away"))
    assert drafts() == 1
    call.client.post(f"{call.address}/throw-away")
    assert drafts() == 0


def test_calls_that_are_open_stand_beside_each_other_with_how_long_they_are_open() -> None:
    client = signed_in(HANDLER)
    Call(client).keeps()
    with at(world.MONDAY_NINE + timedelta(minutes=4)):
        other = Call(client)
        other.keeps(people_0_given="Osei")
        assert "Kacey Leigh , open 4 min" in reading(client.get(other.address))
        start = reading(client.get("/start"))
    assert "Osei" in start
    assert "Kacey Leigh" in start


@pytest.mark.rule(8)
def test_a_call_out_of_hours_is_marked_so_and_says_what_the_duty_team_did() -> None:
    client = signed_in(HANDLER)
    with at(SUNDAY_NIGHT):
        call = Call(client)
        call.keeps()
        assert "Out of hours" in reading(client.get(call.address))
    call.press("receive", duty_did="Rang the grandmother: she is safe there tonight.")
    (enquiry,) = enquiries()
    assert enquiry.origin.out_of_hours
    page = reading(signed_in("sw.tamarshire.1").get(f"/enquiries/{enquiry.reference}/"))
    assert "Out of hours The duty team: Rang the grandmother: she is safe there tonight." in page
    assert "Rang the grandmother" not in reading(signed_in("health.1").get(f"/enquiries/{enquiry.reference}/"))


def test_a_call_in_opening_hours_is_not_marked() -> None:
    call = Call(signed_in(HANDLER))
    call.press("receive", duty_did="Nothing to do with it.")
    (enquiry,) = enquiries()
    assert (enquiry.origin.out_of_hours, enquiry.words.duty_did) == (False, "")
    assert "Out of hours" not in reading(call.client.get("/enquiries/new"))


def test_what_the_area_wants_asked_is_ticked_off_and_the_ticks_stay_with_the_call() -> None:
    call = Call(signed_in(HANDLER))
    page = call.client.get("/enquiries/new").content.decode()
    prompt = re.search(r'name="asked" type="checkbox" value="([\w-]+)"', page)[1]  # type: ignore[index]
    assert "Where is the child now, and who with?" in page
    call.keeps(asked=prompt)
    assert f'value="{prompt}" checked' in call.client.get(call.address).content.decode()


@pytest.mark.rule(16)
def test_who_was_chosen_on_the_call_is_confirmed_with_its_receipt() -> None:
    before = told()
    with world.as_("sw.tamarshire.1") as me:
        known = identify_subject(me, before.id, subject="rowan", person="new").person
    call = Call(signed_in(HANDLER))
    rowan = {"people_0_given": "Rowan", "people_0_family": "Testerby-Loom", "people_0_age": "7"}
    assert call.press("", **rowan, people_0_known=str(known)).status_code == 302
    assert "Same person as Rowan Testerby-Loom" in reading(call.client.get(call.address))
    found = call.client.post("/people/known", {"prefix": "people_0_", **rowan}).content.decode()
    assert before.reference in found
    call.press("receive", **rowan, people_0_known=str(known), people_1_given="Ty", people_1_known="new")
    with world.backstage():
        people = list(DescribedPerson.objects.exclude(enquiry=before.id).order_by("order"))  # one moment, no order
    assert people[0].person_id == known == described(before, "rowan").person_id
    assert people[1].person_id not in (None, known)


def test_a_choice_that_cannot_be_kept_never_stops_the_receipt() -> None:
    call = Call(signed_in(HANDLER))
    answer = call.press("receive", people_0_known=str(uuid4()))
    assert "still must be looked up" in reading(call.client.get(answer.headers["Location"]))
    assert len(enquiries()) == 1
    with world.backstage():
        assert DescribedPerson.objects.get().person_id is None


def test_empty_boxes_of_people_and_ages_in_words_stop_nothing() -> None:
    call = Call(signed_in(HANDLER))
    call.press("receive", people_0_given="", people_0_age="", people_1_given="Daz", people_1_age="thirtyish, no idea")
    with world.backstage():
        (person,) = DescribedPerson.objects.all()
    assert (person.given, person.age) == ("Daz", None)
    assert "How old Daz is: thirtyish, no idea" in enquiries()[0].narrative


def queries_of(send: Any) -> int:
    """Queries, without what binds the seat and marks where a transaction would go back to."""
    with CaptureQueriesContext(connection) as asked:
        answer = send()
    assert answer.status_code == 200, answer
    return sum(not re.match("(SAVEPOINT|RELEASE|select set_config)", query["sql"]) for query in asked)


def test_saving_and_drawing_a_call_cost_the_same_however_much_was_typed() -> None:
    client = signed_in(HANDLER)
    small, large = Call(client), Call(client)
    many = {f"people_{number}_given": f"Person{number}" for number in range(12)}
    for call in (small, large):
        call.keeps()
    saves = [queries_of(small.keeps), queries_of(lambda: large.keeps(**many))]
    pages = [queries_of(lambda call=call: client.get(call.address)) for call in (small, large)]
    # Of both, three ask for session, account and roles.
    assert saves == [5, 5]
    assert pages == [8, 8]
