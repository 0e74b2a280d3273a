"""Fills a demo hub up to a size: enquiries copied from played stories, and people of whom nothing was ever told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from random import Random

from django.db import connections

from mash.demo.copying.bulk import as_copier, put_in
from mash.demo.copying.filling import filled
from mash.demo.copying.stencil import Cutter, Stencil
from mash.demo.county import AREAS
from mash.demo.telling.county import busy_days, season_of
from mash.demo.telling.tale import TALES
from mash.foundation.clock.london import in_london, london_date

BATCH = 100
# A county of a thousand enquiries a week works at some hundreds at a time: these are open, the others history.
MOST_OPEN, OPEN_SHARE = 500, 0.05
OPEN_FOR = timedelta(days=2)
POSTCODES = {area.slug: area.postcodes for area in AREAS}
PLAYED = "select details ->> 'story', play from ledger_event where verb = 'play_story' order by 1"

Batch = tuple[int, int]
Each = Callable[[Callable[[Batch], int], Iterable[Batch]], Iterable[int]]


def enquiries_there() -> int:
    """How many enquiries this hub has."""
    with as_copier() as cursor:
        cursor.execute("select count(*) from enquiries_enquiry")
        return int(cursor.fetchone()[0])


def fill_up(enquiries: int, *, seed: int, each: Each = map, step: Callable[[int], None] = lambda more: None) -> int:
    """Copy stories until there are this many enquiries, give or take the last story's own.

    Each batch is one transaction, and what is there counts: a copying that was stopped goes on where it was.

    Args:
        each: copies the batches, as `map` does: in this process, or in several.
        step: told after each batch how many enquiries more there are.

    Returns:
        How many enquiries were copied.
    """
    made = 0
    there = enquiries_there()
    still_open = min(MOST_OPEN, int(enquiries * OPEN_SHARE))
    while there + made < enquiries:
        batches = list(_batches(there + made, enquiries))
        for copied in each(partial(copy_batch, seed, still_open / enquiries), batches):
            made += copied
            step(copied)
    return made


def copy_batch(seed: int, open_share: float, batch: Batch) -> int:
    """Copy one batch of stories in one transaction. Returns how many enquiries they have."""
    first, beyond = batch
    draw = Random(f"{seed} {first}")  # nosec B311  # stories, not secrets
    now = datetime.now(UTC).replace(microsecond=0)
    texts: dict[str, list[str]] = {}
    made = 0
    while first + made < beyond:
        stencil = _drawn(draw, still_open=draw.random() < open_share)
        if made and first + made + stencil.enquiries > beyond:
            break
        said = filled(stencil, draw, _shift(stencil, draw, now), POSTCODES[stencil.area])
        for table, text in stencil.texts.items():
            texts.setdefault(table, []).append(text % said)
        made += stencil.enquiries
    with as_copier() as cursor:
        put_in(cursor, texts)
    return made


@lru_cache(maxsize=1)
def stencils() -> tuple[Stencil, ...]:
    """Stencils of all of the county's own stories that were played on this hub; none where it is loaded otherwise."""
    with as_copier() as cursor:
        cursor.execute(PLAYED)
        played = [(story, play) for story, play in cursor.fetchall() if story in TALES]
        cutter = Cutter(cursor)
        cut = tuple(cutter.cut(story, play) for story, play in played)
    connections["owner"].close()
    return cut


def _drawn(draw: Random, *, still_open: bool) -> Stencil:
    """One of the stories: under way, or over, as often as such a story comes."""
    those = [stencil for stencil in stencils() if stencil.is_open == still_open]
    return draw.choices(those, [TALES[stencil.story].often for stencil in those])[0]


def _batches(there: int, wanted: int) -> Iterable[Batch]:
    """From which number up to which, not including it."""
    return ((first, min(first + BATCH, wanted)) for first in range(there, wanted, BATCH))


def _shift(stencil: Stencil, draw: Random, now: datetime) -> timedelta:
    """How much later a copy happens: some weeks, on the same weekday at the same time in London; an open one lately."""
    if stencil.is_open:
        return -timedelta(minutes=draw.randint(0, int(OPEN_FOR.total_seconds() / 60)))
    day = season_of(busy_days(london_date(now)), draw.random(), before=TALES[stencil.story].lasts)
    weeks = round((day - london_date(stencil.began)).days / 7)
    if stencil.began + timedelta(weeks=weeks, days=TALES[stencil.story].lasts) > now:
        weeks -= 1
    then = in_london(stencil.began).replace(tzinfo=None) + timedelta(weeks=weeks)
    return timedelta(weeks=weeks) - _clocks(then, stencil.began + timedelta(weeks=weeks))


def _clocks(wanted: datetime, came: datetime) -> timedelta:
    """By how much a London clock shows more than it should: an hour, where summer time lies between."""
    return in_london(came).replace(tzinfo=None) - wanted
