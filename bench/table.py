"""Writes what was measured as a Markdown table: each size, and how much the larger one takes more."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.pages import Row, Scene

BUDGET_MEDIAN_MS, BUDGET_LATE_MS = 50, 100
PAGES = ("board", "enquiry page", "search for a person", "submission", "decision")
HEAD = (
    "| what | queries | median ms | 95th ms | processor ms | requests a second | × empty page |\n"
    "|---|---:|---:|---:|---:|---:|---:|\n"
)

Size = tuple[Scene, Sequence[Row]]


def machine() -> str:
    """What it was measured on: what says something about speed, and nothing of whose it is."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({model}), {memory / 2**20:.0f} GB, {platform.system()}, Python "
        f"{platform.python_version()}; {datetime.now(UTC):%d %B %Y}. Load of the machine when it began: {load:.1f}."
    )


def written(size: Size) -> str:
    """One size as a table under a heading."""
    scene, rows = size
    empty = next(row.timed.median for row in rows if row.name == "empty page")
    lines = [
        f"| {row.name} | {'' if row.queries is None else row.queries} | {row.timed.median:.1f} | {row.timed.late:.1f} "
        f"| {f'{row.timed.processor:.1f}' if row.timed.processor else ''} | {row.timed.a_second:,.0f} "
        f"| {row.timed.median / empty:.1f} |"
        for row in rows
    ]
    return f"### {scene.enquiries:,} enquiries, {scene.people:,} people\n\n{HEAD}" + "\n".join(lines) + "\n"


def growth(smaller: Size, larger: Size) -> str:
    """How much longer the larger size takes, as a multiple of the smaller, beside the growth of the empty page."""
    then = {row.name: row.timed for row in smaller[1]}
    lines = [
        f"| {row.name} | {row.timed.median / then[row.name].median:.2f} | {row.timed.late / then[row.name].late:.2f} |"
        for row in larger[1]
    ]
    times = larger[0].enquiries / smaller[0].enquiries
    heading = f"### Growth, where there are {times:.0f} times as many enquiries\n\n"
    return heading + "| what | median × | 95th × |\n|---|---:|---:|\n" + "\n".join(lines) + "\n"


def verdict(size: Size) -> str:
    """Which pages are within the budget at a size."""
    over = [
        f"{row.name} ({row.timed.median:.0f} and {row.timed.late:.0f} ms)"
        for row in size[1]
        if row.name in PAGES and (row.timed.median > BUDGET_MEDIAN_MS or row.timed.late > BUDGET_LATE_MS)
    ]
    budget = f"a median under {BUDGET_MEDIAN_MS} ms, a 95th percentile under {BUDGET_LATE_MS} ms"
    return f"The budget is {budget}. " + (f"Over it: {'; '.join(over)}.\n" if over else "All are within it.\n")


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8").splitlines()
    except OSError:
        return []
