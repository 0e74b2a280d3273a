"""How a scenario does this app's verbs."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.pathway.intelligence.actions import correct_item


@played("correct_item")
def play_correct_item(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `item`, `text`?, `handling`?, `why`; the new version."""
    now = correct_item(
        me,
        told.get("item", ""),
        why=told.get("why"),
        text=told.get("text"),
        handling=told.get("handling"),
        conditions=told.get("conditions"),
    )
    return {"id": str(now.pk), "item": str(now.pk)}
