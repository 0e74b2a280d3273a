"""The filters of the picture as links: what is chosen stands in the address."""

from __future__ import annotations

from dataclasses import dataclass

from mash.foundation.access.sightings import sighted
from mash.pathway.gathering.picture import Chosen, Picture
from mash.ui.page import Link


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: what it says now, and what it offers."""

    text: str
    links: tuple[Link, ...]


def filters_of(whole: Picture, chosen: Chosen, anchor: str = "#picture") -> list[Filter]:
    """By person, agency, kind and time; those that would offer only one thing are left out."""
    people = [(str(person.pk), sighted(person)) for person in whole.people]
    agencies = sorted({(entry.item.agency.slug, entry.item.agency.name) for entry in whole.entries})
    kinds = [(kind, kind) for kind in whole.kinds]
    years = sorted({entry.happened.year for entry in whole.entries if entry.happened})
    times = [(f"{year}-01-01", f"since {year}") for year in years]
    offered = (
        ("person", "everybody", people),
        ("agency", "all agencies", agencies),
        ("kind", "all kinds", kinds),
        ("since", "all times", times),
    )
    return [
        _filter(name, everything, options, chosen, anchor)
        for name, everything, options in offered
        if len(options) > 1 or getattr(chosen, name)
    ]


def _filter(name: str, everything: str, options: list[tuple[str, str]], chosen: Chosen, anchor: str) -> Filter:
    value = getattr(chosen, name)
    links = [
        Link(text, f"?{chosen.but(**{name: option})}{anchor}", current=option == value)
        for option, text in (("", everything), *options)
    ]
    return Filter(dict(options).get(value, value or everything), tuple(links))
