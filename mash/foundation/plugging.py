"""Lets each app plug itself in when it is ready, without anybody naming it."""

from importlib import import_module
from importlib.util import find_spec

PLUGGED = ("plays", "follows", "panels", "jobs", "ways", "alerts")


def plug_in(package: str) -> None:
    """Import what an app plugs in: its `plays`, `follows`, `panels`, `jobs`, `ways` and `alerts`, where it has them."""
    for name in PLUGGED:
        if find_spec(f"{package}.{name}"):
            import_module(f"{package}.{name}")
