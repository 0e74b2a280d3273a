"""Particulars as the enquiry's page shows them. Pure."""

from __future__ import annotations

from typing import Protocol

from mash.pathway.enquiries.particulars.care import IN_WORDS, QUESTIONS
from mash.pathway.enquiries.particulars.models import Particulars
from mash.ui.parts import SummaryRow


class Unmasked(Protocol):
    """The texts as they were written, for those who may read them."""

    childs_words: str
    tried: str
    strengths: str
    family_told_why: str
    lawful_basis_why: str


def told_besides(particulars: Particulars | None, words: Unmasked | None) -> list[SummaryRow]:
    """What was told besides the story, question by question; those that nobody answered are left out."""
    if particulars is None:
        return []
    texts = words or particulars
    rows = [
        ("Seen or reported", _by_the_hub(particulars)),
        ("In their own words", texts.childs_words),
        ("What has been tried", texts.tried),
        ("What is strong", texts.strengths),
        ("Is the family told", _joined(_family_told(particulars), texts.family_told_why)),
        ("Lawful basis", _joined(_basis(particulars), texts.lawful_basis_why)),
    ]
    if any(answer is not None for answer in particulars.care.values()):
        rows += [(QUESTIONS[name].row, IN_WORDS[answer]) for name, answer in particulars.care.items()]
        rows.append(("Care Act 2014, section 42", particulars.duty))
    return [SummaryRow(key, text) for key, text in rows if text]


def _by_the_hub(particulars: Particulars) -> str:
    said = {
        Particulars.Seen.SEEN: "Seen or heard by the referrer",
        Particulars.Seen.REPORTED: "Reported to the referrer",
        Particulars.Seen.BOTH: "Partly seen, partly reported",
    }
    return said[Particulars.Seen(particulars.seen_or_reported)] if particulars.seen_or_reported else ""


def _family_told(particulars: Particulars) -> str:
    if particulars.family_told is None:
        return ""
    if particulars.family_told:
        return "The family knows that this was sent"
    return f"Not told. {particulars.get_family_not_told_display()}"


def _basis(particulars: Particulars) -> str:
    unknown = particulars.lawful_basis == Particulars.Basis.UNKNOWN
    basis = "Not known to whoever told it" if unknown else particulars.get_lawful_basis_display()
    return _joined(basis, particulars.get_without_consent_display())


def _joined(*parts: str) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)
