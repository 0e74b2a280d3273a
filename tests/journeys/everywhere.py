"""Finds where to look: for every page that the URL table has, somebody who may see it, at every stage of the story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from mash.foundation.zones import Seat
from tests import world
from tests.browsing import signed_in
from tests.seal.crawl import ids_of

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
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
NO_PAGES = ("/health/", "/metrics")
MARKUP = re.compile(r"<(\w+)|(?:class|type|role)=\"([^\"]*)\"")
# Pages that differ from desk to desk: each account looks at its own.
EVERYBODYS = ("/start", "/account", "/board", "/enquiries/<str:reference>/", "/requests/", "/handovers/")


@dataclass(frozen=True, slots=True)
class Scene:
    """One enquiry of the story: what may stand for the parameters of an address."""

    reference: str
    ids: Mapping[str, list[str]]
    known: Mapping[str, list[str]]

    def values(self, name: str, reads: Sequence[str]) -> list[str]:
        """What a parameter may be: by its name, else by what its page reads; of one nobody thought of, every id."""
        if name == "reference":
            return [self.reference]
        if name in self.known:
            return self.known[name]
        named = self.ids.get(name.removesuffix("_id"))
        if named is not None:
            return named + self.ids["describedperson"] if name == "person" else named
        first = [key for model in reads for key in self.ids.get(model, [])]
        return list(dict.fromkeys([*first, *(key for keys in self.ids.values() for key in keys)]))


@dataclass(slots=True)
class Route:
    """An address of the URL table, the stages at which somebody has reached it, and what its pages looked like."""

    pattern: str
    view: Any
    reached: bool = False
    done: set[str] = field(default_factory=set)
    seen: set[tuple[str, str]] = field(default_factory=set)

    @property
    def parameters(self) -> list[str]:
        """The names of what stands open in it."""
        return PARAMETER.findall(self.pattern)

    def is_open_to(self, seat: Seat) -> bool:
        """Whether it can be a page of this seat at all."""
        return seat in getattr(self.view, "seats", [seat]) or getattr(self.view, "public", False)

    def filled(self, scene: Scene) -> list[str]:
        """Its addresses in a scene."""
        reads = [model.__name__.lower() for model in getattr(self.view, "reads", ())]
        made = [self.pattern]
        for name in self.parameters:
            made = [re.sub(rf"<(?:\w+:)?{name}>", value, one) for one in made for value in scene.values(name, reads)]
        return made


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to look at: which route it belongs to, and where it is."""

    route: str
    address: str


@dataclass(frozen=True, slots=True)
class Walks:
    """Where each account looks, and the routes that nobody reached."""

    stops: dict[str, list[Stop]]
    unreached: list[str]


def routes() -> Iterator[Route]:
    """Every route of the URL table that may be a page."""

    def walk(patterns: list[Any], start: str) -> Iterator[Route]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, start + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                yield Route(start + str(pattern.pattern), pattern.callback)

    return (route for route in walk(get_resolver().url_patterns, "/") if not route.pattern.startswith(NO_PAGES))


def walks(enquiries: Mapping[str, Mapping[str, Any]], known: Mapping[str, list[str]]) -> Walks:
    """Who looks where: the first account that may see a page, once for each page that brings markup not seen before.

    Args:
        enquiries: what `receive_enquiry` gave, by stage.
        known: values for parameters that are no ids of an enquiry's own things.
    """
    everywhere = list(routes())
    scenes = [Scene(made["reference"], ids_of(made["id"]), known) for made in enquiries.values()]
    stops: dict[str, list[Stop]] = {}
    for username in ACCOUNTS:
        client = signed_in(username) if username else Client()
        seat = _seat(username)
        mine = [route for route in everywhere if route.is_open_to(seat)]
        stops[username] = [Stop(route.pattern, address) for route in mine for address in _new(route, client, scenes)]
    return Walks(stops, [route.pattern for route in everywhere if not route.reached])


def _seat(username: str) -> Seat:
    with world.as_(username or None) as me:
        return me.seat


def _new(route: Route, client: Client, scenes: Sequence[Scene]) -> Iterator[str]:
    """The route's addresses that this reader finds and that look new: at most one for each stage."""
    for scene in scenes if route.parameters else scenes[:1]:
        if scene.reference in route.done and route.pattern not in EVERYBODYS:
            continue
        for address in route.filled(scene):
            answer = client.get(address)
            if answer.status_code == 405:
                route.reached = True
                return
            if answer.status_code != 200:
                continue
            route.reached = True
            route.done.add(scene.reference)
            if not answer.content.lstrip().startswith(b"<!doctype html>"):
                break
            looks = set(MARKUP.findall(answer.content.decode()))
            if not looks <= route.seen:
                route.seen |= looks
                yield address
            break
