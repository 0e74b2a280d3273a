"""Loads an enquiry for somebody: the filter of the queries first, the policy on the facts second."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Prefetch,
    Q,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import facts_at_hand, visible_enquiries, with_facts
from mash.foundation.access.policy import Part, Reading, Reason, read_part
from mash.foundation.access.verbs import Refused, lock
from mash.foundation.partnership.models import Concern
from mash.pathway.enquiries.models import Attachment, DescribedPerson, Enquiry, Link, Living, Message, Relation

SENT_COLUMNS = (
    *("id", "group", "kind", "shown_as", "given_name", "size", "digest", "has_small", "stripped", "scanned", "order"),
    *("by", "attached_at"),
)

NAMED_CONCERNS = (
    Concern.objects.annotate(
        place=Func(OuterRef("concerns"), F("slug"), function="array_position", output_field=IntegerField())
    )
    .filter(place__isnull=False)
    .order_by("place")
    .values("label")
)

RELATED = Relation.objects.filter(enquiry=OuterRef("pk")).values(
    related=JSONObject(one="one_id", other="other_id", kind="kind", parental_responsibility="parental_responsibility")
)

LIVED = (
    Living.objects.filter(enquiry=OuterRef("pk"))
    .order_by("told_at", "pk")
    .values(lived=JSONObject(described="described_id", where="where", since="since", until="until"))
)

PASSED = (
    Message.objects.filter(enquiry=OuterRef("pk"))
    .order_by("written_at", "pk")
    .values(passed=JSONObject(kind="kind", text="text", by="by", written_at="written_at", heard_at="heard_at"))
)

LINKED = (
    Link.objects.filter(Q(enquiry=OuterRef("pk")) | Q(to=OuterRef("pk")))
    .annotate(
        other=Case(When(enquiry=OuterRef("pk"), then=F("to__reference")), default=F("enquiry__reference")),
    )
    .order_by("other")
    .values("other")
)

SENT = (
    Attachment.objects.filter(enquiry=OuterRef("pk"))
    .order_by("attached_at", "order", "pk")
    .values(sent=JSONObject(**{name: name for name in SENT_COLUMNS}))
)


LOADED_TOO: dict[str, Func] = {}


def loaded_too(name: str, function: str) -> None:
    """Let a later part of the pathway load something with an enquiry of `enquiry_for`: its page asks no more for it.

    `function` takes an enquiry's id and answers in JSON, which stands on the enquiry under `name`. A function of the
    database and no subquery, because its plan is kept: to plan a query over guarded tables takes longer than to run it.
    """
    LOADED_TOO[name] = Func("pk", function=function, output_field=JSONField())


class Named(NamedTuple):
    """An enquiry as somebody may name it who may not read it: its id, its area, and whether a wall stands before it."""

    id: uuid.UUID
    area: uuid.UUID
    walled: bool


def enquiry_for(me: Acting, reference: str) -> tuple[Enquiry, Reading]:
    """The enquiry of a reference and the facts that decide what this reader may see of it. One query.

    Raises:
        Refused: `not_found`, for one that is missing or may not be read; a conflict wall stands in the ledger alone.
    """
    reference = reference.replace("\0", "").strip().upper()
    enquiry = (
        with_facts(me, Enquiry.objects.all())
        .annotate(
            concern_labels=ArraySubquery(NAMED_CONCERNS),
            related=ArraySubquery(RELATED),
            lived=ArraySubquery(LIVED),
            passed=ArraySubquery(PASSED),
            linked=ArraySubquery(LINKED),
            sent_files=ArraySubquery(SENT),
            **LOADED_TOO,
        )
        .filter(visible_enquiries(me))
        .select_related("area", "standard", "taken_by", "entered_by", "words", "origin", "particulars")
        .filter(reference=reference)
        .first()
    )
    if enquiry is None:
        raise Refused("not_found", hidden=_hidden(reference))
    facts = facts_at_hand(me, enquiry)
    verdict = read_part(Part.ENQUIRY, facts)
    if not verdict.allowed:
        raise Refused("not_found", about=enquiry, hidden=[verdict.reason])
    return enquiry, facts


def concerns_of(enquiry: Enquiry) -> list[str]:
    """The labels of an enquiry's concerns, in the order in which they were named. No query for one of `enquiry_for`."""
    labels: list[str] = enquiry.__dict__["concern_labels"]
    return labels


