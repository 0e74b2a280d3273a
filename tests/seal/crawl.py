"""Every page that the URL table has, filled in with the ids of one story, for one reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit
from zipfile import ZipFile

from django.apps import apps
from django.db.models import QuerySet
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from PIL import Image, ImageColor, ImageStat

from mash.foundation.access.models import Glass
from mash.foundation.kept import Kept
from mash.pathway.enquiries.models import Draft, Enquiry
from mash.pathway.enquiries.professional.parts import BY_SLUG
from tests import world
from tests.papers import words_of
from tests.seal.planted import COLOUR, PICTURE, SEARCHES

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# Which rows an address names, by what stands before the id.
ROWS = {
    "alerts": "alert",
    "files": "attachment",
    "calls": "draft",
    "disagreements": "disagreement",
    "doubles": "doubt",
    "elsewhere": "sentelsewhere",
    "entries": "prompt",
    "glass": "glass",
    "handovers": "handover",
    "identify": "describedperson",
    "items": "item",
    "keep-rating": "request",
    "moves": "relocation",
    "people": "describedperson",
    "planned": "servicestandard",
    "permissions": "permission",
    "releases": "release",
    "requests": "request",
    "review": "request",
    "risks": "adultrisk",
    "ties": "tie",
    "roles": "memberrole",
}
LINK = re.compile(r'(?:href|src|action|data-poll|data-url)="(/[^"#]*)')
# Of pages that differ in their questions only (filters, a page of a list) this many are read.
VARIANTS = 4
# Where pages are of rows of the partnership alone: of those of one route as many are read.
OF_THE_PARTNERSHIP = "/admin-desk/"
NOT_A_PAGE = ("/static/", "/assets/", "/sign-out", "/health/", "/metrics")


def routes() -> Iterator[str]:
    """Every route of the URL table."""

    def walk(patterns: list[Any], start: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, start + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                yield start + str(pattern.pattern)

    yield from walk(get_resolver().url_patterns, "/")


def ids_of(enquiry: str) -> dict[str, list[str]]:
    """The ids of everything that belongs to an enquiry, by the model's name."""
    found: dict[str, list[str]] = {}
    with world.backstage():
        for model in apps.get_models():
            if not (issubclass(model, Kept) and model.__module__.startswith("mash.pathway")):
                continue
            rows: QuerySet[Any] = model._default_manager.all()
            if any(field.name == "enquiry" for field in model._meta.concrete_fields):
                rows = rows.filter(enquiry=enquiry)
            elif model is Enquiry:
                rows = rows.filter(pk=enquiry)
            found[model._meta.model_name or ""] = [str(key) for key in rows.values_list("pk", flat=True)[:40]]
    return found


def _drafts() -> list[str]:
    with world.backstage():
        return [str(key) for key in Draft.objects.filter(enquiry=None).values_list("pk", flat=True)]


def _broken() -> list[str]:
    with world.backstage():
        return [str(key) for key in Glass.objects.values_list("pk", flat=True)]


def addresses(reference: str, ids: dict[str, list[str]], desk: dict[str, list[str]]) -> list[str]:
    """Every route with every value that its parameters may take here; one that nobody thought of takes every id.

    Args:
        desk: values of the set-up desk's own.
    """
    everything = sorted({key for keys in ids.values() for key in keys})
    values = {
        **desk,
        "reference": [reference],
        "part": list(BY_SLUG),
        "glass": _broken(),
        "tie": [],
        "pack": [],  # what goes on paper is looked through in the tests of its desk
        "token": ["a-token-that-nobody-was-given"],
        "draft": (drafts := _drafts()),
    }
    for name in ("person", "subject", "described"):
        values[name] = ids["person"] + ids["describedperson"]
    made = []
    for route in routes():
        if route.startswith(NOT_A_PAGE):
            continue
        filled = [re.sub(r"^\^|\$$|\\Z$", "", route)]
        for _, name in PARAMETER.findall(route):
            rows = ids.get(ROWS.get(before(route, name), ""), everything)
            filled = [
                re.sub(rf"<(?:\w+:)?{name}>", value, address) for address in filled for value in values.get(name, rows)
            ]
        made += filled
        if route.startswith("/enquire/professional/"):
            made += [f"{address}?draft={draft}" for address in filled for draft in drafts]
    return made + list(map(search_for, SEARCHES))


def search_for(typed: str) -> str:
    """The address of a search in the register."""
    return f"/people/?{urlencode({'q': typed})}"


def before(route: str, name: str) -> str:
    """The word that stands before a parameter of a route."""
    return re.split(rf"/<(?:\w+:)?{name}>", route)[0].rpartition("/")[2]


def pages(client: Client, starts: list[str]) -> Iterator[tuple[str, int, str]]:
    """Each address and what links from there lead to: (address, status, everything a reader could get out of it)."""
    queue, seen, asked_of, begins = list(starts), set(), Counter[str](), frozenset(starts)
    while queue:
        address = queue.pop(0)
        alike = urlsplit(address).path if address in begins else kind_of(urlsplit(address).path)
        if address in seen or address.startswith(NOT_A_PAGE) or asked_of[alike] >= VARIANTS:
            continue
        seen.add(address)
        asked_of[alike] += 1
        answer = client.get(address)
        text = text_of(answer)
        yield address, answer.status_code, text
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            queue += [unescape(link) for link in LINK.findall(text)]


def kind_of(path: str) -> str:
    """What pages have in common that differ in their questions only, or in a row of the partnership."""
    return resolve(path).route if path.startswith(OF_THE_PARTNERSHIP) else path


def text_of(answer: Any) -> str:
    """Body and headers, as text; of a PDF, its words too; of a container, what is in it; of a picture, which it is."""
    body: bytes = answer.content
    parts = [body]
    if body.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(body)) as opened:
            parts = [*(name.encode() for name in opened.namelist()), *map(opened.read, opened.namelist())]
    if body.startswith(b"%PDF"):
        parts.append(words_of(body).encode())
    if any(map(is_planted_picture, parts)):
        parts.append(PICTURE.encode())
    text = b"\n".join(parts).decode(errors="replace")
    return f"{text}\n{unescape(text)}\n{answer.headers}"


def is_planted_picture(content: bytes) -> bool:
    """Whether this is the planted photo, in whatever size: one of its colour from edge to edge."""
    if not content.startswith((b"\xff\xd8", b"\x89PNG")):
        return False
    seen = ImageStat.Stat(Image.open(BytesIO(content)).convert("RGB")).mean
    return all(abs(a - b) < 12 for a, b in zip(seen, ImageColor.getrgb(COLOUR), strict=True))
