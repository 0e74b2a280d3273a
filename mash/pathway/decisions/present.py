"""Who took part in a strategy discussion, and which of those who should were not there (rule 65)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.words import Checking
from mash.foundation.partnership.models import Member
from mash.pathway.decisions.models import Party

MOST_NAME = 120
MOST_PEOPLE = 40
HEALTH_AGENCIES = frozenset({"health", "adult-mental-health", "camhs"})

# What tells from a few typed words whom somebody stands for.
SAID = {
    Party.SOCIAL_WORKER: re.compile(r"\bsocial (?:work|care)", re.IGNORECASE),
    Party.HEALTH: re.compile(
        r"\b(?:health|nurse|doctor|gp|midwife|paediatric\w*|hospital|consultant|nhs)\b", re.IGNORECASE
    ),
    Party.POLICE: re.compile(r"\b(?:police|constable|sergeant|inspector|[pd][csi]|mappa|cid)\b", re.IGNORECASE),
}


def read_present(checking: Checking, present: Any) -> list[str]:
    """The usernames or words given for those who took part, in their order."""
    if isinstance(present, str) or not isinstance(present, Sequence):
        checking.wrong("present", "Say who took part")
        return []
    read = [checking.text(one, "present", most=MOST_NAME) for one in present]
    named = [one for one in read if one]
    if not named:
        checking.wrong("present", "Say who took part")
    if len(named) > MOST_PEOPLE:
        checking.wrong("present", f"Name at most {MOST_PEOPLE} people")
    return named


def name_all(me: Acting, present: Sequence[str]) -> tuple[list[str], list[Party]]:
    """What stands in the record for each who took part, and the parties that were not there. One query.

    A username becomes name and agency. Whoever records it was there too.
    """
    members = {one.username: one for one in Member.objects.select_related("agency").filter(username__in=present)}
    there = {party for member in (*members.values(), me.known) for party in _parties(member)}
    written = []
    for one in present:
        member = members.get(one)
        written.append(f"{member.name}, {member.agency}"[:MOST_NAME] if member else one)
        there |= {party for party, words in SAID.items() if member is None and words.search(one)}
    return written, [party for party in Party if party not in there]


def _parties(member: Member) -> list[Party]:
    agency = member.agency
    return [
        party
        for party, stands_for in (
            (Party.SOCIAL_WORKER, agency.host and bool(member.registration_number)),
            (Party.HEALTH, agency.slug in HEALTH_AGENCIES),
            (Party.POLICE, agency.police),
        )
        if stands_for
    ]
