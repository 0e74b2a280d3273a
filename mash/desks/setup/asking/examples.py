"""Whom the rules ask about made-up enquiries, as they stand and as they would be. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mash.foundation.partnership.models import AskingRule


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What rules look at, of an enquiry that nobody sent: concerns by slug, its subjects' ages, adults described."""

    told: str
    concerns: frozenset[str]
    ages: Sequence[int]
    adult: bool = False


MADE_UP = (
    MadeUp("An enquiry about a 9-year-old, with neglect", frozenset({"neglect"}), [9]),
    MadeUp(
        "An enquiry about a 2-year-old and their mother, with domestic abuse",
        frozenset({"domestic-abuse"}),
        [2],
        adult=True,
    ),
    MadeUp("An enquiry about a 15-year-old, with exploitation", frozenset({"exploitation"}), [15]),
    MadeUp("An enquiry about an adult of 70 at risk", frozenset({"adult-at-risk"}), [70], adult=True),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One agency and one made-up enquiry: why it is asked as the rules stand and as they would be; empty when not."""

    agency: str
    stands: str
    becomes: str

    @property
    def moves(self) -> bool:
        """Whether the change makes a difference here."""
        return bool(self.stands) != bool(self.becomes)


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up enquiry with the agencies that are asked about it before or after a change."""

    told: str
    asked: Sequence[Asked]

    @property
    def asks_nobody(self) -> bool:
        """Whether nobody would be asked."""
        return not any(one.becomes for one in self.asked)


def cases(stands: Iterable[AskingRule], becomes: Iterable[AskingRule]) -> list[Case]:
    """Whom these rules ask about each made-up enquiry, by the agencies' names."""
    before, after = list(stands), list(becomes)
    names = sorted({rule.agency.name for rule in [*before, *after]})
    found = []
    for made_up in MADE_UP:
        now, then = _asked(before, made_up), _asked(after, made_up)
        lines = [Asked(name, now.get(name, ""), then.get(name, "")) for name in names]
        found.append(Case(made_up.told, [one for one in lines if one.stands or one.becomes]))
    return found


def _asked(rules: Iterable[AskingRule], made_up: MadeUp) -> dict[str, str]:
    return {
        rule.agency.name: why
        for rule in rules
        if (why := rule.why(concerns=set(made_up.concerns), ages=list(made_up.ages), adult=made_up.adult))
    }
