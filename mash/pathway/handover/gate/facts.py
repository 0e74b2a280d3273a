"""All that the gate is told: the text about to leave, and what must not stand in it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from mash.foundation.spotting import Span

AROUND = 48  # characters either side of a finding that are shown with it


class Kind(StrEnum):
    """What was found."""

    SEALED_OVERLAP = "sealed_overlap"
    RESTRICTED_OVERLAP = "restricted_overlap"
    OPEN_OVERLAP = "open_overlap"
    RATIONALE_OVERLAP = "rationale_overlap"
    PROTECTED_ADDRESS = "protected_address"
    LOCATION_CLUE = "location_clue"
    REFERRER = "referrer"
    THIRD_PARTY = "third_party"
    DESCRIBED_PERSON = "described_person"
    DECISION_DETAIL = "decision_detail"

    @property
    def says(self) -> str:
        """The finding in a sentence for the one who must clear it."""
        return _SAYS[self]


_SAYS = {
    Kind.SEALED_OVERLAP: "These words also stand in a sealed item. Sealed items never leave the hub.",
    Kind.RESTRICTED_OVERLAP: "These words also stand in a restricted item whose owner has not agreed to release it.",
    Kind.OPEN_OVERLAP: "These words also stand in an item that is not part of this release.",
    Kind.RATIONALE_OVERLAP: "These words also stand in the hub's own reasons or notes, which never leave.",
    Kind.PROTECTED_ADDRESS: "This gives a protected address away.",
    Kind.LOCATION_CLUE: "This may show where somebody with a protected address can be found.",
    Kind.REFERRER: "This may show who made the enquiry. They asked not to be named.",
    Kind.THIRD_PARTY: "This names somebody from an unreleased item who is not described on the enquiry.",
    Kind.DESCRIBED_PERSON: "This names somebody described on the enquiry.",
    Kind.DECISION_DETAIL: "This tells the public what was decided.",
}


class ClearedBy(StrEnum):
    """Who must clear a finding with a reason: the author, or the second person who approves."""

    AUTHOR = "author"
    APPROVER = "approver"


_FOR_THE_APPROVER = frozenset({Kind.PROTECTED_ADDRESS, Kind.REFERRER, Kind.SEALED_OVERLAP})


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a product as the recipient reads it: the note, a subject's why, the narrative, an item.

    `item_id` and `made_from` are set for a released item or gist: its own id, and those of the items that it was made
    from or corrects. `address_of` is set for the line that tells the protected address of this described person.
    """

    name: str
    text: str
    item_id: str = ""
    made_from: tuple[str, ...] = ()
    address_of: str = ""

    @property
    def is_item(self) -> bool:
        """Whether its own agency wrote and let out this text."""
        return bool(self.item_id)

    @property
    def is_narrative(self) -> bool:
        """Whether this is what the enquirer told."""
        return self.name == "narrative"


@dataclass(frozen=True, slots=True)
class Product:
    """All that one recipient is about to be given, part by part, exactly as delivered."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Unreleased:
    """An item of this or a linked enquiry that is not let out to this recipient.

    `handling` is open, restricted or sealed; anything else counts as sealed. `made_from` holds the ids of the items
    that it was made from or corrects.
    """

    id: str
    text: str
    handling: str
    owner: str = ""
    made_from: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What it is called when this item's words are found."""
        match self.handling:
            case "open":
                return Kind.OPEN_OVERLAP
            case "restricted":
                return Kind.RESTRICTED_OVERLAP
            case _:
                return Kind.SEALED_OVERLAP

    def is_kin_of(self, part: Part) -> bool:
        """Whether the part is a gist or another version of this item, so that its owner let these very words out."""
        return part.is_item and not {self.id, *self.made_from}.isdisjoint({part.item_id, *part.made_from})


@dataclass(frozen=True, slots=True)
class ProtectedAddress:
    """Where somebody lives who must not be found.

    `cleared_line` says that the approver confirms this address as a line of its own: a part whose `address_of` is this
    person may then hold it; nowhere else may. `clues` are what leads there without naming it: a school, a surgery, a
    number plate.
    """

    person_id: str
    address: str
    postcode: str = ""
    cleared_line: bool = False
    uprn: str = ""
    what3words: str = ""
    clues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Referrer:
    """Who made the enquiry. Nothing is looked for unless `withheld`; an anonymous enquirer is withheld."""

    name: str = ""
    job: str = ""
    agency: str = ""
    phone: str = ""
    email: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What must not leave, and what is known anyway.

    Args:
        unreleased: items of this and linked enquiries not let out to this recipient.
        addresses: protected addresses of anyone described.
        referrer: who made the enquiry, if anyone is known.
        third_parties: names to look for besides those that the gate itself finds in unreleased items.
        described: names, also-known-as included, of everyone described on the enquiry or of the household.
        rationales: the hub's own reasons and notes, which never leave.
        known: texts that this recipient already has. They excuse words of items, and third parties; they excuse
        neither an
            address nor a referrer, because every further copy is a further way out.
        common: names that everybody knows: areas, teams, agencies, the partnership's own words.
    """

    unreleased: tuple[Unreleased, ...] = ()
    addresses: tuple[ProtectedAddress, ...] = ()
    referrer: Referrer | None = None
    third_parties: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    rationales: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a part that should not leave. The excerpt holds the very words: show it to nobody who may not read
    them.

    `about_id` is the id of the item or described person that it is about, where there is one; `span` counts in the
    part.
    """

    kind: Kind
    part: str
    span: Span
    excerpt: str
    about_id: str = ""

    @property
    def cleared_by(self) -> ClearedBy:
        """Who must clear it: on address, referrer and sealed overlap the approver, on all else the author."""
        return ClearedBy.APPROVER if self.kind in _FOR_THE_APPROVER else ClearedBy.AUTHOR

    @property
    def key(self) -> str:
        """A digest (SHA-256, 64 hexadecimal digits) of kind, part and the words with those around them.

        A clearance stays with the key: it survives running the gate again on unchanged text, and lapses when what the
        clearer saw has changed. The surroundings count because 'Gannetmere' cleared in a school's name is not cleared
        in a street's.
        """
        return hashlib.sha256("\x1f".join((self.kind, self.part, self.excerpt)).encode()).hexdigest()


def finding(kind: Kind, part: str, text: str, span: Span, about_id: str = "") -> Finding:
    """A finding with its excerpt: the words found, in brackets, and whole words around them."""
    before = text[max(0, span.start - AROUND) : span.start]
    after = text[span.end : span.end + AROUND]
    if span.start > AROUND:
        before = "…" + (before.partition(" ")[2] if " " in before else before)
    if span.end + AROUND < len(text):
        after = (after.rpartition(" ")[0] if " " in after else after) + "…"
    excerpt = f"{before}[{text[span.start : span.end]}]{after}"
    return Finding(kind, part, span, re.sub(r"\s+", " ", excerpt), about_id)


def by_key(findings: list[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of the text, one for each key: the same words in the same place need clearing once."""
    found: dict[str, Finding] = {}
    for one in findings:
        found.setdefault(one.key, one)
    return tuple(found.values())
