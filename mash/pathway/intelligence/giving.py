"""Reads the items of an answer and keeps them: each with its own handling, chosen by its originator (rule 48)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.words import Checking
from mash.foundation.clock.london import london_date
from mash.pathway.intelligence.models import Handling, Item, Protects

MOST_SOURCE = 160
MOST_KIND = 60
CHOOSE_HANDLING = "Choose open, restricted or sealed"


@dataclass(frozen=True, slots=True)
class GivenItem:
    """One item as an agency gives it. `about` are ids of described people; `alias` is what a scenario calls it."""

    text: str
    handling: str
    alias: str = ""
    kind: str = ""
    happened: date | None = None
    source: str = ""
    about: tuple[uuid.UUID, ...] = ()
    conditions: str = ""
    protects: tuple[str, ...] = field(default=())


def read_item_given(
    checking: Checking, given: Any, where: str, *, people: Mapping[str, uuid.UUID], under: uuid.UUID, me: Acting
) -> GivenItem:
    """Check one item loosely given (JSON, or a form's values).

    Args:
        where: how its fields begin in the errors, for example `answers.2.items.0`.
        people: who may be named in `about`, by id and by alias.
        under: the person under whom it is given: it is about them when `about` says nothing.
    """
    if not isinstance(given, Mapping):
        checking.wrong(where, "Give an item as its text and its handling")
        given = {}
    return GivenItem(
        text=checking.text(given.get("text"), f"{where}.text", required="Say what is known"),
        handling=checking.choice(given.get("handling"), f"{where}.handling", Handling, message=CHOOSE_HANDLING),
        alias=str(given.get("as") or "")[:60],
        kind=checking.text(given.get("kind"), f"{where}.kind", most=MOST_KIND),
        happened=_day(checking, given.get("happened"), f"{where}.happened", today=london_date(me.now)),
        source=checking.text(given.get("source"), f"{where}.source", most=MOST_SOURCE),
        about=_about(checking, given.get("about"), f"{where}.about", people) or (under,),
        conditions=checking.text(given.get("conditions"), f"{where}.conditions"),
        protects=_protects(checking, given.get("protects"), f"{where}.protects"),
    )


def give_item(me: Acting, given: GivenItem, *, enquiry: uuid.UUID, area: uuid.UUID, request: uuid.UUID | None) -> Item:
    """Keep an item of the own agency."""
    return Item.add(
        enquiry_id=enquiry,
        area=area,
        agency_id=me.known.agency_id,
        request=request,
        about=list(given.about),
        text=given.text,
        kind=given.kind,
        happened=given.happened,
        source=given.source,
        handling=given.handling,
        held_as=given.handling,
        conditions=given.conditions,
        protects=list(given.protects),
        given_by=me.known,
        given_at=me.now,
    )


def _day(checking: Checking, value: Any, where: str, *, today: date) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, date):
        day = value
    else:
        try:
            day = date.fromisoformat(str(value)[:10])
        except ValueError:
            checking.wrong(where, "Give the date as day, month and year")
            return None
    if day > today:
        checking.wrong(where, "Give a date that is not in the future")
    return day


def _about(checking: Checking, value: Any, where: str, people: Mapping[str, uuid.UUID]) -> tuple[uuid.UUID, ...]:
    names = [value] if isinstance(value, str) else list(value or [])
    found = [people.get(str(name)) for name in names]
    if None in found:
        checking.wrong(where, "Choose people whom the request is about")
    return tuple(dict.fromkeys(person for person in found if person is not None))


def _protects(checking: Checking, value: Any, where: str) -> tuple[str, ...]:
    marks = [value] if isinstance(value, str) else list(value or [])
    if not set(map(str, marks)) <= set(Protects.values):
        checking.wrong(where, "Choose what the item gives away: an address, who referred or somebody else")
    return tuple(str(mark) for mark in dict.fromkeys(marks))
