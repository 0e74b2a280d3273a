"""Checks what somebody sends: size, virus, content, name. What passes is ready to be kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mash.foundation.access.words import UNSPEAKABLE, Checking
from mash.foundation.files.apart import look_apart
from mash.foundation.files.kinds import KINDS, Group, Kind, Unfit
from mash.foundation.files.looking import Looked
from mash.foundation.files.refusals import (
    MOST_FILES,
    MOST_MEGABYTES,
    MOST_MEGABYTES_TOGETHER,
    TOO_MANY,
    TOO_MUCH,
    refusal,
)
from mash.foundation.files.scanning import Scan, scan

MEGABYTE = 1024 * 1024
MOST_BYTES = MOST_MEGABYTES * MEGABYTE
MOST_BYTES_TOGETHER = MOST_MEGABYTES_TOGETHER * MEGABYTE
MOST_NAME = 200
NOT_A_FILE = "Choose the files again"


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it came: the name that its sender gave it, and its bytes. `size` may be more than was kept of it."""

    name: str
    content: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is taken: the original, the copy that is shown, and what is known of it."""

    name: str
    content: bytes
    looked: Looked
    scanned: Scan

    @property
    def kind(self) -> Kind:
        """What the original is."""
        return KINDS[self.looked.kind]

    @property
    def shown_as(self) -> Kind:
        """What the copy is."""
        return KINDS[self.looked.shown_as]

    @property
    def group(self) -> Group:
        """What it is to whoever reads the enquiry."""
        return self.kind.group


def check(given: Given) -> Checked:
    """Check one file. Takes as long as its kind needs: a tenth of a second and more.

    Raises:
        Unfit: with the reason's code.
    """
    if given.size > MOST_BYTES:
        raise Unfit("too_big")
    if not given.content:
        raise Unfit("empty")
    name = plain_name(given.name)
    scanned = scan(given.content)
    return Checked(name, given.content, look_apart(given.content, name), scanned)


def check_all(given: Iterable[Given]) -> tuple[list[Checked], list[str]]:
    """Check everything that somebody sends at once: what is taken, and a sentence for each that is not."""
    given = list(given)
    if len(given) > MOST_FILES:
        return [], [TOO_MANY]
    if sum(min(one.size, MOST_BYTES) for one in given) > MOST_BYTES_TOGETHER:
        return [], [TOO_MUCH]
    taken, wrong = [], []
    for one in given:
        try:
            taken.append(check(one))
        except Unfit as unfit:
            wrong.append(refusal(plain_name(one.name), unfit.code))
    return taken, wrong


def read_files(check: Checking, files: Any, field: str = "files") -> list[Checked]:
    """The files that a verb was given: checked ones as they are, the others checked now."""
    if not isinstance(files, list | tuple) or not all(isinstance(one, Checked | Given) for one in files):
        check.wrong(field, NOT_A_FILE)
        return []
    taken, wrong = check_all([one for one in files if isinstance(one, Given)])
    if wrong:
        check.wrong(field, ". ".join(wrong))
    return [*(one for one in files if isinstance(one, Checked)), *taken]


def plain_name(name: str) -> str:
    """A name as its sender typed it, without folders, characters that cannot be stored, and marks that turn writing
    round: those make `gpj.exe` look like a picture."""
    name = UNSPEAKABLE.sub("", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if unicodedata.bidirectional(character) not in TURNING)
    return " ".join(name.split())[-MOST_NAME:]


TURNING = frozenset({"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"})
