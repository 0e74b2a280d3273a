"""Reads an answer as it is loosely given: a reply for each person of the request, with its items."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.words import Checking
from mash.pathway.gathering.models import AskedAbout, Reply, Request
from mash.pathway.intelligence.giving import GivenItem, read_item_given
from mash.pathway.intelligence.models import Item
from mash.ui.words import listed

# Who cannot answer fully yet may say what they know so far.
WITH_ITEMS = (Reply.Kind.INFORMATION, Reply.Kind.HOLDING)


@dataclass(frozen=True, slots=True)
class GivenReply:
    """What is said of one person."""

    described: uuid.UUID
    kind: str
    why: str
    items: tuple[GivenItem, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """Whom a request is about: ids in its order, how they may be named in an answer, and what the answer calls them.

    `people` are those whom it named when it was asked; somebody described since then may be answered for, and need not.
    `known` are those about whom the agency has given an item on this request already, in a holding answer.
    """

    people: tuple[uuid.UUID, ...]
    by_name: Mapping[str, uuid.UUID]
    names: Mapping[uuid.UUID, str]
    known: frozenset[uuid.UUID]

    @classmethod
    def of(cls, asked: Request, about: Iterable[AskedAbout]) -> Covered:
        """What a request's own rows and content say. One query."""
        people = asked.content.get("people", [])
        told = {person["id"]: person["name"] for person in people}
        since = {person["id"] for person in people if person.get("added")}
        rows = list(about)
        return cls(
            people=tuple(row.described_id for row in rows if str(row.described_id) not in since),
            by_name={name: row.described_id for row in rows for name in (str(row.described_id), row.alias) if name},
            names={row.described_id: told.get(str(row.described_id), "somebody described") for row in rows},
            known=frozenset(
                person
                for item in Item.objects.filter(request=asked.pk, agency=asked.agency_id)
                for person in item.about
            ),
        )


def read_replies(check: Checking, answers: Any, covered: Covered, me: Acting) -> list[GivenReply]:
    """Check the answers for having said something of everybody, once. Errors stand at `answers.<place>.…`."""
    if isinstance(answers, str) or not isinstance(answers, Iterable):
        check.wrong("answers", "Answer for each person")
        return []
    read: dict[uuid.UUID, GivenReply] = {}
    for place, given in enumerate(answers):
        where = f"answers.{place}"
        person = covered.by_name.get(str(given.get("subject", ""))) if isinstance(given, Mapping) else None
        if person is None:
            check.wrong(where, "Answer only for people whom the request is about")
        elif person in read:
            check.wrong(where, f"Answer only once for {covered.names[person]}")
        else:
            read[person] = _read_one(check, given, where, person, covered, me)
    if missing := [covered.names[person] for person in covered.people if person not in read]:
        check.wrong("answers", f"Say something of {listed(missing)} too, if only that nothing is known")
    _nobody_without_items(check, read, covered)
    return list(read.values())


def _read_one(
    check: Checking, given: Mapping[str, Any], where: str, person: uuid.UUID, covered: Covered, me: Acting
) -> GivenReply:
    name = covered.names[person]
    kind = check.choice(given.get("reply"), f"{where}.reply", Reply.Kind, message=f"Choose what you know of {name}")
    raw = given.get("items") or []
    if isinstance(raw, str | Mapping) or not isinstance(raw, Iterable):
        check.wrong(f"{where}.items", "Give items as a list")
        raw = []
    items = tuple(
        read_item_given(check, item, f"{where}.items.{n}", people=covered.by_name, under=person, me=me)
        for n, item in enumerate(raw)
    )
    if items and kind and kind not in WITH_ITEMS:
        check.wrong(f"{where}.reply", f"Choose 'Information' for {name}, or leave the items out")
    return GivenReply(person, kind, check.text(given.get("why"), f"{where}.why"), items)


def _nobody_without_items(check: Checking, read: Mapping[uuid.UUID, GivenReply], covered: Covered) -> None:
    told_of = covered.known | {about for reply in read.values() for item in reply.items for about in item.about}
    for place, (person, reply) in enumerate(read.items()):
        if reply.kind == Reply.Kind.INFORMATION and not reply.items and person not in told_of:
            check.wrong(f"answers.{place}.reply", f"Add what you know of {covered.names[person]}")
