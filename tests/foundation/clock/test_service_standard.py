"""How soon things are due: the demo partnership's standard, and any other."""

import os
import time as system_time
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.foundation.clock.calendar import Calendar, Hours
from mash.foundation.clock.closures import Closure
from mash.foundation.clock.limits import Limit, Unit
from mash.foundation.clock.standard import ByLevel, ByStage, Level, Standard

LONDON = ZoneInfo("Europe/London")
STANDARD = Standard()
LEVELS = ("red", "amber", "green")
ONE_DAY = Limit(1, Unit.WORKING_DAYS)

received_times = st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 1), timezones=st.just(UTC))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.rule(34, 35, 36)
@pytest.mark.parametrize(
    ("received", "red", "amber", "green"),
    [
        # 2 March 2026 is a Monday, 6 March a Friday
        ("2026-03-02T09:00", "2026-03-02T13:00", "2026-03-03T17:00", "2026-03-05T17:00"),
        ("2026-03-06T16:00", "2026-03-06T20:00", "2026-03-09T17:00", "2026-03-11T17:00"),
        ("2026-03-07T11:00", "2026-03-09T12:30", "2026-03-09T17:00", "2026-03-11T17:00"),
        ("2026-03-06T16:59:59", "2026-03-06T20:59:59", "2026-03-09T17:00", "2026-03-11T17:00"),
        ("2026-03-06T17:00", "2026-03-09T12:30", "2026-03-09T17:00", "2026-03-11T17:00"),
        ("2026-03-06T08:30", "2026-03-06T12:30", "2026-03-09T17:00", "2026-03-11T17:00"),
        # before opening: red waits for the opening, days count from the date all the same
        ("2026-03-06T08:29:59", "2026-03-06T12:30", "2026-03-09T17:00", "2026-03-11T17:00"),
        ("2026-03-06T00:05", "2026-03-06T12:30", "2026-03-09T17:00", "2026-03-11T17:00"),
        # the last weekend of March: clocks go forward
        ("2026-03-27T16:00", "2026-03-27T20:00", "2026-03-30T17:00", "2026-04-01T17:00"),
        ("2026-03-29T00:30", "2026-03-30T12:30", "2026-03-30T17:00", "2026-04-01T17:00"),
        ("2026-03-29T02:30", "2026-03-30T12:30", "2026-03-30T17:00", "2026-04-01T17:00"),
        # the last weekend of October: clocks go back
        ("2026-10-23T16:00", "2026-10-23T20:00", "2026-10-26T17:00", "2026-10-28T17:00"),
        ("2026-10-25T01:30", "2026-10-26T12:30", "2026-10-26T17:00", "2026-10-28T17:00"),
        # summer: half past midnight in London is the day before in UTC
        ("2026-06-10T00:30", "2026-06-10T12:30", "2026-06-11T17:00", "2026-06-15T17:00"),
        # Easter: closed from Thursday evening to Tuesday morning
        ("2026-04-02T16:00", "2026-04-02T20:00", "2026-04-07T17:00", "2026-04-09T17:00"),
        ("2026-04-03T10:00", "2026-04-07T12:30", "2026-04-07T17:00", "2026-04-09T17:00"),
        # Christmas: Boxing Day falls on a Saturday and is moved to Monday
        ("2026-12-24T16:30", "2026-12-24T20:30", "2026-12-29T17:00", "2026-12-31T17:00"),
        ("2026-12-25T12:00", "2026-12-29T12:30", "2026-12-29T17:00", "2026-12-31T17:00"),
        ("2026-12-31T12:00", "2026-12-31T16:00", "2027-01-04T17:00", "2027-01-06T17:00"),
    ],
)
def test_an_enquiry_is_due_by_its_rating_counted_from_receipt(received, red, amber, green):
    due = [STANDARD.due(level, london(received)) for level in LEVELS]
    assert due == [london(red), london(amber), london(green)]
    assert all(moment.tzinfo is UTC for moment in due)


