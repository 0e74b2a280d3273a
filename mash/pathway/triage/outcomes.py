"""Reads outcomes, as a proposal and a decision give them: exactly one for each subject (rules 61 and 63)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from mash.foundation.access.words import Checking
from mash.foundation.partnership.models import Team
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.triage.models import OutcomeKind
from mash.ui.words import listed

MOST_SERVICE = 160


class ReadOutcome(TypedDict):
    """What is proposed or decided for one subject, as plain values that are kept as JSON.

    `subject` is the described person's id as text, `outcome` one of OutcomeKind, `team` a slug or empty.
    """

    subject: str
    outcome: str
    team: str
    service: str
    why: str


def read_outcomes(
    checking: Checking, outcomes: Any, subjects: Sequence[DescribedPerson], teams: Mapping[str, Team]
) -> list[ReadOutcome]:
    """Check outcomes loosely given (JSON) against an enquiry's subjects and its area's teams by slug.

    `outcomes` is a list of {`subject`: alias or id, `outcome`, `team`?, `service`?, `why`?}. What is wrong is noted in
    `checking`: as `outcomes` for the whole, as `outcomes.<id of the subject>.<field>` where it belongs to one. The
    answer has one entry for each subject, in their order, and holds only when nothing was wrong.
    """
    if not isinstance(outcomes, list | tuple) or not all(isinstance(given, Mapping) for given in outcomes):
        checking.wrong("outcomes", "Choose an outcome for each subject")
        return []
    known = {name: person for person in subjects for name in (str(person.pk), person.alias) if name}
    read: dict[str, ReadOutcome] = {}
    for given in outcomes:
        person = known.get(str(given.get("subject", "")))
        if person is None:
            checking.wrong("outcomes", "Give outcomes only for the subjects of this enquiry")
        elif str(person.pk) in read:
            checking.wrong("outcomes", f"Choose only one outcome for {person}")
        else:
            read[str(person.pk)] = _read_one(checking, given, person, teams)
    if missing := [str(person) for person in subjects if str(person.pk) not in read]:
        checking.wrong("outcomes", f"Choose an outcome for {listed(missing)}")
    return [read[str(person.pk)] for person in subjects if str(person.pk) in read]


def _read_one(
    checking: Checking, given: Mapping[str, Any], person: DescribedPerson, teams: Mapping[str, Team]
) -> ReadOutcome:
    field = f"outcomes.{person.pk}"
    team = str(given.get("team") or "")
    if team and team not in teams:
        checking.wrong(f"{field}.team", f"Choose one of this area's teams for {person}")
    return {
        "subject": str(person.pk),
        "outcome": checking.choice(
            given.get("outcome"), f"{field}.outcome", OutcomeKind, message=f"Choose an outcome for {person}"
        ),
        "team": team,
        "service": checking.text(given.get("service"), f"{field}.service", most=MOST_SERVICE),
        "why": checking.text(given.get("why"), f"{field}.why"),
    }
