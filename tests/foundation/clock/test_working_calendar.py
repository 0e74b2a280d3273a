"""When a hub is open, and how long."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.foundation.clock.calendar import Calendar, Hours, bank_holidays
from mash.foundation.clock.closures import Closure

LONDON = ZoneInfo("Europe/London")
OFFICE = Calendar()
DAY_AND_NIGHT = Calendar(week=((Hours(time(0), time(0)),),) * 7, keeps_bank_holidays=False)
WITH_LUNCH = Calendar(week=((Hours(time(9), time(12)), Hours(time(13), time(17))),) * 5 + ((), ()))
HOUR = timedelta(hours=1)

moments = st.datetimes(datetime(2026, 1, 5), datetime(2027, 11, 1), timezones=st.just(UTC))
whole_minutes = moments.map(lambda moment: moment.replace(second=0, microsecond=0))
stretches = st.timedeltas(timedelta(0), timedelta(hours=60))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.rule(34)
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-06T08:29:59", False),
        ("2026-03-06T08:30:00", True),
        ("2026-03-06T16:59:59", True),
        ("2026-03-06T17:00:00", False),
        ("2026-03-07T11:00:00", False),
        ("2026-06-05T08:30:00", True),
        ("2026-06-05T16:59:59", True),
        ("2026-06-05T17:00:00", False),
    ],
)
def test_open_is_from_half_past_eight_up_to_not_including_five(moment, is_open):
    assert OFFICE.is_open_at(london(moment)) is is_open


@pytest.mark.rule(34)
@pytest.mark.parametrize(
    "holiday",
    [
        *("2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28"),
        *("2027-01-01", "2027-03-26", "2027-03-29", "2027-12-27", "2027-12-28"),
        *("2020-05-08", "2022-06-03", "2022-09-19", "2023-05-08"),  # moved or proclaimed for one year
    ],
)
def test_the_hub_is_closed_on_english_bank_holidays(holiday):
    assert day(holiday).weekday() < 5
    assert not OFFICE.is_open_on(day(holiday))
    assert Calendar(keeps_bank_holidays=False).is_open_on(day(holiday))
    assert Calendar(opens_anyway=frozenset({day(holiday)})).is_open_on(day(holiday))


@pytest.mark.rule(34)
@pytest.mark.parametrize("worked", ["2026-03-17", "2026-11-30", "2026-08-03", "2026-01-02", "2020-05-04", "2026-12-24"])
def test_holidays_of_other_nations_and_half_holidays_are_worked(worked):
    assert OFFICE.is_open_on(day(worked))


def test_bank_holidays_have_names_for_the_set_up_pages():
    assert bank_holidays(2026)[day("2026-04-03")] == "Good Friday"
    assert "Easter Monday" in bank_holidays(2026)[day("2026-04-06")]


@pytest.mark.rule(34)
def test_own_closures_close():
    closed = Calendar(closures=(Closure.on(day("2026-12-24")),))
    assert not closed.is_open_on(day("2026-12-24"))
    assert closed.next_opening(london("2026-12-24T09:00")) == london("2026-12-29T08:30")


@pytest.mark.rule(34)
def test_a_closure_of_several_days_keeps_its_reason():
    moving = Closure(day("2026-12-21"), day("2026-12-24"), "Moving to Shire Hall")
    closed = Calendar(closures=(moving,))
    assert [closed.closure_on(day(f"2026-12-{n}")) for n in (20, 21, 24, 25)] == [None, moving, moving, None]
    assert not any(closed.is_open_on(day(f"2026-12-{n}")) for n in (21, 22, 23, 24))


def test_a_closure_that_was_kept_as_a_date_alone_is_still_read():
    assert Calendar.from_json({"closures": ["2026-12-24"]}).closures == (Closure.on(day("2026-12-24")),)


@pytest.mark.rule(34)
@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-03-06T10:00", "2026-03-06T10:00"),
        ("2026-03-06T07:00", "2026-03-06T08:30"),
        ("2026-03-06T17:00", "2026-03-09T08:30"),
        ("2026-03-28T12:00", "2026-03-30T08:30"),  # clocks go forward in between
        ("2026-10-24T12:00", "2026-10-26T08:30"),  # and back
        ("2026-04-02T17:00", "2026-04-07T08:30"),  # Easter
        ("2026-12-24T17:00", "2026-12-29T08:30"),  # Christmas, Boxing Day moved to Monday
        ("2027-12-24T17:00", "2027-12-29T08:30"),  # both moved
        ("2026-12-31T18:00", "2027-01-04T08:30"),
    ],
)
def test_the_next_opening(moment, opening):
    assert OFFICE.next_opening(london(moment)) == london(opening)
    assert OFFICE.next_opening(london(moment)).tzinfo is UTC


def test_a_day_closes_at_its_last_hour_and_a_closed_day_never():
    assert OFFICE.closing_of(day("2026-03-06")) == london("2026-03-06T17:00")
    assert WITH_LUNCH.closing_of(day("2026-03-06")) == london("2026-03-06T17:00")
    assert DAY_AND_NIGHT.closing_of(day("2026-03-06")) == london("2026-03-07T00:00")
    with pytest.raises(ValueError, match="closed on 2026-03-07"):
        OFFICE.closing_of(day("2026-03-07"))


@pytest.mark.rule(34)
def test_working_days_are_counted_past_weekends_and_holidays_in_both_directions():
    assert OFFICE.nth_working_day_after(day("2026-04-02"), 1) == day("2026-04-07")
    assert OFFICE.nth_working_day_after(day("2026-04-04"), 3) == day("2026-04-09")
    assert OFFICE.nth_working_day_before(day("2026-04-07"), 1) == day("2026-04-02")
    assert OFFICE.nth_working_day_before(day("2026-04-05"), 2) == day("2026-04-01")
    with pytest.raises(ValueError, match="from 1"):
        OFFICE.nth_working_day_after(day("2026-04-02"), 0)


@pytest.mark.rule(34)
@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-06T16:00", 1, "2026-03-06T17:00"),
        ("2026-03-06T16:00", 2, "2026-03-09T09:30"),
        ("2026-03-07T11:00", 4, "2026-03-09T12:30"),
        ("2026-12-24T16:00", 8, "2026-12-29T15:30"),
        ("2026-03-27T16:30", 8.5, "2026-03-30T16:30"),
        ("2026-10-23T16:30", 8.5, "2026-10-26T16:30"),
        ("2026-04-02T16:30", 25.5, "2026-04-09T16:30"),
    ],
)
def test_working_hours_go_on_at_the_next_opening(start, hours, end):
    assert OFFICE.add_working(london(start), hours * HOUR) == london(end)
    assert OFFICE.working_between(london(start), london(end)) == hours * HOUR


def test_a_lunch_break_is_no_working_time():
    assert WITH_LUNCH.add_working(london("2026-03-06T11:30"), HOUR) == london("2026-03-06T13:30")
    assert WITH_LUNCH.next_opening(london("2026-03-06T12:00")) == london("2026-03-06T13:00")
    assert WITH_LUNCH.working_between(london("2026-03-06T08:00"), london("2026-03-06T18:00")) == 7 * HOUR


@pytest.mark.rule(36)
@pytest.mark.parametrize(("sunday", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-01", 24)])
def test_a_hub_that_never_closes_works_every_hour_of_the_days_on_which_clocks_change(sunday, hours):
    start = london(f"{sunday}T00:00")
    assert DAY_AND_NIGHT.add_working(start, hours * HOUR) == DAY_AND_NIGHT.closing_of(day(sunday))
    assert DAY_AND_NIGHT.working_between(start, DAY_AND_NIGHT.closing_of(day(sunday))) == hours * HOUR


@pytest.mark.rule(36)
@pytest.mark.parametrize(
    ("sunday", "opens", "closes", "minutes"),
    [
        ("2026-03-29", time(0, 30), time(1, 30), 30),  # closes at the change: there is no 01:30
        ("2026-03-29", time(1, 15), time(2, 15), 15),  # opens at the change
        ("2026-03-29", time(1, 15), time(1, 45), 0),
        ("2026-10-25", time(0, 30), time(1, 30), 120),  # until 01:30 the second time
    ],
)
def test_opening_hours_inside_the_changing_hour_neither_fail_nor_count_backwards(sunday, opens, closes, minutes):
    nights = Calendar(week=((Hours(opens, closes),),) * 7)
    start = london(f"{sunday}T00:00")
    assert nights.working_between(start, start + 12 * HOUR) == timedelta(minutes=minutes)


@pytest.mark.rule(36)
def test_hours_that_never_come_are_no_opening():
    nights = Calendar(week=((Hours(time(1, 15), time(1, 45)),),) * 7)
    assert nights.next_opening(london("2026-03-29T00:00")) == london("2026-03-30T01:15")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda: Calendar(week=((),) * 7), "at least one day"),
        (lambda: Calendar(week=((),) * 5), "all seven days"),
        (lambda: Hours(time(17), time(8, 30)), "later than opening time 17:00"),
        (lambda: Hours(time(9), time(9)), "later than opening"),
        (lambda: Calendar(week=((Hours(time(9), time(12)), Hours(time(11), time(17))),) * 7), "overlap"),
        (lambda: Calendar(week=((Hours(time(9), time(0)), Hours(time(11), time(17))),) * 7), "overlap"),
        (
            lambda: Calendar(closures=(Closure.on(day("2026-04-03")),), opens_anyway=frozenset({day("2026-04-03")})),
            "both",
        ),
        (lambda: Calendar.from_json([]), "named values"),
        (lambda: Calendar.from_json({"weeks": {}}), "weeks is not a setting"),
        (lambda: Calendar.from_json({"week": {"moonday": []}}), "moonday is not a setting"),
        (lambda: Calendar.from_json({"week": {"monday": None}}), "hours of monday as a list"),
        (lambda: Calendar.from_json({"week": {"monday": [["08:30"]]}}), "two times"),
        (lambda: Calendar.from_json({"week": {"monday": ["08:30"]}}), "two times"),
        (lambda: Calendar.from_json({"week": {"monday": [["8.30", "17:00"]]}}), "8.30 is not a time"),
        (lambda: Calendar.from_json({"week": {"monday": [["08:30", "25:00"]]}}), "25:00 is not a time"),
        (lambda: Calendar.from_json({"closures": ["24 December"]}), "year, month and day"),
        (lambda: Calendar.from_json({"closures": 5}), "year, month and day"),
        (lambda: Calendar.from_json({"closures": [{"first": "2026-12-24"}]}), "year, month and day"),
        (lambda: Calendar.from_json({"closures": [{"day": "2026-12-24"}]}), "day is not a setting"),
        (lambda: Closure(day("2026-12-24"), day("2026-12-23")), "end before it begins"),
        (lambda: Calendar.from_json({"keeps_bank_holidays": "no"}), "true or false"),
        (lambda: OFFICE.add_working(london("2026-03-06T16:00"), -HOUR), "negative"),
        (lambda: OFFICE.working_between(london("2026-03-06T16:00"), london("2026-03-06T15:00")), "before its start"),
        (lambda: OFFICE.is_open_at(datetime.fromisoformat("2026-03-06T16:00")), "no time zone"),
    ],
)
def test_what_cannot_be_is_turned_away_with_a_reason(broken, message):
    with pytest.raises(ValueError, match=message):
        broken()


def test_a_hub_closed_for_good_says_so_instead_of_searching_for_ever():
    start = day("2026-01-01")
    gone = Calendar(closures=(Closure(start, start + timedelta(days=799)),))
    with pytest.raises(ValueError, match="does not open in the year"):
        gone.next_opening(london("2026-01-01T09:00"))
    with pytest.raises(ValueError, match="does not open in the year"):
        gone.nth_working_day_after(start, 1)


def test_a_calendar_survives_being_kept_as_plain_values():
    calendar = Calendar(
        week=(*WITH_LUNCH.week[:5], (Hours(time(10), time(0)),), ()),
        keeps_bank_holidays=False,
        closures=(Closure(day("2026-12-21"), day("2026-12-24"), "Moving to Shire Hall"),),
        opens_anyway=frozenset({day("2026-04-03")}),
    )
    assert Calendar.from_json(calendar.to_json()) == calendar
    assert calendar.to_json()["week"]["saturday"] == [["10:00", "24:00"]]
    assert Calendar.from_json({}) == OFFICE


@pytest.mark.rule(34)
@given(moments, stretches, st.sampled_from([OFFICE, WITH_LUNCH, DAY_AND_NIGHT]))
def test_adding_working_time_is_undone_by_measuring_it(start, working, calendar):
    assert calendar.working_between(start, calendar.add_working(start, working)) == working


@pytest.mark.rule(34)
@given(moments, stretches, stretches)
def test_working_time_adds_up_in_one_step_or_two_and_never_runs_back(start, one, other):
    in_two = OFFICE.add_working(OFFICE.add_working(start, one), other)
    assert in_two >= OFFICE.add_working(start, one) >= start
    if other:
        assert in_two == OFFICE.add_working(start, one + other)


@pytest.mark.rule(34)
@given(moments, moments)
def test_the_later_it_comes_the_later_it_opens(one, other):
    first, second = sorted((one, other))
    assert OFFICE.next_opening(first) <= OFFICE.next_opening(second)
    assert OFFICE.is_open_at(OFFICE.next_opening(first))


@pytest.mark.rule(34)
@given(whole_minutes, st.integers(1, 3000))
def test_the_minute_by_minute_count_agrees(minute_by_minute, start, minutes):
    end = OFFICE.add_working(start, timedelta(minutes=minutes))
    assert end == minute_by_minute.add_working(start, minutes)
    assert minute_by_minute.working_minutes(start, end) == minutes
