"""What was found of the adults of an enquiry by the Care Act, as its page shows it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.particulars.care import IN_WORDS, QUESTIONS, duty_of
from mash.pathway.enquiries.reading import loaded_too
from mash.pathway.triage.models import CareDuty
from mash.ui.parts import SummaryRow

ANSWERED = (*QUESTIONS, "in_area")
ROWS: Mapping[str, str] = {**{name: asked.row for name, asked in QUESTIONS.items()}, "in_area": "In the area"}
DUTY: Mapping[bool | None, str] = {
    True: "The duty to make enquiries applies",
    False: "No duty applies",
    None: "Not all is known yet",
}

loaded_too("weighed", "pathway.weighed")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding: the four answers by their names, which other action follows, who found it and why."""

    answers: Mapping[str, bool | None]
    instead: str
    by: str
    at: datetime
    why: str

    @property
    def found(self) -> str:
        """`No duty applies: information and advice`."""
        other = str(CareDuty.Instead(self.instead).label) if self.instead else ""
        return DUTY[duty_of(*self.answers.values())] + (f": {other[:1].lower()}{other[1:]}" if other else "")

    @property
    def rows(self) -> list[SummaryRow]:
        """The four answers."""
        return [SummaryRow(ROWS[name], IN_WORDS[answer]) for name, answer in self.answers.items()]


@dataclass(frozen=True, slots=True)
class OfAnAdult:
    """Everything found of one adult, the finding that stands first."""

    adult: DescribedPerson
    findings: Sequence[Weighed]


def duties_of(
    enquiry: Enquiry, people: Sequence[DescribedPerson], adults: Sequence[DescribedPerson]
) -> list[OfAnAdult]:
    """What was found of these adults, and of whoever else was weighed. No query for an enquiry of `enquiry_for`."""
    found: dict[uuid.UUID, list[Weighed]] = {}
    for one in enquiry.__dict__["weighed"]:
        answers = {name: one[name] for name in ANSWERED}
        weighed = Weighed(answers, one["instead"], one["by"], datetime.fromisoformat(one["at"]), one["why"] or "")
        found.setdefault(uuid.UUID(one["adult"]), []).append(weighed)
    return [OfAnAdult(one, found.get(one.pk, [])) for one in people if one in adults or one.pk in found]


def in_a_line(duties: Sequence[OfAnAdult]) -> str:
    """What stands when the part is folded; it names nobody."""
    said = dict.fromkeys(one.findings[0].found if one.findings else "Not weighed yet" for one in duties)
    return "; ".join(said) or "No adult is described yet"
