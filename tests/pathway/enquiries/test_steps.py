"""What an enquirer sees of what happened, and by when the hub promises the next step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from mash.foundation.clock.standard import Standard
from mash.pathway.enquiries.coming_back import Became, Passed, steps_of
from tests import world

TUESDAY_CLOSING = datetime(2026, 3, 3, 17, tzinfo=UTC)


def became(**changed: Any) -> Became:
    facts: dict[str, Any] = {
        "id": uuid4(),
        "reference": "K7QM2-XDPH8",
        "area": uuid4(),
        "state": "received",
        "received_at": world.MONDAY_NINE,
        "narrative": "He hides.",
        "told": (),
        "messages": (),
    }
    return Became(**{**facts, **changed})


def said(one: Became) -> list[str]:
    return [step.text for step in steps_of(one, Standard())]


def test_before_it_is_read_the_hub_says_by_when_it_will_be():
    last = steps_of(became(), Standard())[-1]
    assert (last.text, last.at) == ("Next: a social worker reads it, at the latest", TUESDAY_CLOSING)


@pytest.mark.rule(67)
def test_the_referrer_is_told_within_one_working_day_of_the_decision_and_sees_by_when():
    decided = became(state="decided", read_at=world.MONDAY_NINE, decided_at=world.MONDAY_NINE)
    last = steps_of(decided, Standard())[-1]
    assert (last.text, last.at) == ("Next: we tell you what we may, at the latest", TUESDAY_CLOSING)


def test_what_they_were_told_ends_the_promise():
    told = (Passed("told", "Thank you.", world.MONDAY_NINE),)
    assert said(became(state="decided", read_at=world.MONDAY_NINE, decided_at=world.MONDAY_NINE, told=told)) == [
        "Received. Your reference is K7QM2-XDPH8",
        "A social worker has read it",
        "Decided what happens next",
        "We told you what we may",
    ]
