"""Sets scenes of what leaves the hub: an enquiry with answers and items, decided, prepared, sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from mash.foundation.access.models import Standing
from mash.foundation.partnership.models import Agency
from mash.pathway.decisions.actions import decide
from mash.pathway.decisions.models import Decision
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import Answer, Request
from mash.pathway.handover.actions import (
    acknowledge_handover,
    agree_release,
    approve_release,
    ask_owner,
    prepare_release,
)
from mash.pathway.handover.models import Handover, Permission, Release
from mash.pathway.intelligence.models import Item
from tests import world
from tests.pathway import scene

NINE = world.MONDAY_NINE
TEN = NINE + timedelta(hours=1)
NOON = NINE + timedelta(hours=3)
PM, SECOND, SW = "pm.tamarshire.1", "pm.tamarshire.2", "sw.tamarshire.1"
TEAM = "team.tamar-north.1"

FRACTURE = "Seen in February with an elbow fracture; history given was copperwillow."
CALLOUT = "Two domestic callouts in January; ledgerfinch recorded as present."
SOURCE = "Informant operation marlinhouse names him as a supplier."
GIST = "Police advise visiting in pairs: amberthistle."
RATIONALE = "Unexplained injuries and violence at home"
NOTE = "Please see both children today."


def request(
    enquiry: Enquiry, agency: str, *, state: str = "asked", rating: str = "", late: bool = False, at: datetime = TEN
) -> Request:
    """A request to an agency, answered with this rating when one is given; `late` after the decision."""
    with world.backstage():
        asked = Agency.objects.get(slug=agency)
        made = Request.add(
            enquiry=enquiry,
            area=enquiry.area_id,
            agency=asked,
            what="What is known?",
            content={},
            basis="Public task",
            why_asked="always asked",
            level=enquiry.level or "amber",
            asked_by=world.member(SW),
            asked_at=NINE,
            due_at=NOON,
            state=state,
            answered_at=at if rating else None,
        )
        Standing.add(enquiry=enquiry.pk, kind="asked", holder=asked.pk, since=NINE)
        if rating:
            Answer.add(
                request=made,
                enquiry=enquiry,
                area=enquiry.area_id,
                agency=asked,
                rating=rating,
                by=world.member(f"{agency}.1"),
                given_at=at,
                after_decision=late,
            )
    return made


def item(enquiry: Enquiry, text: str, *, handling: str = "open", agency: str = "health", **fields: Any) -> Item:
    """An item of an agency."""
    with world.backstage():
        return Item.add(
            enquiry=enquiry,
            area=enquiry.area_id,
            agency=Agency.objects.get(slug=agency),
            text=text,
            handling=handling,
            held_as=fields.pop("held_as", handling),
            happened=fields.pop("happened", date(2026, 2, 11)),
            given_by=world.member(f"{agency}.1"),
            given_at=fields.pop("given_at", TEN),
            **fields,
        )


def outcomes(**chosen: str) -> list[dict[str, str]]:
    """Outcomes by subject, each `outcome` or `outcome@team`."""
    made = []
    for subject, choice in (chosen or {"rowan": "section_47@tamar-north", "wren": "assessment@tamar-north"}).items():
        outcome, _, team = choice.partition("@")
        made.append({"subject": subject, "outcome": outcome, "team": team})
    return made


def decided(enquiry: Enquiry | None = None, *, by: str = PM, when: datetime = NOON, **chosen: str) -> Enquiry:
    """An enquiry that a practice manager has decided."""
    enquiry = enquiry or scene.enquiry()
    with world.as_(by, when=when) as me:
        decide(me, enquiry.pk, threshold=4, rationale=RATIONALE, outcomes=outcomes(**chosen))
    return scene.fresh(enquiry)


def decision_of(enquiry: Enquiry) -> Decision:
    """The decision that stands."""
    with world.backstage():
        return Decision.objects.get(enquiry=enquiry, replaced_by__isnull=True)


def agreed(held: Item, *, gist: str = "", team: str = "tamar-north", owner: str = "police.2") -> Permission:
    """A permission that the owner gave, with a gist or without."""
    with world.as_(PM, when=NOON) as me:
        asked = ask_owner(me, held.pk, team=team, purpose="Safe planning of the visit")
    with world.as_(owner, when=NOON) as me:
        return agree_release(me, asked.pk, gist=gist)


def gist_of(held: Item, text: str, *, team: str = "tamar-north") -> Item:
    """A gist that the owner let out in the place of an item."""
    gist = agreed(held, gist=text, team=team).gist
    assert gist is not None
    return gist


def prepared(enquiry: Enquiry, *, by: str = PM, items: Sequence[Any] = (), **fields: Any) -> Release:
    """A release to Tamar North that a practice manager has prepared."""
    with world.as_(by, when=NOON) as me:
        keys = [getattr(one, "pk", one) for one in items]
        return prepare_release(me, enquiry.pk, items=keys, **{"team": "tamar-north", **fields})


def sent(release: Release, *, by: str = SECOND, when: datetime = NOON) -> Handover:
    """A release that a second practice manager has approved."""
    with world.as_(by, when=when) as me:
        return approve_release(me, release.pk)


def acknowledged(handover: Handover, *, by: str = TEAM, when: datetime = NOON) -> Handover:
    """A handover that its team has acknowledged."""
    with world.as_(by, when=when) as me:
        return acknowledge_handover(me, handover.pk)
