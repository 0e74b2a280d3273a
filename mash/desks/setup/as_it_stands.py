"""An area as it stands: standard, agencies, teams, members. What it misses, each subject of the set-up says."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from mash.desks.setup.asking.examples import cases
from mash.desks.setup.standard_in_words import Example, Limits, limits_of, worked_example
from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import (
    Agency,
    Area,
    AskingRule,
    Concern,
    Member,
    MemberRole,
    Role,
    SharingAgreement,
    Team,
)
from mash.foundation.partnership.models.agencies import Serving
from mash.ui.words import listed

IN_ORDER = ("agency__virtual", "agency__name")


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency in an area: what it has signed, when it is asked, and what its requests carry."""

    agency: Agency
    where: str
    agreement: str
    asked: str
    carries: str
    question: str
    researchers: int
    signed: bool
    is_asked: bool

    @property
    def name(self) -> str:
        """The agency's name."""
        return self.agency.name


@dataclass(frozen=True, slots=True)
class Place:
    """Everything about one area."""

    area: Area
    since: datetime | None
    limits: Sequence[Limits]
    example: Example | None
    asking: Sequence[Example]
    partners: Sequence[Partner]
    roles: Sequence[MemberRole]
    without_role: Sequence[Member]
    has_concerns: bool

    def holders(self, role: Role) -> set[uuid.UUID]:
        """The members who hold a role here now."""
        return {held.member_id for held in self.roles if held.role == role}


def areas(me: Acting) -> list[Place]:
    """The areas in which whoever acts holds a role; at most eleven queries, however many agencies and members."""
    mine = me.areas_as(Role.ADMINISTRATOR, Role.AUDITOR)
    held = MemberRole.objects.filter(since__lte=me.now, until__gt=me.now)
    found = Area.objects.filter(pk__in=mine).prefetch_related(
        "standards",
        "criteria",
        "guidance",
        "prompts",
        Prefetch("teams", Team.objects.filter(until__gt=me.now)),
        Prefetch("serving_set", Serving.objects.filter(until__gt=me.now).select_related("agency").order_by(*IN_ORDER)),
        Prefetch("serving_set__agency__members", _without_role()),
        Prefetch("agreements", SharingAgreement.objects.all()),
        Prefetch("asking_rules", AskingRule.objects.select_related("agency")),
        Prefetch("roles", held.select_related("member__agency", "team").order_by("role", "member__name")),
    )
    concerns = {concern.slug: concern.label.lower() for concern in Concern.objects.all()}
    return [_place(area, me.now, concerns) for area in found]


def _without_role() -> QuerySet[Member]:
    """Members who wait for a role: they were given an account, and hold none, nor held one that has ended."""
    return Member.objects.filter(~Exists(MemberRole.objects.filter(member=OuterRef("pk"))))


def _place(area: Area, now: datetime, concerns: dict[str, str]) -> Place:
    standard = max(
        (one for one in area.standards.all() if one.holds_from <= now), key=lambda one: one.holds_from, default=None
    )
    roles = list(area.roles.all())
    rules = {rule.agency_id: rule for rule in area.asking_rules.all()}
    agreements: dict[uuid.UUID, SharingAgreement] = {}
    for agreement in area.agreements.all():  # the one that holds, else what was proposed
        if agreement.agency_id not in agreements or agreement.holds_at(now):
            agreements[agreement.agency_id] = agreement
    partners = [
        _partner(agency, rules.get(agency.pk), agreements.get(agency.pk), roles, now, concerns)
        for agency in (serving.agency for serving in area.serving_set.all())
        if agency.host or agency.question
    ]
    clock = standard.clock if standard else None
    return Place(
        area=area,
        since=standard.holds_from if standard else None,
        limits=limits_of(clock) if clock else [],
        example=worked_example(clock, now) if clock else None,
        asking=[
            Example(f"{case.told}, asks", [f"{one.agency}: {one.becomes}." for one in case.asked])
            for case in cases(rules.values(), rules.values())
        ],
        partners=partners,
        roles=roles,
        without_role=[one for serving in area.serving_set.all() for one in serving.agency.members.all()],
        has_concerns=bool(concerns),
    )


def _partner(
    agency: Agency,
    rule: AskingRule | None,
    agreement: SharingAgreement | None,
    roles: Sequence[MemberRole],
    now: datetime,
    concerns: dict[str, str],
) -> Partner:
    signed = agreement is not None and agreement.holds_at(now)
    if agency.host:
        said = "Keeps the hub"
    elif signed and agreement and agreement.signed_at:
        said = f"Signed {agreement.signed_at:%-d %B %Y}"
    else:
        said = "Proposed, not signed"
    researchers = {
        held.member_id for held in roles if held.role == Role.RESEARCHER and held.member.agency_id == agency.pk
    }
    sections = dict(Agency.Section.choices)
    return Partner(
        agency=agency,
        where="virtual" if agency.virtual else "in the hub",
        agreement=said,
        asked="Never asked" if agency.host else when_asked(rule, concerns) if signed and rule else "Asked nothing",
        carries=listed(
            sections[section].lower().replace("nhs", "NHS").replace("gps", "GPs") for section in agency.sections
        ),
        question=agency.question,
        researchers=len(researchers),
        signed=signed or agency.host,
        is_asked=signed and rule is not None and not agency.host,
    )


def when_asked(rule: AskingRule, concerns: dict[str, str]) -> str:
    """When a rule asks its agency, in words; `concerns` are their labels by their short names."""
    if rule.always:
        return "Always"
    reasons = []
    if rule.when_adult:
        reasons.append("an adult is described")
    if rule.from_age is not None or rule.to_age is not None:
        low, high = rule.from_age or 0, rule.to_age
        reasons.append(f"a child is {low} to {high}" if high is not None else f"somebody is {low} or older")
    if rule.concerns:
        reasons.append("the concern is " + listed([concerns.get(slug, slug) for slug in rule.concerns], "or"))
    return "When " + listed(reasons, "or") if reasons else "Only by hand"
