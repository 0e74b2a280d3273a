"""Times as people read them: London, clock time and distance."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mash.foundation.clock.when import clock_time, day_and_month, distance, due_when, long_date, span, when

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 6, 15, 20, tzinfo=LONDON)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-03-06T16:00", "16:00, in 40 min"),
        ("2026-03-06T20:00", "20:00, in 4 h 40 min"),
        ("2026-03-06T15:20", "15:20, now"),
        ("2026-03-06T14:56", "14:56, 24 min ago"),
        ("2026-03-06T15:20:20", "15:20, in under a minute"),
        ("2026-03-07T00:30", "Sat 00:30"),
        ("2026-03-10T17:00", "Tue 17:00"),
        ("2026-03-12T17:00", "Thu 17:00"),
        ("2026-03-13T17:00", "Fri 13 March 17:00"),
        ("2026-03-05T17:00", "Thu 5 March 17:00"),
        ("2026-03-02T17:00", "Mon 2 March 17:00"),
        ("2025-12-31T09:00", "Wed 31 December 2025 09:00"),
    ],
)
def test_a_moment_is_said_as_somebody_would_say_it_now(moment, said):
    assert when(london(moment), NOW) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-03-06T16:00", "due 16:00, in 40 min"),
        ("2026-03-10T17:00", "due Tue 17:00"),
        ("2026-03-06T15:20", "due 15:20, now"),
        ("2026-03-06T14:56", "overdue 24 min"),
        ("2026-03-06T15:19:59", "overdue under a minute"),
        ("2026-03-06T12:20", "overdue 3 h"),
        ("2026-03-05T09:00", "overdue 1 day"),
        ("2026-03-02T09:00", "overdue 4 days"),
    ],
)
def test_a_limit_says_whether_it_is_past(moment, said):
    assert due_when(london(moment), NOW) == said


def test_people_read_london_time_whatever_the_time_zone_it_came_in():
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert clock_time(summer) == "00:30"
    assert long_date(summer) == "Thursday 2 July 2026"
    assert day_and_month(summer) == "Thursday 2 July"
    assert long_date(date(2026, 12, 25)) == "Friday 25 December 2026"


@pytest.mark.rule(36)
def test_distance_is_real_time_across_a_change_of_clocks():
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert distance(london("2026-03-29T03:00"), before.astimezone(LONDON)) == "in 1 h 30 min"
    assert due_when(before.astimezone(LONDON), london("2026-03-29T03:00")) == "overdue 1 h 30 min"
    assert distance(london("2026-10-25T03:00"), london("2026-10-25T00:30")) == "in 3 h 30 min"


def test_a_span_is_never_rounded_up():
    assert span(timedelta(minutes=59, seconds=59)) == "59 min"
    assert span(timedelta(hours=23, minutes=59)) == "23 h 59 min"
    assert span(timedelta(hours=47)) == "1 day"
    assert span(-timedelta(hours=2)) == "2 h"


@pytest.mark.parametrize("say", [when, due_when, distance])
def test_a_time_without_a_zone_is_not_guessed_at(say):
    with pytest.raises(ValueError, match="no time zone"):
        say(datetime.fromisoformat("2026-03-06T16:00"), NOW)
