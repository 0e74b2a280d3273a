"""What a story that lies ahead makes is there at once for everybody who may see it, and for nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import scenario
from mash.foundation.access.acting import acting
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.intelligence.models import Item
from tests import world

WHY = "A hospital rings, and nobody else is there"


def step(by, do, name=None, after="+1m", **told):
    return {"by": by, "do": do, "at": after, "with": told} | ({"as": name} if name else {})


@pytest.fixture
def made(committed, settings, tmp_path):
    """A story of next year: rated twice, answered with a sealed item, and the glass broken on it."""
    settings.DATA_DIR = tmp_path
    settings.OUTBOX = tmp_path / "outbox"
    answers = [{"subject": "kid", "reply": "information", "items": [{"as": "s", "text": "x", "handling": "sealed"}]}]
    told: dict[str, Any] = {
        "channel": "public",
        "area": "tamarshire",
        "narrative": "He cries at night.",
        "people": [{"as": "kid"}],
    }
    told["people"][0]["subject"] = True
    steps = [
        step(None, "receive_enquiry", "e", **told),
        step("sw.tamarshire.1", "rate_enquiry", "r", enquiry="$e", level="red", rationale="x", ask=["police"]),
        step("police.1", "answer_request", "a", request="$r.requests.police", rating="none", answers=answers),
        step("sw.tamarshire.2", "rate_enquiry", enquiry="$e", level="amber", rationale="y", ask=["police"]),
        step("pm.port-ellery.1", "break_glass", enquiry="$e", why=WHY),
        step("sw.tamarshire.1", "see", "first", url="$e"),
        step("pm.port-ellery.1", "see", "glass", url="$e"),
        step("pm.port-ellery.1", "see", "after", after="+2h", url="$e"),
    ]
    start = (datetime.now(UTC) + timedelta(days=400)).isoformat()
    document = {"name": "Next year", "start": start, "steps": steps}
    result = play(scenario(document, verbs=verbs(), usernames=usernames()))
    assert result["failed"] == 0
    return {shown["as"]: shown["result"] for shown in result["steps"] if "as" in shown}


def seen_by(username):
    """How many enquiries and items of the story somebody sees today."""
    with acting(world.member(username)) as me:
        return Enquiry.objects.visible_to(me).count(), len(Item.objects.all().readable(me))


@pytest.mark.rule(58)
def test_it_is_seen_today_by_whom_it_concerns_as_it_stands_at_its_end(made):
    assert seen_by("pm.tamarshire.1") == (1, 1)
    assert seen_by("police.2") == (1, 1)
    assert seen_by("sw.tamarshire.2") == (1, 1)
    assert seen_by("sw.tamarshire.1") == (1, 0)  # another's rating stands
    assert seen_by("health.1") == seen_by("sw.port-ellery.1") == (0, 0)


def test_broken_glass_of_another_time_opens_nothing_today(made):
    assert [made[name]["status"] for name in ("first", "glass", "after")] == [200, 200, 404]
    assert seen_by("pm.port-ellery.1") == (0, 0)
