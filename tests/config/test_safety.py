"""A hub for real people does not serve while one of these is unsafe, and says of each what to do."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client

from mash.config.environment import said_by_proxy
from mash.config.safety import unsafe_settings

KEY = "Zq8w-Yc3t_Rk7n1Vb5m9Xs2Ld4Fg6Hj0Pa"


@pytest.fixture
def real(settings, tmp_path, monkeypatch):
    """A hub with the demo off that is safe in every respect."""
    settings.DEMO = False
    settings.BASE_URL = "https://hub.example.org"
    settings.SECRET_KEY = KEY
    settings.SMTP_URL = "smtp://hub:secret@mail.example.org:587"
    settings.DATA_DIR = tmp_path
    for name in ("secret.key", "ledger.key"):
        (tmp_path / name).write_text("kept")
        (tmp_path / name).chmod(0o600)
    monkeypatch.delenv("PGSSLMODE", raising=False)
    return settings


@pytest.fixture
def elsewhere(monkeypatch):
    """A database on another machine."""
    monkeypatch.setitem(connections["owner"].settings_dict, "HOST", "db.example.org")


def test_a_hub_that_is_safe_may_serve_and_a_demo_is_asked_nothing(real):
    assert unsafe_settings() == []
    real.DEMO, real.BASE_URL, real.SMTP_URL = True, "http://127.0.0.1:8000", ""
    assert unsafe_settings() == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://hub.example.org", "must begin with https://"),
        ("https://localhost", "must name the address that people use"),
        ("https://127.0.0.1:8443", "must name the address that people use"),
        ("https://[::1]", "must name the address that people use"),
        ("", "must begin with https://"),
    ],
)
def test_pages_travel_over_tls_to_an_address_that_people_use(real, url, says):
    real.BASE_URL = url
    (why,) = unsafe_settings()
    assert says in why


@pytest.mark.parametrize("header", ["X-Forwarded-Proto: https", "X Forwarded", "https://proxy"])
def test_what_is_no_name_of_a_header_is_not_taken_for_one(real, header):
    real.SECURE_PROXY_SSL_HEADER = said_by_proxy(header)
    (why,) = unsafe_settings()
    assert "MASH_TLS_HEADER must be the name of a header alone" in why


@pytest.mark.django_db
def test_behind_a_proxy_that_ends_tls_browsers_are_told_to_stay_with_https(real):
    real.SECURE_HSTS_SECONDS = 31536000
    real.SECURE_PROXY_SSL_HEADER = said_by_proxy("X-Forwarded-Proto")
    assert unsafe_settings() == []
    answers = [Client().get("/health/live", headers={"X-Forwarded-Proto": how}) for how in ("https", "http")]
    assert [answer.headers.get("Strict-Transport-Security") for answer in answers] == ["max-age=31536000", None]


@pytest.mark.django_db
def test_no_header_is_believed_unless_the_operator_names_it(real):
    real.SECURE_HSTS_SECONDS = 31536000
    real.SECURE_PROXY_SSL_HEADER = said_by_proxy("")
    answer = Client().get("/health/live", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("key", ["short", "x" * 64, "ab" * 20])
def test_a_secret_key_that_can_be_guessed_is_refused(real, key):
    real.SECRET_KEY = key
    (why,) = unsafe_settings()
    assert "MASH_SECRET_KEY must be 32 characters of chance" in why


@pytest.mark.parametrize("name", ["secret.key", "ledger.key"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_named_with_the_command_that_closes_it(real, name, mode):
    (real.DATA_DIR / name).chmod(mode)
    (why,) = unsafe_settings()
    assert f"chmod 600 {real.DATA_DIR / name}" in why


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "MASH_SMTP_URL must be set"),
        ("mail.example.org:587", "must look like"),
        ("http://mail.example.org", "must look like"),
        ("smtp://", "must look like"),
    ],
)
def test_agencies_hear_of_requests_by_a_mail_server_that_is_named(real, url, says):
    real.SMTP_URL = url
    (why,) = unsafe_settings()
    assert says in why


@pytest.mark.parametrize("mode", ["", "disable", "allow", "prefer"])
def test_a_database_on_another_machine_is_reached_over_tls(real, elsewhere, monkeypatch, mode):
    monkeypatch.setenv("PGSSLMODE", mode)
    (why,) = unsafe_settings()
    assert "PGSSLMODE=verify-full" in why


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_database_that_is_reached_over_tls_will_do(real, elsewhere, monkeypatch, mode):
    monkeypatch.setenv("PGSSLMODE", mode)
    assert unsafe_settings() == []


def test_everything_that_is_wrong_is_said_at_once(real, elsewhere):
    real.BASE_URL, real.SECRET_KEY, real.SMTP_URL = "http://hub", "short", ""
    assert len(unsafe_settings()) == 4
