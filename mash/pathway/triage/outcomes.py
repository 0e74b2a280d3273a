"""Reads outcomes, as a proposal and a decision give them: exactly one for each subject (rules 61 and 63)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from mash.foundation.access.words import Checking
from mash.foundation.partnership.authorities import authority_named
from mash.foundation.partnership.models import Team
from mash.pathway.enquiries.adults import was_then
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.triage.models import OutcomeKind
from mash.ui.words import listed

MOST_SERVICE = 160

# What only one of the two can get. An assessment or early help may be meant for an adult too.
FOR_CHILDREN: Mapping[str, str] = {OutcomeKind.SECTION_47: "section 47 of the Children Act is for children"}
FOR_ADULTS: Mapping[str, str] = {OutcomeKind.ADULT_SAFEGUARDING: "adult safeguarding is for adults"}
# In which order outcomes are offered for an adult.
OFFERED_TO_ADULTS = (
    OutcomeKind.ADULT_SAFEGUARDING,
    OutcomeKind.ALLOCATED_WORKER,
    OutcomeKind.ASSESSMENT,
    OutcomeKind.SIGNPOST,
    OutcomeKind.ADVICE,
    OutcomeKind.OTHER_AUTHORITY,
    OutcomeKind.RETURNED,
    OutcomeKind.NO_FURTHER_ACTION,
    OutcomeKind.EARLY_HELP,
)


class ReadOutcome(TypedDict):
    """What is proposed or decided for one subject, as plain values that are kept as JSON.

    `subject` is the described person's id as text, `outcome` one of OutcomeKind, `team` a slug or empty.
    """

    subject: str
    outcome: str
    team: str
    service: str
    why: str


def unfitting(person: DescribedPerson, outcome: str, on: date) -> str:
    """What to say when an outcome is for adults and its subject was a child on a day, or the other way round.

    By the age when the enquiry came, not today (rule 13); empty when all is well, or nobody knows the age.
    """
    is_adult = person.is_of_age_on(on)
    why: Mapping[str, str] = {True: FOR_CHILDREN, False: FOR_ADULTS, None: {}}[is_adult]
    return f"{was_then(person, on)}: {why[outcome]}. Choose another outcome" if outcome in why else ""


def offered_to(person: DescribedPerson, on: date) -> list[tuple[str, str]]:
    """The outcomes that fit a subject, as choices: those that make sense for an adult first where they are one."""
    kinds = OFFERED_TO_ADULTS if person.is_of_age_on(on) else tuple(OutcomeKind)
    return [(kind.value, kind.label) for kind in kinds if not unfitting(person, kind, on)]


def goes_to(outcome: str, authority: str, service: str) -> str:
    """What stands as an outcome's service: the authority that was chosen, where it goes to another one."""
    return authority if authority and outcome == OutcomeKind.OTHER_AUTHORITY else service


def lacks_authority(person: DescribedPerson, outcome: str, named: str) -> str:
    """What a page says when an enquiry goes to another authority and none is named (rule 9); empty when all is well."""
    return f"Choose the council where {person} lives" if outcome == OutcomeKind.OTHER_AUTHORITY and not named else ""


def before(outcome: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the boxes of an outcome that was proposed or decided before."""
    said = {name: str(outcome.get(name) or "") for name in ("outcome", "team", "service", "why")}
    found = authority_named(said["service"]) if said["outcome"] == OutcomeKind.OTHER_AUTHORITY else None
    return said | {"authority": found.name if found else "", "service": "" if found else said["service"]}


def read_outcomes(
    checking: Checking, outcomes: Any, subjects: Sequence[DescribedPerson], teams: Mapping[str, Team], *, on: date
) -> list[ReadOutcome]:
    """Check outcomes loosely given (JSON) against an enquiry's subjects and its area's teams by slug.

    `on` is the day on which the enquiry came.

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
            if wrong := unfitting(person, read[str(person.pk)]["outcome"], on):
                checking.wrong(f"outcomes.{person.pk}.outcome", wrong)
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