@pytest.mark.rule(35, 36)
def test_without_running_on_a_red_clock_pauses_at_closing():
    pausing = Standard(decision=ByLevel(Limit(4, Unit.WORKING_HOURS), ONE_DAY, ONE_DAY))
    assert pausing.due("red", london("2026-12-24T16:30")) == london("2026-12-29T12:00")


@pytest.mark.rule(36)
def test_the_hours_reading_of_one_working_day_is_a_limit_of_as_many_working_hours():
    by_hours = Standard(decision=ByLevel(Limit(4, Unit.WORKING_HOURS), Limit(8.5, Unit.WORKING_HOURS), ONE_DAY))
    assert by_hours.due("amber", london("2026-03-06T16:00")) == london("2026-03-09T16:00")


@pytest.mark.rule(34)
def test_clock_hours_count_by_night():
    at_once = Standard(decision=ByLevel(Limit(4, Unit.CLOCK_HOURS), ONE_DAY, ONE_DAY))
    assert at_once.due("red", london("2026-03-07T23:00")) == london("2026-03-08T03:00")
    assert at_once.due("red", london("2026-03-28T23:00")) == london("2026-03-29T04:00")  # clocks go forward


@pytest.mark.rule(29, 34, 35)
@given(received_times)
def test_the_more_urgent_the_sooner_and_never_before_receipt(received):
    red, amber, green = (STANDARD.due(level, received) for level in LEVELS)
    assert received < red < amber < green


@pytest.mark.rule(29)
@given(received_times, received_times, st.sampled_from(LEVELS))
def test_what_comes_later_is_never_due_earlier(one, other, level):
    first, second = sorted((one, other))
    assert STANDARD.due(level, first) <= STANDARD.due(level, second)


@pytest.mark.rule(34, 35, 36)
def test_ten_thousand_due_times_are_those_of_the_minute_by_minute_count(minute_by_minute):
    wrong = []
    for n in range(10_000):
        received = minute_by_minute.start + n * timedelta(
            hours=1, minutes=40, seconds=59
        )  # every hour of every weekday
        today = received.astimezone(LONDON).date()
        expected = {
            "red": minute_by_minute.next_opening(received) + timedelta(hours=4),
            "amber": minute_by_minute.end_of_working_day(today, 1),
            "green": minute_by_minute.end_of_working_day(today, 3),
        }
        wrong += [(received, level) for level in LEVELS if STANDARD.due(level, received) != expected[level]]
    assert not wrong, f"{len(wrong)} of 30,000: {wrong[:3]}"


@pytest.mark.rule(36)
def test_a_worker_on_a_machine_in_another_time_zone_counts_the_same(monkeypatch):
    received = london("2026-03-27T16:00")
    at_home = [STANDARD.due(level, received) for level in LEVELS]
    try:
        monkeypatch.setenv("TZ", "Pacific/Kiritimati")
        system_time.tzset()
        assert [STANDARD.due(level, received) for level in LEVELS] == at_home
    finally:
        monkeypatch.undo()
        system_time.tzset()
    assert os.environ.get("TZ") != "Pacific/Kiritimati"


@pytest.mark.rule(34, 35)
@pytest.mark.parametrize(
    ("level", "received", "explained"),
    [
        ("red", "2026-03-06T16:00", "red: 4 hours from receipt on Friday 6 March at 16:00, running on past closing"),
        ("red", "2026-03-06T09:00", "red: 4 hours from receipt on Friday 6 March at 09:00"),
        (
            "red",
            "2026-03-07T11:00",
            "red: 4 hours from the next opening on Monday 9 March at 08:30, after receipt on Saturday 7 March at 11:00",
        ),
        ("amber", "2026-03-06T16:00", "amber: end of the next working day after receipt on Friday 6 March"),
        ("green", "2026-06-30T00:10", "green: end of the third working day after receipt on Tuesday 30 June"),
    ],
)
def test_a_due_time_can_say_how_it_was_worked_out(level, received, explained):
    assert STANDARD.explain_due(level, london(received)) == explained


