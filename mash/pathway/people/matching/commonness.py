"""How common names, years of birth and postcodes are in a register: 'Smith' says little, 'Shelinton' a lot. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mash.pathway.people.matching.names import words
from mash.pathway.people.matching.places import fold_postcode

DAYS_OF_A_YEAR = 365
TYPICAL_GIVEN, TYPICAL_FAMILY, TYPICAL_YEAR, TYPICAL_POSTCODE = 0.004, 0.001, 0.015, 0.0005
WORTH_OF_TYPICAL = 50  # a register of so many people says as much as what is typical
RAREST = 1e-5  # a name that nobody else bears may still be a slip, or one that somebody borrowed
HOUSEHOLD = 4
SAME_LINE_ELSEWHERE = 2e-4  # many towns have a 12 High Street


@dataclass(frozen=True)
class Commonness:
    """Shares of a register's people, smoothed by what is typical: 0 to 1.

    Attributes:
        people: how many people the register holds.
        given, family: how many bear a name, by its letters without breaks, and each word of a double one.
        years: how many were born in a year.
        postcodes: how many live at a postcode.
    """

    people: int
    given: Mapping[str, int] = field(default_factory=dict)
    family: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    postcodes: Mapping[str, int] = field(default_factory=dict)

    def of_given(self, *runs: str) -> float:
        """The share of the commonest of these given names."""
        return max(self._share(self.given.get(run, 0), TYPICAL_GIVEN) for run in runs)

    def of_family(self, *runs: str) -> float:
        """The share of the commonest of these family names."""
        return max(self._share(self.family.get(run, 0), TYPICAL_FAMILY) for run in runs)

    def of_years(self, first: int, last: int) -> float:
        """The share of those born in these years, the first and the last among them."""
        return sum(self._share(self.years.get(year, 0), TYPICAL_YEAR) for year in range(first, last + 1))

    def of_day(self, year: int) -> float:
        """The share of those born on one day of a year."""
        return self.of_years(year, year) / DAYS_OF_A_YEAR

    def of_postcode(self, postcode: str) -> float:
        """The share of those who live at a postcode."""
        return self._share(self.postcodes.get(postcode, 0), TYPICAL_POSTCODE)

    @property
    def of_a_door(self) -> float:
        """The share of those who live behind one door."""
        return self._floor(HOUSEHOLD / (self.people + WORTH_OF_TYPICAL))

    @property
    def of_a_line(self) -> float:
        """The share of those who live at a house number and a street of one name, wherever that is."""
        return self.of_a_door + SAME_LINE_ELSEWHERE

    def _share(self, counted: int, typical: float) -> float:
        return self._floor((counted + WORTH_OF_TYPICAL * typical) / (self.people + WORTH_OF_TYPICAL))

    def _floor(self, share: float) -> float:
        return min(1.0, max(RAREST, share))


def count_names(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How many bear each name, from texts as the register has them; of a double name each word counts too."""
    found: dict[str, int] = {}
    for text, many in counted:
        for run in runs_of(text):
            found[run] = found.get(run, 0) + many
    return found


def runs_of(text: str) -> set[str]:
    """A name by its letters without breaks, and each word of a double one: as names are counted."""
    parts = words(text)
    return {"".join(parts), *parts} if parts else set()


def count_postcodes(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How many live at each postcode, in whatever spelling it is told."""
    found: dict[str, int] = {}
    for text, many in counted:
        if code := fold_postcode(text):
            found[code] = found.get(code, 0) + many
    return found
