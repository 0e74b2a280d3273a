"""The time that the hub goes by: real, or the story's."""

from contextvars import copy_context
from datetime import UTC, date, datetime, time, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from mash.foundation.clock.london import in_london, in_utc, london_date, moment_of
from mash.foundation.clock.now import at, now

MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_outside_a_story_it_is_now():
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert now().tzinfo is UTC


def test_inside_a_story_it_is_the_storys_time_and_afterwards_again_the_time_before():
    with at(MARCH):
        assert now() == MARCH
        with at(MARCH + timedelta(hours=1)):
            assert now() == MARCH + timedelta(hours=1)
        assert now() == MARCH
    assert now() > MARCH


def test_a_story_that_breaks_off_gives_the_real_time_back():
    with pytest.raises(RuntimeError), at(MARCH):
        raise RuntimeError
    assert now() > MARCH


def test_a_storys_time_is_kept_in_utc():
    summer_noon = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London"))
    with at(summer_noon) as told:
        assert now().isoformat() == told.isoformat() == "2026-07-01T11:00:00+00:00"


def test_another_thread_stays_in_real_time_unless_it_takes_the_context_along():
    seen = []
    with at(MARCH):
        context = copy_context()
        for look in (lambda: seen.append(now()), lambda: context.run(lambda: seen.append(now()))):
            thread = Thread(target=look)
            thread.start()
            thread.join()
    assert seen[0] > MARCH
    assert seen[1] == MARCH


@pytest.mark.parametrize("read", [in_utc, in_london, london_date, lambda moment: at(moment).__enter__()])
def test_a_time_without_a_zone_is_turned_away(read):
    with pytest.raises(ValueError, match="has no time zone"):
        read(datetime.fromisoformat("2026-03-02T09:00"))


def test_the_date_is_londons():
    assert london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert london_date(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == date(2026, 1, 31)


@pytest.mark.rule(36)
@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        ("2026-03-28", time(8, 30), "2026-03-28T08:30"),
        ("2026-03-29", time(0, 59), "2026-03-29T00:59"),
        ("2026-03-29", time(1), "2026-03-29T01:00"),
        (
            "2026-03-29",
            time(1, 30),
            "2026-03-29T01:00",
        ),  # clocks never showed it: the moment at which they went forward
        ("2026-03-29", time(1, 30, fold=1), "2026-03-29T01:00"),
        ("2026-03-29", time(2), "2026-03-29T01:00"),
        ("2026-03-30", time(8, 30), "2026-03-30T07:30"),
        ("2026-10-25", time(1, 30), "2026-10-25T00:30"),
        ("2026-10-25", time(1, 30, fold=1), "2026-10-25T01:30"),
        ("2026-10-25", time(2), "2026-10-25T02:00"),
    ],
)
def test_a_london_clock_on_the_sundays_on_which_it_changes(day, clock, utc):
    assert moment_of(date.fromisoformat(day), clock) == datetime.fromisoformat(f"{utc}+00:00")