def test_long_limits_are_explained_too():
    received = london("2026-03-06T16:00")
    limits = ByLevel(Limit(1, Unit.CLOCK_HOURS), Limit(1.5, Unit.WORKING_HOURS), Limit(45, Unit.WORKING_DAYS))
    said = [Standard(decision=limits).explain_due(level, received) for level in LEVELS]
    assert said[0] == "red: 1 hour from receipt on Friday 6 March at 16:00"
    assert said[1] == "amber: 1.5 hours of working time from receipt on Friday 6 March at 16:00"
    assert said[2] == "green: end of the 45th working day after receipt on Friday 6 March"
    endings = [Limit(n, Unit.WORKING_DAYS).explain(Calendar(), received, "receipt")[:16] for n in (11, 12, 21, 22, 23)]
    assert [e.split()[3] for e in endings] == ["11th", "12th", "21st", "22nd", "23rd"]


@pytest.mark.rule(31)
def test_the_first_rating_is_due_next_working_day_and_in_danger_as_soon_as_red():
    received = london("2026-03-06T16:00")
    assert STANDARD.first_rating_due(received, immediate_danger=False) == london("2026-03-09T17:00")
    assert STANDARD.first_rating_due(received, immediate_danger=True) == london("2026-03-06T20:00")


@pytest.mark.rule(30, 66, 67)
def test_what_follows_has_limits_of_its_own():
    friday = london("2026-03-06T19:00")
    assert STANDARD.acknowledgement_due("red", friday) == london("2026-03-06T20:00")
    assert STANDARD.acknowledgement_due("amber", friday) == london("2026-03-09T17:00")
    assert STANDARD.acknowledgement_due(None, friday) == london("2026-03-09T17:00")
    assert STANDARD.referrer_due(friday) == london("2026-03-09T17:00")
    assert STANDARD.review_due(friday) == london("2026-03-09T17:00")
    assert STANDARD.alert_due(friday) == london("2026-03-06T19:15")
    assert STANDARD.glass_until(friday) == london("2026-03-06T20:00")
    assert STANDARD.cool_off_until(friday) == london("2026-03-20T19:00")


def test_a_cool_off_across_a_change_of_clocks_is_fourteen_days_of_24_hours():
    closed = london("2026-03-20T19:00")
    assert STANDARD.cool_off_until(closed).astimezone(UTC) - closed.astimezone(UTC) == timedelta(days=14)


def test_a_hub_that_never_closes_ends_its_days_at_midnight():
    always = Calendar(week=((Hours(time(0), time(0)),),) * 7, keeps_bank_holidays=False)
    standard = Standard(calendar=always)
    received = london("2026-03-06T23:00")
    assert standard.due("red", received) == london("2026-03-07T03:00")
    assert standard.due("amber", received) == london("2026-03-08T00:00")
    assert standard.due("green", received) == london("2026-03-10T00:00")
    assert standard.agency_due("green", received, received) == london("2026-03-09T00:00")


def test_a_standard_survives_being_kept_as_plain_values():
    standard = Standard(
        calendar=Calendar(closures=(Closure.on(date(2026, 12, 24)),)),
        decision=ByLevel(Limit(2.5, Unit.CLOCK_HOURS), ONE_DAY, Limit(5, Unit.WORKING_DAYS)),
        tell_referrer=Limit(2, Unit.WORKING_DAYS),
        disagreement=ByStage(ONE_DAY, Limit(6, Unit.CLOCK_HOURS), ONE_DAY),
        alert_minutes=5,
    )
    assert Standard.from_json(standard.to_json()) == standard
    assert hash(Standard.from_json(STANDARD.to_json())) == hash(STANDARD)


@pytest.mark.rule(34, 68)
def test_a_disagreement_has_one_day_then_two_then_five_of_working_days():
    opened = london("2026-04-02T14:00")  # the Thursday before Easter
    due = [STANDARD.disagreement_due(stage, opened) for stage in (1, 2, 3)]
    assert due == [london(f"2026-04-{day}T17:00") for day in ("07", "08", "13")]
    with pytest.raises(ValueError, match="stages 1, 2 and 3"):
        STANDARD.disagreement_due(4, opened)


