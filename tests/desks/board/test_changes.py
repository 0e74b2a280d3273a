"""What an open board is told of what has changed since, and what it is not."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.browsing import Visit, signed_in, text_of, visit
from tests.pathway import scene, steps

pytestmark = pytest.mark.django_db

NOON = world.MONDAY_NINE + timedelta(hours=3)
SW = "sw.tamarshire.1"


def rated(level: str = "amber") -> Enquiry:
    enquiry = scene.enquiry()
    steps.rate(enquiry, level)
    return scene.fresh(enquiry)


class OpenBoard:
    """A board that somebody has open at noon, and what it asks."""

    def __init__(self, username: str = SW, query: str = "") -> None:
        self.client: Client = signed_in(username)
        with at(NOON):
            page = self.client.get(f"/board{query}").content.decode()
        self.poll = html.unescape(re.findall(r'data-poll="(/board[^"]*)"', page)[0])

    def ask(self, *, minutes: int = 0, tag: str = "") -> Any:
        headers = {"X-Requested-With": "poll", "If-None-Match": tag} if tag else {"X-Requested-With": "poll"}
        with at(NOON + timedelta(minutes=minutes)):
            return self.client.get(self.poll, headers=headers)

    @property
    def told(self) -> str:
        """What it says of changes."""
        found = re.search(r'data-refresh="board">([^<]*)<', self.ask().content.decode())
        assert found
        return found[1]


def test_it_says_how_many_lines_are_new_gone_or_different() -> None:
    stays, changes, goes = rated(), rated(), rated()
    opened = OpenBoard()
    assert opened.told == "Look for changes"
    steps.answer(changes, "police.1")
    assert opened.told == "1 change: show"
    scene.enquiry()
    assert opened.told == "2 changes: show"
    scene.wall(goes, SW)
    assert opened.told == "3 changes: show"
    assert stays.reference in opened.ask().content.decode()  # how long it still has


def test_what_changes_on_another_list_does_not_disturb_this_one() -> None:
    rated()
    opened = OpenBoard(query="?state=gathering")
    scene.enquiry()
    assert opened.told == "Look for changes"
    assert "To rate 1" in text_of(opened.ask())


@pytest.mark.parametrize("since", ["", "x", "====", "ÿ", "AAAA", "%00"])
def test_a_mark_that_somebody_wrote_by_hand_makes_everything_new(since: str) -> None:
    rated()
    opened = OpenBoard()
    opened.poll = f"/board/changes?since={since}"
    assert opened.told in ("1 change: show", "2 changes: show")


def test_nothing_is_sent_when_nothing_has_changed_but_once_a_minute_how_long_there_is() -> None:
    rated()
    opened = OpenBoard()
    tag = opened.ask().headers["ETag"]
    assert opened.ask(tag=tag).status_code == 304
    assert opened.ask(tag=tag).content == b""
    later = opened.ask(minutes=30, tag=tag)
    assert later.status_code == 200
    assert "Look for changes" in text_of(later)


def test_another_limit_waits_to_be_shown_with_the_rest_of_its_line() -> None:
    enquiry = scene.enquiry()
    opened = OpenBoard()
    stands = re.compile(rf'data-for="(due-{enquiry.reference}-\d+)"')
    before = stands.findall(opened.ask().content.decode())
    assert len(before) == 1
    assert stands.findall(opened.ask(minutes=600).content.decode()) == before
    steps.rate(enquiry, "red")
    assert stands.findall(opened.ask().content.decode()) != before


@pytest.mark.rule(86)
def test_a_question_whether_something_changed_shows_nobody_and_leaves_nothing_in_the_ledger() -> None:
    rated()
    opened = OpenBoard()
    steps.rate(scene.enquiry(), "red")
    with world.backstage():
        before = Event.objects.count()
    answer = opened.ask()
    assert "Testerby" not in answer.content.decode()
    assert "change" in answer.content.decode()
    with world.backstage():
        assert Event.objects.count() == before


@pytest.mark.rule(59)
def test_a_wall_lets_nothing_through_to_an_open_board() -> None:
    enquiry = scene.enquiry()
    scene.wall(enquiry, SW)
    opened = OpenBoard()
    steps.rate(enquiry, "red", by="sw.tamarshire.2")
    assert opened.told == "Look for changes"
    assert "Gathering 0" in text_of(opened.ask())


def test_whoever_has_no_board_is_told_nothing() -> None:
    rated()
    for username in ("school.1", "team.tamar-north.1", "auditor.1"):
        assert signed_in(username).get("/board/changes").status_code == 404


def test_it_costs_as_much_however_much_is_open() -> None:
    rated()
    opened = OpenBoard()

    def ask() -> Visit:
        with at(NOON):
            return visit(opened.client, opened.poll)

    few = ask()
    for _ in range(6):
        steps.answer(rated(), "health.1", rating="red")
    many = ask()
    assert len(few.queries) == len(many.queries) <= 5, many.queries
