"""The kinds of words that an area has, each with where it stands and what its form asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mash.foundation.clock.standard import Level
from mash.foundation.partnership.models import Area, Criterion, Guidance, Prompt, Service
from mash.foundation.partnership.usual import CRITERIA, GUIDANCE, PROMPTS

Entry = Criterion | Guidance | Prompt | Service


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of words.

    Attributes:
        key: in addresses.
        model: its rows.
        title, one: of the list, and of an entry.
        stands: where it is read.
        boxes: what the form asks, by the columns.
        most: how long each may be.
        needed: what is said where a box must not be empty.
        sorted_by: the column by which the list has parts; each part has an order of its own. Empty when it has none.
        parts: those parts with their labels.
        usual: entries that hubs mostly begin with.
        empty: what an area without any is told.
    """

    key: str
    model: type[Entry]
    title: str
    one: str
    stands: str
    most: Mapping[str, int]
    needed: Mapping[str, str]
    empty: str
    sorted_by: str = ""
    parts: Mapping[str, str] | None = None
    usual: Sequence[Mapping[str, str]] = ()

    @property
    def boxes(self) -> list[str]:
        """The columns that its form asks for."""
        return [*([self.sorted_by] if self.sorted_by else []), *self.most]

    def rows(self, area: Area) -> list[Any]:
        """An area's entries of this kind, in their order. One query."""
        return list(self.model.objects.filter(area=area))

    def part_of(self, row: Any) -> str:
        """The part of the list that an entry belongs to."""
        return getattr(row, self.sorted_by) if self.sorted_by else ""


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            key="ratings",
            model=Criterion,
            title="What red, amber and green mean",
            one="criterion",
            stands="Beside the levels, when a social worker rates.",
            most={"text": 300},
            needed={"text": "Write when an enquiry has this level"},
            empty="No criteria: a social worker who rates is given none.",
            sorted_by="level",
            parts={level.value: level.title() for level in Level},
            usual=[{"level": level, "text": text} for level, text in CRITERIA],
        ),
        Kind(
            key="guide",
            model=Guidance,
            title="Threshold guide",
            one="part of the guide",
            stands="Beside the questions that professionals answer when they tell you something.",
            most={"title": 80, "text": 4000},
            needed={"title": "Write a heading", "text": "Write what the guide says"},
            empty="Nothing stands beside the questions that professionals are asked.",
            sorted_by="helps",
            parts=dict(Guidance.Helps.choices),
            usual=[{"helps": helps, "title": title, "text": text} for helps, title, text in GUIDANCE],
        ),
        Kind(
            key="prompts",
            model=Prompt,
            title="What a caller is asked",
            one="prompt",
            stands="On the screen of whoever takes a call, to be ticked when it was asked.",
            most={"text": 160},
            needed={"text": "Write what a caller is asked"},
            empty="Nothing to ask a caller: the call screen shows no prompts.",
            usual=[{"text": text} for text in PROMPTS],
        ),
        Kind(
            key="services",
            model=Service,
            title="Services to signpost to",
            one="service",
            stands="To be chosen by whoever proposes or decides to show a family where to find help.",
            most={"name": 80, "what": 200, "reached": 78},
            needed={"name": "Write the service's name"},
            empty="No services to choose from: whoever signposts writes one in.",
        ),
    )
}


def shown(kind: Kind, row: Any, place: int) -> dict[str, Any]:
    """What the form shows of an entry: its boxes, and its place in its part of the list, counted from 1."""
    return {**{name: getattr(row, name) for name in kind.boxes}, "place": place}
