"""Setting what an agency's requests carry and ask."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from mash.desks.setup.verbs import Key, Shown, keep, permit_in, set_up, unchanged
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Refused, lock
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Agency
from mash.foundation.partnership.models.agencies import Serving


def shown(agency: Agency) -> Shown:
    """What the form shows of a template."""
    return {"question": agency.question, "sections": list(agency.sections)}


def areas_of(agency: Agency, now: datetime) -> set[uuid.UUID]:
    """The areas that an agency serves now. One query."""
    return set(Serving.objects.filter(agency=agency, until__gt=now).values_list("area_id", flat=True))


@set_up(can="Set what an agency's requests carry and ask", did="set what an agency's requests carry and ask")
def set_request(me: Acting, /, agency: Key, *, seen: str, **typed: Any) -> Agency:
    """Set what an agency is asked, and what of each person goes with it: the minimum that it needs.

    Requests that were sent keep what they carried. An agency that serves several areas has one template for all.

    Args:
        seen: the mark of the template that stood on the page.
        typed: `question`, and `sections` of `Agency.Section`.

    Raises:
        Refused: not an administrator of every area that it serves; it serves none, or keeps the hub.
        Invalid: no question; an unknown section; somebody was faster.

    Source: DOMAIN rule 45.
    """
    found = lock(Agency, agency)
    permit_in(me, "set_request", *(served := areas_of(found, me.now)), about=found)
    if found.host or not served:
        raise Refused("not_found", about=found)
    was = shown(found)
    unchanged(found, was, seen)
    template = checked_template(typed)
    found.change(**template)
    keep(me, "set_request", found, was=was, becomes=shown(found), sections=template["sections"])
    return found


def checked_template(typed: dict[str, Any]) -> dict[str, Any]:
    """A template, checked: its sections in the order in which requests carry them.

    Raises:
        Invalid: as `set_request`.
    """
    with checking() as check:
        question = check.text(typed.get("question"), "question", required="Write what this agency is asked")
        chosen = set(typed.get("sections") or [])
        if not chosen <= set(Agency.Section.values):
            check.wrong("sections", "Choose from the list what its requests carry")
    return {"question": question, "sections": [one for one in Agency.Section.values if one in chosen]}
