"""Setting what an area tells the public and professionals."""

from __future__ import annotations

from typing import Any

from mash.desks.setup.verbs import Key, Shown, keep, permit_in, set_up, unchanged
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Refused, lock
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Area, PublicText

MOST = 4000


def shown(text: PublicText | None) -> Shown:
    """What the form shows of an area's own text; empty where it has none."""
    return {"text": text.text if text else ""}


@set_up(can="Set what an area tells the public", did="set what an area tells the public")
def set_public_text(me: Acting, area: Key, place: str, *, text: Any, seen: str) -> PublicText:
    """Set a text of an area's public pages. An empty one brings back the text that the hub comes with.

    Args:
        place: one of `PublicText.Place`.
        seen: the mark of the text that stood on the page.

    Raises:
        Refused: not an administrator of this area; no such place.
        Invalid: too long; somebody was faster.
    """
    where = lock(Area, area)
    permit_in(me, "set_public_text", where.pk, about=where)
    if place not in PublicText.Place.values:
        raise Refused("not_found")
    found = PublicText.objects.filter(area=where, place=place).first()
    was = shown(found)
    unchanged(found or where, was, seen)
    with checking() as check:
        said = check.text(text, "text", most=MOST)
    if found is None:
        found = PublicText.add(area=where, place=place, text=said)
    else:
        found.change(text=said)
    keep(me, "set_public_text", found, was=was, becomes=shown(found), place=place)
    return found
