"""Files as pages show them: by names that tell nothing."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mash.foundation.clock.london import london_date
from mash.foundation.files.kinds import KINDS, Kind
from mash.pathway.enquiries.models import Attachment, Enquiry
from mash.ui.words import count, listed

KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file. `name` is neutral; `given_name` is what its sender called it, for the area's own people."""

    id: uuid.UUID
    name: str
    given_name: str
    group: str
    kind: str
    shown_as: Kind
    size: int
    digest: str
    has_small: bool
    stripped: bool
    scanned: bool
    by: uuid.UUID | None
    attached_at: datetime

    @property
    def size_in_words(self) -> str:
        """`640 KB`, `3.2 MB`."""
        return size_in_words(self.size)

    @property
    def copy_name(self) -> str:
        """What a copy is called on the reader's own device: `photo-1-of-14-march.jpg`."""
        return f"{self.name.lower().replace(' ', '-')}.{self.shown_as.ending}"


def files_of(enquiry: Enquiry) -> list[SentFile]:
    """The files of an enquiry, oldest first, where they may be read. No query for one of `enquiry_for`."""
    found: Sequence[Mapping[str, Any]] = enquiry.__dict__["sent_files"]
    days = [london_date(datetime.fromisoformat(one["attached_at"])) for one in found]
    names = names_of([(one["group"], day) for one, day in zip(found, days, strict=True)])
    return [_sent(one, name) for one, name in zip(found, names, strict=True)]


def names_of(files: Iterable[tuple[str, date]]) -> list[str]:
    """`Photo 1 of 14 March`: numbered by kind within the day on which they came."""
    numbers: Counter[tuple[str, date]] = Counter()
    names = []
    for group, day in files:
        numbers[group, day] += 1
        names.append(f"{Attachment.Group(group).label} {numbers[group, day]} of {day.day} {day:%B}")
    return names


def numbered(groups: Iterable[str]) -> list[str]:
    """`Photo 1`, `Document 1`, `Photo 2`: numbered by kind, for files that are not sent yet."""
    numbers: Counter[str] = Counter()
    names = []
    for group in groups:
        numbers[group] += 1
        names.append(f"{Attachment.Group(group).label} {numbers[group]}")
    return names


def size_in_words(size: int) -> str:
    """`640 KB`, `3.2 MB`, from bytes."""
    if size < KILOBYTE * KILOBYTE:
        return f"{max(1, round(size / KILOBYTE))} KB"
    return f"{size / KILOBYTE / KILOBYTE:.1f} MB"


def counted_files(files: Sequence[Any]) -> str:
    """How many of each, in words: `2 photos and 1 document`."""
    many = {group: sum(file.group == group for file in files) for group in Attachment.Group}
    return listed(count(number, group.label.lower()) for group, number in many.items() if number)


def _sent(one: Mapping[str, Any], name: str) -> SentFile:
    return SentFile(
        id=uuid.UUID(one["id"]),
        name=name,
        given_name=one["given_name"],
        group=one["group"],
        kind=one["kind"],
        shown_as=KINDS[one["shown_as"]],
        size=one["size"],
        digest=one["digest"],
        has_small=one["has_small"],
        stripped=one["stripped"],
        scanned=one["scanned"],
        by=uuid.UUID(one["by"]) if one["by"] else None,
        attached_at=datetime.fromisoformat(one["attached_at"]),
    )
