"""The database is gone in the middle of a decision, or its disk is full: people are told, and nothing is half done."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from psycopg import sql

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.decisions.models import Decision, Outcome
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.triage.models import Rating
from tests import world
from tests.browsing import signed_in, text_of
from tests.faults.filling import WORDS, filled
from tests.faults.reading_forms import Typed, page_of
from tests.pathway import scene
from tests.pathway.leaving import NOON, PM

pytestmark = pytest.mark.usefixtures("committed")

HERE = {"origin": "http://testserver"}
NOBODY_LISTENS = "1"


@pytest.fixture
def enquiry() -> Enquiry:
    return scene.enquiry()


def about_to_decide(enquiry: Enquiry) -> tuple[Client, str, Typed]:
    """A practice manager who is about to press, with what is sent then."""
    browser, address = signed_in(PM), f"/enquiries/{enquiry.reference}/decide"
    browser.raise_request_exception = False
    page = page_of(address, browser.get(address))
    form = next(one for one in page.forms if "threshold" in one.boxes)
    return browser, address, filled(form, {}, None) | {"do": ["save"]}


def kept() -> tuple[int, int, int, set[str]]:
    """Decisions, outcomes, events of deciding, and the states of enquiries."""
    with world.backstage():
        events = Event.objects.filter(verb="decide", outcome="made").count()
        states = set(Enquiry.objects.values_list("state", flat=True))
        return Decision.objects.count(), Outcome.objects.count(), events, states


NOTHING = (0, 0, 0, {"received"})
ONCE = (1, 2, 1, {"decided"})


@contextmanager
def gone() -> Iterator[None]:
    """Nobody listens where the database was."""
    default = connections["default"]
    port = default.settings_dict["PORT"]
    default.close()
    default.settings_dict["PORT"] = NOBODY_LISTENS
    try:
        yield
    finally:
        default.close()
        default.settings_dict["PORT"] = port


@contextmanager
def breaks_in(kind: type, monkeypatch: Any, how: Callable[[], None]) -> Iterator[None]:
    """While this lasts, something happens each time that a row of this kind is about to be made."""
    add = kind.add  # type: ignore[attr-defined]  # every kept model has it

    def broken(**values: Any) -> Any:
        how()
        return add(**values)

    with monkeypatch.context() as patch:
        patch.setattr(kind, "add", broken)
        yield


def given_back(answer: Any, address: str) -> Typed:
    """What the page of a failure holds of the form, to be sent again."""
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    said = text_of(answer)
    assert "Nothing was saved by what you did last" in said
    assert WORDS in said
    return next(form for form in page_of(address, answer).forms if form.action == address).as_it_stands()


def cut_the_line() -> None:
    """As when the server's machine goes: this connection ends in the middle of what it does."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid = %s",
            [connection.connection.info.backend_pid],
        )


def test_a_database_that_goes_in_the_middle_of_a_decision_leaves_nothing_half_done_and_the_form_is_sent_again(
    enquiry, monkeypatch
):
    with at(NOON):
        browser, address, typed = about_to_decide(enquiry)
        with breaks_in(Outcome, monkeypatch, cut_the_line):
            answer = browser.post(address, typed, headers=HERE)
        again = given_back(answer, address)
        connections["default"].close()
        assert kept() == NOTHING
        with gone():  # for as long as it takes
            again = given_back(browser.post(address, again, headers=HERE), address)
            answer = browser.get(f"/enquiries/{enquiry.reference}/")
            assert answer.status_code == 503
            assert "go back and try again" in text_of(answer)
        for _ in range(2):  # a second press does nothing more
            assert browser.post(address, again, headers=HERE).status_code == 302
    assert kept() == ONCE


def test_what_the_public_typed_is_not_given_back_by_an_error_page_but_nothing_is_said_to_be_saved():
    browser = Client(raise_request_exception=False)
    page = page_of("/enquire/tamarshire/story", browser.get("/enquire/tamarshire/story"))
    typed = filled(page.forms[-1], {}, None)
    with gone():
        answer = browser.post("/enquire/tamarshire/story", typed, headers=HERE)
    assert answer.status_code == 503
    assert WORDS not in answer.content.decode()
    assert "call 999" in text_of(answer)


def test_what_another_site_sends_is_not_given_back_by_an_error_page():
    with gone():
        answer = Client(raise_request_exception=False).post(
            "/enquiries/new", {"narrative": WORDS}, headers={"origin": "https://evil.example"}
        )
    assert answer.status_code == 503
    assert WORDS not in answer.content.decode()


@contextmanager
def full_disk(table: str) -> Iterator[None]:
    """Every row of a table is turned away as PostgreSQL does it when its disk is full."""
    name = sql.Identifier(table)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "create function disk_is_full() returns trigger language plpgsql as "
            "$$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$"
        )
        cursor.execute(
            sql.SQL("create trigger full_disk before insert on {} execute function disk_is_full()").format(name)
        )
    try:
        yield
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("drop function disk_is_full() cascade")


@pytest.mark.parametrize("table", ["decisions_outcome", "ledger_event", "procrastinate_jobs", "access_once"])
def test_a_full_disk_is_said_and_nothing_is_acknowledged_that_was_not_written(enquiry, table):
    with at(NOON):
        browser, address, typed = about_to_decide(enquiry)
        if table == "procrastinate_jobs":  # a rating asks agencies, which defers their mail
            address, typed = address.replace("decide", "rate"), rating(browser, address.replace("decide", "rate"))
        with full_disk(table):
            again = given_back(browser.post(address, typed, headers=HERE), address)
        assert kept() == NOTHING
        assert browser.post(address, again, headers=HERE).status_code == 302
    with world.backstage():
        assert (Decision.objects.count(), Rating.objects.count()) in ((1, 0), (0, 1))


def rating(browser: Client, address: str) -> Typed:
    browser.post("/demo/sign-in", {"username": "sw.tamarshire.1"})
    form = next(one for one in page_of(address, browser.get(address)).forms if "level" in one.boxes)
    return filled(form, {}, None)


@pytest.mark.rule(86)
def test_when_the_ledger_has_no_room_nothing_is_shown(enquiry):
    with at(NOON):
        browser, _, _ = about_to_decide(enquiry)
        with full_disk("ledger_event"):
            answer = browser.get(f"/enquiries/{enquiry.reference}/")
    assert answer.status_code == 503
    assert "Rowan" not in answer.content.decode()


def test_a_disk_that_is_full_when_a_file_comes_is_said(enquiry, monkeypatch):
    class NoRoom(io.BytesIO):
        def write(self, *args: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    with at(NOON):
        browser, _, _ = about_to_decide(enquiry)
        address = f"/enquiries/{enquiry.reference}/add"
        form = next(one for one in page_of(address, browser.get(address)).forms if one.files)
        sent = filled(form, {}, None) | {"attachments": SimpleUploadedFile("a.txt", b"x")}
        monkeypatch.setattr("mash.foundation.files.uploads.tempfile.SpooledTemporaryFile", lambda **_: NoRoom())
        answer = browser.post(address, sent, headers=HERE)
    assert answer.status_code == 503
    assert "Nothing was saved" in text_of(answer)
