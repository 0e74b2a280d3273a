"""The subjects of the set-up: each a folder with a `subject.py`, which says where it is and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from django.urls import URLPattern, reverse

from mash.ui.page import Link

if TYPE_CHECKING:
    from mash.desks.setup.as_it_stands import Place


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that stands between an area and its first enquiry, and the page that mends it.

    What `stops` keeps the area from taking enquiries at all; the rest keeps something from working.
    """

    text: str
    href: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """One part of the set-up. Its key is the name of its first page's address."""

    key: str
    title: str
    order: int
    urls: Sequence[URLPattern]
    missing: Callable[[Place], Iterable[Missing]]

    @property
    def href(self) -> str:
        """Its first page."""
        return reverse(f"setup:{self.key}")


SUBJECTS: list[Subject] = []


def subject(
    key: str,
    title: str,
    *,
    order: int,
    urls: Sequence[URLPattern],
    missing: Callable[[Place], Iterable[Missing]] = lambda place: (),
) -> None:
    """Add a subject to the desk: its pages, its place in the subnavigation, its lines on the checklist.

    `missing` looks at an area as it stands and asks the database nothing.
    """
    SUBJECTS.append(Subject(key, title, order, urls, missing))
    SUBJECTS.sort(key=lambda one: one.order)


def find_subjects() -> None:
    """Import every folder of this desk that has a `subject.py`."""
    for file in sorted(Path(__file__).parent.glob("*/subject.py")):
        import_module(f"{__package__}.{file.parent.name}.subject")


def missing_in(place: Place) -> list[Missing]:
    """What an area still misses, in the order of the subjects; what stops it first."""
    found = [line for one in SUBJECTS for line in one.missing(place)]
    return sorted(found, key=lambda line: not line.stops)


def subnavigation(current: str) -> list[Link]:
    """The desk's own navigation."""
    home = Link("What is missing", reverse("setup:home"), current=current == "home")
    return [home, *(Link(one.title, one.href, current=one.key == current) for one in SUBJECTS)]
