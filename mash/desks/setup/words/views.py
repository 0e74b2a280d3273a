"""The words of each area: lists, and pages that add, change and end an entry."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.forms import SetUpForm, UsualForm
from mash.desks.setup.showing import asked, own, show
from mash.desks.setup.verbs import own_areas
from mash.desks.setup.words.actions import (
    add_usual_words,
    add_words,
    change_words,
    end_words,
    missing_usual,
    place_of,
    what_is_left,
)
from mash.desks.setup.words.forms import WordsForm
from mash.desks.setup.words.kinds import KINDS, Kind, shown
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Area, Criterion, Guidance, Prompt, Service
from mash.foundation.zones import Seat

OVER = "This has ended: it stands no longer. Add it again if it should."
READS = (Area, Criterion, Guidance, Prompt, Service)


@page(Seat.SETUP, reads=READS)
def words(request: HubRequest) -> HttpResponse:
    """The kinds of words, with how many each area has. Five queries, however many areas and words."""
    related = ("criteria", "guidance", "prompts", "services")
    areas = Area.objects.filter(pk__in=own_areas(request.me)).prefetch_related(*related)
    places = [
        (area, [(kind, len(getattr(area, name).all())) for kind, name in zip(KINDS.values(), related, strict=True)])
        for area in areas
    ]
    return show(request, "setup/words/words.jinja", {"places": places}, subject="words")


@page(Seat.SETUP, reads=READS)
def entries(request: HubRequest, area: str, kind: str) -> HttpResponse:
    """An area's entries of one kind, in their order."""
    where, which = _of(request, area, kind)
    rows = which.rows(where)
    parts = [
        (label, [row for row in rows if which.part_of(row) == part])
        for part, label in (which.parts or {"": ""}).items()
    ]
    return show(
        request,
        "setup/words/entries.jinja",
        {"area": where, "kind": which, "parts": parts, "usual": missing_usual(which, rows)},
        subject="words",
    )


@page(Seat.SETUP, does=(add_words,), reads=READS)
def new_entry(request: HubRequest, area: str, kind: str) -> HttpResponse:
    """Add an entry."""
    where, which = _of(request, area, kind)
    return asked(
        request,
        WordsForm(request.POST or None, kind=which),
        lambda told: add_words(request.me, where.pk, kind=which, **told),
        heading=f"Add a {which.one}",
        lead=f"{which.stands} In {where}.",
        button="Add it",
        says=lambda made: "Added.",
        back=_list(where, which),
        subject="words",
    )


@page(Seat.SETUP, does=(add_usual_words,), reads=READS)
def usual(request: HubRequest, area: str, kind: str) -> HttpResponse:
    """Add entries that hubs mostly begin with."""
    where, which = _of(request, area, kind)
    missing = missing_usual(which, which.rows(where))
    main = next(iter(which.most))
    choices = [(number, f"{_part(which, said)}{said[main]}") for number, said in missing]
    return asked(
        request,
        UsualForm(request.POST or None, choices=choices),
        lambda told: add_usual_words(request.me, where.pk, kind=which, **told),
        heading=f"{which.title}: what hubs mostly begin with",
        lead=f"{which.stands} In {where}.",
        button="Add them",
        says=lambda made: f"{len(made)} added.",
        back=_list(where, which),
        subject="words",
        stops="" if missing else "All of them are there already.",
    )


@page(Seat.SETUP, does=(change_words,), reads=READS)
def entry(request: HubRequest, kind: str, entry: uuid.UUID) -> HttpResponse:
    """Change an entry or its place."""
    which, found, rows = _entry(request, kind, entry)
    return asked(
        request,
        WordsForm(request.POST or None, kind=which, stands=shown(which, found, place_of(which, found, rows))),
        lambda told: change_words(request.me, found.pk, kind=which, **told),
        heading=f"Change a {which.one}",
        lead=f"{which.stands} In {found.area}.",
        button="Save",
        says=lambda made: "Saved.",
        back=_list(found.area, which),
        subject="words",
        row=found,
        stops=OVER if found.ended_at else "",
        ways=[] if found.ended_at else [(f"End this {which.one}", reverse("setup:end_words", args=[kind, found.pk]))],
    )


@page(Seat.SETUP, does=(end_words,), reads=READS)
def end_entry(request: HubRequest, kind: str, entry: uuid.UUID) -> HttpResponse:
    """End an entry."""
    which, found, rows = _entry(request, kind, entry)
    will = [
        f"'{getattr(found, next(iter(which.most)))}' stands no longer from now on.",
        what_is_left(which, found, rows),
    ]
    return asked(
        request,
        SetUpForm(request.POST or None, stands=shown(which, found, place_of(which, found, rows))),
        lambda told: end_words(request.me, found.pk, kind=which, **told),
        heading=f"End a {which.one}",
        button="End it",
        says=lambda made: "It stands no longer.",
        back=_list(found.area, which),
        subject="words",
        will=[sentence for sentence in will if sentence],
        warns=True,
        stops=OVER if found.ended_at else "",
        row=found,
    )


def _part(kind: Kind, said: Mapping[str, str]) -> str:
    return f"{kind.parts[said[kind.sorted_by]]}: " if kind.parts else ""


def _of(request: HubRequest, area: str, kind: str) -> tuple[Area, Kind]:
    return own(request.me, Area.objects.filter(slug=area)), _kind(kind)


def _entry(request: HubRequest, kind: str, entry: uuid.UUID) -> tuple[Kind, Any, list[Any]]:
    which = _kind(kind)
    everything: Any = which.model._base_manager.filter(pk=entry).select_related("area")
    found = own(request.me, everything, "area")
    return which, found, which.rows(found.area)


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Refused("not_found")
    return KINDS[kind]


def _list(area: Area, kind: Kind) -> str:
    return reverse("setup:entries", args=[area.slug, kind.key])
