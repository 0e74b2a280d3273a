"""Whole stories, played on the real pathway: each step ends as told, and the facts beside it hold."""

import json
import re
from pathlib import Path

import pytest

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import read

SCENARIOS = Path(__file__).with_name("scenarios")
STORIES = sorted(path for path in SCENARIOS.glob("*.json") if not path.name.endswith(".checks.json"))


@pytest.fixture(autouse=True)
def own_files(committed, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.OUTBOX = tmp_path / "outbox"


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_goes_as_told(path):
    result = play(read(path, verbs=verbs(), usernames=usernames()))
    told = json.loads(path.read_text())["steps"]
    otherwise = [
        step for step, said in zip(result["steps"], told, strict=True) if step["outcome"] != said.get("expect", "made")
    ]
    assert not otherwise
    assert result["failed"] == 0
    made = {step["as"]: step["result"] for step in result["steps"] if "as" in step and "result" in step}
    beside = path.with_suffix(".checks.json")
    for left, right in json.loads(beside.read_text()).get("equal", []) if beside.exists() else []:
        assert referred(left, made) == referred(right, made), left


def referred(value, made):
    """What `$name.field` of a checks file is."""
    if not isinstance(value, str) or not re.fullmatch(r"\$[\w.-]+", value):
        return value
    name, *fields = value[1:].split(".")
    found = made.get(name, {})
    for part in fields:
        found = found.get(part) if isinstance(found, dict) else None
    return found
