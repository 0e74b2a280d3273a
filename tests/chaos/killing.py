"""Kills processes of a hub at random moments, and sees to it that each is started again."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.chaos.hub import Hub, until
from tests.chaos.people import AtWork, Tally

KINDS = ("web server", "web process", "worker", "database")
# So long may a kill wait, once somebody has been acknowledged since the one before.
LONGEST_WAIT_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Kill:
    """One that was killed: which kind, when, and after how many seconds another was in its place."""

    kind: str
    at: float
    replaced_after: float


def finder(hub: Hub, kind: str) -> Callable[[], int]:
    """What finds the process of a kind: its number, 0 while there is none."""
    return {
        "web server": hub.web,
        "web process": hub.web_worker,
        "worker": hub.worker,
        "database": hub.database,
    }[kind]


def in_turn(times: int, *, seed: int) -> Iterator[tuple[str, float]]:
    """So many kinds in a random order, each as often as the others, with a random wait before each."""
    chance = random.Random(seed)  # moments, not secrets
    kinds = [KINDS[number % len(KINDS)] for number in range(times)]
    chance.shuffle(kinds)
    for kind in kinds:
        yield kind, chance.random() * LONGEST_WAIT_SECONDS


def kill(hub: Hub, kind: str) -> Kill:
    """Kill one with SIGKILL, and wait until another runs in its place."""
    find = finder(hub, kind)
    until(lambda: find() != 0, f"no {kind} runs")
    victim, at = find(), time.monotonic()
    os.kill(victim, signal.SIGKILL)
    until(lambda: find() not in (0, victim), f"the {kind} was not started again")
    return Kill(kind, at, time.monotonic() - at)


def kill_in_turn(hub: Hub, tally: Tally, work: AtWork, times: int, *, seed: int) -> Iterator[Kill]:
    """Kill so many, each once work goes on after the last kill: enquiries are told and brought on."""
    for kind, wait in in_turn(times, seed=seed):
        goes_on(tally, work)
        time.sleep(wait)
        yield kill(hub, kind)
    goes_on(tally, work)


def goes_on(tally: Tally, work: AtWork) -> None:
    """Wait until the public and the room have been acknowledged once more."""

    def both() -> tuple[int, int]:
        told = len(tally.done["tell"])
        return told, tally.acknowledged - told

    before = both()
    until(
        lambda: bool(work.failed) or all(now > then for now, then in zip(both(), before, strict=True)),
        "nothing is acknowledged any more",
    )
    assert not work.failed, work.failed
