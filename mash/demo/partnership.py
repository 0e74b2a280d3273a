"""Sets up the demo partnership: areas, agencies, teams, agreements, rules, members and their accounts."""

from __future__ import annotations

from datetime import UTC, datetime

from mash.demo.county import (
    AGENCIES,
    AREAS,
    HOURS,
    SERVICES,
    TEAMS,
    AgencyFacts,
    AreaFacts,
)
from mash.demo.people_of_the_hub import Worker, workers
from mash.foundation.access.acting import serving
from mash.foundation.access.models import Account
from mash.foundation.clock.standard import Standard
from mash.foundation.partnership.basis import LAWFUL_BASIS
from mash.foundation.partnership.models import (
    Agency,
    Area,
    AskingRule,
    Concern,
    Criterion,
    Guidance,
    Member,
    MemberRole,
    Prompt,
    Service,
    ServiceStandard,
    SharingAgreement,
    Team,
)
from mash.foundation.partnership.models.agencies import Serving
from mash.foundation.partnership.usual import CONCERNS, CRITERIA, GUIDANCE, PROMPTS

# Long before any story: a scenario that lies in the past finds its people at work.
SINCE = datetime(2015, 1, 1, tzinfo=UTC)


def load_partnership() -> bool:
    """Make the demo partnership unless it is there. Returns whether it was made now."""
    with serving("set up"):
        if Area.objects.filter(slug=AREAS[0].slug).exists():
            return False
        areas = {facts.slug: _area(facts) for facts in AREAS}
        for order, (slug, label) in enumerate(CONCERNS):
            Concern.add(slug=slug, label=label, order=order)
        teams = {
            slug: Team.add(slug=slug, name=name, area=areas[area], phone=phone, early_help=early_help)
            for slug, name, area, phone, early_help in TEAMS
        }
        agencies = {facts.slug: _agency(facts, areas) for facts in AGENCIES}
        hired: dict[str, Member] = {}
        for worker in sorted(workers(), key=lambda one: bool(one.manager)):  # whoever manages others comes first
            hired[worker.username] = _hire(worker, agencies, areas, teams, hired.get(worker.manager))
    return True


def _area(facts: AreaFacts) -> Area:
    area = Area.add(
        slug=facts.slug,
        name=facts.name,
        phone=facts.phone,
        out_of_hours_phone=facts.out_of_hours_phone,
        hours=HOURS,
        postcodes=list(facts.postcodes),
        lawful_basis=LAWFUL_BASIS,
    )
    ServiceStandard.add(area=area, holds_from=SINCE, rules=Standard().to_json())
    for order, (level, text) in enumerate(CRITERIA):
        Criterion.add(area=area, level=level, text=text, order=order)
    for order, (helps, title, text) in enumerate(GUIDANCE):
        Guidance.add(area=area, helps=helps, title=title, text=text, order=order)
    for order, text in enumerate(PROMPTS):
        Prompt.add(area=area, text=text, order=order)
    for order, (name, what, reached) in enumerate(SERVICES):
        Service.add(area=area, name=name, what=what, reached=reached, order=order)
    return area


def _agency(facts: AgencyFacts, areas: dict[str, Area]) -> Agency:
    agency = Agency.add(
        slug=facts.slug,
        name=facts.name,
        mark=facts.mark,
        virtual=facts.virtual,
        host=facts.host,
        police=facts.police,
        sections=list(facts.sections),
        question=facts.question,
        escalation_contact=f"Safeguarding lead, {facts.name}" if facts.question else "",
        phone=facts.phone,
    )
    low, high = facts.ages or (None, None)
    for slug in facts.areas:
        Serving.add(agency=agency, area=areas[slug])
        if facts.host or not facts.question:
            continue
        SharingAgreement.add(agency=agency, area=areas[slug], signed_at=SINCE if facts.signed else None)
        if facts.signed:
            AskingRule.add(
                area=areas[slug],
                agency=agency,
                always=facts.always,
                when_adult=facts.when_adult,
                concerns=list(facts.concerns),
                from_age=low,
                to_age=high,
            )
    return agency


def _hire(
    worker: Worker,
    agencies: dict[str, Agency],
    areas: dict[str, Area],
    teams: dict[str, Team],
    manager: Member | None,
) -> Member:
    member = Member.add(
        username=worker.username,
        name=worker.name,
        agency=agencies[worker.agency],
        registration_number=worker.registration_number,
        email=f"{worker.username}@demo.example",
        phone=worker.phone,
        manager=manager,
    )
    for slug in worker.areas:
        MemberRole.add(
            member=member,
            role=worker.role,
            area=areas[slug],
            team=teams[worker.team] if worker.team else None,
            since=SINCE,
        )
    Account.objects.create_user(worker.username, password=None, member=member, email=member.email)
    return member
