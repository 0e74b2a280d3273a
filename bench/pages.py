"""What is measured: what people do all day, beside an empty page and a bare query in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from bench.asking import WARMING, Browser, Once, Timed, request, sent, timed
from mash.demo.copying.bulk import as_copier
from tests.browsing import signed_in, visit

AREA = "tamarshire"
WORKER, MANAGER = f"sw.{AREA}.1", f"pm.{AREA}.1"
OPEN = (
    "select e.reference from enquiries_enquiry e join partnership_area a on a.id = e.area_id "
    "where a.slug = %s and e.state = any (%s) and not exists (select from access_wall w where w.enquiry = e.id) "
    "and (%s or exists (select from enquiries_describedperson d where d.enquiry_id = e.id and d.is_subject)) "
    "order by e.id limit 300"
)
NAMES = "select given || ' ' || family from people_person where family <> '' order by id limit 400"
SIZES = "select (select count(*) from enquiries_enquiry), (select count(*) from people_person)"


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to look at on this hub: how much, references of open enquiries and of those to decide, names."""

    enquiries: int
    people: int
    open: tuple[str, ...]
    undecided: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of_now(cls) -> Scene:
        """Look."""
        with as_copier() as cursor:
            cursor.execute(SIZES)
            enquiries, people = cursor.fetchone()
            cursor.execute(OPEN, [AREA, ["received", "gathering", "decided"], True])
            open_ones = tuple(row[0] for row in cursor.fetchall())
            cursor.execute(OPEN, [AREA, ["received", "gathering"], False])
            undecided = tuple(row[0] for row in cursor.fetchall())
            cursor.execute(NAMES)
            return cls(enquiries, people, open_ones, undecided, tuple(row[0] for row in cursor.fetchall()))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `queries` are the page's own; none where there is no page to count."""

    name: str
    timed: Timed
    queries: int | None = None


def measured(scene: Scene, requests: int, used: Callable[[], float]) -> Iterator[Row]:
    """Measure one thing after the other on the hub that is served.

    Args:
        used: how many seconds of processor time the hub has used so far.
    """
    yield Row("bare query", _bare(requests))
    pages: dict[str, Callable[[int], str]] = {
        "empty page": lambda n: "/health/live",
        "board": lambda n: "/board",
        "enquiry page": lambda n: f"/enquiries/{scene.open[n % len(scene.open)]}/",
        "search for a person": lambda n: f"/people/?q={scene.names[n % len(scene.names)].replace(' ', '+')}",
    }
    for name, path in pages.items():
        first, second = (_gets(Browser(WORKER), path) for _ in "12")
        queries = len(visit(signed_in(WORKER), path(0)).queries) if name != "empty page" else 0
        yield Row(name, timed(first, second, requests, used), queries)
    yield Row("submission", timed(_tells(Browser()), _tells(Browser()), requests // 2))
    decides = [_decides(Browser(MANAGER), scene.undecided) for _ in "12"]
    yield Row("decision", timed(*decides, min(requests, len(scene.undecided) - WARMING)))


def _bare(requests: int) -> Timed:
    """One query that asks for nothing, over a connection of its own: what going to the database and back costs."""

    def once(n: int) -> float:
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            cursor.fetchone()
        return time.perf_counter() - start

    return timed(once, once, requests)


def _gets(browser: Browser, path: Callable[[int], str]) -> Once:
    return lambda n: request(browser, path(n))


def _tells(browser: Browser) -> Once:
    """A neighbour's enquiry. What is measured is the last step, at which it is received; the story comes before."""

    def once(n: int) -> float:
        browser.cookies.clear()
        sent(browser, browser.form_of(f"/enquire/{AREA}/story"), narrative=f"A child cries at night, number {n}.")
        return sent(browser, browser.form_of(f"/enquire/{AREA}/check"))

    return once


def _decides(browser: Browser, references: tuple[str, ...]) -> Once:
    """A practice manager's decision. What is measured is saving it; the page is opened before that."""

    def once(n: int) -> float:
        form = browser.form_of(f"/enquiries/{references[n]}/decide")
        typed = {"do": "save", "threshold": "2", "rationale": "Weighed with all that agencies have told."}
        outcomes = [name for name in form.boxes if name.endswith(".outcome")]
        return sent(browser, form, **typed, **dict.fromkeys(outcomes, "advice"))

    return once
