"""Reads what is told of a move: to which area, when, who, and where they live now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid
from mash.foundation.access.words import Checking, checking, day_told
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Area
from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.matching.places import fold_postcode
from mash.pathway.people.models import Person
from mash.pathway.people.moving.reading import Mover, last_moves, own_areas, who_may_move

AHEAD = timedelta(days=28)
"""How far ahead a move may be told; and as long after one the same move is not told again."""
MOST = 60
LENGTHS = {"address": 250, "postcode": 20}
WHERE = "Choose the area to which they have moved"


@dataclass(frozen=True, slots=True)
class ToldMove:
    """A move as it was told, all of it sound."""

    home: Area
    other: Area
    moved_on: date
    people: Sequence[Person]
    address: str
    postcode: str
    protected: bool

    @property
    def has_home(self) -> bool:
        """Whether it was told where they live now."""
        return bool(self.address or self.postcode)


def ticked_in(movers: Any) -> list[str]:
    """Who was ticked, by id, whatever was sent."""
    return [str(one) for one in movers][:MOST] if isinstance(movers, list | tuple) else []


def read_move(me: Acting, person: Person, told: Mapping[str, Any]) -> ToldMove:
    """What is told of somebody's move. At most seven queries.

    Raises:
        Invalid: by field.
    """
    other = Area.objects.filter(slug=told["area"]).first() if isinstance(told["area"], str) else None
    if other is None:
        raise Invalid(area=WHERE)
    home = next((one for one in own_areas(me, person) if one != other), None)
    if home is None:
        raise Invalid(area="Choose another area than your own")
    today = london_date(me.now)
    with checking() as check:
        texts = {name: check.text(told[name], name, most=most) for name, most in LENGTHS.items()}
        day = _day(check, told["moved_on"], today)
        going = _going(check, who_may_move(me, person, home.pk, today), ticked_in(told["movers"]))
        _not_told_yet(check, going, other, day)
        for one in going:
            if one.born and day < one.born:
                check.wrong("moved_on", f"{one} was born on {one.birth}, after that day")
    postcode = fold_postcode(texts["postcode"])
    hidden = bool(told["protected"]) and bool(texts["address"] or postcode)
    return ToldMove(home, other, day, going, texts["address"], postcode, hidden)


def _day(check: Checking, told: Any, today: date) -> date:
    if told in (None, ""):
        return today
    day = day_told(told)
    if day is None:
        check.wrong("moved_on", "Enter the day on which they moved as a real date")
        return today
    if day > today + AHEAD:
        check.wrong("moved_on", f"Tell it at most {AHEAD.days} days ahead")
    return day


def _going(check: Checking, movers: Sequence[Mover], ticked: Sequence[str]) -> list[Person]:
    going = [one.person for one in movers if str(one.person.pk) in ticked]
    if not ticked:
        check.wrong("movers", "Tick who has moved")
    elif len(going) < len(set(ticked)):
        check.wrong("movers", "Tick only people of this list. It may have changed since you opened this page")
    return going


def _not_told_yet(check: Checking, going: Sequence[Person], other: Area, day: date) -> None:
    moves = last_moves([one.pk for one in going])
    for one in going:
        last = moves.get(one.pk)
        if last and last.to_area == other.pk and day < last.moved_on + AHEAD:
            when = in_words(london_date(last.told_at))
            check.wrong("movers", f"{last.told_by} told {other} on {when} that {one} has moved there")
