"""When a county's stories happen: over two years, more in winter, and some under way now."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Any

import mash.demo.telling.tales  # noqa: F401  # each puts its stories on the list
from mash.demo.telling.tale import TALES, Tale
from mash.demo.telling.teller import OFFICE, Teller
from mash.foundation.clock.london import london_date, moment_of

DAYS = 730
# How many enquiries come in a month, beside an even year's: schools tell most, and less while they are shut.
SEASON = {1: 1.5, 2: 1.35, 3: 1.15, 4: 0.8, 5: 1.0, 6: 1.05, 7: 0.85, 8: 0.55, 9: 0.9, 10: 1.05, 11: 1.4, 12: 1.25}
AREA_SHARES = (("tamarshire", 0.7), ("port-ellery", 0.3))
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A story that was told: its name, when it begins, and the scenario."""

    name: str
    start: datetime
    scenario: dict[str, Any]


def told(seed: int, now: datetime) -> list[Told]:
    """All of the county's stories, told once each, the earliest first. The same for the same seed and moment."""
    order = sorted(TALES)
    Random(seed).shuffle(order)  # nosec B311  # stories, not secrets
    days = busy_days(london_date(now))
    stories = []
    for place, name in enumerate(order):
        tale = TALES[name]
        draw = Random(f"{seed} {name}")  # nosec B311  # as above
        start = beginning(tale, draw, days, now, share=(place + draw.random()) / len(order))
        stories.append(tell(tale, draw, start))
    return sorted(stories, key=lambda story: story.start)


def tell(tale: Tale, draw: Random, start: datetime) -> Told:
    """Tell one story, beginning then."""
    area = tale.area or ("tamarshire" if draw.random() < AREA_SHARES[0][1] else "port-ellery")
    teller = Teller(draw, area, start, keeps_hours=tale.when != "now")
    tale.tell(teller)
    begins = datetime.fromisoformat(teller.steps[0]["at"])
    title = tale.name.replace("_", " ").capitalize()
    return Told(tale.name, begins, {"name": title, "start": begins.isoformat(), "steps": teller.steps})


@lru_cache(maxsize=2)
def busy_days(today: date) -> tuple[list[date], list[float]]:
    """The days of the two years up to today, and which share of all enquiries has come by the end of each."""
    days = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
    weights = [SEASON[day.month] * (1 if OFFICE.is_open_on(day) else 0.15) for day in days]
    whole = sum(weights)
    return days, [sum_so_far / whole for sum_so_far in accumulate(weights)]


def beginning(
    tale: Tale, draw: Random, days: tuple[list[date], list[float]], now: datetime, *, share: float
) -> datetime:
    """When a story begins: at this share of the two years' enquiries, but so that it is over by now."""
    if tale.when == "now":
        return _under_way(tale, now)
    dates = days[0]
    last = len(dates) - tale.lasts - 2
    at = dates.index(season_of(days, share, before=tale.lasts + 2))
    if tale.when == "friday":
        at = max(
            place for place, day in enumerate(dates[:last]) if day.weekday() == FRIDAY and day.month in (1, 11, 12)
        )
        return moment_of(dates[at], time(16, 55))
    if tale.when == "evening":
        return moment_of(dates[at], time(draw.randint(19, 22), draw.randrange(60)))
    while not OFFICE.is_open_on(dates[at]) and at > 0:
        at -= 1
    return moment_of(dates[at], time(draw.randint(9, 15), draw.randrange(60)))


def season_of(days: tuple[list[date], list[float]], share: float, *, before: int) -> date:
    """The day by which this share has come of what came up to so many days before the last."""
    dates, shares = days
    last = len(dates) - before - 1
    return dates[min(bisect_left(shares, share * shares[last]), last)]


def _under_way(tale: Tale, now: datetime) -> datetime:
    if tale.began >= 0:
        return now - timedelta(hours=tale.began)
    day = OFFICE.nth_working_day_before(london_date(now), int(-tale.began))
    return moment_of(day, time(9)).astimezone(UTC)
