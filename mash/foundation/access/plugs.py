"""Where parts of the hub plug themselves in: panels of the enquiry page, and what `mash play` may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import RULES, Rule
from mash.foundation.access.table import DONE, VERBS
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.ui.page import Alert
from mash.ui.parts import Heap


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the enquiry page. `line` is what stands when it is folded; `actions` are (text, url)."""

    key: str
    title: str
    line: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    done: bool = False
    opened: bool = False
    actions: Sequence[tuple[str, str]] = ()


PanelMaker = Callable[..., Panel | None]
PANELS: list[tuple[int, PanelMaker]] = []


def panel(*, order: int) -> Callable[[PanelMaker], PanelMaker]:
    """Add a panel to the enquiry page: a function of (me, enquiry, facts), at most two queries."""

    def register(make: PanelMaker) -> PanelMaker:
        PANELS.append((order, make))
        PANELS.sort(key=lambda entry: entry[0])
        return make

    return register


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the navigation: for members who sit in one of these seats and hold one of these roles.

    `counts` tells what of it waits for whoever acts: rows to be counted, those of all entries in one query.
    """

    text: str
    url_name: str
    seats: frozenset[Seat]
    roles: frozenset[Role]
    order: int
    counts: Callable[[Acting], QuerySet[Any]] | None = None


WAYS: list[Way] = []


def way(
    text: str,
    url_name: str,
    *,
    seats: Sequence[Seat],
    roles: Sequence[Role],
    order: int,
    counts: Callable[[Acting], QuerySet[Any]] | None = None,
) -> None:
    """Add an entry to the navigation of those who need it."""
    WAYS.append(Way(text, url_name, frozenset(seats), frozenset(roles), order, counts))
    WAYS.sort(key=lambda entry: entry.order)


HeapMaker = Callable[[Acting], Sequence[Heap]]
HEAPS: list[tuple[int, HeapMaker]] = []


def waits(*, order: int) -> Callable[[HeapMaker], HeapMaker]:
    """Add what waits for somebody to their start page: a function of (me), at most three queries.

    It gives none for those for whom nothing of this kind ever waits.
    """

    def register(make: HeapMaker) -> HeapMaker:
        HEAPS.append((order, make))
        HEAPS.sort(key=lambda entry: entry[0])
        return make

    return register


Rows = Callable[[Acting], QuerySet[Any] | None]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of what cannot wait: the rows that concern whoever acts, and how one of them stands on the page.

    There are no rows for those whom it never concerns. Each row has a column `told`, an object of plain values, among
    them `at`, the time by which they are sorted. `show` makes an `Alert` of it, and notes whom that shows.
    """

    rows: Rows
    show: Callable[[Acting, Mapping[str, Any]], Alert]
    order: int


TELLERS: list[Teller] = []


def alerts(show: Callable[[Acting, Mapping[str, Any]], Alert], *, order: int) -> Callable[[Rows], Rows]:
    """Add alerts, which stand on every page of those whom they concern: a function of (me), all asked in one query."""

    def register(rows: Rows) -> Rows:
        TELLERS.append(Teller(rows, show, order))
        TELLERS.sort(key=lambda teller: teller.order)
        return rows

    return register


PLAYS: dict[str, Callable[..., dict[str, Any]]] = {}


def played(verb: str) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Let `mash play` do a verb: a function of (me, what the scenario says) that gives the result's fields."""

    def register(play: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        PLAYS[verb] = play
        return play

    return register


def verb_of_a_desk(verb: str, rule: Rule, *, can: str, did: str) -> None:
    """Let a desk bring a verb of its own: who may do it, its line in the access table, what the ledger says of it.

    The pathway's verbs stand in `policy.py`: agencies sign them by name, whichever desks are installed.
    """
    RULES[verb], VERBS[verb], DONE[verb] = rule, can, did
