"""The lines round those who live together in the drawing of a family. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

ROUND, CAPTION, INSET = 6, 22, 6
Run = tuple[int, int, int]
"""People of one household who stand side by side: their row, from where to where."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The line round those who live together, as SVG path data, and where its caption stands."""

    path: str
    caption: str
    x: int
    y: int


def outlines_of(
    rows: Mapping[int, Sequence[tuple[int, int, bool]]], caption: str, bands: Mapping[int, tuple[int, int]]
) -> Iterator[Outline]:
    """The line round a household: one where its people stand together, several where others stand between them.

    Args:
        rows: everybody of each row from left to right: (left, right, whether they are of the household).
        bands: from where to where each row goes.
    """
    runs: list[Run] = []
    for row in sorted(rows):
        for theirs, together in groupby(rows[row], key=lambda place: place[2]):
            if theirs:
                places = list(together)
                runs.append((row, places[0][0] + INSET, places[-1][1] - INSET))
    pieces: list[list[Run]] = []
    for run in runs:
        above = next((piece for piece in pieces if _joins(piece[-1], run, runs)), None)
        if above is None:
            pieces.append([run])
        else:
            above.append(run)
    for piece in pieces:
        top, left = bands[piece[0][0]][0], piece[0][1]
        yield Outline(_round(piece, bands), caption, left + ROUND, top - ROUND)


def _joins(above: Run, run: Run, runs: Sequence[Run]) -> bool:
    """Whether a run goes on from the one above it: rows next to each other, each with one run, that overlap."""
    alone = all(sum(other[0] == row for other in runs) == 1 for row in (above[0], run[0]))
    return alone and run[0] == above[0] + 1 and above[1] < run[2] and run[1] < above[2]


def _round(piece: Sequence[Run], bands: Mapping[int, tuple[int, int]]) -> str:
    """Down the right side in steps, and up the left."""
    ends = [bands[row] for row, _, _ in piece]
    turns = [(above[1] + below[0]) // 2 for above, below in pairwise(ends)]
    path = f"M{piece[0][1]} {ends[0][0]}H{piece[0][2]}"
    for turn, (_, _, right) in zip(turns, piece[1:], strict=True):
        path += f"V{turn}H{right}"
    path += f"V{ends[-1][1]}H{piece[-1][1]}"
    for turn, (_, left, _) in zip(reversed(turns), reversed(piece[:-1]), strict=True):
        path += f"V{turn}H{left}"
    return f"{path}Z"
