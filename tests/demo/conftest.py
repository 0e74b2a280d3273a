"""Small verbs of the tests' own, to try out how a story is played."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import PLAYS
from mash.foundation.access.verbs import Invalid, Refused, action, record
from mash.foundation.post.queue import job, later

RAN: list[tuple[str, str]] = []


@job("clock")
def ring(me: Acting, bell: str) -> bool:
    """Note when it rang; one bell is cracked, and one makes no sound."""
    if bell == "cracked":
        raise ZeroDivisionError
    if bell == "dumb":
        return False
    RAN.append((bell, me.now.isoformat()))
    record(me, "ring_bell")
    return True


@job("post")
def card(me: Acting, to: str) -> None:
    """Note when it was sent."""
    RAN.append((to, me.now.isoformat()))


@action
def say_no(me: Acting) -> None:
    """Be refused, having done something."""
    record(me, "undone")
    raise Refused("role", hidden=["tied"])


def told(me, told):
    return {"id": "t-1", "who": me.member.username if me.member else str(me.seat), "told": dict(told), "list": ["a-1"]}


def set_bell(me, told):
    later(me, ring, at=me.now + timedelta(hours=told["hours"]), bell=told["bell"])
    return {"id": "b-1"}


def send_card(me, told):
    later(me, card, at=me.now + timedelta(hours=told["hours"]), to="card")
    return {"id": "c-1"}


def agree(me, told):
    return {"id": "p-7", "permission": "p-7", "item": "i-7", "url": "/", "due": "2026-03-02T13:00:00+00:00"}


def refuse(me, told):
    say_no(me)


def find_wrong(me, told):
    record(me, "half_done")
    raise Invalid(level="Choose red, amber or green")


def break_down(me, told):
    record(me, "half_done")
    raise KeyError("Rowan")


@pytest.fixture
def small_verbs(committed, monkeypatch, settings, tmp_path):
    RAN.clear()
    settings.DATA_DIR = tmp_path
    for verb in (told, set_bell, send_card, agree, refuse, find_wrong, break_down):
        monkeypatch.setitem(PLAYS, verb.__name__, verb)
