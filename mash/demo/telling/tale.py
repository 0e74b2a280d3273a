"""The list of stories that can be told: each a function that takes a teller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mash.demo.telling.teller import Teller

When = Literal["office", "evening", "friday", "now"]


@dataclass(frozen=True, slots=True)
class Tale:
    """A story and where it belongs.

    Attributes:
        lasts: within how many days it is over.
        often: how many of a thousand of a county's stories are like it.
        when: how it begins: while the hub is open, in the evening or at night, on a Friday at 16:55, or so that it is
            under way now.
        area: where it happens; drawn when empty.
        began: for a story under way, how long ago it began, in hours; in working days, as -1, for the day before.
    """

    name: str
    tell: Callable[[Teller], None]
    lasts: int = 14
    often: int = 10
    when: When = "office"
    area: str = ""
    began: float = 0


TALES: dict[str, Tale] = {}


def tale(
    *, lasts: int = 14, often: int = 10, when: When = "office", area: str = "", began: float = 0
) -> Callable[[Callable[[Teller], None]], Callable[[Teller], None]]:
    """Put a function on the list, by its name."""

    def put(tell: Callable[[Teller], None]) -> Callable[[Teller], None]:
        name = tell.__name__
        TALES[name] = Tale(name, tell, lasts, often, when, area, began)
        return tell

    return put
