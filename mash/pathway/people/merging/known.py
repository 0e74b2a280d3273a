"""What is known of two records, part by part, so that it can be said later what has changed of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping

from mash.foundation.ledger.terms import sealed
from mash.pathway.people.matching import Description

Known = Mapping[str, Mapping[str, str]]
"""Of each of the two, `one` and `other`, a mark of each part that it tells."""

CALLED = {"one": "First record", "other": "Second record"}


def marks_of(record: uuid.UUID, person: Description) -> dict[str, str]:
    """What matching compares of a record, each part as a mark: whoever reads it learns no value that has gone since.

    It is made with the hub's own key, because every NHS number or postcode can be tried, and of each record and part
    another one: it does not say that two records share a home, or that somebody has searched for a number. A part of
    which nothing is told is left out. How a value is written, and in what order, makes no difference.
    """
    told = {part: sorted({" ".join(value.casefold().split()) for value in values}) for part, values in _parts(person)}
    return {
        part: sealed("\n".join((str(record), part, *values)), use="known")
        for part, values in told.items()
        if any(values)
    }


def changes(then: Known, now: Known) -> list[str]:
    """What of the two is not what it was, in words; empty where all is."""
    found = []
    for which, called in CALLED.items():
        was, becomes = then[which], now[which]
        parts = [part for part in {**becomes, **was} if was.get(part) != becomes.get(part)]
        if parts:
            found.append(f"{called}: {', '.join(sorted(parts))}")
    return found


def _parts(person: Description) -> Iterator[tuple[str, tuple[str, ...]]]:
    named = (person.given, person.middle, person.family)
    yield "name", (" / ".join(name.strip() for name in named) if any(named) else "",)
    yield "other names", person.also_known_as
    born = person.born or person.due_date or person.born_about or ""
    yield "birth", (str(born),)
    homes = ((person.address, person.postcode, person.uprn), *person.earlier_homes)
    yield "addresses", tuple(" ".join(home) for home in homes)
    yield "NHS number", (person.nhs_number,)
    yield "unique pupil number", (person.upn,)
    yield "phone", (person.phone,)
    yield "e-mail", (person.email,)
    yield "school", (person.school,)
    yield "GP practice", (person.practice,)
