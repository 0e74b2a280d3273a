"""Reads particulars as somebody told them, and says what is wrong, field by field. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mash.foundation.access.words import Checking
from mash.pathway.enquiries.particulars.models import TEXTS, Particulars

CHOICES = {
    "seen_or_reported": (Particulars.Seen, "Say whether you saw it yourself"),
    "family_not_told": (Particulars.NotTold, "Choose why the family was not told"),
    "lawful_basis": (Particulars.Basis, "Choose a lawful basis from the list"),
    "without_consent": (Particulars.WithoutConsent, "Choose why it is shared without consent"),
}
SAID = ("family_told", "needs_care", "at_risk", "cannot_protect")


def read_particulars(check: Checking, said: Any) -> dict[str, Any]:
    """The columns of `Particulars`; empty when nothing was told.

    A family that was not told needs a reason from the list (rule 40).
    """
    if said is not None and not isinstance(said, Mapping):
        check.wrong("particulars", "Give the particulars by name")
    given: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    told: dict[str, Any] = {name: check.text(given.get(name), name) for name in TEXTS}
    for name, (choices, message) in CHOICES.items():
        told[name] = check.choice(given[name], name, choices, message=message) if given.get(name) else ""
    told |= {name: yes_or_no(check, given.get(name), name) for name in SAID}
    if told["family_told"] is False and not told["family_not_told"]:
        check.wrong("family_not_told", "Choose why the family was not told")
    if told["family_told"]:
        told["family_not_told"] = ""
    return told if any(value not in ("", None) for value in told.values()) else {}


def masked(told: Mapping[str, Any], mask: Callable[[str], str]) -> dict[str, Any]:
    """Particulars with what few may read taken out of their texts."""
    return {name: mask(value) if name in TEXTS else value for name, value in told.items()}


def yes_or_no(check: Checking, value: Any, name: str) -> bool | None:
    """One of yes, no, and that it is not known."""
    known: dict[Any, bool | None] = {True: True, False: False, "yes": True, "no": False, "unknown": None, "": None}
    if value is None:
        return None
    if not isinstance(value, bool | str) or value not in known:
        check.wrong(name, "Answer yes, no, or that you do not know")
        return None
    return known[value]
