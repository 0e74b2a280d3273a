"""Plays a scenario: each step in a transaction of its own, as whom and when the story says."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mash.demo.play.references import resolved
from mash.demo.play.scenario import SYSTEM, Scenario, Step
from mash.demo.play.seeing import see
from mash.demo.play.times import moment
from mash.foundation.access.acting import Acting, acting, in_play, serving
from mash.foundation.access.plugs import PLAYS
from mash.foundation.access.verbs import Invalid, Refused, record
from mash.foundation.clock.now import at
from mash.foundation.ledger.checkpoint import NoteError
from mash.foundation.partnership.models import Member
from mash.foundation.post import story
from mash.foundation.post.jobs import seal

LOG = logging.getLogger("mash.play")
OWN_VERBS = frozenset({"wait", "see"})
NOT_FOUND = "This cannot be found."
NOT_ALLOWED = "You may not do this."


def verbs() -> frozenset[str]:
    """All that a scenario may do."""
    return OWN_VERBS | PLAYS.keys()


def usernames() -> frozenset[str]:
    """All who may act in a scenario. One query."""
    with serving("play"):
        return frozenset(Member.objects.values_list("username", flat=True))


def play(scenario: Scenario, *, key: uuid.UUID | None = None, sealing: bool = True) -> dict[str, Any]:
    """Play a scenario that was read and found well-formed.

    What one step does is undone alone when it is refused or breaks; the rest still runs. At the end the play's jobs are
    dropped or handed to the hub, and the ledger is sealed.

    Args:
        key: what the play is called in the ledger; drawn unless given.
        sealing: whether the ledger is sealed at the end; whoever plays many does it once.

    Returns:
        The result as PLAY describes it; `failed` counts steps that ended otherwise than expected and jobs that broke.
    """
    key = key or uuid.uuid4()
    with in_play(key), story.playing(key) as agenda:
        player = Player(agenda, scenario.start)
        steps = [player.do(step) for step in scenario.steps]
        story.end(agenda, player.now)
    if sealing:
        seal_what_waits()
    failed = sum(shown["outcome"] != step.expect for shown, step in zip(steps, scenario.steps, strict=True))
    broken = {"broken_jobs": player.broken_jobs} if player.broken_jobs else {}
    return {"name": scenario.name, "failed": failed + len(player.broken_jobs), **broken, "steps": steps}


@dataclass(slots=True)
class Player:
    """A play under way: what time it is in the story, and what has been made."""

    agenda: story.Agenda
    now: datetime
    made: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    broken_jobs: list[str] = field(default_factory=list)
    _members: dict[str, Member] = field(default_factory=dict)

    def do(self, step: Step) -> dict[str, Any]:
        """Do one step at its time, after the jobs that are due before it; say how it ended."""
        ran = self._go_on_to(max(moment(step.at, self.now), self.now))
        ended = self._waited(step, ran) if step.do == "wait" else self._ended(step)
        if "result" in ended:
            ended["result"]["id"] = ended["result"].get("id") or f"step-{step.number}"
        if step.name is not None:
            self.made[step.name] = ended.get("result")
        named = {"as": step.name} if step.name is not None else {}
        return {"n": step.number, "do": step.do, **named, "at": self.now.isoformat(), **ended}

    def _waited(self, step: Step, ran: int) -> dict[str, Any]:
        """Wait until a time, which may be one that was worked out in the story: when a decision is due, say."""
        try:
            until = moment(resolved(step.told.get("until"), self.made, "due"), self.now)
        except ValueError as wrong:
            return {"outcome": "invalid", "errors": {"until": [f"{wrong}."]}}
        return {"outcome": "made", "result": {"ran": ran + self._go_on_to(max(until, self.now))}}

    def _go_on_to(self, until: datetime) -> int:
        """Run what is due on the way there; the story is there then. Returns how often somebody was reminded."""
        ran, done = 0, False
        while not done:
            try:
                ran += story.run_due(self.agenda, until, self.now)
                done = True
            except Exception as error:  # noqa: BLE001  # whatever broke is a failure of the play, and the story goes on
                self.broken_jobs.append(_told(error))
                ran += 1
        self.now = until
        return ran

    def _ended(self, step: Step) -> dict[str, Any]:
        try:
            with at(self.now):
                return {"outcome": "made", "result": self._result(step)}
        except _Denied as denied:
            return {"outcome": "refused", "reasons": list(denied.reasons), "message": _sentence(denied.reasons)}
        except Invalid as invalid:
            return {"outcome": "invalid", "errors": {name: [said] for name, said in invalid.errors.items()}}
        except Exception as error:  # noqa: BLE001  # a bug is a failed step, told by its kind: words may name somebody
            return {"outcome": "error", "error": _told(error)}

    def _result(self, step: Step) -> dict[str, Any]:
        if step.do == "see":
            return see(step.by, step.told, self.made)
        told = resolved(step.told, self.made)
        refused: Refused | None = None
        result: dict[str, Any] = {}
        with self._acting(step.by) as me:
            try:
                result = PLAYS[step.do](me, told)
            except Refused as refusal:  # caught inside the transaction, so that the refusal's event stays
                refused = refusal
                if not refusal.recorded:
                    why = (*refusal.reasons, *refusal.hidden)
                    record(me, step.do, about=refusal.about, outcome="refused", reasons=why)
        if refused is not None:
            raise _Denied(refused.reasons)
        return result

    @contextmanager
    def _acting(self, by: str | None) -> Iterator[Acting]:
        if by == SYSTEM:
            with serving("clock", self.agenda.play) as me:
                yield me
            return
        with acting(self._member(by) if by else None, play=self.agenda.play) as me:
            yield me

    def _member(self, username: str) -> Member:
        if username not in self._members:
            with serving("play", self.agenda.play):
                self._members[username] = Member.objects.select_related("agency").get(username=username)
        return self._members[username]


class _Denied(Exception):
    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__()
        self.reasons = tuple(map(str, reasons))


def _sentence(reasons: tuple[str, ...]) -> str:
    return NOT_FOUND if "not_found" in reasons else NOT_ALLOWED


def _told(error: Exception) -> str:
    """The kind of an error; where it arose goes to the log."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None and "/mash/" in trace.tb_next.tb_frame.f_code.co_filename:
        trace = trace.tb_next
    if trace is not None:
        LOG.error("%s at %s:%d", type(error).__name__, trace.tb_frame.f_code.co_filename, trace.tb_lineno)
    return type(error).__name__


def seal_what_waits() -> None:
    """Seal the ledger's events that wait; say in the log when that cannot be."""
    try:
        seal.run()
    except (PermissionError, NoteError) as error:
        LOG.error("the ledger was not sealed: %s", error)
