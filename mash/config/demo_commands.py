"""`mash demo load`: the demo partnership and its county's history."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from rich.console import Console
from rich.progress import Progress

from mash.config.opening import load_django
from mash.demo.stories import load_stories

# Playing keeps one core busy with Python and half of another with the database.
PROCESSES = 2


def load(say: Callable[[str], None]) -> int:
    """Load what a new demo hub has. Standard error says how far it is. 0 when all is loaded, 1 when not."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Playing the county's stories", total=None)
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=load_django) as players:
            return load_stories(
                say, each=players.map, step=lambda done, of: progress.update(task, completed=done, total=of)
            )
