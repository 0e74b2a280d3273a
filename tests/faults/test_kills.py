"""Web server, worker and database are killed at any moment: nothing acknowledged is lost, and nobody is told twice."""

from __future__ import annotations

import sys

import pytest

from tests.chaos import kept
from tests.chaos.hub import hub_of_its_own, mail_server, until
from tests.chaos.killing import KINDS, kill_in_turn
from tests.chaos.people import AtWork, Neighbour, Room, Tally

KILLS = 2 * len(KINDS)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the processes of a hub in /proc")


@pytest.mark.rule(1)
def test_a_hub_that_is_killed_at_any_moment_loses_nothing_and_repeats_nothing_silently():
    tally = Tally()
    with mail_server() as mailbox, hub_of_its_own(mailbox.address) as hub:
        work = AtWork(Neighbour(hub, tally).tell, Room(hub, tally, 1).bring_to_an_end)
        kills = list(kill_in_turn(hub, tally, work, KILLS, seed=7))
        work.stop()
        until(lambda: kept.waiting(hub) == 0, "mail was left lying")
        assert not (found := kept.faults(hub, tally, mailbox)), kept.lines(found)
    assert len(kills) == KILLS
    assert all(tally.done[verb] for verb in kept.KEPT)
