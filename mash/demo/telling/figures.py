"""The people of a story: who they are, and how a text speaks of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(slots=True, eq=False)
class Figure:
    """Somebody in a story. In a text it stands for the given name.

    `role` is how they belong to the household. A `subject` is one whom the enquiry is about.
    """

    alias: str
    given: str
    family: str
    sex: str
    role: str
    subject: bool = False
    told: dict[str, Any] = field(default_factory=dict)
    known_by: str = ""
    """The step that found out who they are, once one has."""

    def __str__(self) -> str:
        return self.given or "the baby"

    @property
    def he(self) -> str:
        """He or she."""
        return "she" if self.sex == "female" else "he"

    @property
    def him(self) -> str:
        """Him or her."""
        return "her" if self.sex == "female" else "him"

    @property
    def his(self) -> str:
        """His or her."""
        return "her" if self.sex == "female" else "his"

    @property
    def formal(self) -> str:
        """Ms or Mr, and the family name."""
        return f"{'Ms' if self.sex == 'female' else 'Mr'} {self.family}"

    def described(self) -> dict[str, Any]:
        """The figure as a scenario describes a person."""
        said = {"as": self.alias, "given": self.given, "family": self.family, "sex": self.sex, "role": self.role}
        return {**said, **({"subject": True} if self.subject else {}), **self.told}


def birthday(on: date, years: int, days: int) -> date:
    """When somebody was born who on a day is so many years and days old."""
    try:
        turned = on.replace(year=on.year - years)
    except ValueError:  # born on a leap day
        turned = on.replace(year=on.year - years, day=28)
    return date.fromordinal(turned.toordinal() - days)
