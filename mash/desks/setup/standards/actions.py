"""Changing the standard of an area: always a new one from a moment on, so that what was promised stays (rule 31)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from mash.desks.setup.models import Change
from mash.desks.setup.standards.rules import Rules, changed_by
from mash.desks.setup.verbs import Key, Shown, keep, permit_in, set_up, unchanged
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, Refused, lock
from mash.foundation.clock.closures import Closure, in_order
from mash.foundation.clock.london import london_date, moment_of
from mash.foundation.clock.standard import Standard
from mash.foundation.clock.when import long_date
from mash.foundation.partnership.models import Area, ServiceStandard

NEVER_IN_THE_PAST = (
    "A standard cannot hold from a day that has begun: enquiries of that day keep the one that they came under. "
    "Leave it empty for now, or choose a later day"
)
MOST_CLOSED_DAYS = 92
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Standards:
    """The standards of an area that matter from now on."""

    area: Area
    holds: ServiceStandard | None
    planned: Sequence[ServiceStandard]
    former: Sequence[ServiceStandard]

    @property
    def shown(self) -> Shown:
        """What pages about them show, so that a page knows when it has grown old."""
        rows = [*([self.holds] if self.holds else []), *self.planned]
        return {"standards": [[str(one.pk), one.holds_from.isoformat(), one.rules] for one in rows]}

    @property
    def clock(self) -> Standard:
        """The one that holds now, or the hub's own defaults where none does."""
        return self.holds.clock if self.holds else Standard()

    def at(self, moment: datetime) -> ServiceStandard | None:
        """The one that holds at a moment from now on, as far as anybody planned."""
        rows = [one for one in self.planned if one.holds_from <= moment]
        return rows[-1] if rows else self.holds

    def after(self, moment: datetime) -> list[ServiceStandard]:
        """Those that are planned from a later moment on."""
        return [one for one in self.planned if one.holds_from > moment]


def standards_of(area: Area, now: datetime) -> Standards:
    """The standards of an area: the one that holds, those that are planned, and the former ones. One query, or none."""
    rows = sorted(area.standards.all(), key=lambda one: one.holds_from)
    begun = [one for one in rows if one.holds_from <= now]
    return Standards(area, begun[-1] if begun else None, [one for one in rows if one.holds_from > now], begun[:-1])


def begins(day: date | None, now: datetime) -> datetime:
    """From when a change holds: now, or the first moment of a later day.

    Raises:
        Invalid: the day has begun.
    """
    if day is None:
        return now
    if day <= london_date(now):
        raise Invalid(holds_from=NEVER_IN_THE_PAST)
    return moment_of(day, time(0))


@set_up(can="Set the limits of the service standard", did="set the limits of the service standard")
def set_limits(me: Acting, area: Key, *, change: Rules, holds_from: date | None, seen: str) -> ServiceStandard:
    """Set limits, from now or a later day on; also in the standards that are planned after it.

    Args:
        change: what is different, as `rules.difference` gives it.
        holds_from: the day; none for now.
        seen: the mark of the standards that stood on the page.

    Raises:
        Refused: not an administrator of this area.
        Invalid: the day has begun; nothing is different; a limit cannot be; or somebody was faster.

    Source: DOMAIN rules 29, 31, 34, 35, 49, 51, 66 to 68.
    """
    return _changed(me, "set_limits", area, partial(changed_by, change=change), since=holds_from, seen=seen)


@set_up(can="Set a hub's opening hours", did="set the hub's opening hours")
def set_opening_hours(me: Acting, area: Key, *, change: Rules, holds_from: date | None, seen: str) -> ServiceStandard:
    """Set opening hours and which bank holidays are kept. Arguments and errors as for `set_limits`."""
    return _changed(me, "set_opening_hours", area, partial(changed_by, change=change), since=holds_from, seen=seen)


@set_up(can="Close a hub for a day or several", did="closed the hub for a day or several")
def close_hub(me: Acting, area: Key, *, closure: Closure, seen: str) -> ServiceStandard:
    """Close the hub on some days, for enquiries received from now on.

    Those that were received before keep the times that they were promised, also where these fall on closed days.

    Raises:
        Refused: not an administrator of this area.
        Invalid: no reason; it begins in the past or lasts more than a year; it overlaps another; somebody was faster.
    """
    return _changed(me, "close_hub", area, partial(closed_by, closure=checked(closure, me.now)), since=None, seen=seen)


@set_up(can="Open a hub after all where it was to be closed", did="took a closure back")
def open_after_all(me: Acting, area: Key, *, closure: Closure, seen: str) -> ServiceStandard:
    """Take a closure back, for enquiries received from now on. One that has ended stays as it was.

    Raises:
        Refused: not an administrator of this area.
        Invalid: the closure is over or not there; somebody was faster.
    """
    if closure.last < london_date(me.now):
        raise Invalid(seen="This closure is over. It stays, because times were worked out with it.")
    return _changed(me, "open_after_all", area, partial(opened_by, closure=closure), since=None, seen=seen)


