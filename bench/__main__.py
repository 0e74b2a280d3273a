"""`make bench`: board, enquiry page, search, submission and decision at two sizes, served by two workers.

python -m bench [--enquiries 10000 100000] [--people 100000 1000000] [--requests 200] [--write FILE]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mash.config import embedded
from mash.config.environment import data_dir


def main() -> None:
    """Fill the bench's own hub to each size in turn, serve it, measure it, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enquiries", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--people", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--requests", type=int, default=200, help="how often each thing is done at each size")
    parser.add_argument("--write", type=Path, help="a file to put the tables into, as Markdown")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "mash.config.settings"
    with embedded.database_url(data_dir()) as url:
        os.environ["MASH_DATABASE_URL"] = url
        import django

        django.setup()
        from bench import table
        from bench.pages import Scene, measured
        from mash.config.demo_commands import load
        from mash.config.opening import say
        from mash.config.ready import prepare

        prepare(say)
        said, sizes = [f"Measured on {table.machine()}\n"], []
        for enquiries, people in zip(options.enquiries, options.people, strict=True):
            start = time.perf_counter()
            load(say, enquiries=enquiries, people=people)
            loaded = f"Loaded in {(time.perf_counter() - start) / 60:.1f} minutes."
            with served() as used:
                sizes.append((scene := Scene.of_now(), list(measured(scene, options.requests, used))))
            said += [table.written(sizes[-1]), f"{loaded} {table.verdict(sizes[-1])}"]
            say("\n".join(said[-2:]))
        said += [table.growth(sizes[0], sizes[-1])] if len(sizes) > 1 else []
        sys.stdout.write("\n".join(said))
        if options.write:
            options.write.write_text("\n".join(said), "utf-8")


class served:  # noqa: N801  # reads as what it is: `with served():`
    """Serve the hub while it is measured."""

    def __enter__(self) -> Callable[[], float]:
        """Start it and wait until it is ready. Gives what tells how much of the processor it has used."""
        from bench import processor
        from bench.asking import PORT, Browser

        mash = Path(sys.executable).parent / "mash"
        self.server = subprocess.Popen([mash, "serve", "--port", str(PORT)], stdout=subprocess.DEVNULL)
        for _ in range(300):
            try:
                if Browser().ask("GET", "/health/ready")[0] == 200:
                    return lambda: processor.used(self.server.pid)
            except OSError:
                pass
            time.sleep(0.2)
        self.server.terminate()
        raise SystemExit("the hub did not come up")

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.server.terminate()
        self.server.wait()


if __name__ == "__main__":
    main()
