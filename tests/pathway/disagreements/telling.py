"""Steps of a disagreement in few words, each done by its verb as somebody of the demo partnership."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from mash.pathway.disagreements.actions.opening import Opened, disagree
from mash.pathway.disagreements.actions.stages import escalate_disagreement, plan_meanwhile, settle_disagreement
from mash.pathway.disagreements.models import Disagreement, Stage
from mash.pathway.enquiries.actions import receive_enquiry
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.handover.actions import tell_referrer
from tests import world
from tests.pathway import leaving, steps
from tests.pathway.enquiries.conftest import MUM, ROWAN, STORY
from tests.pathway.leaving import NOON, PM

SW, HEALTH, PROBATION = "sw.tamarshire.1", "health.1", "probation.1"
ONE = NOON + timedelta(hours=1)
THURSDAY_BEFORE_EASTER = datetime(2026, 4, 2, 14, tzinfo=UTC)
WHY = "He is still frightened to go home, and nobody has seen him."
PLAN = "His nan keeps him until Friday; quillfeather rings her each evening."
RESULT = "We spoke for an hour, marrowstone; they still want him seen today."
WEIGHED = "Both agree on the facts, tidewhistle, and differ on the risk."
TOLD = "Thank you. We looked at it again together, and you can ring us any day."


@dataclass(frozen=True, slots=True)
class Told:
    """An enquiry that was told at a door and decided, and what opens it again."""

    enquiry: Enquiry
    reference: str
    code: str


def decided(*, by: str | None = None, ask: bool = False, when: datetime = NOON, **story: Any) -> Told:
    """An enquiry of one of the public (or of a member), rated when agencies are to be asked, and decided."""
    with world.as_(by, when=when - timedelta(hours=3)) as me:
        received = receive_enquiry(me, **{**STORY, "people": [ROWAN, MUM], **story})
    with world.backstage():
        enquiry = Enquiry.objects.get(pk=received.id)
    if ask:
        steps.rate(enquiry, when=when - timedelta(hours=2))
    enquiry = leaving.decided(enquiry, when=when, rowan="advice")
    return Told(enquiry, received.reference, received.code)


def by_referrer(told: Told, *, when: datetime = ONE, why: Any = WHY) -> Opened:
    """The referrer disagrees, with reference and code."""
    with world.as_(None, when=when) as me:
        return disagree(me, reference=told.reference, code=told.code, why=why)


def by_agency(told: Told, who: str = HEALTH, *, when: datetime = ONE, why: Any = WHY, **more: Any) -> Opened:
    """A researcher disagrees for their agency."""
    with world.as_(who, when=when) as me:
        return disagree(me, **({"enquiry": told.reference} | more), why=why)


def plan(opened: Opened, *, by: str = PM, when: datetime = ONE, text: Any = PLAN) -> Rationale:
    """Somebody says who keeps the child safe meanwhile."""
    with world.as_(by, when=when) as me:
        return plan_meanwhile(me, opened.disagreement.pk, plan=text)


def escalate(opened: Opened, *, by: str = PM, when: datetime = ONE, result: Any = RESULT, **more: Any) -> Stage:
    """A practice manager takes it to its next stage."""
    with world.as_(by, when=when) as me:
        return escalate_disagreement(me, opened.disagreement.pk, result=result, **more)


def settle(opened: Opened, *, by: str = PM, when: datetime = ONE, **more: Any) -> Disagreement:
    """A practice manager settles it."""
    said = {"finding": "not_upheld", "result": WEIGHED, "told": TOLD} | more
    with world.as_(by, when=when) as me:
        return settle_disagreement(me, opened.disagreement.pk, **said)


def tell(told: Told, text: str = "Thank you. People who can act on it have read it.") -> None:
    """The referrer is told, so that nothing else keeps the enquiry open."""
    with world.as_(PM, when=NOON) as me:
        tell_referrer(me, told.enquiry.pk, text=text)


def stages(opened: Opened) -> list[Stage]:
    """Its stages in their order."""
    with world.backstage():
        return list(Stage.objects.filter(disagreement=opened.disagreement.pk).select_related("owner"))
