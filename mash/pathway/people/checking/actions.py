"""A checker asks whether somebody is known."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import everywhere, permit_role
from mash.foundation.access.verbs import Refused, action, record
from mash.foundation.access.words import Checking, checking, day_told
from mash.foundation.clock.london import in_london, london_date
from mash.foundation.ledger.terms import sealed
from mash.pathway.people.checking.answering import Says, findings_of
from mash.pathway.people.checking.reasons import Why
from mash.pathway.people.matching import Description, check_nhs_number

MOST = 10
MOST_AN_HOUR = 60
"""For how many people one checker asks within an hour of the clock; the list that takes it beyond is the last one."""
HOUR = timedelta(hours=1)
OLDEST = date(1900, 1, 1)
LENGTHS = {"given": 120, "family": 120, "former": 200, "nhs_number": 40, "address": 250, "postcode": 20}
LONGEST_CASE = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What a checker is told of one person: whether the hubs of these areas know them."""

    says: Says
    areas: frozenset[uuid.UUID]


@action
def check_known(me: Acting, *, people: Any, why: Any, case: Any = "") -> list[Answer]:
    """Ask whether somebody is known to the hub, for up to ten people whom one knows by name and date of birth.

    Nothing is learned but the answer, and each is an event of the ledger with whom it rests on. A case number stays
    there as a mark alone: whoever knows it finds the check, and nobody reads it.

    Args:
        people: each with `given`, `family`, `born` and, where it is known, `former`, `nhs_number`, `address`,
            `postcode`.
        why: a code of `Why`.

    Raises:
        Refused: not a checker; or `too_many` within this hour.
        Invalid: by field (`people_0_born`, `why`).

    Source: DOMAIN 4.5, rules 52 and 77.
    """
    permit_role(me, "check_known", everywhere(me))
    if _has_asked_enough(me):
        raise Refused("too_many")
    with checking() as check:
        reason = check.choice(why, "why", Why, message="Choose why you ask")
        number = check.text(case, "case", most=LONGEST_CASE)
        described = _descriptions(check, people, london_date(me.now))
    answers = []
    for found in findings_of(described):
        record(
            me,
            "check_known",
            people=found.people,
            reasons=[reason],
            answer=found.says,
            case=sealed(number) if number else "",
        )
        answers.append(Answer(found.says, found.areas))
    return answers


def prefix_of(number: int) -> str:
    """How the boxes of the n-th person begin, and the errors that are found in them."""
    return f"people_{number}_"


def hour_of(me: Acting) -> datetime:
    """When the hour began within which it is counted for how many people somebody asks."""
    return in_london(me.now).replace(minute=0, second=0, microsecond=0)


def go_on_at(me: Acting) -> str:
    """When whoever has asked for too many people may go on: `15:00`."""
    return f"{in_london(hour_of(me) + HOUR):%H:%M}"


def _has_asked_enough(me: Acting) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select ledger.done_by_me_since('check_known', %s)", [hour_of(me)])
        (done,) = cursor.fetchone()
    return bool(done >= MOST_AN_HOUR)


def _descriptions(check: Checking, people: Any, today: date) -> list[Description]:
    told = people if isinstance(people, Sequence) and not isinstance(people, str) else []
    if not 1 <= len(told) <= MOST:
        check.wrong("people", f"Ask for 1 to {MOST} people at a time")
        return []
    return [
        _description(check, one if isinstance(one, Mapping) else {}, prefix_of(place), today)
        for place, one in enumerate(told)
    ]


def _description(check: Checking, told: Mapping[str, Any], prefix: str, today: date) -> Description:
    texts = {name: check.text(told.get(name), prefix + name, most=most) for name, most in LENGTHS.items()}
    if not texts["given"]:
        check.wrong(f"{prefix}given", "Enter their given names")
    if not texts["family"]:
        check.wrong(f"{prefix}family", "Enter their family name")
    born = day_told(told.get("born"))
    if born is None:
        check.wrong(f"{prefix}born", "Enter their date of birth: somebody else may bear the same name")
    elif not OLDEST <= born <= today:
        check.wrong(f"{prefix}born", "The date of birth must be in the past")
    number = check_nhs_number(texts["nhs_number"])
    if texts["nhs_number"] and not number.valid:
        check.wrong(f"{prefix}nhs_number", "Enter all 10 digits of the NHS number, or leave it empty")
    return Description(
        given=texts["given"],
        family=texts["family"],
        also_known_as=(texts["former"],) if texts["former"] else (),
        born=born,
        address=texts["address"],
        postcode=texts["postcode"],
        nhs_number=number.value if number.valid else "",
    )
