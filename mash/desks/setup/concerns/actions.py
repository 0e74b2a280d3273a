"""Adding, renaming and retiring concerns. A short name never changes: enquiries, rules and figures hold it."""

from __future__ import annotations

from typing import Any

from mash.desks.setup.naming import free_slug
from mash.desks.setup.verbs import OF_THE_WHOLE_HUB, Key, Shown, keep, permit_everywhere, set_up, unchanged
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, hold, lock
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import AskingRule, Concern
from mash.foundation.partnership.usual import CONCERNS
from mash.pathway.enquiries.adults import AT_RISK

MOST_LABEL = 80


def shown(concern: Concern) -> Shown:
    """What the form shows of a concern."""
    return {"label": concern.label, "retired": concern.retired_at is not None}


@set_up(can="Add a concern", did="added a concern", rule=OF_THE_WHOLE_HUB)
def add_concern(me: Acting, *, label: Any) -> Concern:
    """Add a kind of worry, last in the list.

    Raises:
        Refused: not an administrator of every area.
        Invalid: no name, too long, or there is one of that name.
    """
    hold(Concern, "names")
    permit_everywhere(me, "add_concern")
    said = _checked(label)
    last = Concern.objects.order_by("-order").values_list("order", flat=True).first()
    concern = Concern.add(slug=free_slug(Concern, said), label=said, order=0 if last is None else last + 1)
    keep(me, "add_concern", concern, was={}, becomes=shown(concern), concern=concern.slug)
    return concern


@set_up(can="Add concerns that hubs mostly have", did="added concerns that hubs mostly have", rule=OF_THE_WHOLE_HUB)
def add_usual_concerns(me: Acting, *, chosen: list[str]) -> list[Concern]:
    """Add concerns that hubs mostly have, under the short names by which the product knows them.

    Args:
        chosen: their short names, of those that are `missing_usual`.

    Raises:
        Refused: not an administrator of every area.
        Invalid: none was chosen.
    """
    hold(Concern, "names")
    permit_everywhere(me, "add_usual_concerns")
    fresh = [one for one in missing_usual() if one[0] in chosen]
    if not fresh:
        raise Invalid(chosen="Choose at least one that is not there yet")
    begins = Concern.objects.count()
    added = [Concern.add(slug=slug, label=label, order=begins + n) for n, (slug, label) in enumerate(fresh)]
    for concern in added:
        keep(me, "add_usual_concerns", concern, was={}, becomes=shown(concern), concern=concern.slug)
    return added


def missing_usual() -> list[tuple[str, str]]:
    """The usual concerns that this hub does not have, by short name and name. One query."""
    there = list(Concern.objects.values_list("slug", "label"))
    slugs, labels = {slug for slug, _ in there}, {label.casefold() for _, label in there}
    return [(slug, label) for slug, label in CONCERNS if slug not in slugs and label.casefold() not in labels]


@set_up(can="Rename a concern", did="renamed a concern", rule=OF_THE_WHOLE_HUB)
def rename_concern(me: Acting, concern: Key, *, label: Any, seen: str) -> Concern:
    """Give a concern another name, also where enquiries bear it; its short name stays.

    Raises:
        Refused: not an administrator of every area.
        Invalid: no name, too long, another one of that name; somebody was faster.
    """
    found, was = _held(me, "rename_concern", concern, seen)
    found.change(label=_checked(label, of=found))
    keep(me, "rename_concern", found, was=was, becomes=shown(found), concern=found.slug)
    return found


@set_up(can="Retire a concern", did="retired a concern", rule=OF_THE_WHOLE_HUB)
def retire_concern(me: Acting, concern: Key, *, seen: str) -> Concern:
    """Offer a concern no more. Enquiries that bear it keep it, and so do rules that name it.

    Raises:
        Refused: not an administrator of every area.
        Invalid: it is retired already, or the door gives it by itself; somebody was faster.
    """
    found, was = _held(me, "retire_concern", concern, seen)
    if stops := what_stops(found):
        raise Invalid(seen=stops)
    found.change(retired_at=me.now)
    keep(me, "retire_concern", found, was=was, becomes=shown(found), concern=found.slug)
    return found


@set_up(can="Offer a retired concern again", did="offered a retired concern again", rule=OF_THE_WHOLE_HUB)
def offer_concern_again(me: Acting, concern: Key, *, seen: str) -> Concern:
    """Offer a concern again that was retired.

    Raises:
        Refused: not an administrator of every area.
        Invalid: it is offered already; somebody was faster.
    """
    found, was = _held(me, "offer_concern_again", concern, seen)
    if found.retired_at is None:
        raise Invalid(seen="It is offered already.")
    found.change(retired_at=None)
    keep(me, "offer_concern_again", found, was=was, becomes=shown(found), concern=found.slug)
    return found


def what_stops(concern: Concern) -> str:
    """Why a concern cannot be retired; empty when it can."""
    if concern.slug == AT_RISK:
        return "The form for professionals gives this one by itself when they tell of an adult. It stays."
    return "It is retired already." if concern.retired_at else ""


def rules_that_name(concern: Concern) -> list[AskingRule]:
    """The asking rules that name a concern. One query."""
    return list(AskingRule.objects.filter(concerns__contains=[concern.slug]).select_related("area", "agency"))


def _held(me: Acting, verb: str, concern: Key, seen: str) -> tuple[Concern, Shown]:
    hold(Concern, "names")
    found = lock(Concern, concern)
    permit_everywhere(me, verb, about=found)
    was = shown(found)
    unchanged(found, was, seen)
    return found, was


def _checked(label: Any, of: Concern | None = None) -> str:
    with checking() as check:
        said = check.text(label, "label", required="Write what the concern is called", most=MOST_LABEL)
        if other := _called(said, of):
            retired = ", and it is retired. Offer it again" if other.retired_at else ""
            check.wrong("label", f"There is a concern {other.label} already{retired}")
    return said


def _called(label: str, of: Concern | None) -> Concern | None:
    called = Concern.objects.filter(label__iexact=label)
    return (called.exclude(pk=of.pk) if of else called).first()