def test_settings_that_are_absent_keep_their_defaults():
    assert Standard.from_json({}) == STANDARD
    assert Standard.from_json({"disagreement": {}}) == STANDARD
    shorter = Standard.from_json({"decision": {"green": {"amount": 2, "unit": "working_days"}}, "glass_minutes": 30})
    assert shorter.due("green", london("2026-03-06T16:00")) == london("2026-03-10T17:00")
    assert shorter.decision.red == STANDARD.decision.red
    assert shorter.glass_minutes == 30


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, "as named values"),
        ({"speed": 1}, "speed is not a setting of the standard"),
        ({"decision": {"blue": {}}}, "blue is not a setting of the decision limits"),
        ({"decision": {"red": {"amount": 0, "unit": "working_hours"}}}, "more than 0"),
        ({"decision": {"red": {"amount": -1, "unit": "working_hours"}}}, "more than 0"),
        ({"decision": {"red": {"amount": "4", "unit": "working_hours"}}}, "as a number"),
        ({"decision": {"red": {"amount": True, "unit": "working_hours"}}}, "as a number"),
        ({"decision": {"red": {"amount": float("nan"), "unit": "working_hours"}}}, "as a number"),
        ({"decision": {"red": {"amount": 1e9, "unit": "working_hours"}}}, "working hours can be at most 8784"),
        ({"decision": {"red": {"amount": 400, "unit": "working_days"}}}, "working days can be at most 366"),
        ({"decision": {"red": {"amount": 1.5, "unit": "working_days"}}}, "whole number"),
        ({"decision": {"red": {"amount": 1, "unit": "working_days", "runs_on": True}}}, "run on past closing"),
        ({"decision": {"red": {"amount": 1, "unit": "weeks"}}}, "Choose the unit"),
        ({"decision": {"red": {"amount": 1, "unit": ["weeks"]}}}, "Choose the unit"),
        ({"decision": {"red": {"unit": "working_hours"}}}, "Give the amount"),
        ({"decision": {"red": {"amount": 4, "unit": "working_hours", "runs_on": 1}}}, "runs_on to true or false"),
        ({"decision": {"red": {"amount": 1, "unit": "working_days_before_decision"}}}, "Only an agency's answer"),
        ({"tell_referrer": {"amount": 1, "unit": "working_days_before_decision"}}, "Only an agency's answer"),
        ({"disagreement": {"fourth": {}}}, "fourth is not a setting of the disagreement limits"),
        ({"disagreement": {"first": {"amount": 1, "unit": "working_days_before_decision"}}}, "Only an agency's answer"),
        ({"alert_minutes": 0}, "alert_minutes to a whole number from 1"),
        ({"glass_minutes": 1.5}, "glass_minutes to a whole number"),
        ({"cool_off_days": True}, "cool_off_days to a whole number"),
        ({"cool_off_days": 9999}, "from 1 to 366"),
    ],
)
def test_a_standard_that_cannot_be_is_turned_away_with_a_reason(given, message):
    with pytest.raises(ValueError, match=message):
        Standard.from_json(given)


@pytest.mark.parametrize("level", ["purple", "", "RED", "of"])
def test_only_red_amber_and_green_are_levels(level):
    with pytest.raises(ValueError, match="Choose red, amber or green"):
        STANDARD.due(level, london("2026-03-06T16:00"))


def test_a_time_without_a_zone_is_turned_away():
    naive = datetime.fromisoformat("2026-03-06T16:00")
    for level in Level:
        with pytest.raises(ValueError, match="no time zone"):
            STANDARD.due(level, naive)
        with pytest.raises(ValueError, match="no time zone"):
            STANDARD.agency_due(level, naive, london("2026-03-06T16:00"))
    for ask in (STANDARD.alert_due, STANDARD.glass_until, STANDARD.cool_off_until, STANDARD.referrer_due):
        with pytest.raises(ValueError, match="no time zone"):
            ask(naive)


def test_limits_that_count_back_or_in_days_are_not_mistaken_for_others():
    back = Limit(1, Unit.WORKING_DAYS_BEFORE_DECISION)
    with pytest.raises(ValueError, match="counts back"):
        back.ends(Calendar(), london("2026-03-06T16:00"))
    with pytest.raises(ValueError, match="no length in hours"):
        _ = back.length
