"""Days on which a hub is closed by its own choice, with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mash.foundation.clock.plain_values import known_settings

UNREADABLE = "Give dates as year, month and day, such as 2026-12-24."


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """Closed from a first to a last day, both included.

    Raises:
        ValueError: it ends before it begins.
    """

    first: date
    last: date
    why: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A closure cannot end before it begins.")

    @classmethod
    def on(cls, day: date, why: str = "") -> "Closure":
        """Closed on one day."""
        return cls(day, day, why)

    @classmethod
    def from_json(cls, given: object) -> "Closure":
        """Read what `to_json` wrote, or a single date as text. Raises ValueError otherwise."""
        if isinstance(given, str):
            return cls.on(read_date(given))
        known = known_settings(given, "closure", cls.__slots__)
        return cls(read_date(known.get("first")), read_date(known.get("last")), str(known.get("why", "")))

    def to_json(self) -> dict[str, str]:
        """The closure as plain values."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat(), "why": self.why}

    def holds_on(self, day: date) -> bool:
        """Whether the hub is closed on a day because of it."""
        return self.first <= day <= self.last


def read_date(given: Any) -> date:
    """A date from text. Raises ValueError when it is none."""
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise ValueError(UNREADABLE) from error


def read_closures(given: Any) -> tuple[Closure, ...]:
    """A list of closures from plain values, in the order of their days. Raises ValueError when it is none."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise ValueError(UNREADABLE)
    return in_order(Closure.from_json(one) for one in given)


def in_order(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    """Each closure once, in the order of their days."""
    return tuple(sorted(set(closures)))
