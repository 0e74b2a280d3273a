"""Python's policy and the database's row policies say the same of every reading."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from mash.foundation.access.policy import ItemReading, Part, Reading, read_item, read_part
from mash.foundation.files.models import Shown
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Role, Team
from mash.foundation.zones import Seat
from mash.pathway.decisions.models import Decision, StrategyDiscussion
from mash.pathway.disagreements.models import Disagreement, Stage
from mash.pathway.enquiries.models import (
    Attachment,
    DescribedPerson,
    Enquiry,
    Message,
    Offer,
    Origin,
    Particulars,
    ProtectedAddress,
    Rationale,
    Words,
)
from mash.pathway.gathering.models import Answer, Request
from mash.pathway.handover.models import Feedback, Release, SentElsewhere
from mash.pathway.intelligence.models import Item
from mash.pathway.triage.models import Alert, CareDuty, Proposal, Rating
from tests import world
from tests.policy import every_fact
from tests.policy.every_fact import BEFORE, ROLE_SETS, Scene

pytestmark = pytest.mark.django_db


@pytest.mark.rule(54, 57, 58, 59, 60)
def test_policy_and_database_agree_on_every_reading_of_an_item():
    scene = every_fact.build()
    items = every_fact.items_of(scene)
    disagreements = []
    allowed = 0
    for roles in ROLE_SETS:
        with world.as_(scene.members[roles].username, seat=Seat.HUB):
            shown = set(Item.objects.values_list("pk", flat=True))
        for (relation, handling, own, gives_away), item in items.items():
            facts = ItemReading(
                tied=relation.tied,
                own_agency=own,
                live=relation.live,
                asked=relation.asked,
                rated_it=relation.rated_it,
                glass=relation.glass,
                earlier=relation.earlier,
                roles=roles,
                handling=handling,
                gives_away=gives_away,
            )
            verdict = read_item(facts)
            allowed += verdict.allowed
            if (item in shown) != verdict.allowed:
                disagreements.append((facts, item in shown, verdict))
    assert allowed > 1000
    assert not disagreements, f"{len(disagreements)} of {len(items) * len(ROLE_SETS)}: {disagreements[:3]}"


PARTS: list[tuple[type[Kept], Part, dict[str, object]]] = [
    (Enquiry, Part.ENQUIRY, {}),
    (DescribedPerson, Part.ENQUIRY, {"order": 1}),
    (Rating, Part.ENQUIRY, {"level": "red", "rated_by": ..., "rated_at": BEFORE, "due_at": BEFORE, "basis": "task"}),
    (Origin, Part.ENQUIRY, {"channel": "phone", "withheld": False}),
    (Particulars, Part.ENQUIRY, {"tried": "A breakfast club."}),
    (Words, Part.PROTECTED, {"narrative": "A worry."}),
    (ProtectedAddress, Part.PROTECTED, {"described": ..., "address": "1 Hidden Rise"}),
    (Shown, Part.PROTECTED, {"media_type": "text/plain", "content": b"Hello", "digest": sha256(b"Hello").digest()}),
    (
        Attachment,
        Part.PROTECTED,
        {"shown": ..., "group": "document", "kind": "text", "shown_as": "text", "size": 5, "digest": "", "order": 0}
        | {"has_small": False, "stripped": True, "scanned": False, "attached_at": BEFORE},
    ),
    (Message, Part.MESSAGES, {"kind": "addition", "text": "More.", "written_at": BEFORE}),
    (
        Offer,
        Part.PROTECTED,
        {"to_area": UUID(int=1), "became": uuid4, "why": "lives", "offered_by": ..., "offered_at": BEFORE},
    ),
    (Rationale, Part.WEIGHING, {"kind": "rating", "about": ..., "text": "Because.", "by": ..., "given_at": BEFORE}),
    (CareDuty, Part.WEIGHING, {"adult": ..., "weighed_by": ..., "weighed_at": BEFORE}),
    (Proposal, Part.WEIGHING, {"outcomes": [], "proposed_by": ..., "proposed_at": BEFORE}),
    (Decision, Part.WEIGHING, {"threshold": 4, "decided_by": ..., "decided_at": BEFORE}),
    (
        StrategyDiscussion,
        Part.WEIGHING,
        {"present": [], "decision": "x", "section_47": True, "inquiry": "joint", "recorded_by": ..., "held_at": BEFORE},
    ),
    (
        Disagreement,
        Part.WEIGHING,
        {"decision": ..., "party": "referrer", "why": "He was not seen.", "opened_at": BEFORE},
    ),
    (
        Stage,
        Part.WEIGHING,
        {"disagreement": ..., "number": 1, "owner": ..., "opened_at": BEFORE, "due_at": BEFORE},
    ),
    (SentElsewhere, Part.WEIGHING, {"named": "Devon", "how": "Rung", "sent_at": BEFORE, "sent_by": ...}),
    (Feedback, Part.MESSAGES, {"text": "Thank you.", "told_by": ..., "told_at": BEFORE}),
    (
        Release,
        Part.WEIGHING,
        {"team": ..., "product": {}, "html": "", "digest": "", "prepared_by": ..., "prepared_at": BEFORE},
    ),
]


@pytest.mark.rule(21, 57, 58, 59, 60)
@pytest.mark.parametrize(("model", "part", "fields"), PARTS, ids=lambda value: getattr(value, "__name__", None))
def test_policy_and_database_agree_on_every_part_of_an_enquiry(model, part, fields):
    scene = every_fact.build()
    rows = _rows(scene, model, fields)
    disagreements = []
    verdicts = set()
    for roles in ROLE_SETS:
        with world.as_(scene.members[roles].username, seat=Seat.HUB):
            shown = set(model._default_manager.values_list("pk", flat=True))
        for relation, row in rows.items():
            facts = Reading(
                tied=relation.tied, live=relation.live, asked=relation.asked, glass=relation.glass, roles=roles
            )
            verdict = read_part(part, facts)
            verdicts.add(verdict.allowed)
            if (row in shown) != verdict.allowed:
                disagreements.append((facts, row in shown, verdict))
    assert verdicts == {True, False}
    assert not disagreements, f"{len(disagreements)} of {len(rows) * len(ROLE_SETS)}: {disagreements[:3]}"


def test_a_withheld_referrer_is_read_as_a_protected_part():
    test_policy_and_database_agree_on_every_part_of_an_enquiry(
        Origin, Part.WITHHELD, {"channel": "phone", "withheld": True}
    )


@pytest.mark.rule(28, 57)
def test_what_an_agency_said_is_read_by_those_who_weigh_it_and_the_agency_itself():
    """Another agency learns not even that there is something: neither the answer nor its rating."""
    scene = every_fact.build()
    giver = next(iter(scene.members.values()))
    answers = {}
    with world.backstage():
        for relation, enquiry in scene.enquiries.items():
            for own in (False, True):
                agency = scene.agency if own else scene.other_agency
                request = Request.add(
                    enquiry=enquiry,
                    area=scene.area.pk,
                    agency=agency,
                    what="What is known?",
                    content={},
                    basis="Public task",
                    why_asked="always asked",
                    level="red",
                    asked_by=giver,
                    asked_at=BEFORE,
                    due_at=BEFORE,
                )
                answers[relation, own] = Answer.add(
                    request=request,
                    enquiry=enquiry,
                    area=scene.area.pk,
                    agency=agency,
                    rating="red",
                    by=giver,
                    given_at=BEFORE,
                ).pk
    disagreements = []
    for roles in ROLE_SETS:
        with world.as_(scene.members[roles].username, seat=Seat.HUB):
            shown = set(Answer.objects.values_list("pk", flat=True))
        for (relation, own), answer in answers.items():
            facts = Reading(relation.tied, relation.live, relation.asked, relation.glass, roles)
            wanted = not relation.tied and (
                (own and Role.RESEARCHER in roles) or read_part(Part.WEIGHING, facts).allowed
            )
            if (answer in shown) != wanted:
                disagreements.append((relation, own, roles, answer in shown))
    assert not disagreements, f"{len(disagreements)}: {disagreements[:3]}"


def test_an_alert_reaches_managers_and_police_before_anybody_is_asked():
    scene = every_fact.build()
    rows = _rows(
        scene,
        Alert,
        {"reference": "FACT", "subjects": "Somebody", "why": "Hurt", "raised_by": ..., "raised_at": BEFORE},
    )
    with world.as_("police.1"):
        police = set(Alert.objects.values_list("pk", flat=True))
    with world.as_("adult-mental-health.1"):
        others = set(Alert.objects.values_list("pk", flat=True))
    assert set(rows.values()) <= police
    assert not set(rows.values()) & others


def _rows(scene: Scene, model: type[Kept], fields: dict[str, object]) -> dict[every_fact.Relation, object]:
    """A row of a model for each enquiry; `...` stands for somebody or something of the scene."""
    if model is Enquiry:
        return {relation: enquiry.pk for relation, enquiry in scene.enquiries.items()}
    giver = next(iter(scene.members.values()))
    made: dict[every_fact.Relation, object] = {}
    with world.backstage():
        for relation, enquiry in scene.enquiries.items():
            filled = {
                name: _somebody(name, giver, enquiry, scene) if value is ... else value() if callable(value) else value
                for name, value in fields.items()
            }
            named = enquiry.pk if model is Shown else enquiry
            made[relation] = model.add(enquiry=named, area=scene.area.pk, **filled).pk
    return made


def _somebody(name: str, giver: object, enquiry: Enquiry, scene: Scene) -> object:
    if name == "about":
        return enquiry.pk
    if name == "decision":
        return Decision.add(enquiry=enquiry, area=scene.area.pk, threshold=4, decided_by=giver, decided_at=BEFORE)
    if name == "disagreement":
        decision = _somebody("decision", giver, enquiry, scene)
        said = {"party": "referrer", "why": "He was not seen.", "opened_at": BEFORE}
        return Disagreement.add(enquiry=enquiry, area=scene.area.pk, decision=decision, **said)
    if name == "team":
        return Team.objects.get(slug="tamar-north")
    if name == "shown":
        content = {"media_type": "text/plain", "content": b"Hello", "digest": sha256(b"Hello").digest()}
        return Shown.add(enquiry=enquiry.pk, area=scene.area.pk, **content)
    if name in ("described", "adult"):
        return DescribedPerson.add(enquiry=enquiry, area=scene.area.pk, order=1, is_subject=True)
    return giver
