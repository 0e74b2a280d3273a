"""The way in: password, second factor, lock-out, sessions and their end, and the demo's page of named accounts."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import ProgrammingError, transaction
from django.test import Client

from mash.foundation.access import accounts
from mash.foundation.access.models import Account, Attempt
from mash.foundation.access.sign_in.own_account import device
from mash.foundation.access.urls import addresses
from mash.foundation.ledger.models import Event
from mash.foundation.zones import Seat
from tests import world

pytestmark = pytest.mark.django_db

PASSWORD = "tarpaulin-otter-basalt-7"
WRONG = "NotThePassword-000"
urlpatterns = addresses(demo_mode=False)
IN_EARNEST = pytest.mark.urls(__name__)


@pytest.fixture
def in_earnest(settings):
    settings.DEMO = False
    settings.SESSION_IDLE_SECONDS = 15 * 60


def account(username: str = "sw.tamarshire.1", password: str | None = PASSWORD) -> Account:
    with world.as_(None, seat=Seat.DOOR):
        found = Account.objects.get(username=username)
        found.set_password(password)
        found.save()
    return found


def sign_in(browser: Client, login: str = "sw.tamarshire.1", password: str = PASSWORD, **more: str):
    return browser.post("/sign-in", {"login": login, "password": password, **more})


def code_for(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def enrol(browser: Client) -> tuple[str, list[str]]:
    """Set up the second factor as its page asks; the secret that was shown, and the recovery codes."""
    shown = browser.get("/account/second-factor").content.decode()
    secret = re.search(r'class="mash-secret">([A-Z2-7 ]+)<', shown)[1].replace(" ", "")  # type: ignore[index]
    answer = browser.post("/account/second-factor", {"code": code_for(secret)}, follow=True)
    assert answer.redirect_chain == [("/account/recovery-codes", 302)]
    return secret, re.findall(r"<li>(\d{8})</li>", answer.content.decode())


def events(verb: str) -> list[Event]:
    with world.backstage():
        return list(Event.objects.filter(verb=verb).order_by("seq"))


def signed_in(browser: Client) -> bool:
    return browser.get("/account").status_code == 200


def test_a_password_lets_in_by_username_or_e_mail_address_and_the_ledger_knows():
    who = account()
    for login in ("sw.tamarshire.1", "SW.Tamarshire.1", "sw.tamarshire.1@demo.example"):
        browser = Client()
        assert sign_in(browser, login).headers["Location"] == "/start"
        assert signed_in(browser)
    assert {event.actor for event in events("sign_in")} == {who.member_id}


def test_sign_in_leads_back_to_where_one_was_going_and_never_elsewhere():
    account()
    assert sign_in(Client(), next="/account?a=1").headers["Location"] == "/account?a=1"
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert sign_in(Client(), next=elsewhere).headers["Location"] == "/start"


def test_a_wrong_password_says_no_more_than_an_unknown_name_and_both_are_in_the_ledger():
    who = account()
    known, unknown = sign_in(Client(), password=WRONG), sign_in(Client(), "nobody.knows", WRONG)
    for answer in (known, unknown):
        assert answer.status_code == 200
        assert accounts.NOT_RIGHT in unescape(answer.content.decode())
        assert WRONG not in answer.content.decode()
    mine, nobodys = events("sign_in_failed")
    assert (mine.outcome, mine.actor, mine.object_id) == ("refused", None, who.member_id)
    assert nobodys.object_id is None
    assert "nobody.knows" not in str(nobodys.details)


def test_an_account_that_has_ended_is_not_let_in():
    who = account()
    browser = Client()
    sign_in(browser)
    with world.as_(None, seat=Seat.DOOR):
        who.is_active = False
        who.save()
    assert not signed_in(browser)
    assert sign_in(Client()).headers["Location"] == "/sign-in"


@IN_EARNEST
def test_five_wrong_attempts_lock_the_account_even_for_the_right_password(in_earnest):
    account()
    for _ in range(5):
        sign_in(Client(), password=WRONG)
    locked = sign_in(Client())
    assert accounts.LOCKED in locked.content.decode()
    assert accounts.LOCKED in sign_in(Client(), "sw.tamarshire.1@demo.example").content.decode()
    account("pm.tamarshire.1")
    assert sign_in(Client(), "pm.tamarshire.1").status_code == 302
    with world.backstage():
        attempt = Attempt.objects.first()
        assert attempt is not None
        assert "sw.tamarshire" not in attempt.key
        Attempt.objects.update(at=world.MONDAY_NINE)
    assert sign_in(Client()).status_code == 302


def test_in_demo_mode_wrong_attempts_warn_and_do_not_block():
    account()
    for _ in range(6):
        answer = sign_in(Client(), password=WRONG)
    assert "Outside demo mode this account would now be locked" in answer.content.decode()
    assert sign_in(Client()).status_code == 302


@IN_EARNEST
def test_outside_demo_mode_nothing_is_seen_before_a_second_factor_is_set_up(in_earnest):
    account()
    browser = Client()
    sign_in(browser)
    for path in ("/account", "/account/password", "/account/recovery-codes"):
        assert browser.get(path).headers["Location"] == "/account/second-factor"
    secret, codes = enrol(browser)
    assert len(codes) == 10
    assert signed_in(browser)
    assert re.findall(r"<li>\d{8}</li>", browser.get("/account/recovery-codes").content.decode()) == []

    again = Client()
    assert sign_in(again).headers["Location"] == "/sign-in/second-step"
    assert again.get("/account").headers["Location"].startswith("/sign-in")
    assert "The code is not right" in again.post("/sign-in/second-step", {"code": "000000"}).content.decode()
    assert again.post("/sign-in/second-step", {"code": code_for(secret, 1)}).headers["Location"] == "/start"
    assert signed_in(again)
    (failure,) = events("sign_in_failed")
    assert failure.reasons == ["wrong_code"]


@IN_EARNEST
def test_a_code_is_good_once_and_a_recovery_code_too(in_earnest):
    account()
    secret, codes = enrol_new()
    for code in (code_for(secret, 1), codes[0]):
        first, second = Client(), Client()
        sign_in(first)
        sign_in(second)
        assert first.post("/sign-in/second-step", {"code": code}).status_code == 302
        assert second.post("/sign-in/second-step", {"code": code}).status_code == 200
        assert not signed_in(second)


def enrol_new() -> tuple[str, list[str]]:
    browser = Client()
    sign_in(browser)
    return enrol(browser)


@IN_EARNEST
def test_five_wrong_codes_shut_the_second_step(in_earnest):
    account()
    secret, _ = enrol_new()
    browser = Client()
    sign_in(browser)
    for _ in range(5):
        browser.post("/sign-in/second-step", {"code": "000000"})
    answer = browser.post("/sign-in/second-step", {"code": code_for(secret, 1)})
    assert "too many wrong codes" in answer.content.decode()
    assert not signed_in(browser)


@IN_EARNEST
def test_a_session_from_before_the_second_factor_must_come_in_again(in_earnest):
    account()
    early = Client()
    sign_in(early)
    enrol_new()
    assert early.get("/account").headers["Location"] == "/account/second-factor"
    assert early.get("/account/second-factor").headers["Location"].startswith("/sign-in")
    assert early.get("/account").headers["Location"].startswith("/sign-in")


@IN_EARNEST
def test_another_phone_takes_the_password_and_ends_the_old_one(in_earnest):
    account()
    browser = Client()
    sign_in(browser)
    old, _ = enrol(browser)
    shown = browser.get("/account/second-factor?replace").content.decode()
    new = re.search(r'class="mash-secret">([A-Z2-7 ]+)<', shown)[1].replace(" ", "")  # type: ignore[index]
    wrong = browser.post("/account/second-factor?replace", {"code": code_for(new), "password": WRONG})
    assert "This is not your password" in wrong.content.decode()
    right = browser.post("/account/second-factor?replace", {"code": code_for(new), "password": PASSWORD})
    assert right.headers["Location"] == "/account/recovery-codes"
    again = Client()
    sign_in(again)
    assert again.post("/sign-in/second-step", {"code": code_for(old, 1)}).status_code == 200
    assert again.post("/sign-in/second-step", {"code": code_for(new, 1)}).status_code == 302


def test_the_secret_of_a_second_factor_is_not_in_the_database():
    account()
    secret, _ = enrol_new()
    with world.backstage():
        from allauth.mfa.models import Authenticator

        assert all(secret not in str(kept.data) for kept in Authenticator.objects.all())


def test_sign_out_takes_a_press_and_clears_what_the_browser_kept():
    account()
    browser = Client()
    sign_in(browser)
    assert browser.get("/sign-out").status_code == 200
    assert signed_in(browser)
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not signed_in(browser)
    assert len(events("sign_out")) == 1


def test_sign_out_everywhere_ends_every_session():
    account()
    here, there = Client(HTTP_USER_AGENT="Firefox/140 Windows"), Client()
    sign_in(here)
    sign_in(there)
    assert "Firefox on Windows" in here.get("/account").content.decode()
    here.post("/account/sign-out-everywhere")
    assert not signed_in(here)
    assert not signed_in(there)


def test_a_new_password_ends_every_session_and_asks_for_the_old_one():
    account()
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = {"new_password": "larch-kettle-meridian-4", "again": "larch-kettle-meridian-4"}
    assert here.post("/account/password", {"password": WRONG, **new}).status_code == 200
    short = {"new_password": "short", "again": "short"}
    assert "12 characters" in here.post("/account/password", {"password": PASSWORD, **short}).content.decode()
    assert here.post("/account/password", {"password": PASSWORD, **new}).status_code == 302
    assert not signed_in(there)
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password="larch-kettle-meridian-4").status_code == 302


def later(monkeypatch, seconds: int) -> None:
    real = time.time
    monkeypatch.setattr("mash.foundation.access.sign_in.limits.time", lambda: real() + seconds)


@IN_EARNEST
def test_fifteen_idle_minutes_end_a_session_and_polling_is_not_work(in_earnest, monkeypatch):
    account()
    browser = Client()
    sign_in(browser)
    enrol(browser)
    later(monkeypatch, 10 * 60)
    browser.get("/account", headers={"X-Requested-With": "poll"})
    later(monkeypatch, 15 * 60 + 5)
    assert browser.get("/account?x=1").headers["Location"] == "/sign-in?next=%2Faccount%3Fx%3D1"


@IN_EARNEST
def test_work_keeps_a_session_open_but_never_past_twelve_hours(in_earnest, monkeypatch):
    account()
    browser = Client()
    sign_in(browser)
    enrol(browser)
    real = time.time
    for minutes in range(10, 12 * 60, 10):
        monkeypatch.setattr("mash.foundation.access.sign_in.limits.time", lambda seconds=minutes * 60: real() + seconds)
        assert signed_in(browser), minutes
    monkeypatch.setattr("mash.foundation.access.sign_in.limits.time", lambda: real() + 12 * 3600 + 5)
    assert not signed_in(browser)


@IN_EARNEST
def test_a_welcome_link_sets_a_password_once_and_leads_to_the_second_factor(in_earnest):
    path = accounts.welcome_path(account("admin.1", None))
    browser = Client()
    assert "admin.1" in browser.get(path).content.decode()
    typed = {"new_password": PASSWORD, "again": PASSWORD}
    assert "differ" in browser.post(path, {**typed, "again": WRONG}).content.decode()
    browser.post(path, typed)
    assert browser.get("/account").headers["Location"] == "/account/second-factor"
    assert Client().get(path).status_code == 410
    assert Client().post(path, typed).status_code == 410
    assert Client().get(path + "x").status_code == 410


def test_a_welcome_link_is_good_for_a_day(monkeypatch):
    path = accounts.welcome_path(account("admin.1", None))
    real = time.time
    monkeypatch.setattr("django.core.signing.time.time", lambda: real() + 24 * 3600 + 5)
    assert Client().get(path).status_code == 410


def test_the_demo_shows_everybody_by_role_and_lets_one_be_them_at_a_press():
    browser = Client(enforce_csrf_checks=True)
    shown = browser.get("/sign-in").content.decode()
    for username in ("sw.tamarshire.1", "probation.2", "auditor.1", "team.ellery-duty.1"):
        assert f'value="{username}"' in shown
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)[1]  # type: ignore[index]
    assert browser.post("/demo/sign-in", {"username": "police.1"}).status_code == 403
    for username in ("police.1", "auditor.1"):
        token = re.search(  # type: ignore[index]
            r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/sign-in").content.decode()
        )[1]
        answer = browser.post("/demo/sign-in", {"username": username, "csrfmiddlewaretoken": token})
        assert answer.headers["Location"] == "/start"
        assert world.member(username).name in browser.get("/account").content.decode()
    assert [event.actor for event in events("sign_in")] == [world.member(name).pk for name in ("police.1", "auditor.1")]


def test_in_the_demo_nobody_else_can_be_entered_without_a_password():
    with world.as_(None, seat=Seat.SYSTEM):
        Account.objects.create_user("real.person", password=PASSWORD, email="real.person@tamarshire.gov.example")
    assert Client().post("/demo/sign-in", {"username": "real.person"}).status_code == 404
    assert Client().post("/demo/sign-in", {"username": "nobody"}).status_code == 404
    assert "real.person" not in Client().get("/sign-in").content.decode()


@IN_EARNEST
def test_outside_demo_mode_nobody_is_offered_and_the_address_is_not_there(in_earnest):
    account()
    assert "police.1" not in Client().get("/sign-in").content.decode()
    assert Client().post("/demo/sign-in", {"username": "police.1"}).status_code == 404


def test_the_door_reads_no_member_and_only_the_door_lists_the_demo():
    from django.db import connection

    from mash.foundation.partnership.models import Member

    with world.as_(None, seat=Seat.DOOR), pytest.raises(ProgrammingError), transaction.atomic():
        Member.objects.count()
    with world.as_("sw.tamarshire.1"), connection.cursor() as cursor, pytest.raises(ProgrammingError):
        with transaction.atomic():
            cursor.execute("select * from access.demo_accounts()")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("curl/8", "A browser"),
    ],
)
def test_a_browser_is_said_in_words(user_agent, words):
    assert device(user_agent) == words
