"""The three steps of a release, at the foot of its pages."""

from __future__ import annotations

from mash.ui.parts import Standing, Step


def steps_of(author: str, team: str, *, now: int) -> list[Step]:
    """Who does what, counting from 1; `now` is the step at which it stands."""
    texts = (
        f"{author} prepares",
        "A second practice manager reads it first, then sees what was cleared",
        f"{team} opens, acknowledges",
    )
    return [
        Step(text, Standing.DONE if n < now else Standing.NOW if n == now else Standing.LATER)
        for n, text in enumerate(texts, start=1)
    ]
