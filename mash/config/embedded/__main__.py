"""`python -m mash.config.embedded start|stop|url|remove`: the embedded database by hand."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mash.config.embedded import DatabaseUnavailable, ensure_running, remove, running, stop
from mash.config.environment import data_dir


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; 0 when done, 1 when not running or not to be had."""
    parser = argparse.ArgumentParser(prog="python -m mash.config.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, meaning in {
        "start": "start it, and leave it up until 'stop'",
        "stop": "stop it; commands that use it fail",
        "url": "print its address, with the password",
        "remove": "stop it and delete it, with everything in it",
    }.items():
        command = commands.add_parser(name, help=meaning, description=meaning)
        command.add_argument("--data-dir", type=Path, required=name == "remove", default=data_dir())
    asked = parser.parse_args(arguments)
    folder: Path = asked.data_dir.resolve()
    try:
        match asked.command:
            case "start":
                started = ensure_running(folder).started_by_us
                print("The database is running." if started else "The database was already running.")
            case "stop":
                print("The database is stopped." if stop(folder) else "The database was not running.")
            case "remove":
                remove(folder)
                print(f"The database of {folder} is deleted.")
            case _:
                url = running(folder)
                if url is None:
                    print("The database is not running.", file=sys.stderr)
                    return 1
                print(url)
    except DatabaseUnavailable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
