"""Finds where to look: for every page that the URL table has, somebody who may see it, at every stage of the story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from mash.foundation.access.policy import RULES
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.telling.public.holding import COOKIE
from tests import world
from tests.browsing import signed_in
from tests.neighbour import Neighbour
from tests.seal.crawl import ROWS, ids_of

VISITOR = ""
ACCOUNTS = (
    VISITOR,
    "sw.tamarshire.1",
    "pm.tamarshire.1",
    "pm.tamarshire.2",
    "calls.tamarshire.1",
    "police.1",
    "health.1",
    "probation.1",
    "team.tamar-north.1",
    "team.tamar-south.1",
    "early-help.tamarshire.1",
    "school.1",
    "evaluator.1",
    "conferences.1",
    "checker.1",
    "auditor.1",
    "admin.1",
    "analyst.1",
    "pm.port-ellery.2",
)
NO_PAGES = ("/health/", "/metrics")
PARAMETER = re.compile(r"([\w-]*)/(<(?:\w+:)?(\w+)>)")
MARKUP = re.compile(r"<(\w+)|(?:class|type|role)=\"([^\"]*)\"")
LEVEL = re.compile("--(red|amber|green|none)")  # its colours make no page new
# Pages that differ from reader to reader: each account looks at its own.
EVERYBODYS = (
    "/start",
    "/account",
    "/board",
    "/enquiries/<str:reference>/",
    "/handovers/",
    "/handovers/<uuid:key>",
    "/permissions/<uuid:key>",
    "/releases/<uuid:key>",
    "/requests/",
    "/requests/<uuid:request_id>",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One enquiry of the story: what may stand for the parameters of an address."""

    reference: str
    ids: Mapping[str, list[str]]
    known: Mapping[str, list[str]]

    def values(self, name: str, before: str, reads: Sequence[str]) -> list[str]:
        """What a parameter may be: by its name, by the word before it, by what its page reads, or any id at all."""
        if name == "reference":
            return [self.reference]
        if name in self.known:
            return self.known[name]
        for word in (name.removesuffix("_id"), before.removesuffix("s"), ROWS.get(before, "")):
            if word in self.ids:
                return self.ids[word] + (self.ids["describedperson"] if word == "person" else [])
        read = [key for model in reads for key in self.ids.get(model, [])]
        return read or [key for keys in self.ids.values() for key in keys]


@dataclass(slots=True)
class Route:
    """An address of the URL table, whether somebody has reached it, and what its pages looked like."""

    pattern: str
    view: Any
    reached: bool = False
    seen: set[tuple[str, str]] = field(default_factory=set)

    def is_open_to(self, seat: Seat, roles: frozenset[Role]) -> bool:
        """Whether it can be a page of this seat at all, and nobody is asked to do there what only others may."""
        if seat not in getattr(self.view, "seats", [seat]):
            return bool(getattr(self.view, "public", False))
        rules = [RULES[verb.__name__] for verb in getattr(self.view, "does", ()) if verb.__name__ in RULES]
        return not rules or any(rule.anyone or rule.roles & roles for rule in rules)

    def filled(self, scene: Scene) -> list[str]:
        """Its addresses in a scene."""
        reads = [model.__name__.lower() for model in getattr(self.view, "reads", ())]
        made = [self.pattern]
        for before, parameter, name in PARAMETER.findall(self.pattern):
            values = scene.values(name, before, reads)
            made = [one.replace(parameter, value) for one in made for value in values]
        return made


@dataclass(frozen=True, slots=True)
class Walk:
    """One account's way: the session that it is signed in with, the addresses where it looks, and its draft."""

    session: str
    stops: list[str]
    draft: str = ""


def routes() -> Iterator[Route]:
    """Every route of the URL table that may be a page."""

    def walk(patterns: list[Any], start: str) -> Iterator[Route]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, start + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                yield Route(start + str(pattern.pattern), pattern.callback)

    return (route for route in walk(get_resolver().url_patterns, "/") if not route.pattern.startswith(NO_PAGES))


def walks(
    enquiries: Mapping[str, Mapping[str, Any]], known: Mapping[str, list[str]]
) -> tuple[dict[str, Walk], list[str]]:
    """Where each account looks, and the routes that nobody reached.

    A page is looked at by the first account that may see it, and again at each stage that brings markup not seen
    before.

    Args:
        enquiries: what `receive_enquiry` gave, by stage.
        known: values for parameters that are no ids of an enquiry's own things.
    """
    everywhere = list(routes())
    scenes = [Scene(made["reference"], ids_of(made["id"]), known) for made in enquiries.values()]
    found: dict[str, Walk] = {}
    for username in ACCOUNTS:
        client = signed_in(username) if username else Client()
        if username == VISITOR:
            neighbour = Neighbour(client)
            neighbour.tell(given="Merryn", narrative="He cries at night.", name="A neighbour")
            neighbour.show(("diary.txt", b"Monday: he hit her."))
        seat, roles = _place(username)
        mine = [r for r in everywhere if r.is_open_to(seat, roles) and (r.pattern in EVERYBODYS or not r.reached)]
        stops = [address for route in mine for address in _new(route, client, scenes)]
        session = client.cookies["sessionid"].value if username else ""
        found[username] = Walk(session, stops, client.cookies[COOKIE].value if COOKIE in client.cookies else "")
    return found, [route.pattern for route in everywhere if not route.reached]


def _place(username: str) -> tuple[Seat, frozenset[Role]]:
    with world.as_(username or None) as me:
        return me.seat, frozenset(Role(held.role) for held in me.roles)


def _leads_on(answer: Any) -> bool:
    return answer.status_code == 302 and not answer.url.startswith("/sign-in")


def _new(route: Route, client: Client, scenes: Sequence[Scene]) -> Iterator[str]:
    """The route's addresses that this reader finds and that look new: at most one for each stage."""
    asked: set[str] = set()
    for scene in scenes if "<" in route.pattern else scenes[:1]:
        for address in route.filled(scene):
            if address in asked:  # it belongs to no enquiry, and stands at every stage
                continue
            asked.add(address)
            answer = client.get(address)
            if answer.status_code == 405 or _leads_on(answer):  # a button's address, no page
                route.reached = True
                return
            if answer.status_code != 200:
                continue
            route.reached = True
            if not answer.content.lstrip().startswith(b"<!doctype html>"):  # a part of a page, or paper
                break
            looks = set(MARKUP.findall(LEVEL.sub("", answer.content.decode())))
            if not looks <= route.seen:
                route.seen |= looks
                yield address
            break
