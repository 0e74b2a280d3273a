"""A service standard as people say it, with a worked example. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from mash.foundation.clock.limits import Limit, Unit
from mash.foundation.clock.london import LONDON, in_london
from mash.foundation.clock.standard import Level, Standard
from mash.foundation.clock.when import clock_time, day_and_month
from mash.ui.words import count

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """One thing that has a limit, in words; by level, or the same for all."""

    text: str
    red: str
    amber: str
    green: str


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule does with one case."""

    case: str
    lines: Sequence[str]


def limits_of(standard: Standard) -> list[Limits]:
    """Every limit of a standard."""

    def by_level(text: str, limits: dict[Level, Limit]) -> Limits:
        return Limits(text, *(limit_in_words(limits[level]) for level in Level))

    def for_all(text: str, said: str) -> Limits:
        return Limits(text, said, said, said)

    return [
        by_level("From receipt to the decision", {level: standard.decision.of(level) for level in Level}),
        by_level("From asking an agency to its answer", {level: standard.agency.of(level) for level in Level}),
        by_level(
            "From sending a handover to its acknowledgement", {level: standard.handover.of(level) for level in Level}
        ),
        for_all("From receipt to the first rating", limit_in_words(standard.first_rating)),
        for_all("From the decision to telling the referrer", limit_in_words(standard.tell_referrer)),
        for_all("From a late answer to its review", limit_in_words(standard.review_late_answer)),
        for_all("A disagreement between managers", limit_in_words(standard.disagreement.first)),
        for_all("A disagreement before heads of service", limit_in_words(standard.disagreement.second)),
        for_all("A disagreement before the partnership", limit_in_words(standard.disagreement.third)),
        for_all("From an alert to its acknowledgement", count(standard.alert_minutes, "minute")),
        for_all("Broken glass stays open for", count(standard.glass_minutes, "minute")),
        for_all("A closed enquiry can be read for", count(standard.cool_off_days, "day")),
        for_all("An earlier referral is marked for", count(standard.repeats.re_referral_days, "day")),
        for_all(
            "Concern escalates at",
            f"{count(standard.repeats.contacts, 'contact')} in {count(standard.repeats.contacts_days, 'day')}",
        ),
        for_all(
            "Independent enquirers stand out at",
            f"{standard.repeats.enquirers} in {count(standard.repeats.enquirers_days, 'day')}",
        ),
    ]


def limit_in_words(limit: Limit) -> str:
    """`4 working hours, running on past closing`; `end of the next working day`."""
    number = f"{limit.amount:g}"
    plural = "" if limit.amount == 1 else "s"
    match limit.unit:
        case Unit.WORKING_DAYS:
            return "end of the next working day" if limit.amount == 1 else f"end of working day {number}"
        case Unit.WORKING_DAYS_BEFORE_DECISION:
            return f"{number} working day{plural} before the decision"
        case Unit.CLOCK_HOURS:
            return f"{number} hour{plural} by day and night"
        case _:
            return f"{number} working hour{plural}" + (", running on past closing" if limit.runs_on else "")


def worked_example(standard: Standard, now: datetime) -> Example:
    """When an enquiry received on the coming Friday at 16:00 is due, at each level, and why."""
    today = in_london(now).date()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    received = datetime.combine(friday, time(16), LONDON)
    lines = []
    for level in Level:
        due = standard.due(level, received)
        why = standard.explain_due(level, received).removeprefix(f"{level}: ")
        lines.append(f"{level.title()}: due {day_and_month(due)} at {clock_time(due)} ({why}).")
    return Example(f"An enquiry received on {day_and_month(received)} at 16:00", lines)
