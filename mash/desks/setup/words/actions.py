"""Adding, changing and ending words of an area. What ended stands no longer, and is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mash.desks.setup.verbs import Key, keep, permit_in, set_up, unchanged
from mash.desks.setup.words.kinds import Kind, shown
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, hold, lock
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Area


@set_up(can="Add to the words of an area", did="added to the words of an area")
def add_words(me: Acting, /, area: Key, *, kind: Kind, **typed: Any) -> Any:
    """Add a criterion, a part of the threshold guide, a prompt or a service.

    Args:
        typed: `kind.boxes`, and `place` in its part of the list, from 1; the last unless given.

    Raises:
        Refused: not an administrator of this area.
        Invalid: something is missing or too long; the same stands there already.
    """
    where = lock(Area, area)
    permit_in(me, "add_words", where.pk, about=where)
    rows = kind.rows(where)
    said = _checked(kind, typed, rows)
    row = kind.model.add(area=where, **said)
    place = _placed(kind, [*rows, row], row, typed.get("place"))
    keep(me, "add_words", row, was={}, becomes=shown(kind, row, place))
    return row


@set_up(can="Add words that hubs mostly have", did="added words that hubs mostly have")
def add_usual_words(me: Acting, /, area: Key, *, kind: Kind, chosen: Sequence[str]) -> list[Any]:
    """Add entries that hubs mostly begin with.

    Args:
        chosen: which of them, by their numbers in `missing_usual`.

    Raises:
        Refused: not an administrator of this area.
        Invalid: none was chosen that is not there yet.
    """
    where = lock(Area, area)
    permit_in(me, "add_usual_words", where.pk, about=where)
    rows = kind.rows(where)
    fresh = [said for number, said in missing_usual(kind, rows) if number in chosen]
    if not fresh:
        raise Invalid(chosen="Choose at least one that is not there yet")
    added = []
    for said in fresh:
        row = kind.model.add(area=where, **said)
        rows.append(row)
        place = _placed(kind, rows, row, None)
        keep(me, "add_usual_words", row, was={}, becomes=shown(kind, row, place))
        added.append(row)
    return added


def missing_usual(kind: Kind, rows: Sequence[Any]) -> list[tuple[str, Mapping[str, str]]]:
    """The usual entries that are not among these, each with the number that it bears among all of them."""
    main = next(iter(kind.most))
    return [
        (str(number), said)
        for number, said in enumerate(kind.usual)
        if not any(_same(kind, dict(said), one, main) for one in rows)
    ]


@set_up(can="Change the words of an area", did="changed the words of an area")
def change_words(me: Acting, /, row: Key, *, kind: Kind, seen: str, **typed: Any) -> Any:
    """Change an entry, or its place in the list. Arguments and errors as for `add_words`, and:

    Raises:
        Refused: it has ended.
        Invalid: changed by somebody since `seen`.
    """
    found, rows, was = _held(me, "change_words", row, kind, seen)
    found.change(**_checked(kind, typed, [one for one in rows if one != found]))
    place = _placed(kind, rows, found, typed.get("place"))
    keep(me, "change_words", found, was=was, becomes=shown(kind, found, place))
    return found


@set_up(can="End words of an area", did="ended words of an area")
def end_words(me: Acting, /, row: Key, *, kind: Kind, seen: str) -> Any:
    """Let an entry stand no longer. It is kept, for whoever asks later what stood there.

    Raises:
        Refused: not an administrator of its area; it has ended already.
        Invalid: changed by somebody since `seen`.
    """
    found, _, was = _held(me, "end_words", row, kind, seen)
    found.change(ended_at=me.now)
    keep(me, "end_words", found, was=was, becomes={})
    return found


def place_of(kind: Kind, row: Any, rows: Sequence[Any]) -> int:
    """An entry's place in its part of the list, counted from 1; 0 when it has ended."""
    part = [one.pk for one in rows if kind.part_of(one) == kind.part_of(row)]
    return part.index(row.pk) + 1 if row.pk in part else 0


def _held(me: Acting, verb: str, row: Key, kind: Kind, seen: str) -> tuple[Any, list[Any], dict[str, Any]]:
    found: Any = lock(kind.model, row)
    hold(Area, found.area_id)
    permit_in(me, verb, found.area_id, about=found)
    rows = kind.rows(found.area)
    was = shown(kind, found, place_of(kind, found, rows))
    unchanged(found, was, seen)
    return found, rows, was


def _checked(kind: Kind, typed: dict[str, Any], others: Sequence[Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    with checking() as check:
        if kind.sorted_by:
            parts = list(kind.parts or ())
            said[kind.sorted_by] = check.choice(typed.get(kind.sorted_by), kind.sorted_by, parts, message="Choose one")
        for name, most in kind.most.items():
            said[name] = check.text(typed.get(name), name, required=kind.needed.get(name, ""), most=most)
        main = next(iter(kind.most))
        if any(_same(kind, said, one, main) for one in others):
            check.wrong(main, f"This {kind.one} stands there already")
    return said


def _same(kind: Kind, said: dict[str, Any], other: Any, main: str) -> bool:
    alike = str(said[main]).casefold() == str(getattr(other, main)).casefold()
    return bool(said[main]) and alike and (not kind.sorted_by or said[kind.sorted_by] == kind.part_of(other))


def _placed(kind: Kind, rows: Sequence[Any], row: Any, place: Any) -> int:
    """Put an entry at its place and number the others of its part behind each other."""
    others = [one for one in rows if one.pk != row.pk and kind.part_of(one) == kind.part_of(row)]
    at = len(others) if place is None else min(max(int(place), 1), len(others) + 1) - 1
    for order, one in enumerate([*others[:at], row, *others[at:]]):
        if one.order != order:
            one.change(order=order)
    return at + 1


def what_is_left(kind: Kind, row: Any, rows: Sequence[Any]) -> str:
    """What is said before the last entry of its part ends; empty where others are left."""
    left = [one for one in rows if one.pk != row.pk and kind.part_of(one) == kind.part_of(row)]
    return "" if left else kind.empty if not kind.parts else f"Nothing is left for {kind.parts[kind.part_of(row)]}."
