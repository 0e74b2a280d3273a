"""The agencies that serve an area, with their rules and what keeps them from answering."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from mash.foundation.partnership.models import Agency, Area, AskingRule, MemberRole, Role, SharingAgreement
from mash.foundation.partnership.models.agencies import Serving
from mash.ui.words import listed


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency in an area: its rule, and what would keep a request from being answered; empty when nothing would."""

    agency: Agency
    area: Area
    rule: AskingRule | None
    signed: bool
    staffed: bool

    @property
    def hindrances(self) -> list[str]:
        """What keeps it from being asked, in sentences."""
        found = []
        if not self.agency.question:
            found.append(f"{self.agency} has no question yet: it is asked nothing.")
        if not self.signed:
            found.append(f"{self.agency} has not signed the sharing agreement: it is asked nothing.")
        if not self.staffed:
            found.append(f"{self.agency} has no researcher here: nobody would answer.")
        return found


def partners_in(areas: Iterable[uuid.UUID], now: datetime) -> list[Partner]:
    """The agencies that serve these areas and are not their hosts, with their rules. Two queries."""
    areas = list(areas)
    here = {"agency": OuterRef("agency"), "area": OuterRef("area")}
    signed = SharingAgreement.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), **here, signed_at__lte=now)
    staffed = MemberRole.objects.filter(
        member__agency=OuterRef("agency"), area=OuterRef("area"), role=Role.RESEARCHER, since__lte=now, until__gt=now
    )
    rules = {(rule.area_id, rule.agency_id): rule for rule in rules_in(areas)}
    rows = (
        Serving.objects.filter(area__in=areas, agency__host=False, until__gt=now)
        .select_related("agency", "area")
        .annotate(signed=Exists(signed), staffed=Exists(staffed))
        .order_by("area__name", "agency__name")
    )
    return [
        Partner(row.agency, row.area, rules.get((row.area_id, row.agency_id)), row.signed, row.staffed) for row in rows
    ]


def rules_in(areas: Iterable[uuid.UUID]) -> list[AskingRule]:
    """The rules of these areas. One query."""
    return list(AskingRule.objects.filter(area__in=list(areas)).select_related("agency"))


def in_words(rule: AskingRule | None, concerns: Mapping[str, str]) -> str:
    """When a rule asks its agency: `Always`, `When an adult is described or a child is 5 to 17`, `Only by hand`.

    `concerns` are their labels by slug.
    """
    if rule is None:
        return "Only by hand"
    if rule.always:
        return "Always"
    reasons = [*(["an adult is described"] if rule.when_adult else []), *_ages(rule)]
    if rule.concerns:
        named: Sequence[str] = [concerns.get(slug, slug).lower() for slug in rule.concerns]
        reasons.append("the concern is " + listed(named, "or"))
    return "When " + listed(reasons, "or") if reasons else "Only by hand"


def _ages(rule: AskingRule) -> list[str]:
    if rule.from_age is None and rule.to_age is None:
        return []
    low, high = rule.from_age or 0, rule.to_age
    return [
        f"somebody it is about is {low} to {high}" if high is not None else f"somebody it is about is {low} or older"
    ]
