"""What somebody types to find an enquiry by what a line of a list says of it."""

from __future__ import annotations

from dataclasses import dataclass

from mash.pathway.people.matching.names import fold

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Sought:
    """Part of a reference, or words of a subject's names as `pathway.goes_by` compares them.

    An address, a number or a referrer is never looked at, so that a value which is hidden from somebody cannot find
    anything for them.
    """

    text: str

    @classmethod
    def typed(cls, text: str) -> Sought:
        """What somebody typed, as far as it is looked at."""
        return cls(text.replace("\0", "").strip()[:LONGEST])

    @property
    def words(self) -> list[str]:
        """The words of names, folded as the register folds them; none where a figure says that it is a reference.

        Without its figures a reference is single letters, which many names hold.
        """
        return [] if any(character.isdigit() for character in self.text) else fold(self.text).split()
