"""Lets each app plug itself in when it is ready, without anybody naming it."""

from importlib import import_module
from importlib.util import find_spec

PLUGGED = ("plays", "follows", "panels", "jobs", "ways", "alerts", "waits")


def plug_in(package: str) -> None:
    """Import what an app plugs in: those of these modules that it has."""
    for name in PLUGGED:
        if find_spec(f"{package}.{name}"):
            import_module(f"{package}.{name}")
