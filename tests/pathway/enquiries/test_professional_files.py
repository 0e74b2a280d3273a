"""Photos and documents at the professional's door: a part that no enquiry waits for, kept and sent with the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mash.foundation.access import floods
from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import Attachment, Draft, DraftFile
from tests import world
from tests.browsing import signed_in, visit
from tests.faults.reading_forms import page_of
from tests.foundation.files import made
from tests.pathway.enquiries.choosing import DIARY, HER, box, choose, listed, removal
from tests.pathway.enquiries.conftest import reading
from tests.pathway.enquiries.telling import ANSWERS, DOOR, begin, fill, send, sent_by


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with at(world.MONDAY_NINE):
        yield


def attachments() -> list[Attachment]:
    with world.backstage():
        return list(Attachment.objects.order_by("order"))


def count(kind: Any) -> int:
    with world.backstage():
        return int(kind.objects.count())


def status(client: Client, home: str) -> str:
    found = re.search(r'id="status-files">(.*?)</div>', client.get(home).content.decode(), re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[1]).strip()


@pytest.mark.parametrize("username", ["", "school.1"])
def test_a_professional_may_add_files_and_nothing_waits_for_them(username: str) -> None:
    client = signed_in(username) if username else Client()
    home = begin(client)
    for part in ANSWERS:
        fill(client, home, part)
    assert status(client, home) == "Optional"
    assert "All are complete" in reading(client.get(home))
    address = home.replace(DOOR, f"{DOOR}files")
    assert choose(client, home, HER, DIARY).headers["Location"] == address
    assert listed(client.get(address)) == ["Photo 1", "Document 1"]
    assert status(client, home) == "Completed"
    assert "Document 1 (1 KB)" in reading(client.get(home.replace(DOOR, f"{DOOR}check")))
    button = removal(client, address, "Document 1")
    assert client.post(button.action, button.as_it_stands()).headers["Location"] == address
    assert choose(client, home).headers["Location"] == home
    send(client, home)
    (photo,) = attachments()
    assert photo.given_name == "IMG_2041.jpg"
    assert photo.by == (world.member(username).pk if username else None)


def test_without_a_file_it_is_sent_as_it_is() -> None:
    client = Client()
    home = begin(client)
    assert "None" in reading(client.get(f"{DOOR}check"))
    sent_by(client, home)
    assert attachments() == []


def test_files_may_be_the_first_thing_that_a_professional_adds() -> None:
    client = signed_in("school.1")
    onward = choose(client, DOOR, HER).headers["Location"]
    assert "?draft=" in onward
    assert listed(client.get(onward)) == ["Photo 1"]
    assert count(Draft) == 1


def test_a_file_that_is_not_taken_begins_no_draft() -> None:
    client = signed_in("school.1")
    assert "is a program" in reading(choose(client, DOOR, ("cat.jpg", b"MZ")))
    assert count(Draft) == 0


def test_a_photo_of_one_child_never_comes_to_another_that_the_same_browser_tells_of_by_now() -> None:
    client = Client()
    home = begin(client)
    address = home.replace(DOOR, f"{DOOR}files")
    page = box(client, address)
    sent_by(client, home)
    client.post(DOOR)  # and another one is begun
    answer = client.post(address, {**page.as_it_stands(), "attachments": [SimpleUploadedFile(*HER)]})
    assert "they were not added to it" in reading(answer)
    assert count(DraftFile) == 0
    assert choose(client, home, HER).status_code == 302
    assert count(DraftFile) == 1


def test_a_colleague_who_goes_on_sees_them_and_nobody_else_does() -> None:
    teacher, head = signed_in("school.1"), Client()
    home = begin(teacher)
    choose(teacher, home, HER)
    address = home.replace(DOOR, f"{DOOR}files")
    button = removal(teacher, address, "Photo 1")
    for client in (signed_in("probation.1"), signed_in("pm.tamarshire.1")):
        assert client.get(address).status_code == 404
        assert client.post(button.action, button.as_it_stands()).status_code == 404
    assert Client().get(address).headers["Location"].startswith("/sign-in?")
    page = teacher.post(home.replace(DOOR, f"{DOOR}later"), {"do": "code"}).content.decode()
    reference, code = re.findall(r"<strong>([2-9B-X-]{11,14})</strong>", page)
    head.post(f"{DOOR}go-on", {"reference": reference, "code": code})
    assert listed(head.get(f"{DOOR}files")) == ["Photo 1"]
    choose(head, DOOR, DIARY)
    sent_by(head, DOOR)
    assert [one.group for one in attachments()] == ["photo", "document"]


@pytest.mark.parametrize("username", ["", "school.1"])
def test_a_flood_of_files_waits_and_is_let_in_with_the_ticket_of_the_page(
    username: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(username) if username else Client()
    address = begin(client).replace(DOOR, f"{DOOR}files")
    monkeypatch.setattr(floods, "FROM_ONE_ADDRESS", 0)
    answer = client.post(address, {"attachments": [SimpleUploadedFile("shut.pdf", made.pdf(password="x"))]})
    assert answer.status_code == 429
    assert "We do not have the files that you just chose. Choose them again." in reading(answer)
    assert "protected by a password" not in reading(answer), "it was looked at"
    form = next(form for form in page_of(address, answer).forms if form.files)
    with at(world.MONDAY_NINE + timedelta(seconds=15)):
        again = {**form.as_it_stands(), "attachments": [SimpleUploadedFile(*HER)]}
        assert client.post(form.action, again).status_code == 302


def test_files_that_are_the_first_thing_begin_one_draft_however_often_they_are_sent() -> None:
    teacher = Client()
    first = box(teacher, f"{DOOR}files")
    for _ in ("the answer, with its cookie, never arrived", "pressed again", "and once more"):
        teacher.cookies.clear()
        answer = teacher.post(first.action, {**first.as_it_stands(), "attachments": [SimpleUploadedFile(*HER)]})
        assert answer.headers["Location"] == f"{DOOR}files"
    assert listed(teacher.get(f"{DOOR}files")) == ["Photo 1"]
    assert (count(Draft), count(DraftFile)) == (1, 1)
    sent_by(teacher, DOOR)
    late = teacher.post(first.action, {**first.as_it_stands(), "attachments": [SimpleUploadedFile(*DIARY)]})
    assert "they were not added to it" in reading(late)
    again = next(form for form in page_of(first.action, late).forms if form.files)
    teacher.post(again.action, {**again.as_it_stands(), "attachments": [SimpleUploadedFile(*DIARY)]})
    assert (count(Draft), count(DraftFile)) == (2, 1)


def test_whoever_was_signed_out_meanwhile_signs_in_and_is_back_at_the_files_of_the_same_draft() -> None:
    teacher = signed_in("school.1")
    address = begin(teacher).replace(DOOR, f"{DOOR}files")
    teacher.post(address, {"attachments": [SimpleUploadedFile(*HER)]})
    form, button = box(teacher, address), removal(teacher, address, "Photo 1")
    teacher.cookies.pop(settings.SESSION_COOKIE_NAME)
    for pressed in (form, button):
        answer = teacher.post(pressed.action, pressed.as_it_stands())
        assert answer.headers["Location"].startswith("/sign-in?next=/enquire/professional/files")
    assert count(DraftFile) == 1


def test_the_page_asks_the_database_the_same_however_many_there_are() -> None:
    client = signed_in("school.1")
    home = begin(client)
    choose(client, home, HER)
    address = home.replace(DOOR, f"{DOOR}files")
    few = len(visit(client, address).queries)
    choose(client, home, *((f"{n}.txt", f"Day {n}".encode()) for n in range(8)))
    assert len(listed(client.get(address))) == 9
    assert len(visit(client, address).queries) == few <= 5
