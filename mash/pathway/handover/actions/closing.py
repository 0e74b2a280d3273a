"""Closing an enquiry, and what stands in the way of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import end_standing, permit
from mash.foundation.access.verbs import Invalid, action, followed, record
from mash.pathway.decisions.models import NEEDS_TEAM, Outcome
from mash.pathway.decisions.standing import late_answers, standing_decision
from mash.pathway.enquiries.earlier import end_earlier
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.moves import move
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.handover.models import Feedback, Handover, Release
from mash.pathway.triage.standing import rated_higher
from mash.ui.words import listed

Key = uuid.UUID | str

ENDS_WITH_IT = ["hub", "rater", "asked", "referrer"]

Looks = Callable[[Enquiry], Iterable[str]]
LOOKS_TOO: list[Looks] = []


def keeps_open(looks: Looks) -> Looks:
    """Let a later part of the pathway say what keeps a decided enquiry from being closed, each in a sentence."""
    LOOKS_TOO.append(looks)
    return looks


@action
def close_enquiry(me: Acting, enquiry: Key) -> Enquiry:
    """Close an enquiry that is dealt with. It can be read for the cool-off that its standard gives, and never reopens.

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: something stands in the way; each thing is said.

    Source: DESIGN section 2; DOMAIN rule 70.
    """
    found = lock_enquiry(enquiry)
    permit(me, "close_enquiry", found)
    in_the_way = stands_in_the_way(found)
    if in_the_way:
        raise Invalid(enquiry=" ".join(in_the_way))
    move(found, "close_enquiry", closed_at=me.now)
    record(me, "close_enquiry", about=found)
    end_earlier(me, found)
    followed(me, "close_enquiry", found)
    end_standing(found.pk, ENDS_WITH_IT, found.standard.clock.cool_off_until(me.now))
    return found


def stands_in_the_way(enquiry: Enquiry) -> list[str]:
    """What keeps an enquiry from being closed, each in a sentence. At most nine queries."""
    if enquiry.state == Enquiry.State.CLOSED:
        return ["This enquiry is closed already."]
    decision = standing_decision(enquiry)
    if decision is None or enquiry.state != Enquiry.State.DECIDED:
        return ["This enquiry has not been decided."]
    higher = [str(request.agency) for request in rated_higher(enquiry)]
    late = [str(request.agency) for request in late_answers(enquiry)]
    outcomes = list(decision.outcomes.select_related("subject", "team"))
    return [
        *_undecided(enquiry, outcomes),
        *_unsent(enquiry, outcomes),
        *([f"{listed(higher)} rated higher, and nobody has said why the rating is kept."] if higher else []),
        *([f"The late answer of {listed(late)} has not been reviewed."] if late else []),
        *([] if Feedback.objects.filter(enquiry=enquiry).exists() else ["The referrer has not been told."]),
        *(sentence for looks in LOOKS_TOO for sentence in looks(enquiry)),
    ]


def _undecided(enquiry: Enquiry, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Subjects who were added after the decision (rule 70), and those whom nobody was told to look after."""
    for person in enquiry.people.filter(is_subject=True).exclude(pk__in=[outcome.subject_id for outcome in outcomes]):
        yield f"Nothing is decided for {person}. Correct the decision."
    for outcome in outcomes:
        if outcome.outcome in NEEDS_TEAM and not (outcome.team or outcome.service):
            yield f"No team takes {outcome.subject}. Correct the decision."


def _unsent(enquiry: Enquiry, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Teams that were to get something and have not, or that have not said that they take it."""
    wanted = {outcome.team.pk: outcome.team for outcome in outcomes if outcome.team}
    sent = Handover.objects.filter(enquiry=enquiry.pk).exclude(state=Handover.State.WITHDRAWN)
    latest = {handover.team_id: handover for handover in sent.select_related("team").order_by("sent_at")}
    for key, team in wanted.items():
        if key not in latest:
            yield f"Nothing has been sent to {team}."
    for key, handover in latest.items():
        match handover.state:
            case Handover.State.SENT | Handover.State.OPENED:
                yield f"{handover.team} has not acknowledged its handover."
            case Handover.State.RETURNED if key in wanted:
                yield f"{handover.team} returned its handover. Send it again, or correct the decision."
    for release in Release.objects.filter(enquiry=enquiry, state=Release.State.PREPARED).select_related("team"):
        yield f"A release to {release.team} is prepared and not sent. Send it, or withdraw it."
