"""The professional's door: parts in any order, saved as they are left, checked and sent once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import DescribedPerson, Draft, Enquiry, Relation
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import reading
from tests.pathway.enquiries.telling import ANSWERS, DOOR, begin, fill, send, sent_by

TOKEN = "a-token-of-one-form-0001"


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


def statuses(client: Client, home: str) -> dict[str, str]:
    """How far each part has come, as the list says it."""
    page = client.get(home).content.decode()
    found = re.findall(r'id="status-([a-z]+)">(.*?)</div>', page, re.DOTALL)
    return {slug: re.sub(r"<[^>]+>", "", text).strip() for slug, text in found}


def enquiries() -> list[Enquiry]:
    with world.backstage():
        return list(Enquiry.objects.select_related("words", "origin", "particulars"))


def drafts() -> list[Draft]:
    with world.backstage():
        return list(Draft.objects.all())


@pytest.mark.rule(1, 2, 5, 10, 39, 40)
@pytest.mark.parametrize("username", ["", "school.1"])
def test_a_professional_answers_part_by_part_in_any_order_and_sends_once(username: str) -> None:
    client = signed_in(username) if username else Client()
    home = begin(client)
    for slug in reversed(ANSWERS):
        fill(client, home, slug)
    assert statuses(client, home) == {**dict.fromkeys(ANSWERS, "Completed"), "files": "Optional"}
    said = reading(send(client, home))
    (enquiry,) = enquiries()
    assert enquiry.reference in said
    assert enquiry.words.narrative == ANSWERS["worry"]["narrative"]
    assert enquiry.words.childs_words == "I hide in the shed."
    assert enquiry.particulars.family_not_told == "more_risk"
    assert enquiry.consent == "not_sought"
    with world.backstage():
        child, mother = DescribedPerson.objects.order_by("order")
        relation = Relation.objects.get()
    assert (child.given, child.is_subject, mother.role, mother.is_subject) == ("Rowan", True, "mother", False)
    assert mother.address == child.address == "4 Gannetmere Rise"
    assert (relation.one_id, relation.other_id, relation.parental_responsibility) == (mother.pk, child.pk, True)
    (draft,) = drafts()
    assert (draft.enquiry, draft.told) == (enquiry.pk, {})


def test_each_part_is_saved_as_it_is_left_right_or_wrong() -> None:
    client = Client()
    home = begin(client)
    answer = fill(client, home, "who", people_0_dob_day="31", people_0_dob_month="2", people_0_dob_year="2015")
    assert "there is no 31 Feb 2015" in reading(answer)
    assert statuses(client, home)["who"] == "There is a problem"
    page = client.get(f"{DOOR}who").content.decode()
    assert 'value="31"' in page
    assert 'value="Rowan"' in page
    fill(client, home, "you", referrer_agency="", later="yes")
    assert statuses(client, home)["you"] == "Incomplete"
    assert "Before you can send this" in reading(client.get(f"{DOOR}check"))
    assert client.post(f"{DOOR}check").status_code == 200
    assert enquiries() == []


@pytest.mark.rule(12)
def test_the_questions_of_the_care_act_are_asked_where_an_adult_is_meant() -> None:
    client = Client()
    home = begin(client)
    assert "care" not in statuses(client, home)
    fill(client, home, "who", about="adult")
    assert statuses(client, home)["care"] == "Not started"
    fill(client, home, "care", needs_care="yes", at_risk="no", cannot_protect="unknown")
    sent_by(client, home, but=("who",))
    (enquiry,) = enquiries()
    kept = enquiry.particulars
    assert (kept.needs_care, kept.at_risk, kept.cannot_protect) == (True, False, None)
    assert "adult-at-risk" in enquiry.concerns


@pytest.mark.rule(9)
def test_it_goes_to_the_area_where_the_child_lives() -> None:
    client = signed_in("school.1")
    home = begin(client)
    fill(client, home, "who", area="port-ellery")
    sent_by(client, home, but=("who",))
    (enquiry,) = enquiries()
    with world.backstage():
        assert enquiry.area.slug == "port-ellery"


@pytest.mark.rule(13)
def test_an_unborn_child_has_a_due_date() -> None:
    client = Client()
    home = begin(client)
    due = {"people_0_due_date_day": "1", "people_0_due_date_month": "June", "people_0_due_date_year": "2026"}
    fill(client, home, "who", people_0_given="", people_0_age="", **due)
    sent_by(client, home, but=("who", "responsibility"))
    with world.backstage():
        assert str(DescribedPerson.objects.order_by("order")[0].due_date) == "2026-06-01"


@pytest.mark.rule(4)
def test_another_person_is_added_without_losing_a_word_and_keeps_their_name_here() -> None:
    client = Client()
    home = begin(client)
    answer = fill(client, home, "who", people_0_dob_day="99", more="person")
    page = client.get(answer.headers["Location"].partition("#")[0]).content.decode()
    assert 'name="people_1_given"' in page
    assert 'value="99"' in page
    alias = re.search(r'name="people_0_as"[^>]* value="(who-[0-9a-f]+)"', page)
    assert alias
    fill(client, home, "who", people="2", people_0_as=alias[1], people_1_given="Wren")
    page = client.get(f"{DOOR}who").content.decode()
    assert alias[1] in page
    assert 'value="Wren"' in page


def test_two_tabs_do_not_overwrite_each_other_and_two_parts_do_not_meet() -> None:
    client = Client()
    home = begin(client)
    fill(client, home, "tried", tried="First.")
    assert client.post(f"{DOOR}tried", {"seen": "", "tried": "Second."}).status_code == 200
    assert "Second." in (page := reading(client.post(f"{DOOR}tried", {"seen": "", "tried": "Second."})))
    assert "saved in another window" in page
    assert [draft.told["tried"]["tried"] for draft in drafts()] == [["First."]]
    fill(client, home, "you")
    fill(client, home, "tried", tried="Third.")
    assert [draft.told["tried"]["tried"] for draft in drafts()] == [["Third."]]


def test_what_is_told_after_the_draft_is_gone_begins_another() -> None:
    client = Client()
    begin(client)
    with world.backstage():
        Draft.objects.all().delete()
    fill(client, DOOR, "tried")
    assert [draft.told["tried"]["tried"] for draft in drafts()] == [["A breakfast club."]]


def test_a_double_click_and_a_second_window_send_one_enquiry() -> None:
    client = Client()
    home = begin(client)
    for slug in ANSWERS:
        fill(client, home, slug)
    client.get(f"{DOOR}check")
    answers = [client.post(f"{DOOR}check", {"once": token}) for token in (TOKEN, TOKEN, f"{TOKEN}-other")]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    pages = [reading(client.get(answer.headers["Location"])) for answer in answers]
    assert len(enquiries()) == 1
    assert all(enquiries()[0].reference in page for page in pages)


def test_a_draft_is_handed_to_a_colleague_who_sends_it() -> None:
    teacher, head = signed_in("school.1"), Client()
    home = begin(teacher)
    fill(teacher, home, "worry")
    page = teacher.post(home.replace(DOOR, f"{DOOR}later"), {"do": "code"}).content.decode()
    reference, code = re.findall(r"<strong>([2-9B-X-]{11,14})</strong>", page)
    wrong = head.post(f"{DOOR}go-on", {"reference": reference, "code": "AAAA-BBBB-CCCC"})
    assert "do not fit together" in reading(wrong)
    answer = head.post(f"{DOOR}go-on", {"reference": reference, "code": code})
    assert answer.headers["Location"] == DOOR
    assert statuses(head, DOOR)["worry"] == "Completed"
    sent_by(head, DOOR, but=("worry",))
    assert len(enquiries()) == 1
    assert teacher.post(home.replace(DOOR, f"{DOOR}check"), {"once": TOKEN}).status_code == 302
    assert len(enquiries()) == 1


def test_nobody_opens_the_draft_of_another() -> None:
    home = begin(signed_in("school.1"))
    for client in (signed_in("probation.1"), signed_in("pm.tamarshire.1")):
        assert client.get(home).status_code == 404
        assert client.post(home.replace(DOOR, f"{DOOR}tried"), {"tried": "x"}).status_code == 404
    for address in (home, f"{DOOR}?draft={uuid4()}"):  # whether there is one or not
        assert Client().get(address).headers["Location"].startswith("/sign-in?next=")


def test_drafts_stand_on_the_members_own_page_for_28_days() -> None:
    client = signed_in("school.1")
    home = begin(client)
    assert home in client.get("/enquire/mine/").content.decode()
    with at(world.MONDAY_NINE + timedelta(days=29)):
        assert "?draft=" not in signed_in("school.1").get("/enquire/mine/").content.decode()


def test_the_key_of_a_draft_stands_in_no_address_and_no_page() -> None:
    client = Client()
    home = begin(client)
    cookie = client.cookies["draft-professional"]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/enquire", "Lax")
    fill(client, home, "tried")
    for address in (home, f"{DOOR}tried", f"{DOOR}check", f"{DOOR}later"):
        assert cookie.value not in client.get(address).content.decode()


def test_a_browser_forgets_a_draft() -> None:
    client = Client()
    begin(client)
    client.post(f"{DOOR}later", {"do": "leave"})
    assert "Start now" in reading(client.get(DOOR))
    assert len(drafts()) == 1


@pytest.mark.parametrize("username", ["", "school.1"])
def test_a_draft_is_thrown_away_only_when_somebody_says_so_twice(username: str) -> None:
    client = signed_in(username) if username else Client()
    away = begin(client).replace(DOOR, f"{DOOR}throw-away")
    assert "nobody can bring it back" in reading(client.get(away))
    assert len(drafts()) == 1
    client.post(away)
    assert drafts() == []
    assert client.get(f"{DOOR}throw-away").status_code == 302


def test_before_anything_is_begun_nothing_is_said_to_be_missing() -> None:
    client = Client()
    assert statuses(client, DOOR) == {}
    assert set(statuses(client, begin(client)).values()) == {"Not started", "Optional"}


@pytest.mark.rule(2, 67)
def test_a_professional_goes_away_knowing_by_when_they_hear_what_was_decided() -> None:
    client = Client()
    said = reading(sent_by(client, begin(client)))
    assert "A social worker reads it by 17:00 on Tuesday 3 March" in said
    assert "What was decided, within one working day of the decision" in said


@pytest.mark.parametrize(
    ("part", "says"), [("worry", "Which level of need is it?"), ("consent", "When you need not ask")]
)
def test_the_areas_threshold_guide_stands_beside_the_question_that_it_helps_to_answer(part: str, says: str) -> None:
    assert says in reading(Client().get(f"{DOOR}{part}"))


def test_a_part_that_is_not_there_is_not_found() -> None:
    assert Client().get(f"{DOOR}atlantis").status_code == 404
