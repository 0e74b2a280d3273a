"""The demo partnership's history: stories that are played once, so that a new hub has two years behind it and work now.

Twelve are scenarios in this folder, as `mash play` takes them, but for their start, which counts from now (`now-2h`).
The others are told by `mash.demo.telling`. Each is played whole or not at all: a hub that was stopped while it loaded
goes on where it was.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from mash.demo.partnership import load_partnership
from mash.demo.play.runner import play, seal_what_waits, usernames, verbs
from mash.demo.play.scenario import Scenario, scenario
from mash.demo.play.times import relative_to_now
from mash.demo.telling.county import told
from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import record
from mash.foundation.ledger.models import Event
from mash.pathway.people.loading import load_register, read_register

FOLDER = Path(__file__).parent
PLAYED, LOADED = "play_story", "load_stories"
REGISTER, REGISTER_OF = "demo", "tamarshire"
DAY = re.compile(r"today([+-]\d{1,4})d")
SEED = 1
Each = Callable[[Callable[[list[str]], list[str]], list[list[str]]], Iterable[list[str]]]


@dataclass(frozen=True, slots=True)
class Story:
    """A story of the demo, ready to be played; its name is what the ledger knows it by."""

    name: str
    scenario: Scenario


def load_stories(
    say: Callable[[str], None],
    *,
    seed: int = SEED,
    each: Each = map,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> int:
    """Load the demo partnership and play its stories, unless that has been done.

    A story of which a step ends otherwise than told is said to have, and the others are played all the same. Whoever
    else loads meanwhile waits, and then finds everything done.

    Args:
        each: plays the parts, as `map` does: in this process, or in several.
        step: told after each story how many have been played, of how many.

    Returns:
        0 when all is loaded, 1 when a story did not go as told.
    """
    load_partnership()
    now = datetime.now(UTC).replace(microsecond=0)
    with _alone():
        if stories_are_loaded():
            return 0
        done = _played()
        wanted = [part for part in _parts(seed, now) if not set(part) <= done]
        for number, complaints in enumerate(each(partial(_play_in_turn, seed, now), wanted), start=1):
            step(number, len(wanted))
            for complaint in complaints:
                say(complaint)
        with transaction.atomic():
            load_register(read_register(FOLDER / "register.csv"), area=REGISTER_OF, source=REGISTER)
            with serving("play") as me:
                failed = sum(Event.objects.filter(verb=PLAYED).values_list("details__failed", flat=True))
                record(me, LOADED, stories=len(_played()), failed=failed)
        seal_what_waits()
    return 1 if failed else 0


def _parts(seed: int, now: datetime) -> list[list[str]]:
    """The names of the stories, apart as far as they may be played apart: those of the folder know each other."""
    written = sorted(file.stem for file in FOLDER.glob("*.json"))
    return [written, *([story.name] for story in told(seed, now))]


def _play_in_turn(seed: int, now: datetime, names: list[str]) -> list[str]:
    """Play these stories, the earliest first. Returns what did not go as told."""
    return [complaint for story in all_stories(seed, now) if story.name in names for complaint in _play(story)]


@lru_cache(maxsize=1)
def all_stories(seed: int, now: datetime) -> list[Story]:
    """The scenarios of this folder and the county's own stories, in the order in which they begin."""
    known, people = verbs(), usernames()
    written = [Story(file.stem, read_story(file)) for file in FOLDER.glob("*.json")]
    county = [Story(story.name, scenario(story.scenario, verbs=known, usernames=people)) for story in told(seed, now)]
    return sorted([*written, *county], key=lambda story: story.scenario.start)


def stories_are_loaded() -> bool:
    """Whether the stories have been played on this hub. One query."""
    with serving("play"):
        return Event.objects.filter(verb=LOADED).exists()


def _play(story: Story) -> list[str]:
    """Play a story and note that it was, in one transaction: what a killed process leaves is nothing.

    Another process may be at it still, whose parent was killed: who comes second waits, and finds it played.

    Returns:
        What did not go as told, a sentence for each step.
    """
    key = uuid.uuid4()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mash story {story.name}"])
        if story.name in _played():
            return []
        result = play(story.scenario, key=key, sealing=False)
        with serving("play", key) as me:
            record(me, PLAYED, story=story.name, failed=result["failed"])
    expected = {step.number: step.expect for step in story.scenario.steps}
    return [
        f"{story.scenario.name}, step {step['n']} ({step['do']}): {step['outcome']}"
        for step in result["steps"]
        if step["outcome"] != expected[step["n"]]
    ]


def _played() -> set[str]:
    with serving("play"):
        return set(Event.objects.filter(verb=PLAYED).values_list("details__story", flat=True))


@contextmanager
def _alone() -> Iterator[None]:
    """Let nobody else load stories meanwhile: `mash serve` does, and somebody at a terminal may."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(hashtextextended('mash demo load', 0))")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(hashtextextended('mash demo load', 0))")


def read_story(file: Path) -> Scenario:
    """Read one of the demo's own stories.

    Raises:
        Malformed: it is not a scenario.
        ValueError: its start does not count from now.
    """
    document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    start = relative_to_now(document["start"])
    told = {**_dated(document, start), "start": start.isoformat()}
    return scenario(told, verbs=verbs(), usernames=usernames())


def _dated(value: Any, start: datetime) -> Any:
    """The value with each `today+140d` made the date so many days from the story's start: a baby must still be due."""
    if isinstance(value, str):
        found = DAY.fullmatch(value)
        return (start + timedelta(days=int(found[1]))).date().isoformat() if found else value
    if isinstance(value, dict):
        return {key: _dated(part, start) for key, part in value.items()}
    if isinstance(value, list):
        return [_dated(part, start) for part in value]
    return value
