"""What stands in a release product that should not leave the hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mash.foundation.spotting import (
    Familiar,
    Reading,
    Span,
    find_address,
    find_name,
    find_organisation,
    find_referrer,
    parse_name,
    read,
    shared_text,
    third_parties_in,
)
from mash.pathway.handover.gate.facts import (
    Finding,
    Forbidden,
    Kind,
    Part,
    Product,
    ProtectedAddress,
    Unreleased,
    by_key,
    finding,
)

RUN = 6  # words in a row that show where a text came from


def find(product: Product, forbidden: Forbidden) -> tuple[Finding, ...]:
    """Everything in a product that must be cleared before it leaves, in the order of its parts.

    Looked for are words of unreleased items (of a released item's own forebears only outside it: its owner let it
    out), the hub's rationales, protected addresses in any spelling, a withheld referrer, and people named in
    unreleased items who are neither described nor of the household. Forbidding more never finds less.

    The narrative came before the items, and items repeat it: words that stand in it are not found again elsewhere, and
    in it only runs of six words and more of restricted and sealed items are, not single rare words.
    """
    gate = Gate(product, forbidden)
    findings: list[Finding] = []
    for part in product.parts:
        findings += sorted(gate.examine(part), key=lambda one: (one.span, one.kind))
    return by_key(findings)


class Gate:
    """What is forbidden, made ready once for all the parts of a product."""

    def __init__(self, product: Product, forbidden: Forbidden) -> None:
        self.forbidden = forbidden
        self.items = [(item, read(item.text)) for item in forbidden.unreleased]
        # A rationale shorter than a run ('Risk of harm') is in everybody's mouth.
        self.rationales = [text for text in map(read, forbidden.rationales) if len(text.keys) >= RUN]
        self.common = (*forbidden.described, *forbidden.common)
        self.known_texts = [read(text) for text in forbidden.known]
        self.known = Familiar((*self.known_texts, *self.common))
        self.told = Familiar(part.text for part in product.parts if part.is_narrative)
        self.let_out = Familiar(part.text for part in product.parts if part.is_item)
        self.strangers = self._strangers()

    def _strangers(self) -> dict[str, str]:
        """Each name that must not leave, with the item that it stands in."""
        names = dict.fromkeys(self.forbidden.third_parties, "")
        for item, reading in self.items:
            for name in third_parties_in(reading, self.common):
                names.setdefault(name, item.id)
        return names

    def examine(self, part: Part) -> Iterator[Finding]:
        """All that is found in one part."""
        reading = read(part.text)
        for item, text in self.items:
            yield from _as(item.kind, part, self._overlap(part, reading, item, text), item.id)
        for rationale in self.rationales:
            known = (self.known, self.told, self.let_out)
            yield from _as(Kind.RATIONALE_OVERLAP, part, shared_text(reading, rationale, RUN, known=known, rare=False))
        for address in self.forbidden.addresses:
            if not (address.cleared_line and part.address_of == address.person_id):
                yield from addresses(part, reading, address, self.common)
        yield from _as(Kind.REFERRER, part, self._referrer(reading))
        yield from self.third_parties(part, reading)

    def _overlap(self, part: Part, reading: Reading, item: Unreleased, text: Reading) -> list[Span]:
        if item.is_kin_of(part):
            return []
        if part.is_narrative:
            return (
                []
                if item.kind is Kind.OPEN_OVERLAP
                else shared_text(reading, text, RUN, known=(self.known,), rare=False)
            )
        if part.is_item:
            # Its own agency wrote it: one word that another agency's open item has too gives nothing away.
            rare = item.kind is not Kind.OPEN_OVERLAP
            return shared_text(reading, text, RUN, known=(self.known, self.told), rare=rare)
        # What a released item says is judged where it stands; quoting it in the note adds nothing.
        return shared_text(reading, text, RUN, known=(self.known, self.told, self.let_out))

    def _referrer(self, reading: Reading) -> list[Span]:
        who = self.forbidden.referrer
        if who is None or not who.withheld:
            return []
        return find_referrer(
            reading,
            name=who.name,
            job=who.job,
            agency=who.agency,
            phone=who.phone,
            email=who.email,
            described=self.forbidden.described,
        )

    def third_parties(self, part: Part, reading: Reading) -> Iterator[Finding]:
        """People of unreleased items who have no place in this family's papers."""
        for name, item_id in self.strangers.items():
            alone = not parse_name(name).family
            if any(find_name(text, name, alone=alone) for text in self.known_texts):
                continue
            spans = find_name(reading, name, alone=alone, shared=self.forbidden.described)
            yield from _as(Kind.THIRD_PARTY, part, spans, item_id)


def addresses(part: Part, reading: Reading, address: ProtectedAddress, common: Iterable[str]) -> Iterator[Finding]:
    """Where a part gives a protected address away, or says what leads there."""
    spans = find_address(
        reading,
        address.address,
        address.postcode,
        uprn=address.uprn,
        what3words=address.what3words,
        common=common,
    )
    yield from _as(Kind.PROTECTED_ADDRESS, part, spans, address.person_id)
    for clue in address.clues:
        yield from _as(Kind.LOCATION_CLUE, part, find_organisation(reading, clue), address.person_id)


def _as(kind: Kind, part: Part, spans: Iterable[Span], about_id: str = "") -> Iterator[Finding]:
    for span in spans:
        yield finding(kind, part.name, part.text, span, about_id)
