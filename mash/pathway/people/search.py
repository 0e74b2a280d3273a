"""Finds people of the register by what somebody types: a name, a birth, a postcode, a number, an e-mail address."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.clock.london import in_london
from mash.pathway.people.asked_for import Asked
from mash.pathway.people.finding import Known, holding, ranked, readings_of
from mash.pathway.people.matching import search_keys
from mash.pathway.people.matching.keys import word_keys
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.tallies import weights_for

MOST_SHOWN = 30
MOST_LOOKED_AT = 200  # whoever types a single name is shown a page of people, of their own areas


def look_for(me: Acting, asked_for: Asked) -> list[Person]:
    """People whom this reader's own hubs know, likeliest first. At most six queries.

    A protected address finds somebody only for the hub that was told it: row-level security holds it back from others.
    """
    if not asked_for.says_something or not me.areas_as(*CORE):
        return []
    today = in_london(me.now).date()
    asked_for = asked_for.as_of(today)
    descriptions = [reading for told in asked_for.descriptions(today) for reading in readings_of(told)]
    keys = {key for reading in descriptions for key in search_keys(reading.described)} | set(_word_keys(asked_for))
    own = me.areas_as(*CORE)
    held = holding(keys, MOST_LOOKED_AT, asked_for.several)
    known = {person.pk: person for person in held if own & set(person.areas)}
    living = _living_at(me, asked_for.postcode)
    weights = weights_for([reading.described for reading in descriptions])
    order = [candidate.id for candidate in ranked(descriptions, [*known.values()], weights)]
    order.sort(key=lambda key: not _bears(known[key], asked_for.initials))
    if asked_for.unborn:
        order.sort(key=lambda key: known[key].description.due_date is None or known[key].description.born is not None)
    wanted = [*dict.fromkeys([*order[: 2 * MOST_SHOWN], *living, *_due_on(me, asked_for.due)])]
    if asked_for.postcode and not (asked_for.words or asked_for.born or asked_for.due):
        wanted = living
    people = {
        person.pk: person for person in Person.objects.visible_to(me).unmerged().filter(pk__in=wanted[: 2 * MOST_SHOWN])
    }
    return [people[key] for key in wanted if key in people][:MOST_SHOWN]


def _word_keys(asked_for: Asked) -> list[str]:
    """A single word is looked for as a name of any kind; several must sound like a whole name, or be all of one."""
    return [f"word:{asked_for.words[0]}"] if len(asked_for.words) == 1 and not asked_for.born else []


def _bears(person: Known, initials: Sequence[str]) -> bool:
    """Whether each of these letters begins a name of somebody's."""
    begins = Counter(key.removeprefix("word:")[0] for key in word_keys(person.description))
    return not Counter(initials) - begins


def _due_on(me: Acting, day: date | None) -> list[uuid.UUID]:
    if day is None:
        return []
    due = Person.objects.visible_to(me).unmerged().filter(born=None, due_date=day)
    return list(due.order_by("family", "pk").values_list("pk", flat=True)[:MOST_SHOWN])


def _living_at(me: Acting, postcode: str) -> list[uuid.UUID]:
    if not postcode:
        return []
    return list(
        PersonAddress.objects.visible_to(me)
        .filter(postcode=postcode)
        .order_by("-told_at")
        .values_list("person", flat=True)[: 2 * MOST_SHOWN]
    )
