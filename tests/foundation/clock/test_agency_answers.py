"""When an agency's answer is due, and when it is reminded."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mash.foundation.clock.limits import Limit, Unit
from mash.foundation.clock.standard import ByLevel, ChaseTimes, Standard

LONDON = ZoneInfo("Europe/London")
STANDARD = Standard()
LEVELS = ("red", "amber", "green")

received_times = st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 1), timezones=st.just(UTC))
delays = st.timedeltas(timedelta(0), timedelta(days=6))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.rule(49)
@pytest.mark.parametrize(
    ("level", "received", "asked", "due"),
    [
        ("red", "2026-03-02T09:00", "2026-03-02T09:20", "2026-03-02T11:20"),
        ("red", "2026-03-02T09:00", "2026-03-02T12:00", "2026-03-02T13:00"),  # never later than the decision
        ("red", "2026-03-06T16:00", "2026-03-06T16:20", "2026-03-06T18:20"),  # clock time, past closing
        ("red", "2026-03-06T16:00", "2026-03-06T17:30", "2026-03-06T19:30"),  # asked while the red clock runs on
        ("red", "2026-03-07T11:00", "2026-03-07T11:20", "2026-03-09T10:30"),  # the red clock begins on Monday
        ("red", "2026-03-07T11:00", "2026-03-09T09:00", "2026-03-09T11:00"),
        ("amber", "2026-03-02T09:00", "2026-03-02T09:16", "2026-03-02T13:16"),
        ("amber", "2026-03-02T09:00", "2026-03-02T16:00", "2026-03-03T11:30"),
        ("amber", "2026-03-06T16:00", "2026-03-06T18:00", "2026-03-09T12:30"),
        ("amber", "2026-03-06T16:00", "2026-03-09T16:00", "2026-03-09T17:00"),
        ("amber", "2026-12-24T16:30", "2026-12-24T16:30", "2026-12-29T12:00"),
        ("green", "2026-03-02T09:00", "2026-03-02T10:00", "2026-03-04T17:00"),
        ("green", "2026-03-06T16:00", "2026-03-06T16:30", "2026-03-10T17:00"),
        ("green", "2026-04-01T16:00", "2026-04-01T16:30", "2026-04-07T17:00"),  # due Wednesday 8 April, after Easter
        ("green", "2026-03-02T09:00", "2026-03-05T10:00", "2026-03-05T17:00"),  # rated late: due with the decision
    ],
)
def test_an_agency_has_so_long_from_being_asked(level, received, asked, due):
    assert STANDARD.agency_due(level, london(asked), london(received)) == london(due)


@pytest.mark.rule(49)
@pytest.mark.parametrize("level", LEVELS)
def test_an_agency_asked_after_the_decision_was_due_has_to_answer_at_once(level):
    asked = london("2026-03-20T10:00")
    assert STANDARD.agency_due(level, asked, london("2026-03-02T09:00")) == asked


@pytest.mark.rule(49)
@given(received_times, delays, st.sampled_from(LEVELS))
def test_an_answer_is_due_between_the_question_and_the_decision(received, delay, level):
    asked = received + delay
    due = STANDARD.agency_due(level, asked, received)
    assert asked <= due
    assert due <= max(asked, STANDARD.due(level, received))


@pytest.mark.rule(49)
@given(received_times, delays)
def test_the_more_urgent_the_sooner_an_agency_answers(received, delay):
    asked = received + delay
    assume(asked < STANDARD.due("red", received))
    red, amber, green = (STANDARD.agency_due(level, asked, received) for level in LEVELS)
    assert red <= amber <= green


@pytest.mark.rule(49)
@pytest.mark.parametrize("level", ["red", "amber"])
@given(received_times, delays, delays)
def test_who_is_asked_later_never_answers_earlier(level, received, one, other):
    first, second = sorted((received + one, received + other))
    assert STANDARD.agency_due(level, first, received) <= STANDARD.agency_due(level, second, received)


@pytest.mark.rule(49)
@pytest.mark.parametrize(
    ("level", "received", "asked", "due", "half", "four_fifths", "managers"),
    [
        # amber pauses at closing
        ("amber", "2026-03-02T09:00", "2026-03-02T09:00", "2026-03-02T13:00", *("T11:00", "T12:12", "T15:00")),
        (
            *("amber", "2026-03-06T16:00", "2026-03-06T16:00", "2026-03-09T11:30"),
            *("2026-03-09T09:30", "2026-03-09T10:42", "2026-03-09T13:30"),
        ),
        # red does not
        ("red", "2026-03-06T16:00", "2026-03-06T16:30", "2026-03-06T18:30", *("T17:30", "T18:06", "T19:30")),
        # but it has not begun on a Saturday on which the enquiry came
        (
            *("red", "2026-03-07T11:00", "2026-03-07T11:20", "2026-03-09T10:30"),
            *("2026-03-09T09:30", "2026-03-09T10:06", "2026-03-09T11:30"),
        ),
        # two and a half working days of a green enquiry: 7 h 30, 8 h 30, 8 h 30
        (
            *("green", "2026-03-02T09:30", "2026-03-02T09:30", "2026-03-04T17:00"),
            *("2026-03-03T13:15", "2026-03-04T12:06", "2026-03-06T12:15"),
        ),
    ],
)
def test_reminders_come_at_half_four_fifths_and_all_of_the_time(
    level, received, asked, due, half, four_fifths, managers
):
    def on_the_day(text):
        return london(text if text[0] != "T" else due[:10] + text)

    assert STANDARD.agency_due(level, london(asked), london(received)) == london(due)
    assert STANDARD.chase_times(level, london(asked), london(due), london(received)) == ChaseTimes(
        on_the_day(half), on_the_day(four_fifths), london(due), on_the_day(managers)
    )


@pytest.mark.rule(49)
def test_a_raised_rating_is_chased_by_the_clock_from_the_first_asking():
    received, asked = london("2026-03-02T15:00"), london("2026-03-02T15:30")
    amber = STANDARD.agency_due("amber", asked, received)
    red = STANDARD.agency_due("red", asked, received)
    assert (amber, red) == (london("2026-03-03T11:00"), london("2026-03-02T17:30"))
    assert STANDARD.chase_times("red", asked, min(amber, red), received).escalate_managers == london("2026-03-02T18:30")


@pytest.mark.rule(49)
def test_a_lowered_rating_keeps_the_earlier_time_even_when_it_falls_after_closing():
    received, asked, due = london("2026-03-06T16:00"), london("2026-03-06T16:30"), london("2026-03-06T18:30")
    assert STANDARD.chase_times("amber", asked, due, received) == ChaseTimes(
        london("2026-03-06T16:45"), london("2026-03-06T16:54"), due, london("2026-03-09T08:45")
    )
    asked_late = london("2026-03-06T17:30")  # no working time before it is due: clock time, rather than all at once
    assert STANDARD.chase_times("amber", asked_late, due, received) == ChaseTimes(
        london("2026-03-06T18:00"), london("2026-03-06T18:18"), due, london("2026-03-06T19:00")
    )


@pytest.mark.rule(49)
@given(received_times, delays, st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_reminders_come_in_order_whatever_the_rating_was_when_the_agency_was_asked(received, delay, first, then):
    asked = received + delay
    due = min(STANDARD.agency_due(level, asked, received) for level in (first, then))
    times = STANDARD.chase_times(then, asked, due, received)
    assert asked <= times.half <= times.four_fifths <= times.all == due <= times.escalate_managers


@pytest.mark.rule(49)
@given(received_times, delays)
def test_working_time_halves_between_reminders(received, delay):
    asked = received + delay
    due = STANDARD.agency_due("amber", asked, received)
    assume(due > asked)
    times = STANDARD.chase_times("amber", asked, due, received)
    count = STANDARD.calendar.working_between
    half = count(asked, times.half)
    second = timedelta(microseconds=2)
    assert abs(count(asked, due) - 2 * half) <= second
    assert abs(count(asked, times.escalate_managers) - 3 * half) <= 2 * second


def test_an_answer_cannot_be_due_before_it_was_asked_for():
    asked = london("2026-03-02T09:00")
    with pytest.raises(ValueError, match="before it was asked for"):
        STANDARD.chase_times("amber", asked, asked - timedelta(seconds=1), asked)


@pytest.mark.rule(49)
def test_a_partnership_may_set_other_units_for_its_agencies():
    own = Standard(
        decision=ByLevel(Limit(4, Unit.WORKING_HOURS), Limit(1, Unit.WORKING_DAYS), Limit(3, Unit.WORKING_DAYS)),
        agency=ByLevel(
            Limit(2, Unit.WORKING_HOURS, runs_on=True), Limit(1, Unit.CLOCK_HOURS), Limit(1, Unit.WORKING_DAYS)
        ),
    )
    saturday = london("2026-03-07T11:00")
    assert own.agency_due("red", saturday, saturday) == london("2026-03-09T10:30")
    assert own.agency_due("amber", saturday, saturday) == london("2026-03-07T12:00")
    assert own.agency_due("green", saturday, saturday) == london("2026-03-09T17:00")
