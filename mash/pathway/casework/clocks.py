"""Every clock of an enquiry: since when it counts, until when, what that was worked out from, and when it stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, OuterRef, Subquery

from mash.foundation.access.models import Glass
from mash.foundation.access.policy import Part, Reading, read_part
from mash.foundation.clock.limits import Limit, Unit
from mash.foundation.clock.standard import Standard
from mash.foundation.clock.when import clock_time, day_and_month, hours_and_minutes
from mash.pathway.decisions.models import StrategyDiscussion
from mash.pathway.disagreements.models import Stage
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.gathering.models import Answer, Request
from mash.pathway.gathering.stages import stage_times
from mash.pathway.handover.models import Feedback, Handover
from mash.pathway.triage.models import Alert, Pause, Rating

# The law's own limits (DOMAIN rule 38, Working Together to Safeguard Children): they run on after the hub has done its
# part, in the team that takes the family on.
ASSESSMENT = Limit(45, Unit.WORKING_DAYS)
CONFERENCE = Limit(15, Unit.WORKING_DAYS)
NOT_WORKED_OUT = "set by hand, or kept from an earlier and more urgent rating"


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that is due. `stopped` is when it was done; `said` what became of it, or what comes next."""

    what: str
    since: datetime
    due: datetime
    worked_out: str
    stopped: datetime | None = None
    said: str = ""

    def is_late_at(self, now: datetime) -> bool:
        """Whether it was done too late, or is not done and its time has gone by."""
        return (self.stopped or now) > self.due


@dataclass(frozen=True, slots=True)
class TimeTaken:
    """Working time from receipt to the decision, or until now: in all, and without the pauses (rule 37)."""

    gross: timedelta
    net: timedelta

    @property
    def in_all(self) -> str:
        """`26 h 5 min`."""
        return hours_and_minutes(self.gross)

    @property
    def without_pauses(self) -> str:
        """`22 h`."""
        return hours_and_minutes(self.net)


def clocks_of(enquiry: Enquiry, facts: Reading, now: datetime) -> list[Clock]:
    """The clocks of an enquiry that this reader was able to load, in the order in which they began. Nine queries.

    Of one whose requests `fetch_requests` has fetched.
    """
    clock = enquiry.standard.clock
    found = [*_of_rating(enquiry), *_of_requests(enquiry, now), *_of_alerts(enquiry, clock)]
    if read_part(Part.WEIGHING, facts).allowed:
        found += [*_of_late_answers(enquiry, clock), *_of_handovers(enquiry, clock), *_of_the_law(enquiry, clock)]
        found += [*_of_disagreements(enquiry, clock), *_of_glass(enquiry, clock)]
    found += _of_the_end(enquiry, clock)
    return sorted(found, key=lambda one: (one.since, one.due))


def time_taken(enquiry: Enquiry, pauses: Sequence[Pause], now: datetime) -> TimeTaken:
    """How long the hub took, or has taken so far. No query."""
    calendar = enquiry.standard.clock.calendar
    end = max(enquiry.decided_at or now, enquiry.received_at)
    gross = calendar.working_between(enquiry.received_at, end)
    paused = (calendar.working_between(one.began_at, min(one.ended_at or end, end)) for one in pauses)
    return TimeTaken(gross, gross - sum(paused, timedelta()))


def _of_rating(enquiry: Enquiry) -> Iterator[Clock]:
    clock, since = enquiry.standard.clock, enquiry.received_at
    first = Rating.objects.filter(enquiry=enquiry).aggregate(at=Min("rated_at"))["at"]
    due = clock.first_rating_due(since, immediate_danger=enquiry.immediate_danger)
    how = clock.first_rating.explain(clock.calendar, since, "receipt")
    if enquiry.immediate_danger:
        how = f"somebody is said to be in danger: no later than {clock.explain_due('red', since)}"
    decided_first = enquiry.decided_at if first is None else None
    yield Clock("First rating", since, due, how, first or decided_first, "decided without one" if decided_first else "")
    if enquiry.due_at is not None:
        how = clock.explain_due(enquiry.level, since)
        yield Clock("Decision", since, enquiry.due_at, how, enquiry.decided_at, "decided" if enquiry.decided_at else "")


def _of_requests(enquiry: Enquiry, now: datetime) -> Iterator[Clock]:
    clock = enquiry.standard.clock
    for asked in enquiry.requests.all():
        usual = clock.agency_due(asked.level, asked.asked_at, enquiry.received_at)
        how = clock.explain_agency_due(asked.level, asked.asked_at, enquiry.received_at)
        yield Clock(
            f"Answer of {asked.agency}",
            asked.asked_at,
            asked.due_at,
            how if asked.due_at == usual else NOT_WORKED_OUT,
            asked.answered_at,
            _next_reminder(asked, enquiry, now) if asked.is_open else asked.get_state_display().lower(),
        )


