"""What an auditor should look at first: one pure rule for each reason, which says it in a sentence.

A rule only asks for a second look. Most that it finds is innocent: a common name, a busy morning, a night shift.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mash.foundation.clock.calendar import Calendar

# Beyond this, opening enquiry after enquiry is not how they are worked on.
MANY_IN_AN_HOUR = 20
# Somebody comes early or stays late; beyond that they were there for something.
BEFORE_AND_AFTER_HOURS = timedelta(minutes=90)
# So long an enquiry may wait until somebody works on it.
UNTIL_SOMEBODY_WORKS_ON_IT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Look:
    """All that decides whether an event is out of the ordinary.

    Attributes:
        by_a_member: somebody with an account did it, and not as an auditor or administrator.
        in_a_list: the page shows many at once, so that seeing somebody there is not looking them up.
        grounds: the kinds of live reasons that held then (`hub`, `asked`, `glass` …); empty where none did.
        opened: how many enquiries this member had opened within the hour, this one included.
        worked_on: somebody of their role and agency has worked on the enquiry, before or after.
        ago: how long ago it was.
        in_hours: the hub was open, or nearly.
    """

    outcome: str
    reasons: frozenset[str] = field(default_factory=frozenset)
    by_a_member: bool = True
    in_a_list: bool = False
    of_an_enquiry: bool = False
    grounds: frozenset[str] = field(default_factory=frozenset)
    own_name: bool = False
    same_surname: bool = False
    same_home: bool = False
    opened: int = 0
    worked_on: bool = True
    ago: timedelta = timedelta()
    in_hours: bool = True

    @property
    def is_a_look(self) -> bool:
        """Whether somebody was looked at, one by one, and it was allowed."""
        return self.by_a_member and self.outcome in ("read", "made") and not self.in_a_list


def behind_a_wall(look: Look) -> str:
    """Whoever knows somebody tried to see what is about them."""
    return "They are tied to somebody on it" if "tied" in look.reasons else ""


def refused(look: Look) -> str:
    """It was tried, and not allowed."""
    return "It was refused" if look.outcome == "refused" and "tied" not in look.reasons else ""


def through_glass(look: Look) -> str:
    """Nothing but broken glass opened it."""
    return "Through broken glass" if "glass" in look.grounds else ""


def own_name(look: Look) -> str:
    """Somebody may have looked themselves up, or a namesake."""
    return "Somebody there has the member's own name" if look.is_a_look and look.own_name else ""


def same_home(look: Look) -> str:
    """Somebody may have looked up their household or the neighbours under one roof."""
    return "Somebody there lives, or lived, where the member does" if look.is_a_look and look.same_home else ""


def same_surname(look: Look) -> str:
    """Somebody may have looked up a relative."""
    alike = look.same_surname and not look.own_name
    return "Somebody there has the member's surname" if look.is_a_look and alike else ""


def many_in_an_hour(look: Look) -> str:
    """Enquiries were opened faster than anybody works on them."""
    if not look.is_a_look or look.opened <= MANY_IN_AN_HOUR:
        return ""
    return f"{look.opened} enquiries opened within an hour"


def nobodys_work(look: Look) -> str:
    """Nobody of that role and agency has ever had to do with it."""
    may_follow = look.ago < UNTIL_SOMEBODY_WORKS_ON_IT
    if not (look.is_a_look and look.of_an_enquiry) or look.worked_on or may_follow:
        return ""
    return "Nobody of their role has worked on this enquiry"


def no_reason(look: Look) -> str:
    """Nothing on record says why it was open to them."""
    if not (look.is_a_look and look.of_an_enquiry) or look.grounds:
        return ""
    return "No reason for it is on record"


def out_of_hours(look: Look) -> str:
    """The hub was closed."""
    return "The hub was closed" if look.is_a_look and not look.in_hours else ""


Rule = Callable[[Look], str]
# The most serious first.
RULES: tuple[Rule, ...] = (
    behind_a_wall,
    refused,
    through_glass,
    own_name,
    same_home,
    same_surname,
    no_reason,
    nobodys_work,
    many_in_an_hour,
    out_of_hours,
)


def unusual(look: Look) -> tuple[str, ...]:
    """Why an auditor should look at this first, the most serious first; empty for everyday work."""
    return tuple(sentence for rule in RULES if (sentence := rule(look)))


def nearly_open(calendar: Calendar, moment: datetime) -> bool:
    """Whether a hub is open at a moment, or within an hour and a half of it."""
    around = (moment, moment - BEFORE_AND_AFTER_HOURS, moment + BEFORE_AND_AFTER_HOURS)
    return any(calendar.is_open_at(each) for each in around)
