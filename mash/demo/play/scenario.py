"""Reads a scenario and finds what is wrong with it before anything is played."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mash.demo.play.references import names_in
from mash.demo.play.times import moment

OUTCOMES = ("made", "refused", "invalid")
STEP_KEYS = {"by", "do", "as", "at", "with", "expect", "note"}
NAME = re.compile(r"[A-Za-z_][\w-]*")
SYSTEM = "system"


class Malformed(ValueError):
    """The file is not a scenario. Says where and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does. `at` is as written; it is worked out when the step before has been played."""

    number: int
    by: str | None
    do: str
    name: str | None
    at: str | None
    told: Mapping[str, Any]
    expect: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story: when it begins, and its steps."""

    name: str
    start: datetime
    steps: tuple[Step, ...]


def read(path: Path, *, verbs: Collection[str], usernames: Collection[str]) -> Scenario:
    """Read a scenario from a file.

    Raises:
        Malformed: it cannot be read, or says something that cannot be played.
    """
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise Malformed(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{path} is not JSON: {error}") from None
    return scenario(document, verbs=verbs, usernames=usernames)


def scenario(document: Any, *, verbs: Collection[str], usernames: Collection[str]) -> Scenario:
    """Check a scenario as a whole: its form, verbs, usernames, names, references and times.

    Args:
        verbs: what can be done.
        usernames: who there is.

    Raises:
        Malformed: says which step and why.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("steps"), list):
        raise Malformed("A scenario is an object with a list of steps.")
    name = document.get("name", "")
    if not isinstance(name, str):
        raise Malformed("The scenario's name must be text.")
    try:
        start = moment(
            document.get("start") or _first_time(document["steps"]), datetime.now(UTC).replace(microsecond=0)
        )
    except ValueError as error:
        raise Malformed(f"The start: {error}") from None
    steps: list[Step] = []
    names: set[str] = set()
    story = start
    for number, said in enumerate(document["steps"], start=1):
        try:
            step = _step(number, said, verbs, usernames)
            story = _next_moment(step, story)
            _check_names(step, names)
        except ValueError as error:
            raise Malformed(f"Step {number}: {error}.") from None
        steps.append(step)
    return Scenario(name, start, tuple(steps))


def _first_time(steps: list[Any]) -> str | None:
    """When the first step happens, where it says a time of its own: a story without a start begins then."""
    at = steps[0].get("at") if steps and isinstance(steps[0], Mapping) else None
    return at if isinstance(at, str) and not at.startswith("+") else None


def _step(number: int, said: Any, verbs: Collection[str], usernames: Collection[str]) -> Step:
    if not isinstance(said, Mapping):
        raise ValueError("it must be an object")
    if unknown := set(said) - STEP_KEYS:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    do, by, name, told = said.get("do"), said.get("by"), said.get("as"), said.get("with", {})
    expect = said.get("expect", "made")
    if not isinstance(do, str) or do not in verbs:
        raise ValueError(f"there is no verb {do!r}")
    if by is not None and by != SYSTEM and not (isinstance(by, str) and by in usernames):
        raise ValueError(f"there is nobody called {by!r}")
    if name is not None and not (isinstance(name, str) and NAME.fullmatch(name)):
        raise ValueError(f"{name!r} is not a name")
    if not isinstance(told, Mapping):
        raise ValueError("'with' must be an object")
    if expect not in OUTCOMES:
        raise ValueError(f"'expect' must be one of {', '.join(OUTCOMES)}")
    return Step(number, by, do, name, said.get("at"), told, expect)


def _next_moment(step: Step, story: datetime) -> datetime:
    """When the step happens, and when the story goes on from there: a wait for what is yet to be made counts no time.

    Raises:
        ValueError: not a time, or the story would go back.
    """
    at = moment(step.at, story)
    if at < story:
        raise ValueError("it happens before the step before it")
    if step.do != "wait" or any(names_in(step.told.get("until"))):
        return at
    until = moment(step.told.get("until"), at)
    if until < at:
        raise ValueError("it waits until a time that has passed")
    return until


def _check_names(step: Step, names: set[str]) -> None:
    for referred in names_in(step.told):
        if referred not in names:
            raise ValueError(f"${referred} refers to no step before it")
    if step.name is not None:
        if step.name in names:
            raise ValueError(f"the name {step.name!r} is taken")
        names.add(step.name)
