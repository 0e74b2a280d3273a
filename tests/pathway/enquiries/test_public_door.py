"""The public door: a frightened neighbour tells what they know, and nothing of it is lost or sent twice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mash.foundation.access import floods
from mash.foundation.clock.now import at
from mash.pathway.enquiries.jobs import throw_old_drafts_away
from mash.pathway.enquiries.models import DescribedPerson, Draft, Enquiry
from mash.pathway.enquiries.telling.public.holding import COOKIE
from mash.pathway.enquiries.telling.public.languages import LANGUAGES
from mash.pathway.enquiries.telling.public.questions import QUESTIONS
from tests import world
from tests.faults.reading_forms import page_of
from tests.neighbour import Neighbour
from tests.pathway.enquiries.conftest import reading

STORY = "I can hear him cry at night 😢 and nobody comes."
SHOWN = re.compile(r"Reference (\w{5}-\w{5}).*?[Cc]ode (\w{4}-\w{4}-\w{4})")


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


def enquiries() -> list[Enquiry]:
    with world.backstage():
        return list(Enquiry.objects.select_related("words", "origin").order_by("received_at"))


def described() -> list[DescribedPerson]:
    with world.backstage():
        return list(DescribedPerson.objects.order_by("order"))


def drafts() -> int:
    with world.backstage():
        return Draft.objects.count()


def shown(answer: Any) -> tuple[str, str]:
    """Reference and code, as they stand on a page."""
    found = SHOWN.search(reading(answer))
    assert found, reading(answer)
    return found[1], found[2]


def received(neighbour: Neighbour, answer: Any) -> tuple[str, str]:
    assert answer.status_code == 302, reading(answer)
    return shown(neighbour.client.get(answer.headers["Location"]))


@pytest.mark.rule(1, 2)
def test_one_sentence_is_enough_and_whoever_says_it_stays_anonymous() -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY)
    reference, code = received(neighbour, neighbour.send())
    (enquiry,) = enquiries()
    assert (enquiry.reference, enquiry.words.narrative) == (reference, STORY)
    assert enquiry.origin.anonymous
    assert enquiry.origin.withheld
    back = Client().post("/enquire/back", {"reference": reference, "code": code})
    assert "We have what you told us" in reading(back)


@pytest.mark.rule(4)
def test_all_that_they_know_arrives_as_one_enquiry() -> None:
    neighbour = Neighbour()
    neighbour.tell(
        danger="unknown", given="Rowan", age="about 6", address="Mill Lane", narrative=STORY, safe="some", how="Text me"
    )
    others = neighbour.opened("others")
    more = neighbour.press(
        others, people_0_given="Wren", people_0_age="3 months", people_0_worried="on", more="person"
    ).headers["Location"]
    assert more == "/enquire/tamarshire/others?more=1#id_people_1_given"
    (again,) = page_of(more, neighbour.client.get(more)).forms
    assert (again.boxes["people_0_given"].values, again.boxes["people_1_given"].values) == (["Wren"], [""])
    neighbour.answer(
        "others", people="2", people_0_given="Wren", people_0_age="3 months", people_0_worried="on",
        people_1_given="Nan", people_1_role="nan",
    )  # fmt: skip
    neighbour.tell(name="Bridie Malone", phone="01632 960118", say_who="yes")
    received(neighbour, neighbour.send())
    (enquiry,) = enquiries()
    assert [(p.given, p.age, p.role, p.is_subject) for p in described()] == [
        ("Rowan", 6, "", True),
        ("Wren", 0, "", True),
        ("Nan", None, "nan", False),
    ]
    origin = enquiry.origin
    assert (origin.name, origin.phone, origin.withheld, origin.anonymous) == (
        "Bridie Malone",
        "01632 960118",
        False,
        False,
    )
    assert origin.safe_contact == "Only in some ways, or at some times: Text me"


def test_nothing_but_the_story_must_be_answered() -> None:
    neighbour = Neighbour()
    for question in QUESTIONS:
        answer = neighbour.answer(question.slug)
        assert answer.status_code == (200 if question.slug == "story" else 302), question.slug
    assert drafts() == 0
    assert neighbour.client.get("/enquire/tamarshire/check").status_code == 302


def test_the_story_is_asked_for_before_anything_is_sent() -> None:
    neighbour = Neighbour()
    neighbour.tell(given="Rowan")
    assert "Say what is happening" in reading(neighbour.send())
    assert enquiries() == []


def test_no_number_is_asked_of_somebody_whom_it_is_not_safe_to_call() -> None:
    neighbour = Neighbour()
    assert "phone" in neighbour.opened("you").boxes
    neighbour.tell(safe="no")
    assert neighbour.opened("you").boxes.keys() & {"name", "phone", "email"} == {"name"}
    slugs = [question.slug for question in QUESTIONS]
    assert slugs.index("safe") < slugs.index("you")


def test_who_may_be_named_is_named_only_when_they_say_so() -> None:
    for say in ("", "no", "yes"):
        neighbour = Neighbour()
        neighbour.tell(narrative=STORY, name="Bridie Malone", say_who=say)
        neighbour.send()
    assert sorted(enquiry.origin.withheld for enquiry in enquiries()) == [False, True, True]


def test_an_age_that_cannot_be_read_stays_with_the_story() -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY, given="Rowan", age="a toddler")
    neighbour.send()
    assert enquiries()[0].words.narrative == f"{STORY}\n\nHow old Rowan is: a toddler"


def test_looking_begins_nothing_and_999_comes_first() -> None:
    neighbour = Neighbour()
    said = reading(neighbour.client.get("/enquire/tamarshire/", follow=True))
    assert said.index("999") < said.index("I do not know")
    assert "01632 960100" in said
    for question in QUESTIONS:
        assert neighbour.client.get(f"/enquire/tamarshire/{question.slug}").status_code == 200
    assert drafts() == 0


@pytest.mark.parametrize("slug", [question.slug for question in QUESTIONS])
def test_every_page_can_be_left_at_once_and_is_kept_by_no_browser(slug: str) -> None:
    answer = Client().get(f"/enquire/tamarshire/{slug}")
    page = answer.content.decode()
    assert re.search(r'<a href="https://[^"]+" role="button"[^>]+govuk-exit-this-page__button', page)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "data-keep" not in page


def test_how_to_get_help_stands_there_in_ten_more_languages() -> None:
    for address in ("/", "/enquire/tamarshire/danger"):
        page = Client().get(address).content.decode()
        for language in LANGUAGES:
            assert f'lang="{language.tag}" dir="{language.direction}"' in page
    assert len({language.tag for language in LANGUAGES}) == 10
    assert {one.tag for one in LANGUAGES if one.direction == "rtl"} == {"ar", "ur"}


def test_back_shows_what_was_answered_and_it_can_be_changed() -> None:
    neighbour = Neighbour()
    neighbour.tell(given="Rowan", narrative=STORY)
    page = neighbour.client.get("/enquire/tamarshire/story").content.decode()
    assert STORY in page
    assert 'href="/enquire/tamarshire/who"' in page
    form = neighbour.opened("who")
    form.action += "?change=1"
    changed = neighbour.press(form, given="Wren")
    assert changed.headers["Location"] == "/enquire/tamarshire/check"
    assert "Wren" in reading(neighbour.client.get("/enquire/tamarshire/check"))


@pytest.mark.parametrize(("slug", "box", "most"), [("story", "narrative", 20_000), ("who", "given", 120)])
def test_what_is_too_long_is_given_back_whole(slug: str, box: str, most: int) -> None:
    answer = Neighbour().answer(slug, **{box: "x" * 100_000})
    assert answer.status_code == 200
    assert f"Shorten it to {most:,} characters" in reading(answer)
    assert "x" * 100_000 in answer.content.decode()


@pytest.mark.parametrize("said", ["שלום, hello", "<script>alert(1)</script>", "a\x00b", "line\r\nline", "  spaces  "])
def test_any_words_are_taken_as_words(said: str) -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=said)
    assert "<script>alert" not in neighbour.client.get("/enquire/tamarshire/check").content.decode()
    neighbour.send()
    assert enquiries()[0].words.narrative == said.replace("\x00", "").replace("\r\n", "\n").strip()


@pytest.mark.rule(1)
def test_a_double_click_sends_once_and_shows_the_same_reference_and_code() -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY)
    page = neighbour.opened("check")
    first, second = neighbour.press(page), neighbour.press(page)
    assert received(neighbour, first) == received(neighbour, second)
    assert len(enquiries()) == 1


def test_a_line_that_drops_after_any_press_loses_nothing() -> None:
    neighbour = Neighbour()
    question = neighbour.opened("story")
    neighbour.press(question, narrative=STORY)  # and this answer never arrived
    assert neighbour.press(question, narrative=STORY).status_code == 302
    assert drafts() == 1
    page = neighbour.opened("check")
    Neighbour(Client()).press(page)  # nor did this one, with its cookies
    assert received(neighbour, neighbour.press(page))
    assert len(enquiries()) == 1


def test_a_page_that_stood_open_until_the_cookie_was_gone_loses_nothing() -> None:
    neighbour = Neighbour()
    neighbour.tell(given="Rowan")
    page = neighbour.opened("story")
    neighbour.client.cookies.clear()
    assert neighbour.press(page, narrative=STORY).status_code == 302
    said = reading(neighbour.client.get("/enquire/tamarshire/check"))
    assert "Rowan" in said
    assert STORY in said


def test_of_two_windows_with_one_question_the_later_is_told_and_both_answers_are_shown() -> None:
    neighbour = Neighbour()
    neighbour.tell(danger="no")
    one, other = neighbour.opened("story"), neighbour.opened("story")
    neighbour.press(one, narrative="He is cold.")
    answer = neighbour.press(other, narrative="He is hungry.")
    assert "another answer in another window" in reading(answer)
    assert "He is cold." in reading(answer)
    assert "He is hungry." in answer.content.decode()


def test_two_windows_with_two_questions_keep_both_answers() -> None:
    neighbour = Neighbour()
    neighbour.tell(danger="no")
    one, other = neighbour.opened("who"), neighbour.opened("story")
    neighbour.press(one, given="Rowan")
    neighbour.press(other, narrative=STORY)
    said = reading(neighbour.client.get("/enquire/tamarshire/check"))
    assert "Rowan" in said
    assert STORY in said


def test_what_is_typed_in_a_window_left_open_after_sending_is_shown_and_not_lost() -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY)
    late = neighbour.opened("who")
    neighbour.send()
    answer = neighbour.press(late, given="Rowan")
    assert "You have sent this" in reading(answer)
    assert "Rowan" in reading(answer)


def test_after_sending_the_browser_opens_nothing_of_it_and_another_can_be_told() -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY)
    neighbour.send()
    assert STORY not in neighbour.client.get("/enquire/tamarshire/story").content.decode()
    neighbour.tell(narrative="Something else.")
    neighbour.send()
    # Both may bear the same moment: which of them is listed first is not for this test to say.
    assert sorted(enquiry.words.narrative for enquiry in enquiries()) == sorted([STORY, "Something else."])


def test_they_come_back_in_another_browser_and_go_on_where_they_were() -> None:
    neighbour = Neighbour()
    neighbour.tell(given="Rowan")
    answer = neighbour.answer("story", save="later")
    assert answer.headers["Location"] == "/enquire/tamarshire/save"
    reference, code = shown(neighbour.client.get("/enquire/tamarshire/save"))
    other = Neighbour()
    back = other.client.post("/enquire/back", {"reference": reference.lower(), "code": code})
    assert back.headers["Location"] == "/enquire/tamarshire/others"
    other.tell(narrative=STORY)
    assert received(other, other.send())
    assert described()[0].given == "Rowan"
    assert "do not fit" in reading(Client().post("/enquire/back", {"reference": reference, "code": code}))


def test_it_is_taken_off_a_phone_that_others_use() -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY)
    neighbour.answer("save")
    assert not neighbour.client.cookies[COOKIE].value
    assert STORY not in neighbour.client.get("/enquire/tamarshire/story").content.decode()


def test_neither_address_nor_readable_cookie_holds_what_opens_a_draft() -> None:
    neighbour = Neighbour()
    answer = neighbour.answer("story", narrative=STORY)
    cookie = neighbour.client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["path"] == "/enquire"
    assert cookie.value not in answer.headers["Location"]
    assert cookie.value not in received_address(neighbour)


def received_address(neighbour: Neighbour) -> str:
    return str(neighbour.send().headers["Location"])


def test_what_they_keep_gives_nothing_away() -> None:
    neighbour = Neighbour()
    neighbour.tell(given="Rowan", family="Testerby", narrative=STORY)
    page = neighbour.client.get(neighbour.send().headers["Location"])
    reference, code = shown(page)
    (address,) = re.findall(r'href="(/enquire/received/copy[^"]+)"', page.content.decode())
    copy = neighbour.client.get(address)
    text = copy.content.decode()
    assert copy.headers["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert reference in text
    assert code in text
    assert not re.search("rowan|testerby|child|worr|social|danger|cry", text, re.IGNORECASE)
    title = re.search("<title>(.*?)</title>", page.content.decode())
    assert title
    assert "Rowan" not in title[1]
    assert Client().get(address).headers["Location"] == "/enquire/received"


def test_what_happens_next_and_by_when_and_what_they_will_not_be_told() -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY)
    said = reading(neighbour.client.get(neighbour.send().headers["Location"]))
    for part in ("A social worker reads it by", "we can tell you", "We can not tell you", "01632 960100"):
        assert part in said


def test_a_flood_waits_and_a_second_person_behind_the_same_address_is_let_in(monkeypatch: Any) -> None:
    monkeypatch.setattr(floods, "FROM_ONE_ADDRESS", 3)
    for _ in range(3):
        Neighbour().tell(narrative=STORY)
    person = Neighbour()
    answer = person.answer("story", narrative="He is cold.")
    assert answer.status_code == 429
    assert "He is cold." in answer.content.decode()
    assert "01632 960100" in reading(answer)
    (form,) = page_of("/enquire/tamarshire/story", answer).forms
    assert person.press(form).status_code == 429, "it was pressed again at once"
    with at(world.MONDAY_NINE + timedelta(seconds=15)):
        assert person.press(form).status_code == 302
        assert Neighbour().press(form).status_code == 429, "a ticket lets in once"


def test_one_browser_that_sends_page_after_page_waits(monkeypatch: Any) -> None:
    monkeypatch.setattr(floods, "FROM_ONE_BROWSER", 3)
    fast = Neighbour()
    fast.tell(narrative=STORY)
    statuses = [fast.answer("story", narrative=f"{STORY} {n}").status_code for n in range(4)]
    assert statuses == [302, 302, 302, 429]
    Neighbour().tell(narrative=STORY)  # another browser at the same address does not


def test_what_fills_a_box_that_nobody_sees_waits_and_is_not_lost() -> None:
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY)
    answer = neighbour.answer("check", website="https://robot.example")
    assert answer.status_code == 429
    assert enquiries() == []
    assert received(neighbour, neighbour.send())


def test_an_area_that_is_not_there_is_not_found() -> None:
    for page in ("", "danger", "check", "save"):
        assert Client().get(f"/enquire/atlantis/{page}").status_code == 404


def test_drafts_are_thrown_away_when_their_time_is_over() -> None:
    told, sent = Neighbour(), Neighbour()
    told.tell(narrative=STORY)
    sent.tell(narrative=STORY)
    sent.send()
    left = []
    for days in (0, 2, 27, 29):
        throw_old_drafts_away.run_at(world.MONDAY_NINE + timedelta(days=days))
        left.append(drafts())
    assert left == [2, 1, 1, 0]
