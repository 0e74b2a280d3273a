"""`mash demo load`: the demo partnership, its county's history, and on request a county of any size."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.conf import settings
from rich.progress import Progress

from mash.config.ledger_commands import seal_now
from mash.config.opening import load_django
from mash.config.progress import progress_bar
from mash.demo.copying.bulk import tidy
from mash.demo.copying.county import enquiries_there, fill_up, stencils
from mash.demo.copying.register import fill_register, people_there
from mash.demo.stories import SEED, load_stories

Say = Callable[[str], None]

# Python and the database each keep half of a core busy.
PROCESSES = 2


def load(say: Say, *, enquiries: int = 0, people: int = 0, seed: int = SEED) -> int:
    """Load what a new demo hub has; then copy stories, and add people, until there are so many.

    Standard error says how far it is. What was stopped goes on where it was when it is asked for again.

    Returns:
        0 when all is loaded, 1 when a story did not go as told or this is no demo.
    """
    if (enquiries or people) and not settings.DEMO:
        say("Enquiries are copied on a demo hub only. This one is not: MASH_DEMO is off.")
        return 1
    failed = _play(say, seed)
    if not enquiries and not people:
        return failed
    if enquiries and not stencils():
        say("This hub was loaded before its stories could be copied. Copy them on a new one.")
        return 1
    with progress_bar() as bar:
        _fill(bar, "Copying enquiries", enquiries, enquiries_there, lambda **how: fill_up(enquiries, seed=seed, **how))
        _fill(bar, "Adding people", people, people_there, lambda **how: fill_register(people, seed=seed, **how))
    say("Sealing the ledger …")
    sealed = seal_now()
    say("Measuring the tables for the planner …")
    tidy()
    say(f"This hub has {enquiries_there():,} enquiries and {people_there():,} people.")
    return failed or sealed


def _play(say: Say, seed: int) -> int:
    with progress_bar() as bar:
        task = bar.add_task("Playing the county's stories", total=None)
        with _processes() as pool:
            return load_stories(
                say, seed=seed, each=pool.map, step=lambda done, of: bar.update(task, completed=done, total=of)
            )


def _fill(bar: Progress, what: str, wanted: int, there: Callable[[], int], fill: Callable[..., int]) -> None:
    if (now := there()) < wanted:
        task = bar.add_task(what, total=wanted, completed=now)
        with _processes() as pool:
            fill(each=pool.map, step=lambda more: bar.update(task, advance=more))


def _processes() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=load_django)
