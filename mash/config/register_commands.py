"""`mash register`: the registers of other services, from files."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from mash.config.progress import progress_bar
from mash.pathway.people.loading import Malformed, load_register, read_register


def load(file: Path, *, area: str, source: str, as_json: bool) -> int:
    """Load a register of involvement. Standard output says what was done, standard error how far it is.

    Returns:
        0 when it is loaded, 2 for a malformed file, of which nothing is loaded then.
    """
    try:
        rows = read_register(file)
        with progress_bar() as progress:
            task = progress.add_task("Loading", total=len(rows))
            done = load_register(rows, area=area, source=source, step=lambda n: progress.update(task, completed=n))
    except Malformed as malformed:
        for line in malformed.wrong:
            sys.stderr.write(f"{line}\n")
        return 2
    if as_json:
        sys.stdout.write(json.dumps(asdict(done)) + "\n")
        return 0
    sys.stdout.write(
        f"{done.rows} rows: {done.involvements} involvements and {done.cautions} cautions new, {done.ended} ended, "
        f"{done.people_made} people made, {done.doubles} pairs of records to look at that may be one person.\n"
    )
    return 0
