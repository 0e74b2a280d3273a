"""How well people were matched, and whether a chance that was told is how often it was right.

python -m bench.reliability SET=QUERIES.csv:ANSWERS.jsonl … [--draw docs/pictures/reliability.svg]

Prints tables in Markdown. Answers are what `mash people match --json` prints; queries have `true_person_id`.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

BOUNDS = (0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 1.000001)
SURE = 0.95
SIDE, MARGIN = 320, 48


@dataclass(frozen=True, slots=True)
class Asked:
    """One who was described: who they are in truth (empty: nobody of the register), and who was found, best first."""

    truth: str
    found: Sequence[tuple[str, float]]

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest; nobody, where nobody was found."""
        return self.found[0] if self.found else ("", 0.0)

    def among(self, first: int) -> bool:
        """Whether the right one is among the first."""
        return self.truth in [key for key, _ in self.found[:first]]


def read(queries: Path, answers: Path) -> list[Asked]:
    """Those of a set, with what was answered."""
    with queries.open(encoding="utf-8", newline="") as file:
        truth = {row["query_id"]: row["true_person_id"] for row in csv.DictReader(file)}
    found = {}
    for line in answers.read_text("utf-8").splitlines():
        answer = json.loads(line)
        found[answer["query_id"]] = [(one["id"], one["p"]) for one in answer["candidates"]]
    return [Asked(key, found.get(query, [])) for query, key in truth.items()]


def figures(name: str, asked: Sequence[Asked]) -> str:
    """One row: recall among the first, what was called sure, how much of it was wrong."""
    present = [one for one in asked if one.truth]
    sure = [one for one in asked if one.best[1] >= SURE]
    right = sum(one.best[0] == one.truth for one in sure)
    precision, recall = right / max(1, len(sure)), right / max(1, len(present))
    cells = [
        *(f"{sum(one.among(first) for one in present) / max(1, len(present)):.4f}" for first in (1, 5, 10)),
        *(f"{value:.4f}" for value in (precision, recall, 2 * precision * recall / max(1e-9, precision + recall))),
        f"{len(sure) - right} of {len(asked):,}",
    ]
    return f"| {name} | {' | '.join(cells)} |"


def binned(asked: Iterable[Asked]) -> list[tuple[float, float, int]]:
    """Chances told of the likeliest, in bins: what was told on average, how often it was right, how many there are."""
    told = [(one.best[1], one.best[0] == one.truth) for one in asked if one.found]
    bins = []
    for least, most in pairwise(BOUNDS):
        inside = [(p, right) for p, right in told if least <= p < most]
        if inside:
            many = len(inside)
            bins.append((sum(p for p, _ in inside) / many, sum(right for _, right in inside) / many, many))
    return bins


def drawn(bins: Sequence[tuple[float, float, int]]) -> str:
    """The diagram: the nearer to the line, the honester. A mark is as large as there are many."""

    def at(told: float, was: float) -> tuple[float, float]:
        return MARGIN + told * SIDE, MARGIN + (1 - was) * SIDE

    whole = SIDE + 2 * MARGIN
    (left, bottom), (right, top) = at(0, 0), at(1, 1)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{min(14.0, 3 + many**0.5 / 8):.1f}">'
        f"<title>told {told:.2f}, right {was:.2f} ({many:,})</title></circle>"
        for told, was, many in bins
        for x, y in [at(told, was)]
    )
    ticks = "".join(
        f'<text x="{at(value, 0)[0]:.0f}" y="{bottom + 18:.0f}" text-anchor="middle">{value:.1f}</text>'
        f'<text x="{left - 8:.0f}" y="{at(0, value)[1] + 4:.0f}" text-anchor="end">{value:.1f}</text>'
        for value in (0, 0.2, 0.4, 0.6, 0.8, 1)
    )
    words = "; ".join(f"told {told:.2f}, right {was:.2f}" for told, was, _ in bins)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" role="img" font-family="sans-serif" '
        f'font-size="12"><title>How often a chance that was told was right</title><desc>{words}</desc>'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#0b0c0c"/>'
        f'<path d="M{left} {bottom}L{right} {top}" stroke="#505a5f" stroke-dasharray="4 4"/>'
        f'<g fill="#1d70b8" fill-opacity="0.75">{marks}</g>{ticks}'
        f'<text x="{whole / 2:.0f}" y="{whole - 8}" text-anchor="middle">chance that was told</text>'
        f'<text transform="translate(14 {whole / 2:.0f}) rotate(-90)" text-anchor="middle">how often right</text>'
        "</svg>\n"
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", help="NAME=QUERIES.csv:ANSWERS.jsonl")
    parser.add_argument("--draw", type=Path)
    told = parser.parse_args()
    everybody: list[Asked] = []
    lines = ["| set | recall@1 | recall@5 | recall@10 | sure: precision | recall | F1 | wrong called sure |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for one in told.sets:
        name, _, files = one.partition("=")
        queries, _, answers = files.partition(":")
        asked = read(Path(queries), Path(answers))
        lines.append(figures(name, asked))
        everybody += asked
    bins = binned(everybody)
    lines += ["", "| told | was right | how many |", "|---|---|---|"]
    lines += [f"| {chance:.3f} | {was:.3f} | {many:,} |" for chance, was, many in bins]
    sys.stdout.write("\n".join(lines) + "\n")
    if told.draw:
        told.draw.write_text(drawn(bins), "utf-8")


if __name__ == "__main__":
    main()
