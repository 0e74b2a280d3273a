"""How much processor time the served hub has used: what a request costs whatever else the machine does (Linux)."""

from __future__ import annotations

import os
from pathlib import Path

from mash.config.environment import data_dir

PROC = Path("/proc")


def used(server: int) -> float:
    """Seconds that the web server's processes and the database's have used so far; 0 where nobody can say."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for entry in PROC.glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents[int(entry.name)] = int(fields[1])
        seconds[int(entry.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    roots = {server, *_postmaster()}
    return sum(spent for process, spent in seconds.items() if _comes_from(process, roots, parents))


def _comes_from(process: int, roots: set[int], parents: dict[int, int]) -> bool:
    while process in parents:
        if process in roots:
            return True
        process = parents[process]
    return False


def _postmaster() -> list[int]:
    """The embedded database's first process."""
    try:
        return [int((data_dir() / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])]
    except OSError:
        return []
