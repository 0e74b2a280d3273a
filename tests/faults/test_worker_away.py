"""The worker was away for a night: what fell due is caught up, each once and in order, by however many take it up."""

from __future__ import annotations

import signal
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from mash.foundation.post.models import Notice
from mash.foundation.post.wording import AGAIN
from mash.pathway.gathering.actions.chasing import excuse_agency
from mash.pathway.gathering.models import Chase
from mash.pathway.gathering.stages import BY_THE_CLOCK
from mash.pathway.handover.models import Handover
from tests import world
from tests.pathway import leaving, scene, steps
from tests.workers import Start, at_work, queue, until, workers

MANY = 6


@pytest.fixture
def worker(committed, tmp_path: Path):
    """Start a worker on what has been waiting since March."""
    with workers(tmp_path, Path(__file__).with_name("swift_worker.py")) as start:
        yield start


def waited_for(agency: str = "police"):
    enquiry = scene.enquiry()
    return enquiry, steps.rate(enquiry, ask=[agency]).requests[agency]


def stages(request) -> list[str]:
    with world.backstage():
        return list(Chase.objects.filter(request=request).order_by("chased_at").values_list("stage", flat=True))


def notices(kind: str) -> int:
    with world.backstage():
        return Notice.objects.filter(kind=kind).count()


def mails(folder: Path) -> list[tuple[str, str]]:
    """To whom and with which id each mail went that lies in the outbox."""
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in (folder / "data/outbox").glob("*")]
    assert not [mail for mail in read if AGAIN in mail.get_content()], "a mail may have come twice"
    return [(str(mail["To"]), str(mail["Message-ID"])) for mail in read]


def done() -> bool:
    return queue() == []


def stopped(start: Start) -> None:
    """Work until nothing is left, then stop."""
    process = start()
    until(at_work)
    until(done)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@pytest.mark.rule(49, 66)
def test_what_fell_due_while_the_worker_was_away_is_done_once_in_order_and_nothing_that_was_settled(worker, tmp_path):
    _, late = waited_for()
    answered, in_time = waited_for()
    steps.answer(answered, "police.1")
    _, needless = waited_for()
    with world.as_("sw.tamarshire.2", when=steps.LATER) as me:
        excuse_agency(me, needless.pk, why="Not known there.")
    decided, open_still = waited_for()
    leaving.decided(decided, when=steps.LATER + timedelta(minutes=5))
    handover = leaving.sent(leaving.prepared(leaving.decided(scene.enquiry())))
    stopped(worker)
    assert stages(late) == list(BY_THE_CLOCK)
    assert [stages(one) for one in (in_time, needless, open_still)] == [[], [], []]
    assert [notices(kind) for kind in ("reminder", "escalation", "late_answer", "handover_late")] == [3, 1, 1, 1]
    with world.backstage():
        assert Handover.objects.get(pk=handover.pk).escalated_at
    sent = mails(tmp_path)
    assert len(set(sent)) == len(sent) > 0
    stopped(worker)  # once more: nothing is left to be done
    assert stages(late) == list(BY_THE_CLOCK)
    assert mails(tmp_path) == sent


@pytest.mark.rule(49)
def test_two_workers_of_which_one_is_killed_tell_nobody_twice_and_leave_no_escalation_out(worker, tmp_path):
    late = [waited_for(agency)[1] for agency in ["police", "health", "education"] * (MANY // 3)]
    first, _ = worker(), worker()
    until(lambda: any(stages(one) for one in late))
    first.send_signal(signal.SIGKILL)
    until(done)
    for one in late:
        told = stages(one)
        assert [stage for stage in BY_THE_CLOCK if stage in told] == told  # in order, none twice
        assert {"all", "managers"} <= set(told)
    assert notices("escalation") == notices("late_answer") == MANY
    assert max(Counter(mails(tmp_path)).values()) == 1
