"""What words people use for how somebody belongs to a family: `mum's partner`, `nan`, `half brother`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mash.pathway.people.matching.names import fold


class Kin(StrEnum):
    """How somebody belongs to another, as far as a drawing of the family needs it."""

    PARENT = "parent"
    CHILD = "child"
    PARTNER = "partner"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    AUNT_OR_UNCLE = "aunt_or_uncle"
    OTHER = "other"


class Sex(StrEnum):
    """As far as it is known."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a word says: how they belong, their sex, and of whom it is said (`partner of mother`: of the mother)."""

    kin: Kin
    sex: Sex = Sex.UNKNOWN
    of: Belonging | None = None


WORDS: dict[Kin, tuple[str, str, str]] = {
    # kin: words for a woman, for a man, for either
    Kin.GRANDPARENT: (
        "grandmother grandma gran granny nan nana nanny nain mamgu grandmum",
        "grandfather grandad granddad grandpa gramps grampa taid tadcu",
        "grandparent grandparents",
    ),
    Kin.GRANDCHILD: ("granddaughter", "grandson", "grandchild"),
    Kin.PARTNER: (
        "wife girlfriend ex-wife",
        "husband boyfriend ex-husband",
        "partner spouse fiance fiancee ex cohabitee",
    ),
    Kin.PARENT: (
        "mother mum mummy mam mama mom ma stepmother stepmum",
        "father dad daddy da papa stepfather stepdad",
        "parent parents carer carers guardian stepparent",
    ),
    Kin.SIBLING: (
        "sister stepsister",
        "brother stepbrother",
        "sibling siblings twin triplet stepsibling",
    ),
    Kin.AUNT_OR_UNCLE: ("aunt auntie aunty", "uncle", ""),
    Kin.CHILD: (
        "daughter stepdaughter girl",
        "son stepson boy",
        "child baby unborn infant toddler pupil student teenager",
    ),
}
MEANING: dict[str, tuple[Kin, Sex]] = {
    word: (kin, sex)
    for kin, texts in WORDS.items()
    for sex, text in zip((Sex.FEMALE, Sex.MALE, Sex.UNKNOWN), texts, strict=True)
    for word in text.split()
}
OF = re.compile(r"^(?P<what>.+?) of (?:the |his |her |their )?(?P<whom>.+)$")
WHOSE = re.compile(r"^(?P<whom>\w+)['’]s (?P<what>.+)$")
NOBODY = Belonging(Kin.OTHER)


def read_belonging(text: str) -> Belonging:
    """What a few words say of how somebody belongs to a family; `other` where they say nothing of it.

    >>> read_belonging("Mum's boyfriend").kin, read_belonging("maternal grandmother").sex
    (<Kin.PARTNER: 'partner'>, <Sex.FEMALE: 'female'>)
    """
    said = " ".join(text.lower().split())
    parts = WHOSE.match(said) or OF.match(said)
    if parts is None:
        return _read(said)
    what, whom = _read(parts["what"]), _read(parts["whom"])
    return Belonging(what.kin, what.sex, whom if whom.kin is not Kin.OTHER else None)


def read_sex(text: str) -> Sex:
    """The sex in a column that takes any words."""
    first = fold(text)[:1]
    return Sex.FEMALE if first == "f" else Sex.MALE if first == "m" else Sex.UNKNOWN


def _read(said: str) -> Belonging:
    joined = re.sub(
        r"\b(step|half|grand|ex)[ -](?=\w)", lambda found: found[1] if found[1] in ("step", "grand") else "", said
    )
    for word in reversed(fold(joined).split()):
        if word in MEANING:
            return Belonging(*MEANING[word])
    return NOBODY
