"""A photo and a document, from a telephone at the front door to the desk where they are looked at."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.foundation.files import made
from tests.journeys.front_door import Enquirer
from tests.journeys.hub import Hub
from tests.journeys.window import Window

FILES = "/enquire/tamarshire/files"
BYTES = "async address => [...new Uint8Array(await (await fetch(address)).arrayBuffer())]"
WIDTH = "picture => picture.decode().then(() => picture.naturalWidth)"


def test_a_neighbour_sends_photos_and_a_social_worker_looks_at_them(hub: Hub, tmp_path: Path) -> None:
    files = {"bruise.jpg": made.photo(size=(1600, 1200)), "diary.txt": b"Monday: he hit her.", "shut.pdf": b""}
    files["shut.pdf"] = made.pdf(password="secret")
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    neighbour = hub.as_the_public(phone=True)
    told = neighbour.tell("He cries at night", area="Tamarshire", given="Rowan")
    neighbour.come_back(told)
    window = neighbour.window
    window.fill("What do you want to add?", "This is from the garden.")
    window.page.get_by_label("Photos, documents or recordings").set_input_files(tmp_path / "shut.pdf")
    window.press("Send", exact=True)
    assert window.reads("‘shut.pdf’ is protected by a password")
    assert window.page.get_by_label("What do you want to add?").input_value() == "This is from the garden."
    window.page.get_by_label("Photos, documents or recordings").set_input_files(
        [tmp_path / "bruise.jpg", tmp_path / "diary.txt"]
    )
    window.press("Send", exact=True)
    assert window.reads("It has reached the hub")

    hub.later(hours=1)
    for username, phone in (("sw.tamarshire.1", False), ("calls.tamarshire.1", True)):
        desk = hub.as_(username, phone=phone).window
        desk.go(f"/enquiries/{told.reference}/")
        assert desk.reads("1 photo and 1 document")
        small = desk.page.locator(".enquiries-file img")
        small.scroll_into_view_if_needed()
        assert small.evaluate(WIDTH) == 240
        desk.press("Photo 1 of 2 March")
        assert desk.page.locator("main img").evaluate(WIDTH) == 1600
        desk.go(f"/enquiries/{told.reference}/?open=files")
        desk.press("Document 1 of 2 March")
        assert desk.reads("Monday: he hit her.")
        with desk.page.expect_download() as taken:
            desk.page.get_by_text("Take a copy").click()
        assert taken.value.suggested_filename == "document-1-of-2-march.txt"
    assert hub.faults == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_two_photos_are_chosen_while_telling_one_is_taken_out_and_the_hub_has_the_other(
    hub: Hub, tmp_path: Path, script: bool
) -> None:
    bruise = saved(tmp_path, "bruise.jpg", made.photo(size=(1600, 1200)))
    room = saved(tmp_path, "room.jpg", made.photo())
    window = hub.window("a neighbour", phone=True, script=script)
    window.go("/enquire/tamarshire/story")
    window.fill("What is happening?", "He cries at night")
    window.press("Continue")
    window.press("Continue")
    assert window.reads("Do you have photos or files to show us?")
    window.page.get_by_label("Photos, documents or recordings").set_input_files([room, bruise])
    window.press("Continue")
    assert window.reads("Photo 2")
    assert not window.reads("bruise")
    window.press("Remove Photo 1")
    assert window.reads("Photo 1")
    assert not window.reads("Photo 2")
    for _ in ("the files", "whether it is safe", "who they are"):
        window.press("Continue")
    assert window.reads("1 photo")
    window.press("Send", exact=True)
    told = Enquirer(window).received()

    desk = hub.as_("sw.tamarshire.1").window
    desk.go(f"/enquiries/{told.reference}/?open=files")
    desk.press("Photo 1 of 2 March")
    picture = desk.page.locator("main img")
    assert picture.evaluate(WIDTH) == 1600
    copy = desk.page.evaluate(BYTES, picture.get_attribute("src"))
    assert made.SECRET.encode() in bruise.read_bytes()
    assert made.SECRET.encode() not in bytes(copy)
    assert desk.reads("bruise.jpg")


def test_a_professional_shows_a_document_and_a_wrong_one_is_said(hub: Hub, tmp_path: Path) -> None:
    diary = saved(tmp_path, "diary.txt", b"Monday: he hit her.")
    shut = saved(tmp_path, "shut.pdf", made.pdf(password="secret"))
    window = hub.as_professional("school.1").window
    window.go("/enquire/professional/")
    window.press("Start now")
    assert window.page.locator("#status-files").inner_text() == "Optional"
    window.press("Photos and documents")
    window.page.get_by_label("Photos, documents or recordings").set_input_files([diary, shut])
    window.press("Save and go on")
    assert window.reads("‘shut.pdf’ is protected by a password")
    window.page.get_by_label("Photos, documents or recordings").set_input_files(diary)
    window.press("Save and go on")
    assert window.reads("Document 1")
    window.press("Save and go on")
    assert window.page.locator("#status-files").inner_text() == "Completed"


def test_a_line_that_drops_in_the_middle_of_a_photo_loses_nothing_that_was_there(hub: Hub, tmp_path: Path) -> None:
    window = hub.window("a neighbour", phone=True)
    window.go("/enquire/tamarshire/story")
    window.fill("What is happening?", "He cries at night")
    window.press("Continue")
    window.press("Continue")
    box = window.page.get_by_label("Photos, documents or recordings")
    box.set_input_files(saved(tmp_path, "diary.txt", b"Monday: he hit her."))
    window.press("Continue")
    break_off(hub, window)
    window.go("/enquire/tamarshire/files")
    assert window.reads("Document 1")
    assert not window.reads("Photo 1")
    window.go("/enquire/tamarshire/check")
    assert window.reads("He cries at night")


def saved(folder: Path, name: str, content: bytes) -> Path:
    """A file on somebody's device."""
    (folder / name).write_bytes(content)
    return folder / name


def break_off(hub: Hub, window: Window) -> None:
    """Send a photo as this window would, and let the line drop in the middle of it."""
    cookies = {cookie["name"]: cookie["value"] for cookie in window.context.cookies(f"{hub.address}{FILES}")}
    token = window.page.locator('[name="csrfmiddlewaretoken"]').last.input_value()
    parts = {"csrfmiddlewaretoken": token, "draft": cookies["so-far"]}
    body = b"".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in parts.items()
    )
    body += b'--b\r\nContent-Disposition: form-data; name="attachments"; filename="a.jpg"\r\n\r\n' + made.photo()
    head = (
        f"POST {FILES} HTTP/1.1\r\nHost: {urlsplit(hub.address).netloc}\r\nContent-Length: {len(body) + 10_000}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nCookie: "
        + "; ".join(f"{name}={value}" for name, value in cookies.items())
    )
    with socket.create_connection((urlsplit(hub.address).hostname, urlsplit(hub.address).port), timeout=30) as line:
        line.sendall(head.encode() + b"\r\n\r\n" + body)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(100).startswith(b"HTTP/1.1 4")
