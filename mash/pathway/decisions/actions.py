"""The verbs of deciding: a strategy discussion, the decision, its correction, and what a late answer changes."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.clock.london import london_date
from mash.foundation.clock.when import when
from mash.foundation.partnership.models import Team
from mash.pathway.decisions.models import Decision, Outcome, StrategyDiscussion
from mash.pathway.decisions.present import name_all, read_present
from mash.pathway.decisions.standing import missing_agencies, standing_decision, what_stands
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.enquiries.moves import UNDECIDED, move
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.gathering.models import Request
from mash.pathway.triage.outcomes import ReadOutcome, read_outcomes
from mash.pathway.triage.standing import rated_higher

Key = uuid.UUID | str

THRESHOLDS = (1, 2, 3, 4)


@action
def hold_strategy_discussion(
    me: Acting,
    enquiry: Key,
    *,
    present: Any,
    decision: Any,
    section_47: Any,
    agency: Any,
    absent_why: Any = "",
) -> StrategyDiscussion:
    """Record who took part in a strategy discussion and what they decided.

    Nobody is kept from recording it because a social worker, health or police was not there: the record says so.

    Args:
        present: usernames of members, or words for others ('Dr Amis, paediatrician').
        agency: `single` or `joint`: who looks into it.

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: closed; or a part of the record is missing.

    Source: DOMAIN rule 65.
    """
    found = lock_enquiry(enquiry)
    permit(me, "hold_strategy_discussion", found)
    with checking() as check:
        if found.state == Enquiry.State.CLOSED:
            check.wrong("enquiry", "This enquiry is closed. Send a new enquiry to add to it.")
        named = read_present(check, present)
        decided = check.text(decision, "decision", required="Say what was decided")
        if not isinstance(section_47, bool):
            check.wrong("section_47", "Say whether section 47 enquiries follow")
        inquiry = check.choice(
            agency, "agency", StrategyDiscussion.Inquiry, message="Choose single agency or joint with police"
        )
        why = check.text(absent_why, "absent_why")
    written, absent = name_all(me, named)
    discussion = StrategyDiscussion.add(
        enquiry=found,
        area=found.area_id,
        present=written,
        decision=decided,
        section_47=section_47,
        inquiry=inquiry,
        absent=absent,
        absent_why=why,
        recorded_by=me.known,
        held_at=me.now,
    )
    record(
        me,
        "hold_strategy_discussion",
        about=discussion,
        section_47=section_47,
        agency=inquiry,
        absent=[str(party) for party in absent],
    )
    followed(me, "hold_strategy_discussion", discussion)
    return discussion


@action
def decide(
    me: Acting, enquiry: Key, *, threshold: Any, rationale: Any, outcomes: Any, seen: str | None = None
) -> Decision:
    """Decide for each subject what follows. It may be done while agencies are late; the record says who was missing.

    Args:
        threshold: the level of need, 1 to 4.
        outcomes: one for each subject, as `triage.outcomes.read_outcomes` takes them.
        seen: what stood on the page (`what_stands`) when this was chosen; nothing is compared without it.

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: decided already; something changed since `seen`; or a subject has no outcome.

    Source: DOMAIN rules 49, 61 and 63.
    """
    found = lock_enquiry(enquiry)
    permit(me, "decide", found)
    with checking() as check:
        if found.state not in UNDECIDED:
            check.wrong("enquiry", _already(me, found))
        elif seen and seen != what_stands(found):
            check.wrong("seen", "A rating or an answer has come since you opened this page. Look again, then decide.")
        read = _read(me, check, found, threshold, rationale, outcomes)
    decision = _write(me, found, read, replaces=None)
    move(found, "decide", decided_at=me.now)
    record(me, "decide", about=decision, threshold=read.threshold, missing=decision.missing, outcomes=read.codes)
    followed(me, "decide", decision)
    return decision


@action
def correct_decision(
    me: Acting, enquiry: Key, *, threshold: Any, rationale: Any, outcomes: Any, seen: str | None = None
) -> Decision:
    """Replace a decision by a new one. The old one stays, and is shown struck (rule 69).

    Args:
        seen: the id of the decision that stood on the page.

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: not decided, or closed; corrected by somebody else since `seen`; or as `decide`.
    """
    found = lock_enquiry(enquiry)
    permit(me, "correct_decision", found)
    former = standing_decision(found)
    with checking() as check:
        if found.state == Enquiry.State.CLOSED:
            check.wrong("enquiry", "This enquiry is closed. Send a new enquiry to add to it.")
        elif former is None or found.state != Enquiry.State.DECIDED:
            check.wrong("enquiry", "This enquiry has not been decided yet.")
        elif seen and seen != str(former.pk):
            corrected = f"{former.decided_by} has corrected this since you opened this page"
            check.wrong("seen", f"{corrected} ({when(former.decided_at, me.now)}). Look again.")
        read = _read(me, check, found, threshold, rationale, outcomes)
    decision = _write(me, found, read, replaces=former)
    record(
        me, "correct_decision", about=decision, threshold=read.threshold, missing=decision.missing, outcomes=read.codes
    )
    followed(me, "correct_decision", decision)
    return decision


@action
def review_answer(me: Acting, request: Key, *, finding: Any) -> Rationale:
    """Say what an answer that came after the decision changes. The decision itself is not edited (rule 51).

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: no answer came late, or nothing is said.
    """
    asked = lock(Request, request)
    enquiry = _enquiry_of(asked)
    permit(me, "review_answer", enquiry)
    with checking() as check:
        text = check.text(finding, "finding", required="Say what this answer changes")
        if not asked.answers.filter(after_decision=True).exists():
            check.wrong("request", "No answer came after the decision.")
    reviewed = Rationale.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        kind=Rationale.Kind.LATE_ANSWER,
        about=asked.pk,
        text=text,
        by=me.known,
        given_at=me.now,
    )
    record(me, "review_answer", about=asked)
    followed(me, "review_answer", asked)
    return reviewed


class _Read:
    """A decision as it was read from what was given."""

    def __init__(self, threshold: int, rationale: str, outcomes: list[ReadOutcome], teams: dict[str, Team]) -> None:
        self.threshold = threshold
        self.rationale = rationale
        self.outcomes = outcomes
        self.teams = teams

    @property
    def codes(self) -> list[str]:
        return [outcome["outcome"] for outcome in self.outcomes]


def _read(me: Acting, check: Checking, enquiry: Enquiry, threshold: Any, rationale: Any, outcomes: Any) -> _Read:
    teams = {team.slug: team for team in Team.objects.receiving(enquiry.area_id, me.now)}
    subjects = list(enquiry.people.filter(is_subject=True))
    level = int(threshold) if str(threshold) in map(str, THRESHOLDS) else 0
    if not level:
        check.wrong("threshold", "Choose a level of need from 1 to 4")
    why = check.text(rationale, "rationale", required="Say why you decide so")
    if not subjects:
        check.wrong("outcomes", "Say first whom this enquiry is about")
    read = read_outcomes(check, outcomes, subjects, teams, on=london_date(enquiry.received_at))
    return _Read(level, why, read, teams)


def _write(me: Acting, enquiry: Enquiry, read: _Read, *, replaces: Decision | None) -> Decision:
    missing, nobody_asked = missing_agencies(enquiry)
    decision = Decision.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        threshold=read.threshold,
        level=enquiry.level,
        missing=missing,
        nobody_asked=nobody_asked,
        rated_higher=sorted(request.agency.slug for request in rated_higher(enquiry)),
        decided_by=me.known,
        decided_at=me.now,
        replaces=replaces,
    )
    for outcome in read.outcomes:
        Outcome.add(
            decision=decision,
            enquiry=enquiry,
            area=enquiry.area_id,
            subject_id=outcome["subject"],
            outcome=outcome["outcome"],
            team=read.teams.get(outcome["team"]),
            service=outcome["service"],
            why=outcome["why"],
        )
    Rationale.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        kind=Rationale.Kind.DECISION,
        about=decision.pk,
        text=read.rationale,
        by=me.known,
        given_at=me.now,
    )
    return decision


def _already(me: Acting, enquiry: Enquiry) -> str:
    decision = standing_decision(enquiry)
    said = "This has been decided already"
    if decision:
        said = f"{decision.decided_by} has decided this already ({when(decision.decided_at, me.now)})"
    return f"{said}. Correct the decision, or send a new enquiry."


def _enquiry_of(request: Request) -> Enquiry:
    """The enquiry of a request, for those who may read it: its agency may read the request alone."""
    enquiry = Enquiry.objects.filter(pk=request.enquiry_id).first()
    if enquiry is None:
        raise Refused("not_found", about=request)
    return enquiry
