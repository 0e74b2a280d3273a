"""Works out a genogram: where each person stands, and the lines between them. Pure; it knows nothing of enquiries.

The signs are those of social work: a square is male, a circle female, a diamond not known, a triangle unborn; a double
line marks whom it is about, a dashed one who lives somewhere else, a cross who has died. Couples are joined below,
children hang from there; two strokes through the line say that a couple is no longer together. Who lives together has a
dashed line round them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from mash.ui.outlines import CAPTION, ROUND, Outline, outlines_of

# As wide as a line of text is in a broad typeface with the spacing that a reader may set (WCAG 1.4.12).
COLUMN, SIGN = 192, 44
LINE_OF_TEXT, CHARACTERS = 17, 17
ABOVE, BETWEEN, FIRST_BAR, NEXT_BAR = 4, 100, 16, 11
SIBLINGS_UP = 26
EDGE = 10
MOST_NAME_LINES = 2
STROKE, APART = 9, 7
NO_HOUSEHOLDS: Mapping[Hashable, str] = MappingProxyType({})
FAR_RIGHT = 10**6


class Sign(StrEnum):
    """The shape of a person."""

    SQUARE = "square"
    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody to draw. `generation` counts down: 0 for grandparents, 1 for parents, 2 for children."""

    key: Hashable
    name: str
    sign: Sign
    generation: int
    below: Sequence[str] = ()
    about: bool = False
    elsewhere: bool = False
    died: bool = False
    household: Hashable = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A person where they stand. `x` and `y` are the middle of the sign; `lines` are (y, text, is it the name)."""

    relative: Relative
    x: int
    y: int
    lines: Sequence[tuple[int, str, bool]]

    @property
    def points(self) -> str:
        """The corners of a diamond or triangle, for SVG."""
        return self._corners(SIGN // 2)

    @property
    def inner_points(self) -> str:
        """The corners of the line inside a double one."""
        return self._corners(SIGN // 2 - 8)

    @property
    def cross(self) -> str:
        """The cross through the sign of somebody who has died, as SVG path data."""
        half = SIGN // 2 - (
            6 if self.relative.sign is Sign.CIRCLE else 10 if self.relative.sign is not Sign.SQUARE else 0
        )
        left, right, top, bottom = self.x - half, self.x + half, self.y - half, self.y + half
        return f"M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}"

    def _corners(self, half: int) -> str:
        drop = half // 4 if self.relative.sign is Sign.TRIANGLE else 0
        corners = (
            [(0, -half), (half, half), (-half, half)]
            if self.relative.sign is Sign.TRIANGLE
            else [(0, -half), (half, 0), (0, half), (-half, 0)]
        )
        return " ".join(f"{self.x + x},{self.y + y + (drop if half < SIGN // 2 else 0)}" for x, y in corners)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A genogram ready to be drawn: sizes in pixels, `paths` as SVG path data; `ended` strike couples out."""

    figures: Sequence[Figure]
    paths: Sequence[str]
    width: int
    height: int
    ended: Sequence[str] = ()
    outlines: Sequence[Outline] = ()


@dataclass(slots=True)
class _Plan:
    """What is worked out on the way."""

    rows: dict[int, list[Relative]]
    parents: Mapping[Hashable, frozenset[Hashable]]
    couples: list[frozenset[Hashable]]
    ended: frozenset[frozenset[Hashable]] = frozenset()
    at: dict[Hashable, int] = field(default_factory=dict)


def genogram_of(
    relatives: Sequence[Relative],
    *,
    parents: Iterable[tuple[Hashable, Hashable]] = (),
    couples: Iterable[tuple[Hashable, Hashable]] = (),
    ended: Iterable[tuple[Hashable, Hashable]] = (),
    households: Mapping[Hashable, str] = NO_HOUSEHOLDS,
) -> Drawing:
    """Lay a family out in its generations.

    Args:
        parents: (parent, child), by key.
        couples: (one, other); two parents of one child are joined without being named here.
        ended: those of the couples who are no longer together.
        households: the captions of those to draw a line round.
    """
    plan = _plan(relatives, parents, couples)
    plan.ended = frozenset(frozenset(pair) for pair in ended)
    _place(plan)
    heights = {row: _text_height(plan.rows[row]) for row in plan.rows}
    tops, y = {}, EDGE + (CAPTION if households else 0)
    last = max(plan.rows, default=0)
    for row in sorted(plan.rows):
        above = 0 if row == last else heights[row]
        tops[row] = y + above + SIGN // 2
        y = tops[row] + SIGN // 2 + (BETWEEN if row != last else heights[row] + EDGE)
    figures = [
        Figure(one, plan.at[one.key], tops[row], _lines(one, tops[row], above=row != last))
        for row in sorted(plan.rows)
        for one in plan.rows[row]
    ]
    places = {figure.relative.key: figure for figure in figures}
    width = max((figure.x for figure in figures), default=0) + COLUMN // 2 + EDGE
    paths, struck = _paths(plan, places, heights, last)
    bands = {
        row: (
            tops[row] - SIGN // 2 - (0 if row == last else heights[row]) - ROUND,
            tops[row] + SIGN // 2 + (heights[row] if row == last else 0) + ROUND,
        )
        for row in plan.rows
    }
    outlines = [
        outline
        for household, caption in households.items()
        for outline in outlines_of(_in_rows(plan, household), caption, bands)
    ]
    return Drawing(figures, paths, width, y + (ROUND if households else 0), struck, outlines)


