"""Finds the desks that are installed: a desk is a folder of `mash/desks` that holds a `plug.py`."""

from pathlib import Path

from mash.config.environment import CHECKOUT


def found_desks(only: tuple[str, ...] | None = None) -> list[str]:
    """The desks' app paths in alphabetical order; `only` (from `MASH_DESKS`) names those to keep, all when absent."""
    folders = sorted(path.parent.name for path in Path(CHECKOUT, "mash", "desks").glob("*/plug.py"))
    return [f"mash.desks.{name}" for name in folders if only is None or name in only]
