"""What `mash play` may do with the register."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.pathway.people import actions


@played("say_died")
def say_died(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`person` is an id of the register; `died` a date, empty of somebody who is alive."""
    found = actions.say_died(me, told.get("person", ""), died=told.get("died"), seen=told.get("seen", ""))
    return {"id": str(found.pk)}
