"""What `mash play` gets from these verbs, in PLAY's own names."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest

from mash.foundation.access.acting import acting
from mash.foundation.access.plugs import PLAYS
from mash.foundation.clock.now import at
from tests import world

TOLD: dict[str, Any] = {
    "channel": "public",
    "area": "tamarshire",
    "narrative": "A worry.",
    "people": [{"as": "kid", "given": "Kacey", "family": "Dunne", "dob": "2019-12-03", "subject": True}],
}


def play(by: str | None, verb: str, **told: Any) -> dict[str, Any]:
    with world.as_(by) as me:
        return PLAYS[verb](me, told)


def test_a_story_is_told_identified_asked_about_and_read_back() -> None:
    made = play(None, "receive_enquiry", **TOLD)
    assert made["url"] == f"/enquiries/{made['reference']}/"
    assert set(made) == {"id", "reference", "url", "code", "people"}
    kid = play("calls.tamarshire.1", "identify_subject", enquiry=made["id"], subject="kid", person="new")
    assert (kid["candidates"], uuid.UUID(kid["person"]).version) == ([], 4)
    again = play(None, "receive_enquiry", **TOLD)
    best = play("calls.tamarshire.1", "identify_subject", enquiry=again["id"], subject="kid", person="best")
    assert best["person"] == kid["person"]
    (candidate,) = best["candidates"]
    assert set(candidate) == {"id", "p", "why"}
    assert candidate["p"] >= 0.85
    cousin = play("calls.tamarshire.1", "identify_subject", enquiry=again["id"], subject="kid", person="new")
    assert cousin["person"] != kid["person"]
    back = {"reference": made["reference"], "code": made["code"]}
    play("sw.tamarshire.1", "ask_enquirer", enquiry=made["id"], text="Where is she?")
    play(None, "answer_hub", **back, text="At school.")
    play(None, "add_to_enquiry", **back, text="She has a brother.")
    play("calls.tamarshire.1", "hear_enquirer", enquiry=made["id"])
    feedback = play(None, "read_referrer_feedback", **back)
    assert (feedback["text"], feedback["state"]) == ("", "received")


def test_people_enquiries_glass_and_ties_give_ids() -> None:
    made, other = play(None, "receive_enquiry", **TOLD), play(None, "receive_enquiry", **TOLD)
    hub = "sw.tamarshire.1"
    mum = play(hub, "add_person", enquiry=made["id"], person={"as": "mum", "given": "Ada", "role": "mother"})
    assert mum["subject"] == mum["id"]
    for by, verb, told in (
        (hub, "relate", {"enquiry": made["id"], "one": "mum", "other": "kid", "kind": "mother"}),
        (hub, "take_enquiry", {"enquiry": made["id"]}),
        (hub, "link_enquiry", {"enquiry": made["id"], "to": other["id"]}),
    ):
        assert str(uuid.UUID(play(by, verb, **told)["id"]))
    glass = play("pm.port-ellery.1", "break_glass", enquiry=made["id"], why="She is in our hospital tonight")
    assert datetime.fromisoformat(glass["until"]).hour == 10
    play("auditor.1", "review_break_glass", glass=glass["id"], finding="Justified")
    tie = play(hub, "declare_tie", member=hub, enquiry=made["id"], subject="kid", kind="relative")
    play("auditor.1", "lift_tie", tie=tie["id"], why="A mistake")


@pytest.mark.rule(1)
def test_one_key_in_one_play_is_one_enquiry_and_in_another_play_another() -> None:
    plays = [uuid.uuid4(), uuid.uuid4()]
    made = []
    for number, by in ((0, None), (0, None), (0, world.member("school.1")), (1, None)):
        with at(world.MONDAY_NINE), acting(by, play=plays[number]) as me:
            made.append(PLAYS["receive_enquiry"](me, {**TOLD, "key": "same"}))
    assert made[0]["id"] == made[1]["id"] == made[2]["id"] != made[3]["id"]
