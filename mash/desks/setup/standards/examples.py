"""What a change of the standard does, told before it is saved: due times as they stand and as they would be. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mash.foundation.clock.closures import Closure
from mash.foundation.clock.london import LONDON, in_london, in_utc, moment_of
from mash.foundation.clock.standard import Level, Standard
from mash.foundation.clock.when import clock_time, day_and_month, long_date

FRIDAY = 4
ONE_DAY = timedelta(days=1)
# An hour before most hubs close, when people ask what 'one day' means; the middle of a night; the middle of a day.
RECEIVED_AT = (time(16), time(22), time(11))
TRIED_DAYS = 14


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for one made-up enquiry: as it stands, empty where nothing did, and as it would be."""

    what: str
    stands: str
    becomes: str

    @property
    def moves(self) -> bool:
        """Whether the change moves it."""
        return self.stands != self.becomes


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up enquiry, with all that is due for it."""

    received: str
    dues: tuple[Due, ...]


def cases(stands: Standard | None, becomes: Standard, since: datetime) -> list[Case]:
    """Two enquiries that come under the new standard: on a Friday afternoon, and in a night. Not before it holds."""
    day = in_london(since).date() + ONE_DAY
    friday = day + timedelta(days=(FRIDAY - day.weekday()) % 7)
    return [
        _case(stands, becomes, friday, RECEIVED_AT[0]),
        _case(stands, becomes, friday - ONE_DAY * 2, RECEIVED_AT[1]),
    ]


def around(stands: Standard, becomes: Standard, closure: Closure, since: datetime) -> Case:
    """An enquiry of the afternoon before a closure, or of now where the closure begins at once."""
    before = closure.first - ONE_DAY
    received = datetime.combine(before, RECEIVED_AT[0], LONDON)
    if in_utc(received) < in_utc(since):
        moment = in_london(since)
        return _case(stands, becomes, moment.date(), moment.time().replace(second=0, microsecond=0))
    return _case(stands, becomes, before, RECEIVED_AT[0])


def _case(stands: Standard | None, becomes: Standard, day: date, clock: time) -> Case:
    received = moment_of(day, clock)
    before = _dues(stands, received) if stands else {}
    return Case(
        f"An enquiry received on {long_date(received)} at {clock_time(received)}",
        tuple(Due(what, before.get(what, ""), due) for what, due in _dues(becomes, received).items()),
    )


def _dues(standard: Standard, received: datetime) -> dict[str, str]:
    found = {"First rating": _said(standard.first_rating_due(received, immediate_danger=False))}
    for level in Level:
        asked = standard.calendar.next_opening(received)
        found[f"{level.title()}: decision"] = _said(standard.due(level, received))
        found[f"{level.title()}: agency's answer"] = _said(standard.agency_due(level, asked, received))
        found[f"{level.title()}: handover sent at the decision's limit"] = _said(
            standard.acknowledgement_due(level, standard.due(level, received))
        )
    for stage, who in enumerate(("managers", "heads of service", "the partnership"), start=1):
        found[f"A disagreement before {who} since then"] = _said(standard.disagreement_due(stage, received))
    return found


def _said(moment: datetime) -> str:
    return f"{day_and_month(moment)} at {clock_time(moment)}"


def out_of_order(standard: Standard, since: datetime) -> str:
    """For which enquiry a less urgent level would be due before a more urgent one; empty when for none."""
    for received in _tried(since):
        red, amber, green = (standard.due(level, received) for level in Level)
        when = f"for an enquiry received on {day_and_month(received)} at {clock_time(received)}"
        if amber < red:
            return f"Amber would be due before red {when}"
        if green < amber:
            return f"Green would be due before amber {when}"
    return ""


def _tried(since: datetime) -> Iterator[datetime]:
    first = in_london(since).date()
    for n in range(TRIED_DAYS):
        for clock in RECEIVED_AT:
            yield moment_of(first + timedelta(days=n), clock)
