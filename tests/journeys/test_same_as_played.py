"""Pages call the actions and nothing else: what they leave in the ledger is what the same story leaves when played."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import read
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.committed import clear
from tests.journeys.desk import Known
from tests.journeys.hub import Hub

STORY = Path(__file__).parents[1] / "demo" / "scenarios" / "first-call.json"


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    monkeypatch.setattr(settings, "OUTBOX", tmp_path / "outbox")


def done_on(enquiry: uuid.UUID) -> list[str]:
    """The verbs that people did on an enquiry, in order: reads, refusals and what the clock does left out."""
    with world.backstage():
        events = Event.objects.filter(enquiry=enquiry, outcome="made").exclude(seat="system")
        return list(events.order_by("seq").values_list("verb", flat=True))


def steps_of_the_story() -> list[dict[str, Any]]:
    """The steps that end as made."""
    return [step for step in json.loads(STORY.read_text())["steps"] if step.get("expect", "made") == "made"]


def test_the_first_call_through_pages_leaves_the_verbs_that_playing_it_leaves(hub: Hub) -> None:
    played = play(read(STORY, verbs=verbs(), usernames=usernames()))
    assert played["failed"] == 0
    wanted = done_on(uuid.UUID(played["steps"][0]["result"]["id"]))
    assert wanted[0] == "receive_enquiry"
    assert wanted[-1] == "read_referrer_feedback"
    clear()

    reference = through_pages(hub)

    with world.backstage():
        enquiry = Enquiry.objects.get(reference=reference)
    assert done_on(enquiry.pk) == wanted


def through_pages(hub: Hub) -> str:
    """The made steps of the first call, each on its page; the reference."""
    told = {step.get("as") or step["do"]: step["with"] for step in steps_of_the_story()}
    referrer = hub.as_professional("school.1")
    sent = referrer.tell_as_professional(told["e"])

    hub.later(minutes=8)
    calls = hub.as_("calls.tamarshire.1").open(sent.reference)
    for given in ("Rowan", "Wren", "Isolde"):
        calls.identify(given)
    worker = hub.as_("sw.tamarshire.1").open(sent.reference)
    worker.rate(told["r"]["level"], because=told["r"]["rationale"])

    hub.later(minutes=50)
    callout, source = (told["a1"]["answers"][place]["items"][0] for place in (2, 3))
    hub.as_("police.1").answer(
        sent.reference,
        rating=told["a1"]["rating"],
        rowan="nothing_relevant",
        isolde=Known(
            callout["text"],
            callout["handling"],
            callout["conditions"],
            happened=callout["happened"],
            source=callout["source"],
            about=["Casper"],
        ),
        casper=Known(source["text"], source["handling"], source=source["source"]),
    )
    fracture = told["a2"]["answers"][0]["items"][0]
    hub.as_("health.1").answer(
        sent.reference,
        rating=told["a2"]["rating"],
        rowan=Known(fracture["text"], fracture["handling"], happened=fracture["happened"]),
        wren="nothing_relevant",
    )
    hub.as_("probation.1").answer_nothing_known(sent.reference)
    worker.rate(told["r2"]["level"], because=told["r2"]["rationale"])

    manager = hub.as_("pm.tamarshire.1").open(sent.reference)
    outcomes = zip(("rowan", "wren"), told["d"]["outcomes"], strict=True)
    manager.decide(
        told["d"]["threshold"],
        because=told["d"]["rationale"],
        outcomes={name: (outcome["outcome"], outcome["team"]) for name, outcome in outcomes},
    )
    manager.prepare("tamar-north").ask_owner(callout["text"], purpose=told["ask"]["purpose"])
    hub.as_("police.2").agree(gist=told["ok"]["gist"])
    manager.prepare("tamar-north").send_on(items=[fracture["text"], told["ok"]["gist"]], note=told["rel"]["note"])
    hub.as_("pm.tamarshire.2").open(sent.reference).approve("Tamar North")
    hub.as_("team.tamar-north.1").acknowledge(sent.reference)
    manager.tell_referrer(told["tell_referrer"]["text"])

    assert told["tell_referrer"]["text"] in hub.as_the_public().come_back(sent)
    return sent.reference
