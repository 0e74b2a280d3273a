"""The professional's door when something goes wrong: too much at once, a session that ends, a line that drops."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from mash.foundation.access import floods
from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import Draft, Enquiry
from tests import world
from tests.browsing import signed_in
from tests.faults.reading_forms import Form, page_of
from tests.pathway.enquiries.conftest import reading
from tests.pathway.enquiries.telling import ANSWERS, DOOR, begin, fill

WORDS = ("referrer_name", "given", "narrative", "words", "why", "tried", "strengths")
CLUB = "A breakfast club, שלום 😢."


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


def drafts() -> list[Draft]:
    with world.backstage():
        return list(Draft.objects.order_by("reference"))


def form_at(client: Client, address: str) -> Form:
    """The form of a page, as it stands there."""
    return form_of(address, client.get(address))


def form_of(address: str, answer: Any) -> Form:
    return next(form for form in page_of(address, answer).forms if form.action.startswith(DOOR))


def press(client: Client, form: Form, **typed: str) -> Any:
    """Send a form as it stands, with these boxes filled."""
    return client.post(form.action, {**form.as_it_stands(), **typed})


def test_too_much_from_one_address_waits_and_the_next_teacher_of_the_school_is_let_in(monkeypatch: Any) -> None:
    monkeypatch.setattr(floods, "FROM_ONE_ADDRESS", 3)
    for _ in range(3):
        begin(Client())
    teacher = Client()
    answer = teacher.post(DOOR)
    assert answer.status_code == 429
    assert "Please wait a moment" in reading(answer)
    assert len(drafts()) == 3
    start = form_of(DOOR, answer)
    assert press(teacher, start).status_code == 429, "it was pressed again at once"
    with at(world.MONDAY_NINE + timedelta(seconds=15)):
        assert press(teacher, start).status_code == 302
        assert press(Client(), start, begins="").status_code == 429, "a ticket lets in once"
    assert len(drafts()) == 4


def test_what_was_typed_before_anything_was_begun_waits_and_is_not_lost(monkeypatch: Any) -> None:
    monkeypatch.setattr(floods, "FROM_ONE_ADDRESS", 0)
    teacher = Client()
    answer = press(teacher, form_at(teacher, f"{DOOR}tried"), tried=CLUB)
    assert answer.status_code == 429
    again = form_of(f"{DOOR}tried", answer)
    assert again.boxes["tried"].values == [CLUB]
    with at(world.MONDAY_NINE + timedelta(seconds=15)):
        assert press(teacher, again).status_code == 302
    assert [draft.told["tried"]["tried"] for draft in drafts()] == [[CLUB]]


@pytest.mark.parametrize("username", ["", "school.1"])
def test_one_browser_or_account_that_saves_and_saves_waits_and_a_colleague_does_not(
    username: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(floods, "FROM_ONE_BROWSER", 4)
    fast = signed_in(username) if username else Client()
    home = begin(fast)
    statuses = [fill(fast, home, "tried", tried=f"{CLUB} {n}").status_code for n in range(5)]
    assert statuses[-1] == 429
    assert statuses[:3] == [302] * 3
    colleague = Client()
    assert fill(colleague, begin(colleague), "tried").status_code == 302


def test_sending_waits_too_and_then_arrives_once(monkeypatch: Any) -> None:
    teacher = Client()
    home = begin(teacher)
    for part in ANSWERS:
        fill(teacher, home, part)
    check = form_at(teacher, f"{DOOR}check")
    monkeypatch.setattr(floods, "FROM_ONE_ADDRESS", 0)
    waits = press(teacher, check)
    assert waits.status_code == 429
    with at(world.MONDAY_NINE + timedelta(seconds=15)):
        assert press(teacher, form_of(f"{DOOR}check", waits)).status_code == 302
    with world.backstage():
        assert Enquiry.objects.count() == 1


def test_whoever_was_signed_out_meanwhile_signs_in_and_is_back_at_the_same_part_of_the_same_draft() -> None:
    teacher = signed_in("school.1")
    home = begin(teacher)
    address = home.replace(DOOR, f"{DOOR}tried")
    form = form_at(teacher, address)
    teacher.cookies.pop(settings.SESSION_COOKIE_NAME)
    for answer in (press(teacher, form, tried=CLUB), teacher.get(home)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=/enquire/professional/")
    way_in = page_of("/sign-in", teacher.get(answer.headers["Location"])).forms[0].as_it_stands()
    back = teacher.post("/demo/sign-in", {**way_in, "username": "school.1", "next": address})
    assert back.headers["Location"] == address
    assert press(teacher, form_at(teacher, address), tried=CLUB).status_code == 302
    assert [draft.told["tried"]["tried"] for draft in drafts()] == [[CLUB]]


def test_a_line_that_drops_after_any_press_loses_nothing_and_makes_nothing_twice() -> None:
    teacher = Client()
    first = form_at(teacher, f"{DOOR}tried")
    press(Client(), first, tried=CLUB)  # the answer, with its cookie, never arrived
    assert press(teacher, first, tried=CLUB).status_code == 302
    assert press(teacher, first, tried=CLUB).status_code == 302
    assert form_at(teacher, f"{DOOR}tried").boxes["tried"].values == [CLUB]
    assert len(drafts()) == 1
    for part in ANSWERS:
        fill(teacher, DOOR, part)
    check = form_at(teacher, f"{DOOR}check")
    elsewhere = Client()
    elsewhere.cookies.update(teacher.cookies)
    press(elsewhere, check)  # nor did this one arrive
    assert "We have what you told us" in reading(teacher.get(press(teacher, check).headers["Location"]))
    with world.backstage():
        assert Enquiry.objects.count() == 1


@pytest.mark.parametrize("part", ["who", "household"])
def test_people_who_are_sent_twice_are_no_other_window(part: str) -> None:
    teacher = Client()
    begin(teacher)
    form = form_at(teacher, f"{DOOR}{part}")
    typed = {
        "about": "child",
        "area": "tamarshire",
        "people": "2",
        "people_0_given": "Rowan",
        "people_1_given": "Rowan",
    }
    assert [press(teacher, form, **typed).status_code for _ in range(2)] == [302, 302]
    told = drafts()[0].told[part]
    assert told["people_0_as"] != told["people_1_as"]


@pytest.mark.parametrize("username", ["", "school.1"])
def test_a_double_click_begins_one_draft(username: str) -> None:
    teacher = signed_in(username) if username else Client()
    start = form_at(teacher, DOOR)
    assert len({press(teacher, start).headers["Location"] for _ in range(2)}) == 1
    assert len(drafts()) == 1


def test_going_back_to_a_part_shows_what_was_typed_and_it_can_be_changed_again_and_again() -> None:
    teacher = signed_in("school.1")
    address = begin(teacher).replace(DOOR, f"{DOOR}tried")
    for words in (CLUB, "And a mentor.", CLUB):
        assert press(teacher, form_at(teacher, address), tried=words).status_code == 302
        assert form_at(teacher, address).boxes["tried"].values == [words]


def test_a_first_part_that_was_wrong_is_mended_in_the_same_draft() -> None:
    for teacher in (signed_in("school.1"), Client()):
        before = len(drafts())
        form = form_at(teacher, f"{DOOR}consent")
        wrong = press(teacher, form, consent="not_sought", family_told="yes")
        assert "Say why the family was not asked" in reading(wrong)
        mended = form_of(f"{DOOR}consent", wrong)
        assert press(teacher, mended, consent_why="It could put him at risk.").status_code == 302
        assert len(drafts()) == before + 1


@pytest.mark.parametrize("part", ANSWERS)
def test_what_two_windows_typed_into_one_part_overwrites_nothing_and_is_shown(part: str) -> None:
    teacher = Client()
    home = begin(teacher)
    for slug in ANSWERS:
        fill(teacher, home, slug)
    one, other = form_at(teacher, f"{DOOR}{part}"), form_at(teacher, f"{DOOR}{part}")
    press(teacher, one, **typed_into(one, 0))
    saved = [draft.told[part] for draft in drafts()]
    typed = typed_into(other, 1)
    answer = press(teacher, other, **typed)
    assert "saved in another window" in reading(answer)
    assert {name: form_of(f"{DOOR}{part}", answer).boxes[name].values for name in typed} == {
        name: [value] for name, value in typed.items()
    }
    assert [draft.told[part] for draft in drafts()] == saved


def typed_into(form: Form, window: int) -> dict[str, str]:
    """Something else in each window: in every box of words, or where there is none, the first or the second choice."""
    words = {box.name: f"Window {window}" for box in form.texts if box.name.endswith(WORDS)}
    chosen = next((box for box in form.boxes.values() if box.is_chosen), None)
    return words or ({chosen.name: chosen.choices[window]} if chosen else {})


def test_every_part_may_wait_and_the_check_says_what_is_missing() -> None:
    teacher = Client()
    begin(teacher)
    for part in ANSWERS:
        seen = form_at(teacher, f"{DOOR}{part}").boxes["seen"].values[0]
        assert teacher.post(f"{DOOR}{part}", {"seen": seen, "later": "yes"}).status_code == 302, part
    page = reading(teacher.get(f"{DOOR}check"))
    for title in ("Your details", "The child or adult", "What is worrying you", "Lawful basis"):
        assert title in page.partition("Before you can send this")[2]
