"""`mash play`: a scenario from a file, its result for people or for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import Malformed, read


def play_file(file: Path, *, as_json: bool, say: Callable[[str], None]) -> int:
    """Play a scenario. 0 when every step ended as expected, 1 when not or this is no demo, 2 for a malformed file."""
    if not settings.DEMO:
        say("Scenarios are played on a demo hub only. This one is not: MASH_DEMO is off.")
        return 1
    try:
        scenario = read(file, verbs=verbs(), usernames=usernames())
    except Malformed as wrong:
        say(str(wrong))
        return 2
    result = play(scenario)
    if as_json:
        sys.stdout.write(json.dumps(result, indent=1, default=str) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(result)) + "\n")
    return 1 if result["failed"] else 0


def _lines(result: dict[str, Any]) -> list[str]:
    lines = [result["name"]]
    for step in result["steps"]:
        why = step.get("reasons") or step.get("errors") or step.get("error") or step["result"].get("url", "")
        shown = json.dumps(why, ensure_ascii=False) if isinstance(why, dict | list) else why
        lines.append(
            f"{step['n']:>3}  {step['at'][:16].replace('T', ' ')}  {step['do']:<26}{step['outcome']:<9}{shown}"
        )
    failed = result["failed"]
    lines.append("Every step ended as expected." if not failed else f"{failed} ended otherwise than expected.")
    return lines
