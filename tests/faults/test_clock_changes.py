"""Clocks go forward in March and back in October: what is due, reminded, escalated and over is so to the minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from mash.foundation.clock.now import at
from mash.foundation.post.models import Notice
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import Request
from mash.pathway.handover.actions import prepare_release
from mash.pathway.handover.models import Handover
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import leaving, scene, steps

pytestmark = pytest.mark.django_db

A_MINUTE = timedelta(minutes=1)
STAGES = (
    ("half", ["reminder"]),
    ("four_fifths", ["reminder"]),
    ("all", ["escalation", "reminder"]),
    ("managers", ["late_answer"]),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@dataclass(frozen=True, slots=True)
class Weekend:
    """An enquiry from before a change of clocks that is waited for after it. All but what people read is UTC."""

    received: str
    level: str
    decision: str
    decision_reads: str
    answer_reads: str
    stages: tuple[str, str, str, str]


WEEKENDS = {
    "a Friday in March, amber": Weekend(
        *("2026-03-27T16:00", "amber", "2026-03-30T16:00", "due Mon 17:00", "due Mon 11:30"),
        ("2026-03-30T08:30", "2026-03-30T09:42", "2026-03-30T10:30", "2026-03-30T12:30"),
    ),
    "a Sunday in March, red, half an hour before": Weekend(
        *("2026-03-29T00:30", "red", "2026-03-30T11:30", "due Mon 12:30", "due Mon 10:30"),
        ("2026-03-30T08:30", "2026-03-30T09:06", "2026-03-30T09:30", "2026-03-30T10:30"),
    ),
    "a Friday in March, green": Weekend(
        *("2026-03-27T16:00", "green", "2026-04-01T16:00", "due Wed 17:00", "due Tue 17:00"),
        ("2026-03-30T15:30", "2026-03-31T12:24", "2026-03-31T16:00", "2026-04-02T08:00"),
    ),
    "a Friday in October, amber": Weekend(
        *("2026-10-23T15:00", "amber", "2026-10-26T17:00", "due Mon 17:00", "due Mon 11:30"),
        ("2026-10-26T09:30", "2026-10-26T10:42", "2026-10-26T11:30", "2026-10-26T13:30"),
    ),
    "a Sunday in October, red, in the hour that comes twice": Weekend(
        *("2026-10-25T00:30", "red", "2026-10-26T12:30", "due Mon 12:30", "due Mon 10:30"),
        ("2026-10-26T09:30", "2026-10-26T10:06", "2026-10-26T10:30", "2026-10-26T11:30"),
    ),
}


def waited_for(weekend: Weekend) -> tuple[Enquiry, Request]:
    """An enquiry that is rated, and police asked, as soon as it is received."""
    received = utc(weekend.received)
    enquiry = scene.enquiry(received_at=received)
    asked = steps.rate(enquiry, weekend.level, ask=["police"], when=received).requests["police"]
    return enquiry, asked


def read(username: str, address: str, when: datetime) -> str:
    with at(when):
        return text_of(signed_in(username).get(address))


def told_since(count: int) -> list[str]:
    """The kinds of notices that were written after so many."""
    with world.backstage():
        return sorted(Notice.objects.exclude(kind="request").order_by("made_at").values_list("kind", flat=True)[count:])


@pytest.mark.rule(34, 35, 36)
@pytest.mark.parametrize("weekend", WEEKENDS.values(), ids=WEEKENDS.keys())
def test_due_times_are_read_in_london_time_and_are_late_a_minute_after(weekend):
    enquiry, asked = waited_for(weekend)
    page, request = f"/enquiries/{enquiry.reference}/", f"/requests/{asked.pk}"
    received, decision, answer = utc(weekend.received), utc(weekend.decision), utc(weekend.stages[2])
    assert (scene.fresh(enquiry).due_at, asked.due_at) == (decision, answer)
    assert weekend.decision_reads in read("sw.tamarshire.1", page, received)
    assert weekend.answer_reads in read("police.1", request, received)
    for username, address, due, clock in (
        ("sw.tamarshire.1", page, decision, weekend.decision_reads[-5:]),
        ("police.1", request, answer, weekend.answer_reads[-5:]),
    ):
        assert f"due {clock}, in 1 min" in read(username, address, due - A_MINUTE)
        assert f"due {clock}, now" in read(username, address, due)
        assert "overdue 1 min" in read(username, address, due + A_MINUTE)


@pytest.mark.rule(36, 49)
@pytest.mark.parametrize("weekend", WEEKENDS.values(), ids=WEEKENDS.keys())
def test_reminders_and_escalations_come_at_the_minute_and_not_the_minute_before(weekend):
    waited_for(weekend)
    count = 0
    for moment, (stage, kinds) in zip(weekend.stages, STAGES, strict=True):
        assert steps.let_time_pass(utc(moment) - A_MINUTE) == []
        ran = steps.let_time_pass(utc(moment))
        assert [(when, ids["stage"]) for when, ids in ran] == [(utc(moment), stage)]
        assert told_since(count) == kinds
        count += len(kinds)
    assert steps.let_time_pass(utc(moment) + timedelta(days=7)) == []


@pytest.mark.parametrize(
    ("broken", "over", "reads"),
    [("2026-03-29T00:30", "2026-03-29T01:30", "02:30"), ("2026-10-25T00:30", "2026-10-25T01:30", "01:30")],
    ids=["forward", "back"],
)
def test_broken_glass_is_over_after_sixty_minutes_though_the_clock_on_the_wall_says_otherwise(broken, over, reads):
    enquiry = scene.enquiry(received_at=utc(broken) - timedelta(days=1))
    page, manager = f"/enquiries/{enquiry.reference}/", "pm.port-ellery.1"
    assert opens(manager, page, utc(broken)) == 404
    with at(utc(broken)):
        answer = signed_in(manager).post(f"{page}glass", {"why": "The family moved here last night"}, follow=True)
        assert reads in text_of(answer)
    assert opens(manager, page, utc(over) - A_MINUTE) == 200
    assert opens(manager, page, utc(over)) == 404


def opens(username: str, address: str, when: datetime) -> int:
    with at(when):
        return int(signed_in(username).get(address).status_code)


@pytest.mark.rule(66)
@pytest.mark.parametrize(
    ("sent", "late"),
    [("2026-03-29T00:30", "2026-03-29T01:30"), ("2026-10-25T00:30", "2026-10-25T01:30")],
    ids=["forward", "back"],
)
def test_a_red_handover_of_that_night_is_escalated_an_hour_after_it_was_sent(sent, late):
    enquiry = scene.enquiry(received_at=utc(sent) - timedelta(hours=9))
    steps.rate(enquiry, "red", ask=[], when=utc(sent) - timedelta(hours=8))
    leaving.decided(enquiry, when=utc(sent) - timedelta(hours=1))
    handover = handed_over(enquiry, utc(sent))
    steps.let_time_pass(utc(late) - A_MINUTE)
    assert escalated(handover) is None
    steps.let_time_pass(utc(late))
    assert escalated(handover) == utc(late)


def handed_over(enquiry: Enquiry, when: datetime) -> Handover:
    with world.as_(leaving.PM, when=when) as me:
        release = prepare_release(me, enquiry.pk, team="tamar-north", items=[])
    return leaving.sent(release, when=when)


def escalated(handover: Handover) -> datetime | None:
    with world.backstage():
        return Handover.objects.get(pk=handover.pk).escalated_at
