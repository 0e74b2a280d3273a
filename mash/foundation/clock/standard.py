"""A hub's service standard: how soon each thing is due, and when somebody is reminded of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from mash.foundation.clock.calendar import Calendar
from mash.foundation.clock.limits import Limit, Unit
from mash.foundation.clock.london import in_utc
from mash.foundation.clock.plain_values import known_settings, whole_number
from mash.foundation.clock.repeats import Repeats
from mash.foundation.clock.when import clock_time, day_and_month

MOST_ALERT_MINUTES = 24 * 60
MOST_GLASS_MINUTES = 24 * 60
MOST_COOL_OFF_DAYS = 366


class Level(StrEnum):
    """How urgent an enquiry is."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


def level_of(level: str) -> Level:
    """The level of that name. Raises ValueError for any other."""
    if level not in list(Level):
        raise ValueError("Choose red, amber or green.")
    return Level(level)


@dataclass(frozen=True, slots=True)
class ByLevel:
    """One limit for each level."""

    red: Limit
    amber: Limit
    green: Limit

    def of(self, level: str) -> Limit:
        """The limit of a level. Raises ValueError when it is not red, amber or green."""
        limit: Limit = getattr(self, level_of(level))
        return limit

    def changed_by(self, given: Any, where: str) -> "ByLevel":
        """These limits, with those that are given by level in plain values put in their place."""
        given = known_settings(given, where, list(Level))
        return ByLevel(*[Limit.from_json(given[level]) if level in given else self.of(level) for level in Level])

    def to_json(self) -> dict[str, Any]:
        """The limits by level as plain values."""
        return {level.value: self.of(level).to_json() for level in Level}


@dataclass(frozen=True, slots=True)
class ByStage:
    """One limit for each stage of a disagreement: manager to manager, heads of service, the partnership (rule 68)."""

    first: Limit
    second: Limit
    third: Limit

    def of(self, stage: int) -> Limit:
        """The limit of a stage. Raises ValueError when it is not 1, 2 or 3."""
        if stage not in (1, 2, 3):
            raise ValueError("A disagreement has stages 1, 2 and 3.")
        return (self.first, self.second, self.third)[stage - 1]

    def changed_by(self, given: Any, where: str) -> "ByStage":
        """These limits, with those that are given by name in plain values put in their place."""
        given = known_settings(given, where, self.__slots__)
        return replace(self, **{name: Limit.from_json(limit) for name, limit in given.items()})

    def to_json(self) -> dict[str, Any]:
        """The limits by name as plain values."""
        return {each.name: getattr(self, each.name).to_json() for each in fields(self)}


@dataclass(frozen=True, slots=True)
class ChaseTimes:
    """When an agency is reminded of a question, and who else is told. All in UTC, in this order."""

    half: datetime
    four_fifths: datetime
    all: datetime
    """The answer is due; the agency's escalation contact is told too."""
    escalate_managers: datetime
    """Half as much time again has gone by; the practice managers are told."""


ONE_WORKING_DAY = Limit(1, Unit.WORKING_DAYS)
DECISION = ByLevel(Limit(4, Unit.WORKING_HOURS, runs_on=True), ONE_WORKING_DAY, Limit(3, Unit.WORKING_DAYS))
AGENCY = ByLevel(
    Limit(2, Unit.WORKING_HOURS, runs_on=True),
    Limit(4, Unit.WORKING_HOURS),
    Limit(1, Unit.WORKING_DAYS_BEFORE_DECISION),
)
ALERT_MINUTES, GLASS_MINUTES, COOL_OFF_DAYS = 15, 60, 14
HANDOVER = ByLevel(Limit(1, Unit.CLOCK_HOURS), ONE_WORKING_DAY, ONE_WORKING_DAY)
DISAGREEMENT = ByStage(ONE_WORKING_DAY, Limit(2, Unit.WORKING_DAYS), Limit(5, Unit.WORKING_DAYS))


