"""Opens drafts: one at a time, to whoever tells them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Refused
from mash.pathway.enquiries.drafts.models import Draft
from mash.pathway.enquiries.files import numbered, size_in_words
from mash.pathway.enquiries.references import as_reference, code_hash, draft_hash, new_code

KEPT_FOR = {
    Draft.Door.PUBLIC: timedelta(days=28),
    Draft.Door.PROFESSIONAL: timedelta(days=28),
    Draft.Door.PHONE: timedelta(days=28),
}


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file that goes along when the draft is sent, by a name that tells nothing: `Photo 1`."""

    id: uuid.UUID
    name: str
    group: str
    size: int

    @property
    def size_in_words(self) -> str:
        """`640 KB`, `3.2 MB`."""
        return size_in_words(self.size)


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft as whoever tells it has it before them.

    `opener` opens it again: a secret of the browser, or reference and code; empty for the member whose it is.
    """

    id: uuid.UUID
    door: str
    area: str
    told: Mapping[str, Mapping[str, Any]]
    version: int
    owner: uuid.UUID | None
    reference: str
    begun_at: datetime
    saved_at: datetime
    until: datetime
    enquiry: uuid.UUID | None
    files: tuple[ChosenFile, ...]
    opener: str = ""

    def part(self, name: str) -> Mapping[str, Any]:
        """What was told in one part; empty when nobody has come to it."""
        return self.told.get(name, {})


def opener_of(reference: Any, code: Any) -> str:
    """What opens a draft from another browser: its reference and code together. Empty when they cannot be such."""
    plain = as_reference(reference) if isinstance(reference, str) else ""
    return f"{plain}:{code}" if plain and isinstance(code, str) and code.strip() else ""


def open_draft(me: Acting, *, opener: str = "", key: uuid.UUID | None = None) -> Begun:
    """The draft that a key, or reference and code, or its own member opens. One query.

    Raises:
        Refused: `not_found`; a wrong code and a draft that is gone are alike.
    """
    found = find_draft(opener=opener, key=key)
    if found is None:
        raise Refused("not_found")
    return found


def find_draft(*, opener: str = "", key: uuid.UUID | None = None) -> Begun | None:
    """The same; none when nothing opens so. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select intake.draft(%s, %s)", [hashed(opener), key])
        row = cursor.fetchone()
    return _begun(json.loads(row[0]), opener) if row and row[0] else None


def is_nobodys_draft(key: uuid.UUID) -> bool:
    """Whether nobody has begun a draft of this id: a page may choose one before anything is kept. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select intake.is_nobodys_draft(%s)", [key])
        (is_so,) = cursor.fetchone()
    return bool(is_so)


def drafts_of(me: Acting) -> list[Begun]:
    """What a member has begun and not sent, the last saved first. One query."""
    if me.member is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select intake.drafts_of_mine()")
        return [_begun(one, "") for one in json.loads(cursor.fetchone()[0])]


def code_of(draft: Begun) -> str:
    """The code that goes with a draft's reference, for the browser that began it; it is kept nowhere."""
    return new_code(draft.opener) if draft.opener and ":" not in draft.opener else ""


def hashed(opener: str) -> str:
    """What the database keeps of what opens a draft."""
    if ":" in opener:
        reference, _, code = opener.partition(":")
        return code_hash(reference, code)
    return draft_hash(opener) if opener else ""


def _begun(found: dict[str, Any], opener: str) -> Begun:
    return Begun(
        id=uuid.UUID(found["id"]),
        door=found["door"],
        area=found["area"],
        told=found["told"],
        version=found["version"],
        owner=uuid.UUID(found["owner"]) if found["owner"] else None,
        reference=found["reference"],
        begun_at=datetime.fromisoformat(found["begun_at"]),
        saved_at=datetime.fromisoformat(found["saved_at"]),
        until=datetime.fromisoformat(found["until"]),
        enquiry=uuid.UUID(found["enquiry"]) if found["enquiry"] else None,
        files=tuple(_chosen(found["files"])),
        opener=opener,
    )


def _chosen(files: Sequence[Mapping[str, Any]]) -> Iterator[ChosenFile]:
    for file, name in zip(files, numbered(file["group"] for file in files), strict=True):
        yield ChosenFile(uuid.UUID(file["id"]), name, file["group"], file["size"])
