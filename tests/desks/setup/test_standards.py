"""Administrators set limits, opening hours and closures; what was promised stays as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.desks.setup.standards.actions import close_hub, set_limits, standards_of, take_standard_back
from mash.desks.setup.standards.examples import out_of_order
from mash.desks.setup.standards.opening import hours_in_words, read_hours, week_in_words
from mash.desks.setup.standards.rules import changed_by, difference
from mash.desks.setup.standards.telling import different
from mash.desks.setup.verbs import digest
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.calendar import WEEKDAYS, Hours
from mash.foundation.clock.closures import Closure
from mash.foundation.clock.limits import Limit, Unit
from mash.foundation.clock.standard import ByLevel, Standard
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import ServiceStandard
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.desks.setup.administering import Desk
from tests.pathway import scene

pytestmark = pytest.mark.django_db

LIMITS, HOURS, CLOSE = (f"/admin-desk/standards/tamarshire/{page}" for page in ("limits", "hours", "close"))
A_WEEK_LATER = world.MONDAY_NINE + timedelta(days=7)
APRIL = {"holds_from_day": "1", "holds_from_month": "4", "holds_from_year": "2026"}
THURSDAY = {"first_day": "5", "first_month": "3", "first_year": "2026"}
WEDNESDAY_FOUR = datetime(2026, 3, 4, 16, tzinfo=UTC)


def clock_on(moment: datetime, slug: str = "tamarshire") -> Standard:
    area = world.area(slug)
    with world.backstage():
        return area.standard_on(moment).clock


def amber_due(made: Enquiry) -> datetime:
    with world.backstage():
        return Enquiry.objects.get(pk=made.pk).standard.clock.due("amber", made.received_at)


def done(verb: str) -> int:
    with world.backstage():
        return Event.objects.filter(verb=verb, outcome="made").count()


def mark_of(slug: str = "tamarshire", when: datetime = world.MONDAY_NINE) -> str:
    with world.backstage():
        return digest(standards_of(world.area(slug), when).shown)


@pytest.mark.rule(31)
def test_a_new_limit_holds_for_enquiries_from_now_on_and_older_ones_keep_theirs():
    older = scene.enquiry(received_at=world.MONDAY_NINE - timedelta(hours=1))
    promised = amber_due(older)
    answer = Desk().save(LIMITS, decision_amber_amount="2")
    assert answer.status_code == 302
    assert amber_due(older) == promised == datetime(2026, 3, 3, 17, tzinfo=UTC)
    newer = scene.enquiry(received_at=world.MONDAY_NINE + timedelta(hours=1))
    assert amber_due(newer) == datetime(2026, 3, 4, 17, tzinfo=UTC)
    assert done("set_limits") == 1


@pytest.mark.rule(68)
def test_how_long_each_stage_of_a_disagreement_may_take_is_set_and_shown():
    said, between = Desk().look(LIMITS, disagreement_second_amount="3")
    assert between is not None
    assert "A disagreement before heads of service since then Tuesday 10 March at 17:00 Wednesday 11 March at" in said
    Desk().save(LIMITS, disagreement_second_amount="3")
    now = clock_on(world.MONDAY_NINE + timedelta(hours=1)).disagreement
    assert (now.first, now.second) == (Limit(1, Unit.WORKING_DAYS), Limit(3, Unit.WORKING_DAYS))


@pytest.mark.rule(31)
def test_due_times_are_shown_before_and_after_before_anything_is_saved():
    said, between = Desk().look(LIMITS, decision_red_amount="2")
    assert between is not None
    assert "An enquiry received on Friday 6 March 2026 at 16:00" in said
    assert "Red: decision Friday 6 March at 20:00 Friday 6 March at 18:00" in said
    assert "Amber: decision Monday 9 March at 17:00 Monday 9 March at 17:00, the same" in said
    assert "Enquiries that were received before keep the times that they were promised." in said
    assert done("set_limits") == 0


@pytest.mark.rule(31)
@pytest.mark.parametrize("day", [{"holds_from_day": "1"}, {"holds_from_day": "2"}], ids=["yesterday", "today"])
def test_a_standard_never_holds_from_a_day_that_has_begun(day):
    typed = {**day, "holds_from_month": "3", "holds_from_year": "2026", "decision_amber_amount": "2"}
    said, between = Desk().look(LIMITS, **typed)
    assert "A standard cannot hold from a day that has begun" in said
    assert between is None


@pytest.mark.rule(31)
def test_a_change_reaches_what_is_planned_after_it_and_keeps_what_was_planned():
    desk = Desk()
    desk.save(HOURS, friday="08:30 to 16:00", **APRIL)
    said, _ = desk.look(LIMITS, decision_amber_amount="2")
    assert "The same is changed in the standard planned from Wednesday 1 April 2026." in said
    desk.save(LIMITS, decision_amber_amount="2")
    now, later = clock_on(world.MONDAY_NINE + timedelta(hours=1)), clock_on(datetime(2026, 4, 2, tzinfo=UTC))
    assert (now.decision.amber, later.decision.amber) == (Limit(2, Unit.WORKING_DAYS),) * 2
    assert now.calendar.week[4] == (Hours(time(8, 30), time(17)),)
    assert later.calendar.week[4] == (Hours(time(8, 30), time(16)),)
    with world.backstage():
        assert world.area().standards.count() == 3


def test_what_is_planned_may_be_taken_back_until_it_holds():
    desk = Desk()
    desk.save(LIMITS, decision_amber_amount="2", **APRIL)
    with world.backstage():
        planned = world.area().standards.get(holds_from__gt=world.MONDAY_NINE)
    late = Desk(when=datetime(2026, 4, 2, 9, tzinfo=UTC))
    path = f"/admin-desk/standards/planned/{planned.pk}"
    assert "It holds already" in late.reads(path)
    assert desk.send(path).status_code == 302
    assert clock_on(datetime(2026, 4, 2, tzinfo=UTC)) == Standard()
    assert "Planned from" not in desk.reads("/admin-desk/standards")
    desk.save(LIMITS, decision_amber_amount="2", **APRIL)  # planned again, from the same moment
    assert clock_on(datetime(2026, 4, 2, tzinfo=UTC)).decision.amber == Limit(2, Unit.WORKING_DAYS)


@pytest.mark.rule(31)
def test_a_standard_that_holds_is_not_taken_back_by_its_id_either():
    with world.backstage():
        holds = world.area().standard_on(world.MONDAY_NINE)
    with world.as_("admin.1") as me, pytest.raises(Invalid, match="It holds already"):
        take_standard_back(me, holds.pk, seen=mark_of())


@pytest.mark.rule(34)
def test_a_new_closure_moves_the_due_time_of_the_next_enquiry_and_of_no_earlier_one():
    earlier = scene.enquiry(received_at=world.MONDAY_NINE)
    promised = amber_due(earlier)
    desk = Desk(when=world.MONDAY_NINE + timedelta(hours=1))
    desk.save(CLOSE, **THURSDAY, why="Moving to Shire Hall")
    next_one = scene.enquiry(received_at=WEDNESDAY_FOUR)
    assert amber_due(next_one) == datetime(2026, 3, 6, 17, tzinfo=UTC)
    assert amber_due(earlier) == promised
    assert "Thursday 5 March 2026 Moving to Shire Hall" in desk.reads("/admin-desk/standards")


@pytest.mark.rule(34)
def test_what_a_closure_moves_is_said_before_it_is_saved():
    said, between = Desk().look(CLOSE, **THURSDAY, why="Moving to Shire Hall")
    assert between is not None
    assert "An enquiry received on Wednesday 4 March 2026 at 16:00" in said
    assert "Amber: decision Thursday 5 March at 17:00 Friday 6 March at 17:00" in said
    assert "Where one of them is due on these days, somebody must be there to meet it." in said


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"first_day": "1", "first_month": "3", "first_year": "2026", "why": "Snow"}, "cannot begin in the past"),
        ({**THURSDAY, "why": ""}, "Say why the hub is closed"),
        ({"why": "Snow"}, "Enter the first day on which it is closed"),
        ({**THURSDAY, "last_day": "4", "last_month": "3", "last_year": "2026", "why": "Snow"}, "cannot come before"),
        ({**THURSDAY, "last_day": "4", "last_month": "3", "last_year": "2027", "why": "Snow"}, "at most three months"),
    ],
)
def test_a_closure_that_cannot_be_is_turned_away_beside_its_box(typed, message):
    said, between = Desk().look(CLOSE, **typed)
    assert message in said
    assert between is None


def test_two_closures_never_fall_on_one_day_and_one_may_be_taken_back():
    desk = Desk()
    desk.save(CLOSE, **THURSDAY, last_day="6", last_month="3", last_year="2026", why="Moving")
    said, between = desk.look(CLOSE, first_day="6", first_month="3", first_year="2026", why="Snow")
    assert "closed from Thursday 5 March 2026 to Friday 6 March 2026 already" in said
    assert between is None
    assert desk.send("/admin-desk/standards/tamarshire/closures/2026-03-05").status_code == 302
    assert clock_on(A_WEEK_LATER).calendar.closures == ()
    assert amber_due(scene.enquiry(received_at=WEDNESDAY_FOUR)) == datetime(2026, 3, 5, 17, tzinfo=UTC)


def test_a_closure_that_is_over_stays():
    Desk().save(CLOSE, **THURSDAY, why="Moving")
    desk = Desk(when=A_WEEK_LATER)
    path = "/admin-desk/standards/tamarshire/closures/2026-03-05"
    answer = desk.send(path)
    assert answer.status_code == 200
    assert "This closure is over" in answer.content.decode()
    assert clock_on(A_WEEK_LATER).calendar.closures == (Closure.on(date(2026, 3, 5), "Moving"),)


@pytest.mark.rule(34)
def test_opening_hours_and_bank_holidays_are_set_for_each_day():
    desk = Desk()
    desk.save(HOURS, saturday="10am - 1pm", keeps_bank_holidays="yes", opens_anyway=["2026-04-03"])
    calendar = clock_on(A_WEEK_LATER).calendar
    assert calendar.week[5] == (Hours(time(10), time(13)),)
    assert calendar.is_open_on(date(2026, 4, 3))
    assert not calendar.is_open_on(date(2026, 4, 6))
    said = desk.reads("/admin-desk/standards")
    assert "Saturday: 10:00 to 13:00" in said
    assert "but open on Friday 3 April 2026" in said


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"monday": "nine to five"}, "Monday: Write opening hours like 08:30 to 17:00"),
        ({"monday": "17:00 to 08:30"}, "Monday: Closing time 08:30 must be later than opening time 17:00"),
        ({"monday": "08:30 to 12:00, 11:00 to 17:00"}, "The opening hours of monday overlap"),
        (dict.fromkeys(WEEKDAYS, ""), "Give opening hours for at least one day of the week"),
    ],
)
def test_hours_that_cannot_be_are_turned_away(typed, message):
    said, between = Desk().look(HOURS, **typed)
    assert message in said
    assert between is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"decision_red_amount": "0"}, "A limit must be more than 0"),
        ({"decision_green_amount": "1.5"}, "whole number"),
        ({"decision_red_amount": ""}, "enter a number"),
        ({"decision_red_amount": "nan"}, "enter a number"),
        ({"decision_red_amount": "1e300"}, "at most"),
        ({"alert_minutes": "0"}, "Enter a whole number from 1 to 1440"),
        ({}, "Nothing is different"),
    ],
)
def test_limits_that_cannot_be_are_turned_away(typed, message):
    desk = Desk()
    said, between = desk.look(LIMITS, **typed)
    if between is not None:  # said when it is saved
        said = desk.post(LIMITS, {**between.as_it_stands(), "do": ["save"]}).content.decode()
    assert message in said
    assert done("set_limits") == 0


def leaves(rules: Any, where: str = "") -> set[str]:
    """The names of everything in a standard that can be set: a limit is one thing."""
    if not isinstance(rules, dict) or "unit" in rules:
        return {where}
    return {leaf for name, value in rules.items() for leaf in leaves(value, f"{where}_{name}".strip("_"))}


def test_every_limit_of_a_standard_can_be_set_on_its_page():
    boxes = {name.removesuffix("_amount") for name in Desk().form(LIMITS).boxes}
    limits = {name: value for name, value in Standard().to_json().items() if name != "calendar"}
    assert {leaf.removeprefix("repeats_") for leaf in leaves(limits)} - boxes == set()
    answer = Desk().save(LIMITS, disagreement_second_amount="3")
    assert answer.status_code == 302
    assert clock_on(A_WEEK_LATER).disagreement.second == Limit(3, Unit.WORKING_DAYS)
    assert clock_on(A_WEEK_LATER).disagreement.first == Standard().disagreement.first


@pytest.mark.rule(31)
def test_two_administrators_at_once_both_learn():
    first, second = Desk(), Desk("admin.1")
    tab = second.form(LIMITS)
    first.save(LIMITS, decision_amber_amount="2")
    answer = second.post(LIMITS, {**tab.as_it_stands(), "decision_green_amount": ["5"], "do": ["save"]})
    said = answer.content.decode()
    assert "after you had opened it" in said
    assert 'value="5"' in said  # what was typed is still there
    assert done("set_limits") == 1


def test_a_double_click_sets_one_standard():
    desk = Desk()
    _, between = desk.look(LIMITS, decision_amber_amount="2")
    assert between is not None
    sent = {**between.as_it_stands(), "do": ["save"]}
    assert [desk.post(LIMITS, sent).status_code for _ in range(2)] == [302, 302]
    assert done("set_limits") == 1


def test_standards_are_for_administrators_of_the_area():
    change = {"decision": {"amber": Limit(2, Unit.WORKING_DAYS).to_json()}}
    for username in ("pm.tamarshire.1", "auditor.1", "analyst.1"):
        with world.as_(username) as me, pytest.raises(Refused):
            set_limits(me, world.area().pk, change=change, holds_from=None, seen="")
    with world.as_("pm.tamarshire.1") as me, pytest.raises(Refused):
        close_hub(me, world.area().pk, closure=Closure.on(date(2026, 3, 5), "Snow"), seen="")


def test_an_area_without_a_standard_is_told_so_and_gets_its_first_one():
    with world.backstage():
        ServiceStandard.objects.filter(area=world.area("port-ellery")).delete()
    desk = Desk()
    assert "No standard holds: nothing can be received." in desk.reads("/admin-desk/standards")
    assert "No service standard holds: nothing can be received." in desk.reads("/admin-desk/")
    desk.save("/admin-desk/standards/port-ellery/limits", decision_amber_amount="2")
    assert clock_on(A_WEEK_LATER, "port-ellery").decision.amber == Limit(2, Unit.WORKING_DAYS)


times = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(minutes // 60, minutes % 60))


@given(st.lists(times, min_size=0, max_size=6, unique=True))
def test_hours_read_what_they_wrote(ends):
    ends = sorted(ends)
    day = tuple(Hours(opens, closes) for opens, closes in zip(ends[::2], ends[1::2], strict=False))
    assert read_hours(hours_in_words(day)) == day


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("8.30am to 5pm", [("08:30", "17:00")]),
        ("08:30-17:00", [("08:30", "17:00")]),
        ("13:00 to 17:00 and 9 until 12", [("09:00", "12:00"), ("13:00", "17:00")]),
        ("0:00 – 24:00", [("00:00", "24:00")]),
        ("12am to 12pm", [("00:00", "12:00")]),
        ("Closed", []),
    ],
)
def test_hours_are_read_as_people_write_them(typed, hours):
    assert [tuple(one.to_json()) for one in read_hours(typed)] == hours


def test_a_week_is_told_with_days_alike_together():
    assert week_in_words(Standard().calendar.week, WEEKDAYS) == [
        "Monday to Friday: 08:30 to 17:00",
        "Saturday and Sunday: closed",
    ]


def test_a_change_made_to_another_standard_leaves_all_else_of_it():
    two_days, four_hours = Limit(2, Unit.WORKING_DAYS), Limit(4, Unit.WORKING_HOURS)
    was, becomes = (
        Standard(),
        Standard(decision=ByLevel(Standard().decision.red, two_days, Limit(5, Unit.WORKING_DAYS))),
    )
    change = difference(was.to_json(), becomes.to_json())
    assert set(change) == {"decision"}
    other = Standard(first_rating=four_hours, alert_minutes=30)
    changed = Standard.from_json(changed_by(other.to_json(), change))
    assert (changed.decision, changed.first_rating, changed.alert_minutes) == (becomes.decision, four_hours, 30)
    assert different(was, becomes) == [
        "From receipt to the decision, amber: end of working day 2",
        "From receipt to the decision, green: end of working day 5",
    ]


@pytest.mark.rule(29)
def test_a_standard_by_which_less_urgent_would_be_due_first_is_warned_of_before_it_is_saved():
    said, between = Desk().look(LIMITS, decision_red_amount="9", decision_red_unit="working_days")
    assert "Amber would be due before red for an enquiry received on Monday 2 March at 16:00." in said
    assert between is not None


def test_it_is_said_for_which_enquiry_less_urgent_would_be_due_first():
    assert out_of_order(Standard(), world.MONDAY_NINE) == ""
    late = Standard(
        decision=ByLevel(Limit(3, Unit.WORKING_DAYS), Limit(9, Unit.CLOCK_HOURS), Limit(4, Unit.WORKING_DAYS))
    )
    assert out_of_order(late, world.MONDAY_NINE) == (
        "Amber would be due before red for an enquiry received on Monday 2 March at 16:00"
    )
