"""Draws the pathway into docs/architecture.md from the code: its states and moves, and who does which verb where.

python tools/architecture.py          writes the page's drawings
python tools/architecture.py --check  exit code 1 when they are not what the code says
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
DRAWN = re.compile(r"(?s)(<!-- drawn: (\w+) -->\n).*?(<!-- end -->)")
# The apps in the order in which an enquiry travels, and what each is for; `casework` puts their pages together.
STATIONS = {
    "people": "the register, two records of one person",
    "enquiries": "front doors and people",
    "triage": "rating, alerts, proposals",
    "gathering": "agencies asked and chased",
    "intelligence": "the sealed hub",
    "decisions": "outcome for each subject",
    "handover": "what may leave, to whom",
    "disagreements": "three stages, each with an owner",
}


def states() -> str:
    """The states of an enquiry and the verbs that move it."""
    from mash.pathway.enquiries.moves import MOVES

    lines = ["stateDiagram-v2", "    direction LR", "    [*] --> received: receive_enquiry"]
    for verb, ways in MOVES.items():
        lines += [f"    {before} --> {after}: {verb}" for before, after in ways.items()]
    return "\n".join([*lines, "    closed --> [*]: kept, never reopened"])


def verbs() -> str:
    """Each part of the pathway with its verbs, in the order of the policy."""
    from mash.foundation.access.policy import RULES
    from mash.foundation.access.verbs import ACTIONS

    done_in = defaultdict(list)
    for verb in RULES:
        if verb in ACTIONS:
            _, layer, app = ACTIONS[verb].__module__.split(".")[:3]
            if layer == "pathway":
                done_in[app].append(verb)
    if strange := done_in.keys() - STATIONS:
        raise SystemExit(f"tools/architecture.py does not say what these are for: {', '.join(sorted(strange))}")
    lines = ["flowchart LR"]
    for app, purpose in STATIONS.items():
        lines.append(f'    {app}["<b>{app}</b><br>{purpose}<br><br>{"<br>".join(done_in[app])}"]')
    return "\n".join([*lines, "    " + " --> ".join(STATIONS)])


def drawn(page: str) -> str:
    """The page with each drawing made anew.

    Raises:
        KeyError: the page names a drawing that there is not.
    """
    made = {"states": states, "verbs": verbs}
    return DRAWN.sub(lambda found: f"{found[1]}```mermaid\n{made[found[2]]()}\n```\n{found[3]}", page)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mash.config.settings")
    django.setup()
    now = PAGE.read_text("utf-8")
    if "--check" in sys.argv[1:]:
        sys.exit("docs/architecture.md is not what the code says: run make docs" if drawn(now) != now else 0)
    PAGE.write_text(drawn(now), "utf-8")
