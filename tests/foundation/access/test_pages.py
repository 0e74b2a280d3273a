"""The entrance of every page: seat, refusal, recorded reading, and the double click."""

from __future__ import annotations

import pytest
from django.test import Client

from mash.foundation.access.models import Account
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Concern
from mash.foundation.zones import Seat
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.foundation.access.pages_to_try")]


def browser(username: str) -> Client:
    client = Client(raise_request_exception=False)
    with world.as_(None, seat=Seat.DOOR):
        client.force_login(Account.objects.get(username=username))
    return client


def events(**facts: object) -> list[Event]:
    with world.backstage():
        return list(Event.objects.filter(**facts).order_by("seq"))


def test_who_is_not_signed_in_is_led_to_the_door_and_back():
    answer = Client().get("/hub-only?q=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in?next=%2Fhub-only%3Fq%3D1"


def test_a_page_of_another_seat_is_not_there():
    assert browser("sw.tamarshire.1").get("/hub-only").status_code == 200
    assert browser("team.tamar-north.1").get("/hub-only").status_code == 404


def test_a_public_page_knows_nobody_but_its_own_people():
    assert browser("sw.tamarshire.1").get("/open").content == b"intake: None"
    assert b"intake: " in browser("school.1").get("/open").content
    assert Client().get("/open").content == b"intake: None"


@pytest.mark.rule(86)
def test_a_refusal_looks_like_nothing_there_and_stays_in_the_ledger():
    answer = browser("sw.tamarshire.1").get("/refuses")
    nothing = browser("sw.tamarshire.1").get("/no-such-page")
    assert answer.status_code == nothing.status_code == 404
    (event,) = events(verb="refuses")
    assert event.outcome == "refused"
    assert event.reasons == ["not_found", "tied"]


@pytest.mark.rule(58, 86)
def test_what_a_page_shows_is_in_the_ledger_before_it_goes_out():
    browser("pm.tamarshire.1").get("/shows")
    (event,) = events(verb="shows_somebody")
    assert event.outcome == "read"
    assert event.people == [world.member("sw.tamarshire.1").pk]
    assert event.actor == world.member("pm.tamarshire.1").pk


@pytest.mark.rule(86)
def test_when_the_reading_cannot_be_recorded_nothing_is_shown(monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("the ledger is full")

    monkeypatch.setattr("mash.foundation.access.pages.record", fails)
    answer = browser("pm.tamarshire.1").get("/shows")
    assert answer.status_code == 500
    assert world.member("sw.tamarshire.1").name.encode() not in answer.content


def test_a_page_that_breaks_undoes_what_it_wrote_and_says_nothing_of_it():
    answer = browser("sw.tamarshire.1").get("/breaks")
    assert answer.status_code == 500
    assert b"ZeroDivision" not in answer.content
    assert events(verb="before_it_broke") == []


def test_a_double_submit_makes_one_thing():
    admin = browser("admin.1")
    with world.backstage():
        before = Concern.objects.count()
    first = admin.post("/adds", {"once": "a-token-of-one-form-1"})
    second = admin.post("/adds", {"once": "a-token-of-one-form-1"})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, "/hub-only")
    with world.backstage():
        assert Concern.objects.count() == before + 1


def test_nothing_is_cached_and_nothing_comes_from_elsewhere():
    answer = browser("sw.tamarshire.1").get("/hub-only")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
