"""Every merging that two people have made, whether it stands or was taken back: who said so, when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.pathway.people.models import Merging
from mash.ui.page import Link

A_PAGE = 25
STANDING, BACK = "standing", "back"
SHOWN = {"": "all", STANDING: "those that stand", BACK: "those taken back"}


@dataclass(frozen=True, slots=True)
class Made:
    """A merging, and what took it back; none while it stands."""

    merging: Merging
    taken_back: Merging | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of them somebody asks for: by state, and by page."""

    state: str
    number: int

    @classmethod
    def in_address(cls, typed: Mapping[str, str], number: int) -> Asked:
        """As an address asks; what nobody offers is as if it was not asked."""
        state = typed.get("state", "")
        return cls(state if state in SHOWN else "", number)

    def states(self) -> list[Link]:
        """The states to choose from."""
        return [Link(text, _address(state, 1), current=state == self.state) for state, text in SHOWN.items()]

    def page(self, number: int) -> str:
        """The address of another page of the same."""
        return _address(self.state, number)


def mergings_made(me: Acting, asked: Asked) -> tuple[list[Made], bool]:
    """A page of the mergings of records that whoever acts may weigh, newest first; and whether there are more.

    Two queries, however many there are.
    """
    mergings = Merging.objects.made_for(me)
    if asked.state == STANDING:
        mergings = mergings.standing()
    elif asked.state == BACK:
        mergings = mergings.taken_back()
    start = (asked.number - 1) * A_PAGE
    newest = mergings.select_related("kept", "folded", "proposed_by", "answered_by").order_by("-answered_at", "pk")
    some = list(newest[start : start + A_PAGE + 1])
    undoings = Merging.objects.filter(undoes__in=some[:A_PAGE], answer=Merging.Answer.CONFIRMED)
    back = {one.undoes_id: one for one in undoings.select_related("proposed_by", "answered_by")}
    return [Made(one, back.get(one.pk)) for one in some[:A_PAGE]], len(some) > A_PAGE


def _address(state: str, number: int) -> str:
    asked = [f"state={state}"] if state else []
    asked += [f"page={number}"] if number > 1 else []
    return reverse("people:mergings") + ("?" + "&".join(asked) if asked else "")
