"""Every page, read by everybody: what each finds there, and what the ledger says that each was shown."""

from __future__ import annotations

import fnmatch
import json
import logging
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import resolve

from mash.config.logs import AsJson
from mash.demo.people_of_the_hub import workers
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.models import DescribedPerson
from tests import world
from tests.browsing import signed_in
from tests.committed import committing
from tests.seal.crawl import addresses, ids_of, pages, search_for, text_of
from tests.seal.planted import BORN, MAY, NAMES, OWN, SEARCHES, TOLD, story
from tests.seal.test_seal import play_it
from tests.set_up import set_up

PERSONAL = [
    planted.lower()
    for planted in (*MAY, *BORN, *(name for names in NAMES.values() for name in names))
    if planted not in OWN
]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer of the crawl that shows something of somebody, or that the ledger says does."""

    reader: str
    address: str
    shown: frozenset[str]
    recorded: frozenset[str]

    def __str__(self) -> str:
        return f"{self.reader} {self.address}: shows {sorted(self.shown)}, ledger {sorted(self.recorded)}"


@dataclass(slots=True)
class Crawl:
    """What came of reading every page as everybody."""

    addresses: int = 0
    idle: list[str] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    personal: dict[tuple[str, str, str], str] = field(default_factory=dict)


class Keeping(logging.Handler):
    """Keeps which planted texts are logged."""

    def __init__(self, into: list[str]) -> None:
        super().__init__()
        self.setFormatter(AsJson())
        self.into = into

    def emit(self, record: logging.LogRecord) -> None:
        """Look through one line."""
        told = f"{record.getMessage()} {self.format(record)}".lower()
        self.into += [planted for planted in PERSONAL if planted in told]


def readers() -> list[str]:
    """One account for each way to have access: role, agency and area; and everyone whom the story names."""
    named = set(re.findall(r'"(\w[\w.-]+\.\d)"', json.dumps(story())))
    seen: set[tuple[str, str, tuple[str, ...], str]] = set()
    chosen = []
    for worker in workers():
        signature = (worker.role, worker.agency, worker.areas, worker.team)
        if signature not in seen or worker.username in named or worker.username == "sw.tamarshire.2":
            seen.add(signature)
            chosen.append(worker.username)
    return chosen


class Ledger:
    """The read events of each request in turn, as the people of the story whom they name."""

    def __init__(self, enquiry: uuid.UUID) -> None:
        self.people: dict[uuid.UUID, str] = {}
        with world.backstage():
            for described in DescribedPerson.objects.filter(enquiry=enquiry):
                name = next(known for known, names in NAMES.items() if described.given in names)
                self.people |= {described.pk: name} | ({described.person_id: name} if described.person_id else {})
        self.last = 0
        self.recorded()

    def recorded(self) -> frozenset[str]:
        """Whom the events say to have been shown since this was asked last."""
        with world.backstage():
            events = list(Event.objects.filter(seq__gt=self.last).values_list("seq", "outcome", "people"))
        self.last = max((seq for seq, _, _ in events), default=self.last)
        read = {person for _, outcome, people in events if outcome == "read" for person in people}
        return frozenset(self.people.get(person, f"somebody else, {person}") for person in read)


@pytest.fixture(scope="module")
def crawl(django_db_setup: None, django_db_blocker: Any) -> Iterator[Crawl]:
    """Read every page as everybody, once for all tests here; the story stands until they are over."""
    found = Crawl()
    keeping = Keeping(found.logged)
    logging.getLogger().addHandler(keeping)
    with committing(django_db_blocker), set_up() as desk:
        try:
            read_everything(found, desk)
            yield found
        finally:
            logging.getLogger().removeHandler(keeping)


def read_everything(found: Crawl, desk: dict[str, list[str]]) -> None:
    """Read every page of the planted story as everybody."""
    enquiry = play_it()["e"]
    every_address = addresses(enquiry["reference"], ids_of(enquiry["id"]), desk)
    found.addresses = len(every_address)
    ledger = Ledger(uuid.UUID(enquiry["id"]))
    for username in ["", *readers()]:
        client = signed_in(username) if username else Client()
        ledger.recorded()
        visited = 0
        for address, status, text in pages(client, every_address):
            visited += status == 200
            note(found, username, address, status, text.lower(), ledger.recorded())
        for typed, more in product(SEARCHES, ({}, {"brief": "yes"})):  # as it is sent while somebody types
            answer = client.post("/people/", {"q": typed, **more})
            note(found, username, search_for(typed), answer.status_code, text_of(answer).lower(), ledger.recorded())
        if not visited:
            found.idle.append(username)


def note(found: Crawl, username: str, address: str, status: int, text: str, recorded: frozenset[str]) -> None:
    """Keep what one answer showed."""
    reader = username or "visitor"
    if status >= 500:
        found.broken.append((reader, address))
    found.wrong += [
        (reader, planted, address)
        for planted, may in MAY.items()
        if planted.lower() in text and not any(fnmatch.fnmatch(username, name) for name in may)
    ]
    shown = frozenset(known for known, names in NAMES.items() if any(map(has(text), (*names, *TOLD[known]))))
    if shown or recorded:
        found.pages.append(Page(reader, address, shown, recorded))
    if any(planted in text for planted in PERSONAL):
        view = resolve(address.partition("?")[0]).view_name
        found.personal.setdefault((username.partition(".")[0], view, str(sorted(shown))), f"{username} {address}")


def has(text: str) -> Callable[[str], bool]:
    """Whether a text holds words as words of their own."""
    return lambda words: re.search(rf"\b{words.lower()}\b", text) is not None


@pytest.mark.rule(21, 28, 54, 57, 60)
def test_planted_texts_are_found_only_by_those_who_may(crawl):
    assert crawl.addresses > 60
    assert not crawl.broken, crawl.broken[:10]
    assert not crawl.idle, "they reached no page"
    assert not crawl.wrong, f"{len(crawl.wrong)}: {crawl.wrong[:12]}"
    assert crawl.logged == []


@pytest.mark.rule(86)
def test_whom_a_page_shows_and_whom_the_ledger_says_it_showed_are_the_same(crawl):
    otherwise = [page for page in crawl.pages if page.shown != page.recorded]
    assert len(crawl.pages) > 100
    assert not otherwise, f"{len(otherwise)} of {len(crawl.pages)}:\n" + "\n".join(map(str, otherwise[:40]))


@pytest.mark.rule(86)
def test_what_cannot_be_recorded_is_not_shown(crawl):
    clients: dict[str, Client] = {}
    for place in crawl.personal.values():
        username = place.partition(" ")[0]
        if username not in clients:
            clients[username] = signed_in(username) if username else Client()
            clients[username].raise_request_exception = False
    shown = []
    with no_ledger():
        for place in crawl.personal.values():
            username, _, address = place.partition(" ")
            answer = clients[username].get(address)
            found = [planted for planted in PERSONAL if planted in text_of(answer).lower()]
            if answer.status_code != 500 or found:
                shown.append((place, answer.status_code, found))
    assert len(crawl.personal) > 50
    assert not shown, f"{len(shown)} of {len(crawl.personal)}: {shown[:12]}"


@contextmanager
def no_ledger() -> Iterator[None]:
    """Let no event be written: the table itself says no."""
    name = connection.settings_dict["NAME"]
    assert connections["owner"].settings_dict["NAME"] == name
    with connections["owner"].cursor() as owner:
        owner.execute(
            "create function public.no_event() returns trigger language plpgsql as "
            "$$begin raise exception 'the ledger is full'; end$$;"
            "create trigger no_event before insert on ledger_event for each row execute function no_event()"
        )
        try:
            yield
        finally:
            owner.execute("drop function public.no_event() cascade")
    connections["owner"].close()
