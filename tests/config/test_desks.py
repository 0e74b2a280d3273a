"""A hub without one of its desks: the rest goes on as if there had never been one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = [path.rpartition(".")[2] for path in settings.DESKS]
# What is quick and goes through all of a hub: its structure, its start pages, and a story from end to end.
TESTS = (
    "tests/policy/test_structure.py",
    "tests/pathway/casework/test_start.py",
    "tests/demo/test_scenarios.py::test_a_story_goes_as_told[first-call]",
)


@pytest.mark.parametrize("out", INSTALLED)
def test_the_tests_pass_with_a_desk_taken_out(out):
    """In a process of its own, with a database of its own: what is installed is settled once."""
    url = urlsplit(os.environ["MASH_DATABASE_URL"])
    without = {
        "MASH_DESKS": ",".join(desk for desk in INSTALLED if desk != out),
        "MASH_DATABASE_URL": url._replace(path=f"{url.path}_without_{out}").geturl(),
        "PYTHONPATH": str(ROOT),
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--create-db", *TESTS],
        env=others | without,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    assert " passed" in run.stdout
