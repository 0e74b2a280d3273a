"""Kills the processes of a hub under load, looks whether anything was lost, and writes the figures down.

python -m tests.chaos [--kills 50] [--seed 1] [--write docs/reliability.md]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.chaos import kept
from tests.chaos.hub import Mailbox, hub_of_its_own, mail_server, until
from tests.chaos.killing import KINDS, Kill, kill_in_turn
from tests.chaos.people import AtWork, Neighbour, Room, Tally

BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
SAYS = {
    "tell": "worries told by the public",
    "receive": "calls received",
    "rate": "ratings",
    "add": "additions",
    "answer": "answers of agencies",
    "decide": "decisions",
    "prepare": "releases prepared",
    "approve": "releases approved and sent",
    "acknowledge": "handovers acknowledged",
}


def main() -> int:
    """0 when nothing was lost or doubled, 1 when something was."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="the page in which to put the figures")
    told = parser.parse_args()
    tally, began = Tally(), time.monotonic()
    with mail_server() as mailbox, hub_of_its_own(mailbox.address) as hub:
        rooms = [Room(hub, tally, number) for number in (1, 2)]
        work = AtWork(*[Neighbour(hub, tally).tell] * 2, *[room.bring_to_an_end for room in rooms])
        kills = []
        for number, one in enumerate(kill_in_turn(hub, tally, work, told.kills, seed=told.seed), start=1):
            print(f"{number:3}  {one.kind:12} another after {one.replaced_after:4.1f} s", file=sys.stderr, flush=True)
            kills.append(one)
        work.stop()
        minutes = (time.monotonic() - began) / 60
        until(lambda: kept.waiting(hub) == 0, "mail was left lying")
        found = kept.faults(hub, tally, mailbox)
    figures = "".join(f"{line}\n" for line in table(tally, kills, mailbox, found, minutes, told.seed))
    print(figures)
    print(kept.lines(found) or "Nothing was lost, doubled or left half done.", file=sys.stderr)
    if told.write:
        put_into(told.write, figures)
    return 1 if found else 0


def table(
    tally: Tally, kills: list[Kill], mailbox: Mailbox, found: list[str], minutes: float, seed: int
) -> Iterator[str]:
    """The figures of a run as two tables."""
    busy = f"{os.cpu_count()} cores with a load of {os.getloadavg()[1]:.0f}"
    yield f"{datetime.now(UTC):%-d %B %Y}, seed {seed}: {len(kills)} kills in {minutes:.0f} minutes, on {busy}."
    yield ""
    yield "| killed with SIGKILL | times | another runs, median | longest | answers again, longest |"
    yield "|---|---|---|---|---|"
    for kind in KINDS:
        these = [one for one in kills if one.kind == kind]
        again = sorted(one.replaced_after for one in these) or [0.0]
        answers = max((tally.seconds_until_answered(one.at) for one in these), default=0.0)
        yield f"| {kind} | {len(these)} | {again[len(again) // 2]:.1f} s | {again[-1]:.1f} s | {answers:.1f} s |"
    yield ""
    yield "| | |"
    yield "|---|---|"
    requests = len(tally.answered) + len(tally.failed)
    yield f"| requests | {requests}, of which {len(tally.failed)} got no answer or a fault |"
    yield f"| submissions sent again with the same token | {len(tally.retried)} |"
    yield f"| submissions acknowledged | {tally.acknowledged} |"
    for verb, words in SAYS.items():
        yield f"| {words} | {len(tally.done[verb])} |"
    yield f"| mails | {len(mailbox.mails)}, of which {kept.repeated(mailbox)} came once more and said so |"
    kinds = Counter(fault.partition(":")[0] for fault in found)
    yield f"| lost, doubled, half done | {', '.join(f'{n} {kind}' for kind, n in kinds.items()) or 'none'} |"


def put_into(page: Path, figures: str) -> None:
    """Put the figures between their marks on a page."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}{figures}{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
