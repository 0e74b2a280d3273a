"""The model that a hub trained, as Splink's settings file, and the chances that are read from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from mash.pathway.people.matching.learning import FEWEST, GROUPS
from mash.pathway.people.matching.weights import CHANCES, Chance, Level, Weights


def place() -> Path:
    """Where the hub's own model lies; it names nobody."""
    folder: Path = settings.DATA_DIR
    return folder / "matching.json"


def keep(model: Mapping[str, Any], path: Path) -> None:
    """Write it, whole or not at all: what looks people up reads it meanwhile."""
    half = path.with_suffix(".part")
    half.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    half.replace(path)


def with_what_was_learned(weights: Weights) -> Weights:
    """The weights with the chances of the hub's own model, where it has one."""
    path = place()
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return weights
    return replace(weights, chances=dict(_read(path, changed)))


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> Mapping[Level, Chance]:
    """The chances of a model, read again when the file has changed. Kin stay as they are, or as often as chance."""
    model = json.loads(path.read_text("utf-8"))
    told = {
        level["label_for_charts"]: level
        for comparison in model["comparisons"]
        for level in comparison["comparison_levels"]
    }
    chances = dict(CHANCES)
    for group in GROUPS:
        same = sum(told[str(level)]["m_probability"] for level in group)
        stranger = sum(told[str(level)]["u_probability"] for level in group)
        for level in group:
            by_chance = told[str(level)]["u_probability"] / stranger
            chances[level] = Chance(
                max(FEWEST, told[str(level)]["m_probability"] / same), by_chance, max(CHANCES[level].kin, by_chance)
            )
    return chances
