"""The household as evidence: somebody named in the same breath was described beside a candidate before. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mash.pathway.people.finding import NOT_TOLD, Beside, Found
from mash.pathway.people.kinship import Kin, read_belonging
from mash.pathway.people.matching import Candidate, Description
from mash.pathway.people.matching.compare_names import compare_names
from mash.pathway.people.matching.names import fold
from mash.pathway.people.matching.places import read_home
from mash.pathway.people.matching.weights import DEFAULT, Family, Given

# A household does not tell a child from a brother or sister, so it lifts a candidate to likely and never to sure.
MOST_LIKELY = 0.94
LIFT, MOST_LIFTS = 16.0, 3
SAME_GIVEN = frozenset({Given.SAME, Given.SOUNDS, Given.FORM, Given.PART, Given.SPELT})
MEANT_BY_ROLE = frozenset({Kin.PARENT, Kin.GRANDPARENT, Kin.PARTNER, Kin.AUNT_OR_UNCLE})


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody named together with the one who is looked up: as described, with their role."""

    described: Description
    role: str = ""

    def lives_with(self, other: Description) -> bool:
        """Whether they were told to live behind the same door as somebody else."""
        return not self.described.door_now.isdisjoint(other.door_now)


def beside_of(described: Description, named_too: Sequence[Companion]) -> list[Beside]:
    """Those named together with somebody, as the register looks them up: those first who live with them."""
    beside = [Beside(one.described, together=one.lives_with(described)) for one in named_too]
    return sorted(beside, key=lambda one: not one.together)


def lifted(
    one: Found, described: Description, named_too: Sequence[Companion], beside: Iterable[Mapping[str, Any]]
) -> Candidate[uuid.UUID]:
    """A candidate with what those named together say for it: likelier, and with the reason in words.

    Only for one of a like given name: a mother who is named too speaks for each of her children alike.

    Args:
        named_too: the others of the call or form.
        beside: those described on earlier enquiries beside the candidate: given, family, also, role, address.
    """
    candidate = one.candidate
    if one.mates:
        said = dict.fromkeys(f"{mate} {shares}, and is named too" for mate, shares in one.mates)
        candidate = replace(candidate, why=(*candidate.why, *said))
    if not named_too or not _called_alike(described, one.known.description):
        return candidate
    found: dict[str, str] = {}
    for row in beside:
        for number, other in enumerate(named_too):
            if str(number) not in found and _may_be(other, row):
                found[str(number)] = in_words(row)
    if not found:
        return candidate
    told = tuple(f"{who} is named too" for who in dict.fromkeys(found.values()))
    p, alone = (_lift(chance, len(found)) for chance in (candidate.p, candidate.alone))
    return replace(candidate, p=p, alone=alone, why=(*candidate.why, *told))


def _lift(told: float, by: int) -> float:
    """A probability with what so many say for it; never sure by that alone."""
    chance = told
    for _ in range(min(by, MOST_LIFTS)):
        chance = chance * LIFT / (1 - chance + chance * LIFT)
    return max(told, min(chance, MOST_LIKELY))


def _called_alike(described: Description, known: Description) -> bool:
    """Whether the given names agree, also when both words that were told are given names."""
    both = replace(described, given=f"{described.given} {described.family}".strip(), family=NOT_TOLD)
    return any(compare_names(told, known, DEFAULT).given in SAME_GIVEN for told in (described, both))


def _may_be(other: Companion, row: Mapping[str, Any]) -> bool:
    told, belongs = other.described, read_belonging(other.role)
    if told.given and not told.family and (called := read_belonging(told.given)).kin in MEANT_BY_ROLE:
        told, belongs = replace(told, given=""), called  # 'nan' is what a caller says for a name
    if told.name.given or told.name.family:
        known = Description(given=row["given"], family=row["family"], also_known_as=tuple(row["also"]))
        levels = compare_names(told, known, DEFAULT)
        return levels.given in SAME_GIVEN and levels.family is not Family.OTHER
    return belongs.kin in MEANT_BY_ROLE and belongs.kin is read_belonging(row["role"]).kin and _same_street(told, row)


def _same_street(told: Description, row: Mapping[str, Any]) -> bool:
    one, other = read_home(told.address, ""), read_home(row["address"], "")
    return bool(one and other and one.street and one.street[:2] == other.street[:2])


def in_words(row: Mapping[str, Any]) -> str:
    """How a reason calls somebody who was described beside a candidate: by role and name."""
    name = " ".join(part for part in (row["given"], row["family"]) if part) or next(iter(row["also"]), "")
    role = row["role"] if fold(row["role"]) != fold(name) else ""
    return " ".join(part for part in (role, name) if part) or "somebody"
