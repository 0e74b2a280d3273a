"""A photo and a document, from a telephone at the front door to the desk where they are looked at."""

from __future__ import annotations

from pathlib import Path

from tests.foundation.files import made
from tests.journeys.hub import Hub

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
