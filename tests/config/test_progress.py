"""Long commands say how far they are, at a terminal and in a file."""

from __future__ import annotations

import pytest

from mash.config.progress import progress_bar


def test_whoever_reads_the_file_of_a_long_command_sees_how_far_it_was_every_few_seconds(
    capsys: pytest.CaptureFixture[str],
):
    seconds = 0.0
    with progress_bar(clock=lambda: seconds) as progress:
        task = progress.add_task("Importing", total=None)
        for second in range(1, 13):
            seconds = float(second)
            progress.update(task, completed=100 * second, total=1_200)
    assert capsys.readouterr().err.splitlines() == [
        "Importing: 500 of 1,200, 100 a second.",
        "Importing: 1,000 of 1,200, 100 a second.",
    ]


def test_work_of_which_nobody_knows_how_much_there_is_says_how_much_is_done(capsys: pytest.CaptureFixture[str]):
    seconds = 0.0
    with progress_bar(clock=lambda: seconds) as progress:
        task = progress.add_task("Writing", total=None)
        seconds = 10.0
        progress.update(task, advance=2_000)
    assert capsys.readouterr().err == "Writing: 2,000.\n"


def test_what_is_done_at_once_writes_no_line(capsys: pytest.CaptureFixture[str]):
    with progress_bar(clock=lambda: 0.0) as progress:
        progress.update(progress.add_task("Importing", total=10), completed=10)
    assert capsys.readouterr().err == ""