@set_up(can="Take a planned standard back", did="took a planned service standard back")
def take_standard_back(me: Acting, standard: Key, *, seen: str) -> ServiceStandard:
    """Take back a standard that does not hold yet: the one before it goes on.

    Raises:
        Refused: not an administrator of its area.
        Invalid: it holds already, and enquiries may have come under it; somebody was faster.
    """
    planned = ServiceStandard.objects.filter(pk=standard).first()
    if planned is None:
        raise Refused("not_found")
    stands = _held(me, "take_standard_back", planned.area_id, seen)
    if planned.holds_from <= me.now:
        raise Invalid(seen="It holds already. Set another one from now or a later day.")
    if planned.pk not in {one.pk for one in stands.planned}:
        raise Invalid(seen="Somebody took it back already.")
    planned.change(taken_back_at=me.now)
    keep(me, "take_standard_back", planned, was=_words(planned), becomes={})
    return planned


def checked(closure: Closure, now: datetime) -> Closure:
    """A closure that can be made from now on.

    Raises:
        Invalid: no reason; it begins in the past; it lasts longer than three months.
    """
    if not closure.why.strip():
        raise Invalid(why="Say why the hub is closed")
    if closure.first < london_date(now):
        raise Invalid(first="A closure cannot begin in the past: times were worked out without it")
    if (closure.last - closure.first).days >= MOST_CLOSED_DAYS:
        raise Invalid(last="A closure can be at most three months long")
    return closure


def closed_by(rules: Rules, closure: Closure) -> Rules:
    """A standard with one closure more. Raises Invalid when another one falls on the same days."""
    closures = Standard.from_json(rules).calendar.closures
    for other in closures:
        if other.first <= closure.last and closure.first <= other.last:
            raise Invalid(first=f"The hub is closed from {long_date(other.first)} to {long_date(other.last)} already")
    return changed_by(rules, _calendar(closures=[one.to_json() for one in in_order([*closures, closure])]))


def opened_by(rules: Rules, closure: Closure) -> Rules:
    """A standard without one of its closures."""
    left = [one.to_json() for one in Standard.from_json(rules).calendar.closures if one != closure]
    return changed_by(rules, _calendar(closures=left))


def _calendar(**parts: Any) -> Rules:
    return {"calendar": parts}


def _held(me: Acting, verb: str, area: Key, seen: str) -> Standards:
    """Lock an area's standards and see to it that they are what the page showed."""
    found = lock(Area, area)
    permit_in(me, verb, found.pk, about=found)
    stands = standards_of(found, me.now)
    unchanged(_last_changed(stands), stands.shown, seen)
    return stands


def _last_changed(stands: Standards) -> Any:
    """The standard that was changed last, so that a page which has grown old can say by whom."""
    everything = {one.pk: one for one in ServiceStandard._base_manager.filter(area=stands.area)}
    last = Change.objects.filter(row__in=list(everything)).order_by("-at").first()
    return everything[last.row] if last else stands.area


def _changed(
    me: Acting, verb: str, area: Key, change: Callable[[Rules], Rules], *, since: date | None, seen: str
) -> ServiceStandard:
    """A new standard from a moment on, with a change that is made to those planned after it too."""
    stands = _held(me, verb, area, seen)
    moment = begins(since, me.now)
    base = stands.at(moment)
    try:
        rules = change(base.rules if base else Standard().to_json())
        later = [(one, change(one.rules)) for one in stands.after(moment)]
    except ValueError as error:
        raise Invalid(holds_from=str(error)) from error
    if base and rules == base.rules and all(one.rules == planned for one, planned in later):
        raise Invalid(holds_from="Nothing is different. Change something first")
    made = _made(stands, moment, rules)
    for one, planned in later:
        one.change(rules=planned)
    keep(
        me,
        verb,
        made,
        was=_words(base),
        becomes=_words(made),
        holds_from=made.holds_from.isoformat(),
        planned=[str(one.pk) for one, _ in later],
    )
    return made


def _made(stands: Standards, moment: datetime, rules: Rules) -> ServiceStandard:
    """The standard of a moment: a new one, or the one that is planned from then on, changed."""
    if stands.holds and stands.holds.holds_from == moment:
        moment += A_MOMENT  # two changes at once: nothing can have come under the first that the second takes away
    row = ServiceStandard._base_manager.filter(area=stands.area, holds_from=moment).first()
    if row is None:
        return ServiceStandard.add(area=stands.area, holds_from=moment, rules=rules)
    row.change(rules=rules, taken_back_at=None)
    return row


def _words(standard: ServiceStandard | None) -> dict[str, Any]:
    """What the desk's history keeps of a standard."""
    return {"holds from": standard.holds_from.isoformat(), **standard.rules} if standard else {}
