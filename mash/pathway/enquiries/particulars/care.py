"""The three questions of the Care Act 2014, section 42(1), and whether a duty follows from the answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One of the three: as it is asked, as it stands in a row, and what to say when nobody answered it."""

    text: str
    row: str
    missing: str
    hint: str = ""


QUESTIONS: Mapping[str, Question] = {
    "needs_care": Question(
        "Do they have needs for care and support?",
        "Needs care and support (a)",
        "Say whether they have needs for care and support",
        hint="Whether or not anybody meets them now",
    ),
    "at_risk": Question(
        "Are they abused or neglected, or at risk of it?",
        "Abused or neglected, or at risk of it (b)",
        "Say whether they are abused or neglected, or at risk of it",
    ),
    "cannot_protect": Question(
        "Do their needs keep them from protecting themselves against it?",
        "Cannot protect themselves because of it (c)",
        "Say whether their needs keep them from protecting themselves",
    ),
}
ANSWERS = [("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")]
IN_WORDS: Mapping[bool | None, str] = {True: "Yes", False: "No", None: "Not known"}


def duty_of(*answers: bool | None) -> bool | None:
    """Whether the duty to make enquiries applies: when all is so (rule 12); none while something is not known."""
    if all(answers):
        return True
    return False if False in answers else None