def linked_to(enquiry: Enquiry) -> list[str]:
    """References of the enquiries linked with this one that may be read too. No query for one of `enquiry_for`."""
    references: list[str] = enquiry.__dict__["linked"]
    return references


def messages_of(enquiry: Enquiry) -> list[Message]:
    """What passed with the enquirer, oldest first, where it may be read. No query for one of `enquiry_for`."""
    return [
        Message(
            enquiry=enquiry,
            area=enquiry.area_id,
            kind=told["kind"],
            text=told["text"],
            by=told["by"],
            written_at=datetime.fromisoformat(told["written_at"]),
            heard_at=datetime.fromisoformat(told["heard_at"]) if told["heard_at"] else None,
        )
        for told in enquiry.__dict__["passed"]
    ]


def household(enquiry: Enquiry) -> list[DescribedPerson]:
    """Everybody described, with whom the hub found that to be and their protected address where it may be read.

    One query for an enquiry as it was loaded: the parts of its page share it.
    """
    everybody = DescribedPerson.objects.select_related("person", "protected_address")
    prefetch_related_objects([enquiry], Prefetch("people", everybody))
    return list(enquiry.people.all())


def relations_of(enquiry: Enquiry) -> list[Relation]:
    """How those described belong together. No query for one of `enquiry_for` besides its `household`."""
    people = {str(person.pk): person for person in household(enquiry)}
    return [
        Relation(
            enquiry=enquiry,
            area=enquiry.area_id,
            one=people[told["one"]],
            other=people[told["other"]],
            kind=told["kind"],
            parental_responsibility=told["parental_responsibility"],
        )
        for told in enquiry.__dict__["related"]
    ]


def livings_of(enquiry: Enquiry) -> dict[uuid.UUID, Living]:
    """What was said last of where each of those described lives. No query beside those of `relations_of`."""
    people = {str(person.pk): person for person in household(enquiry)}
    return {
        (person := people[told["described"]]).pk: Living(
            enquiry=enquiry,
            area=enquiry.area_id,
            described=person,
            where=told["where"],
            since=date.fromisoformat(told["since"]) if told["since"] else None,
            until=date.fromisoformat(told["until"]) if told["until"] else None,
        )
        for told in enquiry.__dict__["lived"]
        if told["described"] in people
    }


def lock_enquiry(enquiry: uuid.UUID | str | None) -> Enquiry:
    """Lock an enquiry by its id or reference and read it as whoever acts; `permit` comes next.

    Raises:
        Refused: `not_found`; that a conflict wall is the reason stands in the ledger alone.
    """
    meant = enquiry if _is_id(enquiry) else named(enquiry)
    try:
        return lock(Enquiry, meant.id if isinstance(meant, Named) else meant)
    except Refused as refused:
        raise Refused(*refused.reasons, hidden=_hidden(enquiry)) from None


def named(enquiry: uuid.UUID | str | None) -> Named | None:
    """The enquiry that a reference or an id means, whether or not whoever acts may read it; none when there is none."""
    text = str(enquiry or "").strip()
    try:
        reference, key = "", uuid.UUID(text)
    except ValueError:
        reference, key = text.upper(), None
    with connection.cursor() as cursor:
        cursor.execute("select id, area, walled from pathway.enquiry_named(%s, %s)", [reference, key])
        row = cursor.fetchone()
    return Named(*row) if row else None


def _is_id(key: uuid.UUID | str | None) -> bool:
    try:
        return isinstance(key, uuid.UUID) or bool(uuid.UUID(str(key)))
    except ValueError:
        return False


def _hidden(enquiry: uuid.UUID | str | None) -> list[str]:
    """For the ledger alone: whether a wall is why the enquiry was not found."""
    found = named(enquiry)
    return [Reason.TIED] if found and found.walled else []