@dataclass(frozen=True, slots=True)
class Standard:
    """How soon a hub does what it does (DOMAIN rules 29, 31, 34, 35, 49, 51, 66 to 68).

    Every answer is in UTC, and every moment given must have a time zone, else ValueError.

    Attributes:
        calendar: when the hub is open.
        decision: from receipt to the decision, also after a change of rating.
        agency: from the first asking to an agency's answer.
        handover: from sending to the team's acknowledgement.
        first_rating: from receipt to the first rating.
        tell_referrer: from the decision to telling the referrer.
        review_late_answer: from an answer that came after the decision to the practice manager's finding.
        disagreement: from the opening of a disagreement's stage to its result.
        alert_minutes: clock minutes in which an alert is to be acknowledged.
        glass_minutes: clock minutes for which break glass opens an enquiry.
        cool_off_days: days of 24 hours for which a closed enquiry can still be read.
        repeats: when contacts about one household count as coming back (rule 24).
    """

    calendar: Calendar = field(default_factory=Calendar)
    decision: ByLevel = DECISION
    agency: ByLevel = AGENCY
    handover: ByLevel = HANDOVER
    first_rating: Limit = ONE_WORKING_DAY
    tell_referrer: Limit = ONE_WORKING_DAY
    review_late_answer: Limit = ONE_WORKING_DAY
    disagreement: ByStage = DISAGREEMENT
    alert_minutes: int = ALERT_MINUTES
    glass_minutes: int = GLASS_MINUTES
    cool_off_days: int = COOL_OFF_DAYS
    repeats: Repeats = field(default_factory=Repeats)

    def __post_init__(self) -> None:
        forward = [by.of(level) for by in (self.decision, self.handover) for level in Level]
        forward += [self.first_rating, self.tell_referrer, self.review_late_answer]
        forward += [self.disagreement.of(stage) for stage in (1, 2, 3)]
        if any(limit.unit is Unit.WORKING_DAYS_BEFORE_DECISION for limit in forward):
            raise ValueError("Only an agency's answer can be due some working days before the decision.")
        whole_number(self.alert_minutes, "alert_minutes", most=MOST_ALERT_MINUTES)
        whole_number(self.glass_minutes, "glass_minutes", most=MOST_GLASS_MINUTES)
        whole_number(self.cool_off_days, "cool_off_days", most=MOST_COOL_OFF_DAYS)

    @classmethod
    def from_json(cls, given: Any) -> "Standard":
        """Read what `to_json` wrote. What is absent keeps its default.

        Raises:
            ValueError: an unknown setting or a value that cannot be; the message says what to correct.
        """
        given = known_settings(given, "standard", cls.__slots__)
        return cls(
            calendar=Calendar.from_json(given.get("calendar", {})),
            decision=DECISION.changed_by(given.get("decision", {}), "decision limits"),
            agency=AGENCY.changed_by(given.get("agency", {}), "agency limits"),
            handover=HANDOVER.changed_by(given.get("handover", {}), "handover limits"),
            first_rating=_limit(given, "first_rating"),
            tell_referrer=_limit(given, "tell_referrer"),
            review_late_answer=_limit(given, "review_late_answer"),
            disagreement=DISAGREEMENT.changed_by(given.get("disagreement", {}), "disagreement limits"),
            alert_minutes=given.get("alert_minutes", ALERT_MINUTES),
            glass_minutes=given.get("glass_minutes", GLASS_MINUTES),
            cool_off_days=given.get("cool_off_days", COOL_OFF_DAYS),
            repeats=Repeats.from_json(given.get("repeats", {})),
        )

    def to_json(self) -> dict[str, Any]:
        """The standard as plain values, to be kept with whatever it was applied to."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value if isinstance(value, int) else value.to_json() for name, value in values.items()}

    def due(self, level: str, received_at: datetime) -> datetime:
        """When an enquiry must be decided. It counts from receipt, whenever the rating came or changed (rule 29)."""
        return self.decision.of(level).ends(self.calendar, received_at)

    def explain_due(self, level: str, received_at: datetime) -> str:
        """How the due time was worked out: `amber: end of the next working day after receipt on Friday 6 March`."""
        explained = self.decision.of(level).explain(self.calendar, received_at, "receipt")
        return f"{level_of(level)}: {explained}"

    def first_rating_due(self, received_at: datetime, *, immediate_danger: bool) -> datetime:
        """When an enquiry must have its first rating: in immediate danger never later than red is due (rule 31)."""
        due = self.first_rating.ends(self.calendar, received_at)
        return min(due, self.due(Level.RED, received_at)) if immediate_danger else due

    def agency_due(self, level: str, asked_at: datetime, received_at: datetime) -> datetime:
        """When an agency's answer is due (rule 49): never later than the decision, never before the question.

        A red question counts in clock hours, on the same clock as the enquiry: one asked after closing while that
        clock runs on counts at once; one asked before it has begun counts from the opening at which it begins.

        A green answer is due at closing, one working day before the decision. When that has gone by as the agency is
        asked (the rating came late), it is due with the decision. When the decision itself is overdue, the answer is
        due at the moment of asking.

        After a change of rating, ask again with the first `asked_at` and keep the earlier of the two due times.
        """
        asked_at, decision_due = in_utc(asked_at), self.due(level, received_at)
        limit = self.agency.of(level)
        if limit.unit is Unit.WORKING_DAYS_BEFORE_DECISION:
            due = limit.ends_before(self.calendar, decision_due)
            due = due if due > asked_at else decision_due
        elif limit.in_clock_time:
            due = self._red_clock_begins(level, asked_at, received_at) + limit.length
        else:
            due = limit.ends(self.calendar, asked_at)
        return max(min(due, decision_due), asked_at)

    def explain_agency_due(self, level: str, asked_at: datetime, received_at: datetime) -> str:
        """How an agency's due time was worked out: `amber: 4 hours of working time from asking on … at 09:20`."""
        limit = self.agency.of(level)
        if limit.in_clock_time:
            begins = self._red_clock_begins(level, asked_at, received_at)
            explained = f"{limit.in_words} from {day_and_month(begins)} at {clock_time(begins)}"
        else:
            explained = limit.explain(self.calendar, asked_at, "asking")
        return f"{level_of(level)}: {explained}, never later than the decision"

    def chase_times(self, level: str, asked_at: datetime, due_at: datetime, received_at: datetime) -> ChaseTimes:
        """When to remind an agency: half, four fifths, all and one and a half of the time that it was given.

        Working time counts, clock time under red (where no working time lies between, clock time too), from the first
        asking to `due_at`, which may be a time set by hand or left from an earlier rating.

        Raises:
            ValueError: due before it was asked.
        """
        asked_at, due_at = in_utc(asked_at), in_utc(due_at)
        if due_at < asked_at:
            raise ValueError("An answer cannot be due before it was asked for.")
        working = self.calendar.working_between(asked_at, due_at)
        if not self.agency.of(level).in_clock_time and working:
            add = self.calendar.add_working
            return ChaseTimes(
                add(asked_at, working / 2), add(asked_at, working * 4 / 5), due_at, add(due_at, working / 2)
            )
        begins = min(self._red_clock_begins(level, asked_at, received_at), due_at)
        given = due_at - begins
        return ChaseTimes(begins + given / 2, begins + given * 4 / 5, due_at, due_at + given / 2)

    def acknowledgement_due(self, level: str | None, sent_at: datetime) -> datetime:
        """When a team must have acknowledged a handover (rule 66). Without a rating, as for green."""
        return self.handover.of(level or Level.GREEN).ends(self.calendar, sent_at)

    def referrer_due(self, decided_at: datetime) -> datetime:
        """When the referrer must have been told (rule 67)."""
        return self.tell_referrer.ends(self.calendar, decided_at)

    def review_due(self, answered_at: datetime) -> datetime:
        """When a practice manager must have looked at an answer that came after the decision (rule 51)."""
        return self.review_late_answer.ends(self.calendar, answered_at)

    def disagreement_due(self, stage: int, opened_at: datetime) -> datetime:
        """When a stage of a disagreement must have its result (rule 68). Raises ValueError for another than 1, 2, 3."""
        return self.disagreement.of(stage).ends(self.calendar, opened_at)

    def alert_due(self, raised_at: datetime) -> datetime:
        """When an alert must have been acknowledged, in clock minutes (rule 30)."""
        return in_utc(raised_at) + timedelta(minutes=self.alert_minutes)

    def glass_until(self, opened_at: datetime) -> datetime:
        """Until when break glass opens an enquiry."""
        return in_utc(opened_at) + timedelta(minutes=self.glass_minutes)

    def cool_off_until(self, closed_at: datetime) -> datetime:
        """Until when a closed enquiry can still be read: days of 24 hours, so that the database counts the same."""
        return in_utc(closed_at) + timedelta(days=self.cool_off_days)

    def _red_clock_begins(self, level: str, asked_at: datetime, received_at: datetime) -> datetime:
        agency, decision = self.agency.of(level), self.decision.of(level)
        if agency.runs_on and decision.in_clock_time:
            return max(in_utc(asked_at), decision.begins(self.calendar, received_at))
        return agency.begins(self.calendar, asked_at) if agency.in_clock_time else in_utc(asked_at)


def _limit(given: Mapping[str, Any], name: str) -> Limit:
    return Limit.from_json(given[name]) if name in given else ONE_WORKING_DAY
