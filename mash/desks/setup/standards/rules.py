"""What changes between two standards, and the same change made to another one. Pure, on plain values."""

from __future__ import annotations

from typing import Any

from mash.foundation.clock.standard import Standard

Rules = dict[str, Any]
"""A standard as it is kept: what `Standard.to_json` writes."""

# What is one thing, though it is written as several values.
WHOLE = ("amount", "unit")


def difference(was: Rules, becomes: Rules) -> Rules:
    """What is different, and nothing else: the parts that were changed, each as it becomes."""
    changed: Rules = {}
    for name, value in becomes.items():
        before = was.get(name)
        if value == before:
            continue
        parts = isinstance(value, dict) and isinstance(before, dict) and not set(WHOLE) <= value.keys()
        changed[name] = difference(before, value) if parts else value  # type: ignore[arg-type]  # a dict, as just asked
    return changed


def changed_by(rules: Rules, change: Rules) -> Rules:
    """A standard with a change made to it, whatever else it says.

    Raises:
        ValueError: the two together cannot be; says what to correct.
    """
    return Standard.from_json(_merged(Standard.from_json(rules).to_json(), change)).to_json()


def _merged(rules: Rules, change: Rules) -> Rules:
    merged = dict(rules)
    for name, value in change.items():
        before = merged.get(name)
        parts = isinstance(value, dict) and isinstance(before, dict) and not set(WHOLE) <= value.keys()
        merged[name] = _merged(before, value) if parts else value  # type: ignore[arg-type]  # a dict, as just asked
    return merged
