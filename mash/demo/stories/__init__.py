"""The demo partnership's stories: scenarios that are played once, so that a new hub has work under way.

Each is a scenario as `mash play` takes it, but for its start, which counts from now (`now-2h`): some are live whenever
the hub is first started.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mash.demo.partnership import load_partnership
from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import Scenario, scenario
from mash.demo.play.times import relative_to_now
from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import record
from mash.foundation.ledger.models import Event
from mash.pathway.people.loading import load_register, read_register

FOLDER = Path(__file__).parent
LOADED = "load_stories"
REGISTER, REGISTER_OF = "demo", "tamarshire"
DAY = re.compile(r"today([+-]\d{1,4})d")


def load_stories(say: Callable[[str], None]) -> int:
    """Load the demo partnership and play its stories, the earliest first, unless that has been done.

    A story of which a step ends otherwise than told is said to have, and the others are played all the same.

    Returns:
        0 when all is loaded, 1 when a story did not go as told.
    """
    load_partnership()
    if stories_are_loaded():
        return 0
    failed = 0
    stories = sorted((read_story(file) for file in FOLDER.glob("*.json")), key=lambda story: story.start)
    for story in stories:
        result = play(story)
        failed += result["failed"]
        for step in result["steps"]:
            if result["failed"] and step["outcome"] in ("error", "refused", "invalid"):
                say(f"{story.name}, step {step['n']} ({step['do']}): {step['outcome']}")
    load_register(read_register(FOLDER / "register.csv"), area=REGISTER_OF, source=REGISTER)
    with serving("play") as me:
        record(me, LOADED, stories=len(stories), failed=failed)
    return 1 if failed else 0


def stories_are_loaded() -> bool:
    """Whether the stories have been played on this hub. One query."""
    with serving("play"):
        return Event.objects.filter(verb=LOADED).exists()


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
