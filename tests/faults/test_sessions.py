"""A session that ends in the middle of a form: the way back in leads to the same form, and nothing half is done."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mash.foundation.access.unsent import CSRF
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from tests import world
from tests.browsing import signed_in, text_of
from tests.faults.filling import Upload, filled
from tests.faults.reading_forms import Form, Page, Typed, page_of
from tests.faults.stages import DOORS, NOON, Stage, Walk, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk()


@pytest.mark.parametrize("name", ["received"])
def test_every_form_leads_to_sign_in_and_from_there_back_to_itself(name, walk):
    wrong = []
    with stage(name) as here:
        for username, form in walk.forms(here):
            if username and not form.action.startswith(("/enquire/", *DOORS)):
                with here.undone(username):
                    wrong += ended_in_the_middle(here, username, form)
    assert not wrong, wrong


def ended_in_the_middle(here: Stage, username: str, form: Form) -> list[str]:
    browser = here.client(username)
    typed = filled(form, here.given, form.buttons[0])
    browser.cookies.pop(settings.SESSION_COOKIE_NAME)
    before = events()
    turned_away, page = here.post(username, form.action, typed)
    if events() != before:
        return [f"{form.action}: did something for nobody"]
    way_in_to, lost = way_in_of(turned_away, page, form.action, typed)
    if lost or not way_in_to.startswith("/sign-in?next="):
        return [f"{form.action}: {turned_away.status_code} {way_in_to}, lost: {lost}"]
    _, door = here.get(username, way_in_to)
    way_in: Typed = next(one for one in door.forms if one.action == "/demo/sign-in").as_it_stands()
    back, _ = here.post(username, "/demo/sign-in", {**way_in, "username": [username]})
    again, page = here.get(username, back.headers["Location"])
    if again.status_code == 302:  # the page of a button alone leads to the page on which the button stands
        again, page = here.get(username, again.headers["Location"])
    names = set(form.boxes)
    if again.status_code != 200 or not any(set(one.boxes) == names for one in page.forms):
        return [f"{form.action}: back at {back.headers['Location']}, {again.status_code}, without the form"]
    return []


def way_in_of(turned_away: Any, page: Page, action: str, typed: Typed) -> tuple[str, list[str]]:
    """Where the door is, and what is not given back of a form that was sent without a session.

    The doors of professionals keep a draft, and lead to sign-in themselves.
    """
    if turned_away.status_code == 302:
        return turned_away.headers["Location"], []
    given_back = next((one.as_it_stands() for one in page.forms if one.action == action), {})
    has_files = any(isinstance(value, Upload) for values in typed.values() for value in values)  # words can be copied
    given_back |= {CSRF: typed.get(CSRF, [])}  # its token is a new one
    lost = [name for name, values in typed.items() if values and given_back.get(name) != values and not has_files]
    ways = re.findall(r'href="(/sign-in[^"]*)"', turned_away.content.decode())
    return unescape(ways[0]) if turned_away.status_code == 403 and ways else "", lost


def events() -> int:
    with world.backstage():
        return Event.objects.count()


def test_an_idle_session_ends_at_the_next_press_and_the_form_is_there_again(monkeypatch):
    with stage("received") as here:
        address = f"/enquiries/{here.made['e']['reference']}/rate"
        with at(NOON):
            browser = signed_in("sw.tamarshire.1")
            form = page_of(address, browser.get(address)).forms[-1]
            real = time.time
            idle = settings.SESSION_IDLE_SECONDS + 5
            monkeypatch.setattr("mash.foundation.access.sign_in.limits.time", lambda: real() + idle)
            sent = filled(form, here.given, form.buttons[0])
            turned_away = browser.post(address, sent)
            door, lost = way_in_of(turned_away, page_of(address, turned_away), address, sent)
            assert not lost
            assert door == f"/sign-in?next={address.replace('/', '%2F')}"
            back = browser.post("/demo/sign-in", {"username": "sw.tamarshire.1", "next": address})
            assert back.headers["Location"] == address
            assert "rationale" in page_of(address, browser.get(address)).forms[-1].boxes


def test_the_way_back_never_leads_elsewhere():
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "\x00"):
        answer = Client().post("/demo/sign-in", {"username": "sw.tamarshire.1", "next": elsewhere})
        assert answer.headers["Location"] == "/start"


def test_signing_out_in_another_tab_leaves_the_form_a_way_back():
    with stage("received") as here:
        address = f"/enquiries/{here.made['e']['reference']}/rate"
        other_tab = signed_in("sw.tamarshire.1")
        assert '"storage"' in other_tab.post("/sign-out").headers["Clear-Site-Data"]
        browser = Client(enforce_csrf_checks=True)  # whose cookies are gone too
        with at(NOON):
            stale = browser.post(address, {"level": "red", "rationale": "He is afraid."})
            assert stale.status_code == 403
            assert f'href="{address}"' in stale.content.decode()
            assert browser.get(address).headers["Location"].startswith("/sign-in?next=")


def test_a_form_that_another_site_sends_is_never_given_back_with_a_good_token():
    with stage("received") as here:
        address = f"/enquiries/{here.made['e']['reference']}/rate"
        browser = Client(enforce_csrf_checks=True)
        with at(NOON):
            for told in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
                answer = browser.post(address, {"level": "red", "rationale": "He is afraid."}, headers=told)
                assert answer.status_code == 403
                assert "He is afraid." not in answer.content.decode()
            own = browser.post(address, {"rationale": "He is afraid."}, headers={"origin": "http://testserver"})
            assert "He is afraid." in own.content.decode()


def test_a_password_is_never_given_back():
    browser = Client(enforce_csrf_checks=True)
    typed = {"login": "sw.tamarshire.1", "password": "three unrelated words"}
    answer = browser.post("/sign-in", typed, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "unrelated" not in answer.content.decode()


def test_a_file_that_came_without_a_session_has_to_be_chosen_again():
    with at(NOON):
        answer = Client().post(
            "/enquiries/new", {"narrative": "He is cold.", "files": SimpleUploadedFile("a.txt", b"x")}
        )
    assert answer.status_code == 403
    assert not page_of("/enquiries/new", answer).forms
    said = text_of(answer)
    assert "Files have to be chosen again" in said
    assert "He is cold." in said
