"""What is being put together for a team on the page, before anything is written."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from mash.foundation.access.words import Checking
from mash.foundation.partnership.models import Member
from mash.foundation.spotting import Span
from mash.pathway.handover import gate
from mash.pathway.handover.choosing import Holdings, Offer
from mash.pathway.handover.contents import contents_of
from mash.pathway.handover.models import Finding, Release
from mash.pathway.handover.product import ProductAsJson, build


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has chosen and typed: ids of items and of people whose protected address goes, and the note."""

    items: tuple[uuid.UUID, ...] = ()
    addresses: tuple[uuid.UUID, ...] = ()
    narrative: bool = True
    note: str = ""

    @classmethod
    def typed(cls, form: QueryDict) -> Draft:
        """What the form says; what is no id is left out."""
        return cls(
            items=_ids(form.getlist("items")),
            addresses=_ids(form.getlist("addresses")),
            narrative="narrative" in form,
            note=form.get("note", "").replace("\r\n", "\n"),
        )

    @classmethod
    def prepared(cls, release: Release) -> Draft:
        """What was prepared."""
        return cls(tuple(release.items), tuple(release.addresses), release.with_narrative, release.note)

    def without(self, part: str, start: int, end: int) -> Draft:
        """The draft without what was found: the words of the note, or the whole item, address or narrative."""
        kind, _, key = part.partition(":")
        match kind:
            case "note":
                return replace(self, note=re.sub(r"  +", " ", f"{self.note[:start]}{self.note[end:]}").strip())
            case "narrative":
                return replace(self, narrative=False)
            case "item":
                return replace(self, items=tuple(item for item in self.items if str(item) != key))
            case "address":
                return replace(self, addresses=tuple(one for one in self.addresses if str(one) != key))
            case _:
                return self


@dataclass(frozen=True, slots=True)
class Found:
    """Something that the gate found, as the page shows it: the words, where, what about them, and who settles it."""

    key: str
    part: str
    where: str
    span: Span
    words: str
    says: str
    by_approver: bool
    row: Finding | None = None

    @property
    def removable(self) -> bool:
        """Whether the draft can do without it."""
        return self.part.partition(":")[0] in ("note", "narrative", "item", "address")


@dataclass(frozen=True, slots=True)
class Preview:
    """A product as it would go, and the items that it is made of."""

    product: ProductAsJson
    chosen: Sequence[Offer]


def preview_of(held: Holdings, draft: Draft, contact: Member) -> Preview:
    """What a team would get from this draft. Nothing is written. One query."""
    chosen = [offer for offer in held.chosen(draft.items) if offer.may_go]
    lines = [line for line in held.circle.lines if line.described_id in draft.addresses]
    note = Checking().text(draft.note, "note")
    contents = contents_of(held, chosen, lines, contact=contact, note=note, with_narrative=draft.narrative)
    return Preview(build(contents), chosen)


def found_now(product: ProductAsJson, findings: Iterable[gate.Finding]) -> list[Found]:
    """What the gate finds in a product, for the page."""
    rows = {row["name"]: row for row in product["rows"]}
    return [
        Found(
            key=one.key,
            part=one.part,
            where=rows[one.part]["key"],
            span=one.span,
            words=rows[one.part]["text"][one.span.start : one.span.end],
            says=one.kind.says,
            by_approver=one.cleared_by is gate.ClearedBy.APPROVER,
        )
        for one in findings
    ]


def found_in(release: Release, found: Iterable[Finding]) -> list[Found]:
    """What was found in a release, with who cleared it and why."""
    rows = {row["name"]: row for row in release.product["rows"]}
    return [
        Found(
            key=one.key,
            part=one.part,
            where=rows[one.part]["key"],
            span=Span(one.start, one.end),
            words=rows[one.part]["text"][one.start : one.end],
            says=gate.Kind(one.kind).says,
            by_approver=one.by_approver,
            row=one,
        )
        for one in found
    ]


def _ids(given: Iterable[str]) -> tuple[uuid.UUID, ...]:
    found = []
    for one in given:
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            continue
    return tuple(found)