def _next_reminder(asked: Request, enquiry: Enquiry, now: datetime) -> str:
    """When the agency is reminded next; nobody is once it is decided."""
    if enquiry.state != Enquiry.State.GATHERING:
        return "nobody is reminded after the decision"
    ahead = [(at, stage) for stage, at in stage_times(asked, enquiry).items() if at > now]
    if not ahead:
        return "all reminders are sent, the practice managers are told"
    at, stage = ahead[0]
    return f"next, {day_and_month(at)} {clock_time(at)}: {stage.label.lower()}"


def _of_alerts(enquiry: Enquiry, clock: Standard) -> Iterator[Clock]:
    how = f"{clock.alert_minutes} minutes of the clock from the alert"
    for alert in Alert.objects.filter(enquiry=enquiry).annotate(seen_at=Min("acknowledgements__seen_at")):
        seen = alert.__dict__["seen_at"]
        yield Clock(
            "Alert to be seen", alert.raised_at, clock.alert_due(alert.raised_at), how, seen, "seen" if seen else ""
        )


def _of_late_answers(enquiry: Enquiry, clock: Standard) -> Iterator[Clock]:
    weighed = Rationale.objects.filter(
        enquiry=enquiry,
        kind=Rationale.Kind.LATE_ANSWER,
        about=OuterRef("request_id"),
        given_at__gte=OuterRef("given_at"),
    )
    late = Answer.objects.filter(enquiry=enquiry, after_decision=True).select_related("agency")
    for answer in late.annotate(weighed_at=Subquery(weighed.order_by("given_at").values("given_at")[:1])):
        yield Clock(
            f"Late answer of {answer.agency} to be read",
            answer.given_at,
            clock.review_due(answer.given_at),
            clock.review_late_answer.explain(clock.calendar, answer.given_at, "the answer"),
            answer.__dict__["weighed_at"],
        )


def _of_handovers(enquiry: Enquiry, clock: Standard) -> Iterator[Clock]:
    for sent in Handover.objects.filter(enquiry=enquiry.pk).select_related("team").defer("html", "product"):
        how = clock.handover.of(sent.level or "green").explain(clock.calendar, sent.sent_at, "sending")
        said = sent.get_state_display().lower()
        if sent.escalated_at:
            said += f"; the practice managers were told {day_and_month(sent.escalated_at)}"
        yield Clock(f"{sent.team} to acknowledge", sent.sent_at, sent.due_at, how, sent.answered_at, said)


def _of_the_law(enquiry: Enquiry, clock: Standard) -> Iterator[Clock]:
    """What the law gives the team that takes the family on; shown beside the hub's own, which end earlier."""
    for held in StrategyDiscussion.objects.filter(enquiry=enquiry, section_47=True):
        due = CONFERENCE.ends(clock.calendar, held.held_at)
        how = CONFERENCE.explain(clock.calendar, held.held_at, "the strategy discussion")
        yield Clock("Child protection conference", held.held_at, due, how, said="with the team, by law")
    standing = enquiry.decisions.filter(replaced_by=None, outcomes__outcome="assessment").first()
    if standing is not None:
        due = ASSESSMENT.ends(clock.calendar, standing.decided_at)
        how = ASSESSMENT.explain(clock.calendar, standing.decided_at, "the decision")
        yield Clock("Assessment complete", standing.decided_at, due, how, said="with the team, by law")


def _of_disagreements(enquiry: Enquiry, clock: Standard) -> Iterator[Clock]:
    for stage in Stage.objects.filter(enquiry=enquiry).select_related("disagreement__agency", "owner"):
        how = clock.disagreement.of(stage.number).explain(clock.calendar, stage.opened_at, "its opening")
        if stage.ended_at:
            said = "settled" if stage.disagreement.settled_at == stage.ended_at else "taken to the next stage"
        else:
            said = f"{stage.owner} sees to it" + ("; the practice managers were told" if stage.late_told_at else "")
        what = f"{stage.disagreement}, stage {stage.number}"
        yield Clock(what, stage.opened_at, stage.due_at, how, stage.ended_at, said)


def _of_glass(enquiry: Enquiry, clock: Standard) -> Iterator[Clock]:
    for glass in Glass.objects.filter(enquiry=enquiry.pk).select_related("member"):
        how = f"{clock.glass_minutes} minutes of the clock from breaking it"
        yield Clock(f"Glass broken by {glass.member}", glass.broken_at, glass.until, how, glass.until, "shut by itself")


def _of_the_end(enquiry: Enquiry, clock: Standard) -> Iterator[Clock]:
    if enquiry.decided_at is not None:
        told = Feedback.objects.filter(enquiry=enquiry).aggregate(at=Min("told_at"))["at"]
        due = clock.referrer_due(enquiry.decided_at)
        how = clock.tell_referrer.explain(clock.calendar, enquiry.decided_at, "the decision")
        yield Clock("Tell the referrer", enquiry.decided_at, due, how, told, "told" if told else "")
    if enquiry.closed_at is not None:
        until = clock.cool_off_until(enquiry.closed_at)
        how = f"{clock.cool_off_days} days of 24 hours from closing"
        yield Clock("Can still be read", enquiry.closed_at, until, how, until, "then it is shut")
