"""One scene in which every combination of facts holds somewhere, strewn with reasons of the wrong kind."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, product

from mash.foundation.access.models import Standing, Wall
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Agency, Area, Member, MemberRole, Role, ServiceStandard
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.intelligence.models import Item
from tests import world

NOW = world.MONDAY_NINE
BEFORE = NOW - timedelta(days=30)
WEIGHED = (
    Role.PRACTICE_MANAGER,
    Role.SOCIAL_WORKER,
    Role.CALL_HANDLER,
    Role.RESEARCHER,
    Role.POLICE_EVALUATOR,
)
ROLE_SETS = [frozenset[Role](), *(frozenset({role}) for role in Role), *map(frozenset, combinations(WEIGHED, 2))]


@dataclass(frozen=True, slots=True)
class Relation:
    """How a member stands to an enquiry."""

    tied: bool
    live: bool
    asked: bool
    rated_it: bool
    glass: bool
    earlier: bool


RELATIONS = [Relation(*facts) for facts in product([False, True], repeat=6)]


@dataclass(frozen=True, slots=True)
class Scene:
    """The members by the roles that they hold, and an enquiry for each relation."""

    area: Area
    agency: Agency
    other_agency: Agency
    members: dict[frozenset[Role], Member]
    enquiries: dict[Relation, Enquiry]


def build() -> Scene:
    """Make the scene as the scene-setters' role: about 25 members and 64 enquiries."""
    with world.backstage():
        area, elsewhere = Area.objects.get(slug="tamarshire"), Area.objects.get(slug="port-ellery")
        agency, other = Agency.objects.get(slug="health"), Agency.objects.get(slug="education")
        standard = ServiceStandard.objects.filter(area=area).first()
        members = {}
        for number, roles in enumerate(ROLE_SETS):
            member = Member.add(username=f"fact.{number}", name=f"Member {number}", agency=agency)
            members[roles] = member
            for role in roles:
                MemberRole.add(member=member, role=role, area=area, since=BEFORE)
        enquiries = {
            relation: Enquiry.add(
                reference=f"FACT-{number:04d}", area=area, received_at=BEFORE, standard=standard, narrative="A worry."
            )
            for number, relation in enumerate(RELATIONS)
        }
        standings, walls = [], []
        for relation, enquiry in enquiries.items():
            standings += [*_reasons(relation, enquiry, area, agency, members), *_noise(enquiry, elsewhere, other)]
            walls += [Wall(member=member.pk, enquiry=enquiry.pk) for member in members.values() if relation.tied]
        Standing.objects.bulk_create(standings)
        Wall.objects.bulk_create(walls)
    return Scene(area, agency, other, members, enquiries)


def _reasons(
    relation: Relation, enquiry: Enquiry, area: Area, agency: Agency, members: dict[frozenset[Role], Member]
) -> list[Standing]:
    held: list[tuple[str, uuid.UUID]] = []
    held += [("hub", area.pk)] if relation.live else []
    held += [("asked", agency.pk)] if relation.asked else []
    held += [("earlier", area.pk)] if relation.earlier else []
    held += [("rater", member.pk) for member in members.values()] if relation.rated_it else []
    held += [("glass", member.pk) for member in members.values()] if relation.glass else []
    return [
        Standing(enquiry=enquiry.pk, kind=kind, holder=holder, since=BEFORE, until=FOREVER) for kind, holder in held
    ]


def _noise(enquiry: Enquiry, elsewhere: Area, other: Agency) -> list[Standing]:
    """Reasons that must not count: of others, over, or of a kind that opens nothing here."""
    strangers = [("hub", elsewhere.pk), ("asked", other.pk), ("rater", uuid.uuid4()), ("glass", uuid.uuid4())]
    over = [("hub", enquiry.area_id), ("asked", other.pk), ("earlier", enquiry.area_id)]
    return [
        *(Standing(enquiry=enquiry.pk, kind=k, holder=h, since=BEFORE, until=FOREVER) for k, h in strangers),
        *(Standing(enquiry=enquiry.pk, kind=k, holder=h, since=BEFORE - timedelta(days=1), until=NOW) for k, h in over),
        Standing(enquiry=enquiry.pk, kind="team", holder=enquiry.area_id, since=BEFORE, until=FOREVER),
    ]


def items_of(scene: Scene) -> dict[tuple[Relation, str, bool, bool], uuid.UUID]:
    """An item for each relation, handling, owner and mark: (relation, handling, own agency, gives away) → id."""
    made: dict[tuple[Relation, str, bool, bool], uuid.UUID] = {}
    rows = []
    giver = next(iter(scene.members.values()))
    for relation, enquiry in scene.enquiries.items():
        for handling, own, gives_away in product(("open", "restricted", "sealed"), (False, True), (False, True)):
            item = Item(
                enquiry=enquiry,
                area=scene.area.pk,
                agency=scene.agency if own else scene.other_agency,
                text="Something known.",
                handling=handling,
                held_as=handling,
                protects=["address"] if gives_away else [],
                given_by=giver,
                given_at=BEFORE,
            )
            rows.append(item)
            made[relation, handling, own, gives_away] = item.pk
    with world.backstage():
        Item.objects.bulk_create(rows)
    return made