def wrapped(text: str, most: int) -> list[str]:
    """A text in lines that fit below a sign; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= CHARACTERS or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    cut = [line if len(line) <= CHARACTERS else line[: CHARACTERS - 1] + "…" for line in lines[:most]]
    if len(lines) > most:
        cut[-1] = cut[-1].rstrip("…")[: CHARACTERS - 1] + "…"
    return [line for line in cut if line]


def _plan(
    relatives: Sequence[Relative],
    parents: Iterable[tuple[Hashable, Hashable]],
    couples: Iterable[tuple[Hashable, Hashable]],
) -> _Plan:
    row_of = {one.key: one.generation for one in relatives}
    of: dict[Hashable, set[Hashable]] = {}
    for parent, child in parents:
        if parent in row_of and child in row_of and row_of[parent] < row_of[child]:
            of.setdefault(child, set()).add(parent)
    families = {child: frozenset(both) for child, both in of.items()}
    joined = [frozenset(pair) for pair in couples if set(pair) <= row_of.keys() and len(set(pair)) == 2]
    joined += [both for both in families.values() if len(both) == 2]
    rows: dict[int, list[Relative]] = {}
    for one in relatives:
        rows.setdefault(one.generation, []).append(one)
    plan = _Plan(rows, families, list(dict.fromkeys(joined)))
    for row, people in rows.items():
        rows[row] = _beside_each_other(people, plan.couples)
    return plan


def _beside_each_other(row: Sequence[Relative], couples: Sequence[frozenset[Hashable]]) -> list[Relative]:
    """The same people, couples side by side, and whoever has two partners between them."""
    by_key = {one.key: one for one in row}
    partners = {
        key: [other for pair in couples if key in pair for other in pair if other != key and other in by_key]
        for key in by_key
    }
    ordered: list[Hashable] = []
    for key in sorted(by_key, key=lambda each: -len(partners[each])):
        if key in ordered:
            continue
        free = [other for other in partners[key] if other not in ordered]
        ordered += [*free[:1], key, *free[1:]] if len(free) > 1 else [key, *free]
    first = {key: place for place, key in enumerate(by_key)}
    if len(ordered) > 1 and first[ordered[0]] > first[ordered[-1]] and not any(partners.values()):
        ordered.sort(key=lambda each: first[each])
    return [by_key[key] for key in ordered]


def _place(plan: _Plan) -> None:
    """Give everybody a place in their row: the middle row first, children below their parents, elders above."""
    if not plan.rows:
        return
    middle = 1 if 1 in plan.rows else min(plan.rows)
    _in_a_row(plan, plan.rows[middle], {})
    for row in sorted(row for row in plan.rows if row > middle):
        wished = {one.key: _middle_of(plan, plan.parents.get(one.key, frozenset())) for one in plan.rows[row]}
        plan.rows[row].sort(key=lambda one: FAR_RIGHT if (x := wished[one.key]) is None else x)
        _in_a_row(plan, plan.rows[row], wished)
    for row in sorted((row for row in plan.rows if row < middle), reverse=True):
        children = {
            one.key: frozenset(child for child, both in plan.parents.items() if one.key in both)
            for one in plan.rows[row]
        }
        wished = {key: _middle_of(plan, below) for key, below in children.items()}
        _in_a_row(plan, plan.rows[row], wished)
    shift = EDGE + COLUMN // 2 - min(plan.at.values())
    plan.at = {key: x + shift for key, x in plan.at.items()}


def _in_a_row(plan: _Plan, row: Sequence[Relative], wished: Mapping[Hashable, int | None]) -> None:
    """Place a row; people who wish for one place stand round it together."""
    groups: list[list[Relative]] = []
    for one in row:
        wish = wished.get(one.key)
        if groups and wish is not None and wished.get(groups[-1][-1].key) == wish:
            groups[-1].append(one)
        else:
            groups.append([one])
    free = None
    for group in groups:
        wish = wished.get(group[0].key)
        start = wish - (len(group) - 1) * COLUMN // 2 if wish is not None else free if free is not None else 0
        start = start if free is None else max(start, free)
        for number, one in enumerate(group):
            plan.at[one.key] = start + number * COLUMN
        free = start + len(group) * COLUMN


def _middle_of(plan: _Plan, keys: Iterable[Hashable]) -> int | None:
    places = [plan.at[key] for key in keys if key in plan.at]
    return (min(places) + max(places)) // 2 if places else None


def _text_height(row: Sequence[Relative]) -> int:
    return max(len(_texts(one)) for one in row) * LINE_OF_TEXT + ABOVE * 2


def _texts(one: Relative) -> list[tuple[str, bool]]:
    named = [(line, True) for line in wrapped(one.name, MOST_NAME_LINES)]
    return [*named, *((line, False) for text in one.below for line in wrapped(text, MOST_NAME_LINES))]


def _lines(one: Relative, y: int, *, above: bool) -> list[tuple[int, str, bool]]:
    texts = _texts(one)
    first = y - SIGN // 2 - ABOVE - (len(texts) - 1) * LINE_OF_TEXT - 4 if above else y + SIGN // 2 + ABOVE + 13
    return [(first + number * LINE_OF_TEXT, text, is_name) for number, (text, is_name) in enumerate(texts)]


def _paths(
    plan: _Plan, places: Mapping[Hashable, Figure], heights: Mapping[int, int], last: int
) -> tuple[list[str], list[str]]:
    """The lines, one below each couple and from there to the children; and the strokes through those that ended."""
    depth: dict[frozenset[Hashable], int] = {}
    lines, struck = [], []
    for couple in plan.couples:
        one, other = sorted((places[key] for key in couple), key=lambda figure: figure.x)
        foot = max(one.y, other.y) + SIGN // 2
        depth[couple] = foot + FIRST_BAR + NEXT_BAR * (len(depth) % 4)
        lines.append(f"M{one.x} {one.y + SIGN // 2}V{depth[couple]}H{other.x}V{other.y + SIGN // 2}")
        if couple in plan.ended:
            struck.append(_strokes(one.x + (other.x - one.x) // 4, depth[couple]))
    families: dict[frozenset[Hashable], list[Figure]] = {}
    for child, both in plan.parents.items():
        families.setdefault(both, []).append(places[child])
    for both, children in families.items():
        xs = [places[key].x for key in both]
        start = depth.get(both, max(places[key].y for key in both) + SIGN // 2)
        lines += _to_children((min(xs) + max(xs)) // 2, start, children, heights, last)
    return lines, struck


def _strokes(x: int, y: int) -> str:
    """Two strokes through a line, at a place."""
    return "".join(
        f"M{x + step - STROKE // 2} {y + STROKE}L{x + step + STROKE // 2} {y - STROKE}"
        for step in (-APART // 2, APART // 2)
    )


def _in_rows(plan: _Plan, household: Hashable) -> dict[int, list[tuple[int, int, bool]]]:
    """Each row as (left, right, whether they are of the household), from left to right."""
    return {
        row: [
            (x - COLUMN // 2, x + COLUMN // 2, one.household == household)
            for x, one in sorted(((plan.at[one.key], one) for one in people), key=lambda each: each[0])
        ]
        for row, people in plan.rows.items()
    }


def _to_children(
    x: int, start: int, children: Sequence[Figure], heights: Mapping[int, int], last: int
) -> Iterable[str]:
    tops = [
        child.y - SIGN // 2 - (0 if child.relative.generation == last else heights[child.relative.generation])
        for child in children
    ]
    bar = max(start + 4, min(tops) - SIBLINGS_UP)
    xs = sorted({x, *(child.x for child in children)})
    yield f"M{x} {start}V{bar}"
    for left, right in pairwise(xs):
        yield f"M{left} {bar}H{right}"
    for child, top in zip(children, tops, strict=True):
        yield f"M{child.x} {bar}V{top}"
