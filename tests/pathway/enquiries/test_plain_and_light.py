"""Every page of the public is read with ease at nine years, and loads on a slow line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mash.foundation.access import floods
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import ask_enquirer
from mash.pathway.enquiries.professional.parts import PARTS
from mash.pathway.enquiries.telling.public.questions import QUESTIONS
from tests import world
from tests.foundation.files import made
from tests.neighbour import Neighbour
from tests.pathway.enquiries.choosing import DIARY, HER
from tests.pathway.enquiries.conftest import told
from tests.pathway.enquiries.telling import ANSWERS, DOOR, begin, fill
from tests.reading_age import reading_age, sentences, syllables

OLDEST_YEARS = 9
HEAVIEST_BYTES = 150_000
LOADED = re.compile(r'(?:<link[^>]*href|<script[^>]*src|data-govuk|<img[^>]*src)="([^"]+)"')
PAGES = (
    "/",
    "/enquire/elsewhere",
    "/enquire/tamarshire/privacy",
    *(f"/enquire/tamarshire/{q.slug}" for q in QUESTIONS),
    "/enquire/back",
    "/enquire/received",
)
PROFESSIONAL = [
    f"{DOOR}{page}" for page in ("", *(part.slug for part in PARTS), "files", "check", "later", "throw-away", "go-on")
]


def a_neighbour() -> Neighbour:
    neighbour = Neighbour()
    neighbour.tell(danger="yes", given="Rowan", narrative="He cries at night.", name="Bridie", say_who="no")
    return neighbour


def sent() -> Any:
    neighbour = a_neighbour()
    return neighbour.client.get(neighbour.send().headers["Location"])


def late() -> Any:
    neighbour = a_neighbour()
    page = neighbour.opened("who")
    neighbour.send()
    return neighbour.press(page)


def asked_back() -> Any:
    received = told()
    with world.as_("sw.tamarshire.1") as me:
        ask_enquirer(me, received.id, text="Where is he now?")
    return Client().post("/enquire/back", {"reference": received.reference, "code": received.code})


def wrong() -> Any:
    return Client().post("/enquire/back", {"reference": "x", "code": "y"})


def in_two_windows() -> Any:
    neighbour = a_neighbour()
    page = neighbour.opened("who")
    neighbour.answer("who", given="Wren")
    return neighbour.press(page, given="Robin")


def with_files() -> Any:
    neighbour = a_neighbour()
    return neighbour.client.get(neighbour.show(HER, DIARY).headers["Location"])


def late_with_files() -> Any:
    neighbour = a_neighbour()
    page = neighbour.opened("files")
    neighbour.send()
    return neighbour.client.post(page.action, {**page.as_it_stands(), "attachments": SimpleUploadedFile(*HER)})


def too_many_files() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(floods, "FROM_ONE_ADDRESS", 0)
        return Neighbour().show(HER)


def too_fast() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(floods, "FROM_ONE_ADDRESS", 0)
        return Neighbour().answer("story", narrative="He cries at night.")


ON_THE_WAY: dict[str, Callable[[], Any]] = {
    "in danger": lambda: a_neighbour().client.get("/enquire/tamarshire/who"),
    "check": lambda: a_neighbour().client.get("/enquire/tamarshire/check"),
    "saved": lambda: a_neighbour().client.get("/enquire/tamarshire/save"),
    "sent": sent,
    "sent already": late,
    "a question back": asked_back,
    "a wrong code": wrong,
    "no story": lambda: Neighbour().answer("story"),
    "in two windows": in_two_windows,
    "too fast": too_fast,
    "with files": with_files,
    "a wrong file": lambda: a_neighbour().show(HER, ("cat.jpg", b"MZ"), ("shut.pdf", made.pdf(password="x"))),
    "files, sent already": late_with_files,
    "files, too fast": too_many_files,
}


@pytest.fixture(params=[*PAGES, *ON_THE_WAY])
def public_page(request: pytest.FixtureRequest) -> Iterator[str]:
    """A page of the public, and what it says to somebody who meets it."""
    with at(world.MONDAY_NINE):
        find = ON_THE_WAY.get(request.param)
        answer = find() if find else Client().get(request.param)
        assert answer.status_code in (200, floods.TOO_FAST)
        yield answer.content.decode()


def test_a_child_of_nine_can_read_it(public_page: str, record_property: Callable[[str, object], None]) -> None:
    years = reading_age(public_page)
    record_property("reading age in years", round(years, 1))
    hard = sorted(sentences(public_page), key=lambda words: -sum(map(syllables, words)))[:4]
    assert years <= OLDEST_YEARS, f"{years:.1f} years: {[' '.join(words) for words in hard]}"


def test_it_weighs_little_and_loads_nothing_from_elsewhere(
    public_page: str, record_property: Callable[[str, object], None]
) -> None:
    weight = sum(map(len, all_that_comes_with(public_page)))
    record_property("bytes", weight)
    assert weight < HEAVIEST_BYTES, weight


@pytest.mark.parametrize("address", PROFESSIONAL)
def test_what_professionals_meet_without_an_account_is_plain_and_light_too(
    address: str, record_property: Callable[[str, object], None]
) -> None:
    teacher = Client()
    begin(teacher)
    for part in ANSWERS:
        fill(teacher, DOOR, part)
    shown = teacher.get(address).content.decode()
    years = reading_age(shown)
    weight = sum(len(gzip.compress(one)) for one in all_that_comes_with(shown))
    record_property("reading age in years", round(years, 1))
    record_property("bytes, packed", weight)
    assert years <= OLDEST_YEARS, years
    assert weight < HEAVIEST_BYTES, weight


def all_that_comes_with(page: str) -> Iterator[bytes]:
    """A page, and everything that a browser loads to draw it: nothing of it from elsewhere."""
    loaded = LOADED.findall(page)
    assert loaded
    assert [address for address in loaded if not address.startswith("/static/")] == []
    files = [Path(str(finders.find(address.removeprefix("/static/")))) for address in loaded]
    images = {file.parent / name for file in files if file.suffix == ".css" for name in images_of(file)}
    yield page.encode()
    yield from (file.read_bytes() for file in {*files, *images})


def images_of(style: Path) -> list[str]:
    text = style.read_text("utf-8")
    assert not re.search(r"url\(.?(https?:)?//|@import", text)
    return re.findall(r"url\(([\w/.-]+)\)", text)
