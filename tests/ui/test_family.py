"""A genogram's layout: nobody stands on anybody, lines lead from couples to their children, texts fit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.ui.family import CHARACTERS, COLUMN, Relative, Sign, genogram_of, wrapped


def relative(key: int, generation: int, name: str = "Somebody") -> Relative:
    return Relative(key, name, Sign.CIRCLE, generation, below=["7", "child"])


families = st.lists(st.integers(0, 2), min_size=1, max_size=14).flatmap(
    lambda rows: st.tuples(
        st.just(rows),
        st.lists(st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(rows) - 1)), max_size=12),
        st.lists(st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(rows) - 1)), max_size=6),
    )
)


@given(families)
def test_whatever_the_family_everybody_has_a_place_of_their_own(told):
    rows, parents, couples = told
    drawing = genogram_of([relative(n, row) for n, row in enumerate(rows)], parents=parents, couples=couples)
    assert len(drawing.figures) == len(rows)
    for one in drawing.figures:
        assert COLUMN // 2 <= one.x <= drawing.width - COLUMN // 2
        assert 0 < one.y < drawing.height
        for other in drawing.figures:
            assert one is other or one.y != other.y or abs(one.x - other.x) >= COLUMN
    for path in drawing.paths:
        assert re.fullmatch(r"(M\d+ \d+|[HV]\d+)+", path)


def test_children_hang_in_the_middle_below_their_parents():
    people = [relative(0, 1), relative(1, 1), relative(2, 2), relative(3, 2)]
    drawing = genogram_of(people, parents=[(0, 2), (1, 2), (0, 3), (1, 3)])
    mother, father, one, other = drawing.figures
    assert (mother.x + father.x) / 2 == (one.x + other.x) / 2
    assert any(path.startswith(f"M{mother.x} ") and f"H{father.x}" in path for path in drawing.paths)


def test_whoever_has_two_partners_stands_between_them():
    drawing = genogram_of([relative(0, 1), relative(1, 1), relative(2, 1)], couples=[(0, 2), (2, 1)])
    places = {figure.relative.key: figure.x for figure in drawing.figures}
    assert places[0] < places[2] < places[1]


def test_nobody_is_their_own_parent_and_a_parent_of_the_same_generation_is_not_drawn():
    drawing = genogram_of([relative(0, 1), relative(1, 1)], parents=[(0, 0), (0, 1), (5, 1)])
    assert drawing.paths == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Rowan", ["Rowan"]),
        ("Kaci-Leigh Dunne-Ward", ["Kaci-Leigh", "Dunne-Ward"]),
        ("", []),
        ("A" * 60, ["A" * (CHARACTERS - 1) + "…"]),
        ("one two three four five six seven eight nine ten", ["one two three", "four five six…"]),
    ],
)
def test_a_long_name_is_cut_into_lines_that_fit(text, lines):
    assert wrapped(text, 2) == lines
    assert all(len(line) <= CHARACTERS for line in wrapped(text, 2))
