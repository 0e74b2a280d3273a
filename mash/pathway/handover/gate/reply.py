"""What stands in a reply to the referrer that they must not be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mash.foundation.spotting import Reading, find_name, merge, parse_name, read
from mash.pathway.handover.gate.facts import Finding, Forbidden, Kind, Part, Product, by_key, finding
from mash.pathway.handover.gate.leaving import Gate

# What tells a neighbour what happens in the house next door.
_DECISION_WORDS = re.compile(
    r"""\b(?: s(?:ection|ec|\.)?\s*\.?\s*(?:17|47) | strategy\s+(?:discussion|meeting) | child\s+protection
    | child\s+in\s+need | early\s+help | no\s+further\s+action | \bnfa\b | threshold | (?:social\s+)?care\s+plan
    | (?:an?|the|single|full|social\s+work)\s+assessment | (?:removed|taken)\s+(?:from\s+home|into\s+care)
    | (?:police|criminal)\s+investigation | arrested | rated\s+(?:red|amber|green) | closed\s+the\s+case )\b""",
    re.IGNORECASE | re.VERBOSE,
)
REPLY = "reply"


def find_for_reply(
    text: str, forbidden: Forbidden, *, public: bool, given: Iterable[str] = (), told: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Everything that a reply to the referrer must not say. Nothing here can be cleared: the reply is written anew.

    Looked for are words of items (released ones are unreleased to a referrer) and of rationales, protected addresses,
    third parties, and described people: for a professional those whom they did not name themselves; for the public
    all, and what was decided too, for the public is told nothing about the family at all. The referrer's own name is
    theirs to read.

    Args:
        given: names that this referrer gave.
        told: what this referrer wrote: their own words are no news to them.

    Source: DOMAIN rule 67.
    """
    part = Part(REPLY, text)
    reading = read(text)
    narrative = tuple(Part("narrative", words) for words in told)
    gate = Gate(Product((*narrative, part)), replace(forbidden, referrer=None))
    findings = [*gate.examine(part), *_described(part, reading, forbidden.described, () if public else tuple(given))]
    if public:
        for match in _DECISION_WORDS.finditer(reading.folded):
            findings.append(finding(Kind.DECISION_DETAIL, REPLY, text, reading.original_span(*match.span())))
    return by_key(sorted(findings, key=lambda one: (one.span, one.kind)))


def _described(part: Part, reading: Reading, described: tuple[str, ...], own: tuple[str, ...]) -> Iterator[Finding]:
    theirs = {token.bare for name in own for token in read(name).tokens}
    spans = []
    for name in described:
        if not {token.bare for token in read(name).tokens} <= theirs:
            spans += find_name(reading, name, alone=not _first(name) & theirs, shared=own)
    for span in merge(spans):
        yield finding(Kind.DESCRIBED_PERSON, REPLY, part.text, span)


def _first(name: str) -> set[str]:
    return set(parse_name(name).given[:1])
