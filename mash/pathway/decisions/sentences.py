"""What will happen when a decision is saved, in plain English: one sentence for each subject, and who is told what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mash.foundation.partnership.models import Team
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.triage.models import OutcomeKind

SAID = {
    OutcomeKind.SECTION_47: "section 47 enquiries are made by {team}",
    OutcomeKind.ASSESSMENT: "an assessment is made by {team}",
    OutcomeKind.EARLY_HELP: "early help is offered by {team}",
    OutcomeKind.ALLOCATED_WORKER: "this goes to the worker who knows them, through {team}",
    OutcomeKind.ADULT_SAFEGUARDING: "this goes to adult safeguarding{for_service}",
    OutcomeKind.OTHER_AUTHORITY: "this goes to another authority{for_service}",
    OutcomeKind.SIGNPOST: "they are shown where to find help{for_service}",
    OutcomeKind.ADVICE: "information and advice are given{for_service}",
    OutcomeKind.RETURNED: "the referrer gets this back, with the reason",
    OutcomeKind.NO_FURTHER_ACTION: "nothing further is done",
}
HANDOVER = (
    "{team} reads the outcome, {reason}the worry, the household and what you release to it, "
    "once a second practice manager has read that"
)
NOBODY = "No team is sent anything"


def what_follows(person: DescribedPerson, outcome: Mapping[str, str], team: Team | None) -> str:
    """What will happen for one subject, and who will be told what."""
    service = f" ({outcome['service']})" if outcome.get("service") else ""
    does = SAID[OutcomeKind(outcome["outcome"])].format(team=team or "a team", for_service=service)
    reason = "your reason for it, " if outcome.get("why") else ""
    told = HANDOVER.format(team=team, reason=reason) if team else NOBODY
    return f"{person}: {does}. {told}."


def all_that_follows(
    subjects: Sequence[DescribedPerson], outcomes: Sequence[Mapping[str, str]], teams: Mapping[str, Team]
) -> list[str]:
    """The sentences for all subjects, in their order."""
    by_subject = {outcome["subject"]: outcome for outcome in outcomes}
    return [
        what_follows(person, outcome, teams.get(outcome.get("team", "")))
        for person in subjects
        if (outcome := by_subject.get(str(person.pk)))
    ]
