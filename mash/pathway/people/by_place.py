"""Finds by an address alone, in any spelling, whoever lives or lived there, whatever they are called (rule 17)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.clock.london import in_london
from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.matching.places import write_postcode
from mash.pathway.people.models import Person
from mash.pathway.people.places_told import Place

MOST_LOOKED_AT = 400
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class There:
    """Somebody of the register at a place: how it was told, when, and since or until when."""

    person: Person
    address: str
    protected: bool
    role: str
    told_on: date
    since: date | None
    until: date | None

    @property
    def when(self) -> str:
        """`since 3 May 2024, until 1 September 2025`; when it was told, where neither is known."""
        parts = [
            f"since {in_words(self.since)}" if self.since else "",
            f"until {in_words(self.until)}" if self.until else "",
        ]
        return ", ".join(part for part in parts if part) or f"told {in_words(self.told_on)}"


@dataclass(frozen=True, slots=True)
class AtPlace:
    """Who lives at a place as far as is known, and who lived there before.

    Attributes:
        more: others do as well, and are not shown.
        unread: others share a key with the place and were not looked at, so nobody knows whether they do.
    """

    now: list[There]
    before: list[There]
    more: bool = False
    unread: bool = False


def living_at(me: Acting, place: Place) -> AtPlace:
    """Those whom this reader's own hubs know to live there, or to have lived there. Two queries.

    A protected address finds somebody only for the hub that was told it.
    """
    if not me.areas_as(*CORE):
        return AtPlace([], [])
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, addresses, stays from people.at_a_place(%s, %s, %s, %s)",
            [place.line, place.postcode, place.uprn, MOST_LOOKED_AT + 1],
        )
        rows = cursor.fetchall()
    homes = {person: [*json.loads(addresses), *json.loads(stays)] for person, addresses, stays in rows[:MOST_LOOKED_AT]}
    there = {person: told for person, told in homes.items() if any(_at(place, home) for home in told)}
    today = in_london(me.now).date()
    people = Person.objects.visible_to(me).filter(pk__in=list(there)).order_by("family", "given", "pk")
    found = list(people[: MOST_SHOWN + 1])
    shown = [_there(place, person, there[person.pk], today) for person in found[:MOST_SHOWN]]
    shown.sort(key=lambda one: one[0].told_on, reverse=True)
    return AtPlace(
        [one for one, lives in shown if lives],
        [one for one, lives in shown if not lives],
        more=len(found) > MOST_SHOWN,
        unread=len(rows) > MOST_LOOKED_AT,
    )


def _there(place: Place, person: Person, homes: Iterable[Mapping[str, Any]], today: date) -> tuple[There, bool]:
    """How somebody belongs to a place, and whether it is the last that was told of where they live."""
    told = sorted(homes, key=lambda home: str(home["told"]), reverse=True)
    at = [home for home in told if _at(place, home)]
    stay = next((home for home in at if "until" in home), {})
    until = date.fromisoformat(stay["until"]) if stay.get("until") else None
    since = date.fromisoformat(stay["since"]) if stay.get("since") else None
    ended = until is not None and until <= today
    later = [home for home in told if not _at(place, home) and str(home["told"]) > str(at[0]["told"])]
    where = ", ".join(part for part in (at[0]["address"], write_postcode(at[0]["postcode"])) if part)
    one = There(
        person=person,
        address=where,
        protected=at[0]["protected"],
        role=stay.get("role", ""),
        told_on=date.fromisoformat(at[0]["told"]),
        since=since,
        until=until,
    )
    return one, not ended and not later


def _at(place: Place, home: Mapping[str, Any]) -> bool:
    return place.is_at(home["address"], home["postcode"], home["uprn"])
