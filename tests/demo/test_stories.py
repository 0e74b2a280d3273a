"""The demo's own stories go as told, and leave work under way."""

from datetime import UTC, datetime

import pytest

from mash.demo.play.times import relative_to_now
from mash.demo.stories import load_stories, stories_are_loaded
from mash.foundation.clock.london import in_london
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
    assert {enquiry.state for enquiry in enquiries} == {"received", "gathering", "decided", "closed"}
    assert {enquiry.area.slug for enquiry in enquiries} == {"tamarshire", "port-ellery"}
    load_stories(said.append)
    with world.backstage():
        assert Enquiry.objects.count() == len(enquiries)


def test_a_storys_start_counts_from_now_or_from_the_last_such_day():
    now = datetime.now(UTC)
    assert 7190 < (now - relative_to_now("now-2h")).total_seconds() < 7210
    friday = in_london(relative_to_now("last-friday 16:55"))
    assert (friday.weekday(), friday.hour, friday.minute) == (4, 16, 55)
    assert 6 * 3600 <= (now - friday).total_seconds() <= 8 * 24 * 3600
    with pytest.raises(ValueError, match="not a time from now on"):
        relative_to_now("yesterday")
