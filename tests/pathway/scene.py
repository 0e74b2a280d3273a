"""Sets scenes of the pathway: enquiries as they stand after receipt, made backstage."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mash.foundation.access.models import Standing, Wall
from mash.foundation.partnership.models import Area
from mash.pathway.enquiries.models import (
    DescribedPerson,
    Enquiry,
    Origin,
    ProtectedAddress,
    Receipt,
    Words,
)
from tests import world

FAMILY: tuple[Mapping[str, Any], ...] = (
    {"as": "rowan", "given": "Rowan", "family": "Testerby-Loom", "dob": "2018-05-14", "subject": True, "role": "child"},
    {"as": "wren", "given": "Wren", "family": "Testerby-Loom", "age": 3, "subject": True, "role": "child"},
    {"as": "mum", "given": "Isolde", "family": "Testerby-Loom", "age": 29, "role": "mother"},
)


def enquiry(
    *,
    area: str = "tamarshire",
    received_at: datetime = world.MONDAY_NINE,
    narrative: str = "A bruise shaped like a belt end.",
    people: Sequence[Mapping[str, Any]] = FAMILY,
    concerns: Sequence[str] = ("physical-abuse",),
    immediate_danger: bool = False,
    origin: Mapping[str, Any] | None = None,
) -> Enquiry:
    """An enquiry just received, with its people (`people[]` as PLAY has them), words, origin and the hub's reason.

    `narrative` is kept as given in both `Enquiry` (masked) and `Words`: mask it yourself where that matters.
    """
    with world.backstage():
        where = Area.objects.get(slug=area)
        made = Enquiry.add(
            reference=f"T{secrets.token_hex(5).upper()}",
            area=where,
            received_at=received_at,
            standard=where.standard_on(received_at),
            narrative=narrative,
            concerns=list(concerns),
            immediate_danger=immediate_danger,
        )
        Words.add(enquiry=made, area=where.pk, narrative=narrative)
        Origin.add(enquiry=made, area=where.pk, **{"channel": Origin.Channel.PUBLIC, **(origin or {})})
        Receipt.add(enquiry=made, reference=made.reference, code_hash=secrets.token_hex(32))
        for order, person in enumerate(people):
            _describe(made, order, person)
        Standing.add(enquiry=made.pk, kind=Standing.Kind.HUB, holder=where.pk, since=received_at)
    return made


def close(enquiry: Any, **also: Any) -> None:
    """Close an enquiry without a decision's trouble; backstage already. Takes the pathway: decided, then closed."""
    for state in (Enquiry.State.DECIDED, Enquiry.State.CLOSED):
        Enquiry.objects.filter(pk=enquiry).update(state=state, **also)


def _describe(made: Enquiry, order: int, person: Mapping[str, Any]) -> DescribedPerson:
    protected = bool(person.get("address_protected"))
    address = {name: person.get(name, "") for name in ("address", "postcode", "school", "gp")}
    described = DescribedPerson.add(
        enquiry=made,
        area=made.area_id,
        order=order,
        alias=person.get("as", ""),
        is_subject=bool(person.get("subject")),
        born=date.fromisoformat(person["dob"]) if person.get("dob") else None,
        due_date=date.fromisoformat(person["due_date"]) if person.get("due_date") else None,
        address_protected=protected,
        nhs_number=person.get("nhs_number", ""),
        nhs_number_is_right=bool(person.get("nhs_number")),
        upn=person.get("upn", ""),
        upn_is_right=bool(person.get("upn")),
        also_known_as=list(person.get("also_known_as", [])),
        **{name: person.get(name, "") for name in ("given", "middle", "family", "sex", "role", "phone")},
        **({} if protected else address),
        **({"age": person["age"]} if "age" in person else {}),
    )
    if protected:
        ProtectedAddress.add(described=described, enquiry=made, area=made.area_id, **address)
    return described


def people(made: Enquiry) -> dict[str, DescribedPerson]:
    """Those described on an enquiry, by the name that the scene gave them."""
    with world.backstage():
        return {person.alias: person for person in DescribedPerson.objects.filter(enquiry=made)}


def wall(made: Enquiry, username: str) -> None:
    """Put a conflict wall between a member and an enquiry."""
    with world.backstage():
        Wall.add(member=world.member(username).pk, enquiry=made.pk)


def fresh(made: Enquiry) -> Enquiry:
    """An enquiry as it stands now."""
    with world.backstage():
        return Enquiry.objects.get(pk=made.pk)
