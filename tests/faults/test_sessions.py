"""A session that ends in the middle of a form: the way back in leads to the same form, and nothing half is done."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.test import Client

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from tests import world
from tests.browsing import signed_in
from tests.faults.filling import filled
from tests.faults.reading_forms import Form, Typed, page_of
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
    turned_away, _ = here.post(username, form.action, typed)
    if turned_away.status_code != 302 or not turned_away.headers["Location"].startswith("/sign-in?next="):
        return [f"{form.action}: {turned_away.status_code} {turned_away.headers.get('Location')}"]
    if events() != before:
        return [f"{form.action}: did something for nobody"]
    _, door = here.get(username, turned_away.headers["Location"])
    way_in: Typed = next(one for one in door.forms if one.action == "/demo/sign-in").as_it_stands()
    back, _ = here.post(username, "/demo/sign-in", {**way_in, "username": [username]})
    again, page = here.get(username, back.headers["Location"])
    if again.status_code == 302:  # the page of a button alone leads to the page on which the button stands
        again, page = here.get(username, again.headers["Location"])
    names = set(form.boxes)
    if again.status_code != 200 or not any(set(one.boxes) == names for one in page.forms):
        return [f"{form.action}: back at {back.headers['Location']}, {again.status_code}, without the form"]
    return []


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
            turned_away = browser.post(address, {name: values[0] for name, values in sent.items() if values})
            assert turned_away.headers["Location"] == f"/sign-in?next={address.replace('/', '%2F')}"
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
