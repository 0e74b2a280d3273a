"""The demo's own stories go as told, and leave work under way."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Count

from mash.demo import stories
from mash.demo.play.times import relative_to_now
from mash.demo.stories import load_stories, stories_are_loaded
from mash.demo.telling.county import told
from mash.foundation.access.verbs import record
from mash.foundation.clock.london import in_london
from mash.foundation.ledger.models import Event
from mash.pathway.disagreements.models import Disagreement
from mash.pathway.enquiries.models import Enquiry
from tests import world


@pytest.fixture(autouse=True)
def own_files(committed, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.OUTBOX = tmp_path / "outbox"


def test_the_stories_go_as_told_once_and_leave_enquiries_in_every_state():
    said: list[str] = []
    assert load_stories(said.append) == 0, said
    assert stories_are_loaded()
    with world.backstage():
        enquiries = list(Enquiry.objects.select_related("area"))
        disagreed = list(Disagreement.objects.annotate(through=Count("stages")).order_by("opened_at"))
    assert [(one.finding, one.through) for one in disagreed] == [("partly", 3), ("", 1)]
    assert {enquiry.state for enquiry in enquiries} == {"received", "gathering", "decided", "closed"}
    assert {enquiry.area.slug for enquiry in enquiries} == {"tamarshire", "port-ellery"}
    load_stories(said.append)
    with world.backstage():
        assert Enquiry.objects.count() == len(enquiries)


@pytest.fixture
def three_stories(monkeypatch):
    """The three shortest of the county's, so that a test need not wait for a county."""
    short = [story for story in told(1, datetime.now(UTC)) if len(story.scenario["steps"]) == 5][:3]
    monkeypatch.setattr(stories, "told", lambda seed, now: short)
    monkeypatch.setattr(stories, "FOLDER", stories.FOLDER.parent)
    monkeypatch.setattr(stories, "read_register", lambda file: [])
    stories.all_stories.cache_clear()
    yield [story.name for story in short]
    stories.all_stories.cache_clear()


def test_a_load_that_is_killed_goes_on_where_it_was_and_nothing_is_there_twice(three_stories, monkeypatch):
    note: Any = record
    noted: list[str] = []

    def killed(me, verb, **more):
        noted.append(verb)
        if len(noted) == 2:  # the second story has been played, and its note not yet written
            raise KeyboardInterrupt
        note(me, verb, **more)

    monkeypatch.setattr(stories, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        load_stories(print)
    monkeypatch.setattr(stories, "record", note)
    with world.backstage():
        assert Enquiry.objects.count() == 1, "what was half played is undone"
    assert not stories_are_loaded()
    assert load_stories(print) == 0
    with world.backstage():
        played = Event.objects.filter(verb="play_story").values_list("details__story", flat=True)
        assert sorted(played) == sorted(three_stories)
        assert Enquiry.objects.count() == 3


def test_a_storys_start_counts_from_now_or_from_the_last_such_day():
    now = datetime.now(UTC)
    assert 7190 < (now - relative_to_now("now-2h")).total_seconds() < 7210
    friday = in_london(relative_to_now("last-friday 16:55"))
    assert (friday.weekday(), friday.hour, friday.minute) == (4, 16, 55)
    assert 6 * 3600 <= (now - friday).total_seconds() <= 8 * 24 * 3600
    with pytest.raises(ValueError, match="not a time from now on"):
        relative_to_now("yesterday")
