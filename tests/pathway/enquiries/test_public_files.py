"""Photos and files at the public door: chosen while one tells, seen there, taken out again, sent with the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mash.foundation.access import floods
from mash.foundation.clock.now import at
from mash.foundation.files.models import Shown
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.models import Attachment, Draft, DraftFile, Enquiry
from tests import world
from tests.browsing import signed_in, visit
from tests.faults.reading_forms import page_of
from tests.foundation.files import made
from tests.neighbour import Neighbour
from tests.pathway.enquiries.choosing import DIARY, HER, ROOM, listed, removal
from tests.pathway.enquiries.conftest import reading

STORY = "I can hear him cry at night 😢 and nobody comes."
PAGE = "/enquire/tamarshire/files"


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with at(world.MONDAY_NINE):
        yield


def a_neighbour(*files: tuple[str, bytes]) -> Neighbour:
    """Somebody who has told what is happening, and chosen files."""
    neighbour = Neighbour()
    neighbour.tell(narrative=STORY)
    if files:
        assert neighbour.show(*files).headers["Location"] == PAGE
    return neighbour


def remove(neighbour: Neighbour, name: str) -> Any:
    return neighbour.press(removal(neighbour.client, PAGE, name))


def attachments() -> list[Attachment]:
    with world.backstage():
        return list(Attachment.objects.order_by("order"))


def count(kind: Any) -> int:
    with world.backstage():
        return int(kind.objects.count())


def test_two_photos_are_chosen_one_is_taken_out_and_the_hub_sees_the_other_stripped() -> None:
    neighbour = a_neighbour(HER, ROOM)
    page = neighbour.client.get(PAGE)
    assert listed(page) == ["Photo 1", "Photo 2"]
    assert "IMG_2041" not in page.content.decode()
    assert remove(neighbour, "Photo 1").headers["Location"] == PAGE
    checked = neighbour.client.get("/enquire/tamarshire/check")
    assert "1 photo" in reading(checked)
    assert f"{PAGE}?change=1" in checked.content.decode()
    neighbour.send()
    (photo,) = attachments()
    assert (photo.given_name, photo.kind, photo.stripped) == ("his room.png", "png", True)
    with world.backstage():
        reference = Enquiry.objects.get(pk=photo.enquiry_id).reference
        assert made.SECRET.encode() not in bytes(Shown.objects.get(pk=photo.shown_id).content)
    seen = reading(signed_in("sw.tamarshire.1").get(f"/enquiries/{reference}/"))
    assert "Photo 1 of 2 March" in seen
    assert count(DraftFile) == 0


def test_nobody_has_to_show_anything_and_it_can_be_done_before_a_word_is_said() -> None:
    neighbour = Neighbour()
    assert neighbour.answer("files").headers["Location"] == "/enquire/tamarshire/safe"
    assert count(Draft) == 0
    assert neighbour.show(HER).headers["Location"] == PAGE
    assert listed(neighbour.client.get(PAGE)) == ["Photo 1"]
    assert "Say what is happening" in reading(neighbour.send())
    neighbour.tell(narrative=STORY)
    neighbour.send()
    assert len(attachments()) == 1


def test_on_the_page_stands_that_they_may_come_later_and_what_is_hidden_of_them() -> None:
    answer = Client().get(PAGE)
    said = reading(answer)
    assert "You do not have to. You can also send them later, with your reference and code." in said
    assert "We hide where and with what a photo was taken." in said
    assert 'enctype="multipart/form-data"' in answer.content.decode()
    assert "None" in reading(a_neighbour().client.get("/enquire/tamarshire/check"))


def test_a_wrong_file_is_said_beside_the_box_and_everything_else_is_kept() -> None:
    neighbour = a_neighbour(DIARY)
    answer = neighbour.show(HER, ("shut.pdf", made.pdf(password="x")), ("cat.jpg", b"MZ"), ("film.mp4", bytes(1 << 25)))
    said = reading(answer)
    for wrong in ("‘shut.pdf’ is protected by a password", "‘cat.jpg’ is a program", "‘film.mp4’ is larger than 20 MB"):
        assert wrong in said
    assert "The other files were not sent either. Choose them again" in said
    assert "govuk-file-upload--error" in answer.content.decode()
    assert listed(answer) == ["Document 1"]
    assert STORY in reading(neighbour.client.get("/enquire/tamarshire/check"))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("photo.jpg", b"He cries.", "is not what its name says"),
        (
            "list.docx",
            made.zipped({"word/document.xml": b"0" * 60_000_000, "[Content_Types].xml": b""}),
            "takes too much",
        ),
        ("empty.jpg", b"", "is empty"),
        ("all.zip", made.zipped({"a.txt": b"He cries."}), "is a packed folder"),
    ],
)
def test_what_harms_or_lies_is_not_taken(name: str, content: bytes, says: str) -> None:
    assert f"‘{name}’ {says}" in reading(a_neighbour().show((name, content)))
    assert count(DraftFile) == 0


def test_more_than_ten_are_said_and_those_that_are_there_stay() -> None:
    neighbour = a_neighbour(*((f"{n}.txt", f"Day {n}".encode()) for n in range(9)))
    answer = neighbour.show(HER, DIARY)
    assert "Here we can take 10 files. Remove one, or send the others later" in reading(answer)
    assert len(listed(answer)) == 9


def test_a_double_click_keeps_a_file_once_and_takes_it_out_once() -> None:
    neighbour = a_neighbour()
    page = neighbour.opened("files")
    for _ in range(2):
        files = [SimpleUploadedFile(*HER)]
        answer = neighbour.client.post(page.action, {**page.as_it_stands(), "attachments": files})
        assert answer.headers["Location"] == PAGE
    assert listed(neighbour.client.get(PAGE)) == ["Photo 1"]
    button = removal(neighbour.client, PAGE, "Photo 1")
    assert [neighbour.press(button).headers["Location"] for _ in range(2)] == [PAGE, PAGE]
    assert listed(neighbour.client.get(PAGE)) == []
    with world.backstage():
        assert Event.objects.filter(verb__in=["keep_draft_files", "remove_draft_file"]).count() == 2


@pytest.mark.rule(1)
def test_sent_twice_there_is_one_enquiry_with_its_files_once() -> None:
    neighbour = a_neighbour(HER, DIARY)
    page = neighbour.opened("check")
    first, second = neighbour.press(page), neighbour.press(page)
    assert first.headers["Location"] == second.headers["Location"]
    assert (count(Enquiry), len(attachments())) == (1, 2)


def test_two_windows_each_keep_what_was_chosen_in_them() -> None:
    neighbour = a_neighbour()
    one, story = neighbour.opened("files"), neighbour.opened("who")
    neighbour.client.post(one.action, {**one.as_it_stands(), "attachments": [SimpleUploadedFile(*HER)]})
    neighbour.press(story, given="Rowan")
    neighbour.client.post(one.action, {**one.as_it_stands(), "attachments": [SimpleUploadedFile(*DIARY)]})
    assert listed(neighbour.client.get(PAGE)) == ["Photo 1", "Document 1"]
    assert "Rowan" in reading(neighbour.client.get("/enquire/tamarshire/check"))


def test_a_page_left_open_after_sending_says_that_its_files_were_not_sent_and_where_to_send_them() -> None:
    neighbour = a_neighbour(DIARY)
    page, button = neighbour.opened("files"), removal(neighbour.client, PAGE, "Document 1")
    neighbour.send()
    late = neighbour.client.post(page.action, {**page.as_it_stands(), "attachments": [SimpleUploadedFile(*HER)]})
    assert "We do not have the files that you just chose. You can send them there too." in reading(late)
    assert "You have sent this" in reading(neighbour.press(button))
    assert [one.group for one in attachments()] == ["document"]


def test_a_page_that_stood_open_until_the_cookie_was_gone_loses_no_file() -> None:
    neighbour = a_neighbour()
    page = neighbour.opened("files")
    neighbour.client.cookies.clear()
    neighbour.client.post(page.action, {**page.as_it_stands(), "attachments": [SimpleUploadedFile(*HER)]})
    neighbour.send()
    assert len(attachments()) == 1


def test_who_saves_for_later_has_their_files_when_they_come_back() -> None:
    neighbour = a_neighbour()
    assert neighbour.show(HER, save="later").headers["Location"] == "/enquire/tamarshire/save"
    found = re.search(
        r"Reference (\w{5}-\w{5}).*?Code (\S+)", reading(neighbour.client.get("/enquire/tamarshire/save"))
    )
    assert found
    other = Neighbour()
    other.client.post("/enquire/back", {"reference": found[1], "code": found[2]})
    assert listed(other.client.get(PAGE)) == ["Photo 1"]
    other.send()
    assert len(attachments()) == 1


def test_another_browser_sees_and_takes_out_nothing() -> None:
    neighbour, other = a_neighbour(HER), a_neighbour()
    button = removal(neighbour.client, PAGE, "Photo 1")
    assert listed(other.client.get(PAGE)) == []
    button.boxes["draft"].values = [other.opened("files").boxes["draft"].values[0]]
    other.press(button)
    assert listed(neighbour.client.get(PAGE)) == ["Photo 1"]
    neighbour.answer("save")
    assert listed(neighbour.client.get(PAGE)) == [], "it was taken off this phone"
    assert count(DraftFile) == 1


def test_who_changes_their_files_comes_back_to_their_answers() -> None:
    neighbour = a_neighbour(HER)
    changing = f"{PAGE}?change=1"
    answer = neighbour.client.post(changing, {"attachments": [SimpleUploadedFile(*DIARY)]})
    assert answer.headers["Location"] == changing
    button = removal(neighbour.client, changing, "Photo 1")
    assert neighbour.press(button).headers["Location"] == changing
    draft = neighbour.opened("files").boxes["draft"].values
    assert neighbour.client.post(changing, {"draft": draft}).headers["Location"] == "/enquire/tamarshire/check"


def test_a_flood_of_files_waits_before_any_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    neighbour = a_neighbour()
    monkeypatch.setattr(floods, "FROM_ONE_ADDRESS", 0)
    answer = neighbour.show(("shut.pdf", made.pdf(password="x")))
    assert answer.status_code == 429
    assert "We do not have the files that you just chose. Choose them again." in reading(answer)
    assert "protected by a password" not in reading(answer)
    (form,) = [form for form in page_of(PAGE, answer).forms if form.action == PAGE]
    with at(world.MONDAY_NINE + timedelta(seconds=15)):
        again = {**form.as_it_stands(), "attachments": [SimpleUploadedFile(*HER)]}
        assert neighbour.client.post(PAGE, again).status_code == 302


def test_the_page_asks_the_database_the_same_however_many_there_are() -> None:
    neighbour = a_neighbour(HER)
    addresses = (PAGE, "/enquire/tamarshire/check")
    few = [len(visit(neighbour.client, address).queries) for address in addresses]
    neighbour.show(*((f"{n}.txt", f"Day {n}".encode()) for n in range(8)))
    assert [len(visit(neighbour.client, address).queries) for address in addresses] == few
    assert max(few) <= 5
