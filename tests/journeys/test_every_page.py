"""Every page that the URL table has, looked at as people with other eyes, hands and windows meet it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.urls import resolve
from playwright.sync_api import Browser

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import scenario
from mash.foundation.access.models import Glass, Tie
from mash.foundation.clock.now import at
from mash.pathway.enquiries.drafts.actions import begin_draft, keep_draft
from mash.pathway.enquiries.models import AdultRisk, DescribedPerson, Enquiry, Offer
from mash.pathway.enquiries.professional.parts import BY_SLUG
from mash.pathway.enquiries.telling.public.holding import COOKIE, PATH
from mash.pathway.people.models import Caution
from tests import world
from tests.committed import clear
from tests.journeys.doors import DOORS, doors
from tests.journeys.everywhere import Walk, walks
from tests.journeys.glance import Eye, Glance, Looker
from tests.journeys.served import Story, served
from tests.journeys.stages import LONG, stages
from tests.journeys.window import Window
from tests.seal.planted import story
from tests.set_up import set_up

AFTER = datetime(2026, 3, 2, 13, 20, tzinfo=UTC)
NAMES = ("Piran", "Seedlove", "Elowen", "Seedmore", "Merryn", "Gorsewell", "Perran", "Loveday", LONG, "Tegen")


@dataclass(frozen=True, slots=True)
class County:
    """A hub that serves a story with something on every page, and who looks at what."""

    browser: Browser
    address: str
    walks: dict[str, Walk]
    unreached: list[str]

    def looks(self) -> Iterator[Glance]:
        """What every page of every walk looks like."""
        for who, walk in self.walks.items():
            if not walk.stops:
                continue
            window = Window(self.browser, self.address)
            if walk.session:
                window.context.add_cookies([{"name": "sessionid", "value": walk.session, "url": self.address}])
            if walk.draft:
                window.context.add_cookies([{"name": COOKIE, "value": walk.draft, "domain": "127.0.0.1", "path": PATH}])
            looker = Looker(window)
            yield from (looker.look(address) for address in walk.stops)
            window.close()
            assert not window.faults, f"{who}: {window.faults}"


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any, browser: Browser) -> Iterator[County]:
    """The planted story and one enquiry at every stage, on a hub that serves."""
    with django_db_blocker.unblock():
        clear()
        with set_up() as desk:
            enquiries = {**played(story()), **played(stages()), **offered()}
            with at(AFTER):
                found, unreached = walks(enquiries, desk | known())
            found |= doors()
            with served(Story(AFTER)) as address:
                yield County(browser, address, found, [route for route in unreached if route not in DOORS])
        clear()
        connections.close_all()


@pytest.fixture(scope="module")
def looks(county: County) -> list[Glance]:
    """Every page, loaded once and looked at with every eye."""
    return list(county.looks())


def offered() -> dict[str, Any]:
    """The enquiries that came of offers to another area, by the name of their reference."""
    with world.backstage():
        rows = Enquiry.objects.filter(pk__in=Offer.objects.values("became"))
        return {one.reference: {"id": str(one.pk), "reference": one.reference} for one in rows}


def played(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Play a scenario; its enquiries by name."""
    ended = play(scenario(told, verbs=verbs(), usernames=usernames()))
    assert ended["failed"] == 0, [step for step in ended["steps"] if step["outcome"] != "made"]
    return {step["as"]: step["result"] for step in ended["steps"] if step["do"] == "receive_enquiry"}


def known() -> dict[str, list[str]]:
    """What stands in addresses and belongs to no enquiry."""
    with world.as_("sw.tamarshire.1", when=AFTER) as me:  # a call that is not received yet
        call = begin_draft(me, door="phone")
        keep_draft(me, call, part="call", told={"typed": {"narrative": ["He is cold."]}, "window": "one"})
    with world.backstage():
        take_care()
        return {
            "part": list(BY_SLUG),
            "draft": [str(call.id)],
            "glass": [str(key) for key in Glass.objects.values_list("pk", flat=True)],
            "tie": [str(key) for key in Tie.objects.values_list("pk", flat=True)],
            "token": ["x"],
            "pack": packs(),
        }


def take_care() -> None:
    """Of an adult of somebody's household one must take care, and whoever has the enquiry has not seen it yet."""
    described = DescribedPerson.objects.exclude(person=None).filter(enquiry__area=world.area()).order_by("pk")
    adult = described.filter(role="mother")[0]
    child = described.filter(role="child", enquiry=adult.enquiry)[0]
    caution = Caution.add(
        person=adult.person, area=world.area().pk, kind="violence", text="", source="police", source_ref="P-1",
        loaded_at=AFTER,
    )  # fmt: skip
    AdultRisk.add(
        enquiry=child.enquiry, area=caution.area, adult=adult.person, caution=caution.pk, child=child, told_at=AFTER
    )


def packs() -> list[str]:
    """The day's outage packs, where the desk that makes them is installed."""
    if "mash.desks.outage" not in settings.DESKS:
        return []
    from mash.desks.outage.jobs import make_packs
    from mash.desks.outage.models import Pack

    make_packs.run_at(AFTER)
    return [str(key) for key in Pack.objects.values_list("pk", flat=True)]


@pytest.mark.rule(91)
def test_somebody_has_looked_at_every_page_there_is(county: County) -> None:
    assert county.unreached == []


@pytest.mark.rule(91)
@pytest.mark.parametrize("eye", Eye, ids=lambda eye: eye.name.lower())
def test_every_page_is_for_everybody(looks: list[Glance], eye: Eye) -> None:
    faults = [f"{look.address}: {fault}" for look in looks for fault in look.faults[eye]]
    assert not faults, f"{len(faults)} faults by {eye}:\n" + "\n".join(faults[:40])


@pytest.mark.rule(91)
def test_pages_of_different_kinds_have_different_titles(looks: list[Glance]) -> None:
    kinds = defaultdict(set)
    for look in looks:
        kinds[look.title].add(resolve(urlsplit(look.address).path).route)
    alike = {title: routes for title, routes in kinds.items() if len(routes) > 1}
    assert not alike


def test_no_title_says_who_a_page_is_about(looks: list[Glance]) -> None:
    # A title goes where nobody can call it back: into the browser's history, and the names of shared windows.
    assert not {look.title for look in looks if any(name in look.title for name in NAMES)}
