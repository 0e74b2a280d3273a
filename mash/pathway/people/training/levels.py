"""What Splink compares: our own comparisons as functions of SQL, level by level, and the settings that name them.

A record is one text, so that the functions are the same wherever Splink runs: DuckDB takes them as they are, and Spark
as user-defined functions of the same names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from mash.pathway.people.matching import Description
from mash.pathway.people.matching.compare import compare_births, compare_homes, compare_numbers
from mash.pathway.people.matching.compare_names import NameLevels, compare_names
from mash.pathway.people.matching.learning import GROUPS
from mash.pathway.people.matching.weights import (
    CHANCES,
    DEFAULT,
    Birth,
    Chance,
    Family,
    Given,
    Level,
    Living,
    Middle,
    Number,
)

NOT_TOLD = "not_told"
DATES = ("born", "due_date", "on")
# What an age or a year is worth follows from how much it leaves open; for Splink, one that fits within two years of 25.
AS_AN_AGE = Chance(same=0.55, stranger=0.08, kin=0.3)
LEARNED = frozenset(level for group in GROUPS for level in group)
COMPARED: Mapping[str, tuple[Level, ...]] = {
    "given": (*Given,),
    "middle": (*Middle,),
    "family": (*Family,),
    "birth": (*Birth,),
    "living": (*Living,),
    "nhs": (Number.NHS_SAME, Number.NHS_OTHER),
    "upn": (Number.UPN_SAME, Number.UPN_OTHER),
}


def written(one: Description) -> str:
    """A description as one text."""
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(one).items()}
    return json.dumps({name: value for name, value in told.items() if value not in ("", None, (), [])})


@lru_cache(maxsize=1 << 17)
def read(text: str) -> Description:
    """The description that was written so."""
    told: dict[str, Any] = json.loads(text)
    for name in DATES:
        if name in told:
            told[name] = date.fromisoformat(told[name])
    if "born_about" in told:
        first, last = told["born_about"]
        told["born_about"] = (first, last)
    told["also_known_as"] = tuple(told.get("also_known_as", ()))
    told["earlier_homes"] = tuple(tuple(home) for home in told.get("earlier_homes", ()))
    return Description(**told)


@lru_cache(maxsize=1 << 12)
def _names(one: str, other: str) -> NameLevels:
    return compare_names(read(one), read(other), DEFAULT)


def _given(one: str, other: str) -> str:
    return _names(one, other).given or NOT_TOLD


def _middle(one: str, other: str) -> str:
    return _names(one, other).middle or NOT_TOLD


def _family(one: str, other: str) -> str:
    return _names(one, other).family or NOT_TOLD


def _birth(one: str, other: str) -> str:
    found = compare_births(read(one), read(other), DEFAULT)
    return found.level if found else NOT_TOLD


def _living(one: str, other: str) -> str:
    found = compare_homes(read(one), read(other), DEFAULT)
    return found.level if found else NOT_TOLD


def _number(one: str, other: str, kind: str) -> str:
    found = compare_numbers(read(one), read(other), DEFAULT)
    return next((finding.level for finding in found if finding.level.startswith(kind)), NOT_TOLD)


def _nhs(one: str, other: str) -> str:
    return _number(one, other, "nhs")


def _upn(one: str, other: str) -> str:
    return _number(one, other, "upn")


FUNCTIONS: Mapping[str, Callable[[str, str], str]] = {
    "given": _given,
    "middle": _middle,
    "family": _family,
    "birth": _birth,
    "living": _living,
    "nhs": _nhs,
    "upn": _upn,
}


def settings() -> dict[str, Any]:
    """Splink's settings: each comparison with its levels, the one that says least last."""
    return {
        "link_type": "link_only",
        "unique_id_column_name": "unique_id",
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_comparison(name, levels) for name, levels in COMPARED.items()],
    }


def _comparison(name: str, levels: tuple[Level, ...]) -> dict[str, Any]:
    compared = f"mash_{name}(told_l, told_r)"
    *others, least = levels
    return {
        "output_column_name": name,
        "comparison_levels": [
            {"sql_condition": f"{compared} = '{NOT_TOLD}'", "label_for_charts": "not told", "is_null_level": True},
            *(_level(level, f"{compared} = '{level}'") for level in others),
            _level(least, "ELSE"),
        ],
    }


def _level(level: Level, condition: str) -> dict[str, Any]:
    """A level to be learned; one that depends on what was told, or is too rare to be seen by chance, stays as it is."""
    made: dict[str, Any] = {"sql_condition": condition, "label_for_charts": str(level)}
    if level in LEARNED:
        return made
    chance = CHANCES.get(level, AS_AN_AGE)
    usual = {"m_probability": chance.same, "u_probability": chance.stranger}
    return {**made, **usual, "fix_m_probability": True, "fix_u_probability": True}
