"""How a scenario does this app's verbs."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.pathway.people.actions import say_died
from mash.pathway.people.checking.actions import check_known
from mash.pathway.people.merging.actions import (
    confirm_merge,
    confirm_unmerge,
    propose_merge,
    propose_unmerge,
    refuse_merge,
)
from mash.pathway.people.merging.doubting import name_double, tell_apart
from mash.pathway.people.models import Merging
from mash.pathway.people.moving.actions import say_moved, take_back_move, take_note_of_move


@played("name_double")
def play_name_double(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`one` and `other`, persons by id."""
    return {"id": str(name_double(me, str(told.get("one", "")), other=told.get("other", "")).pk)}


@played("tell_apart")
def play_tell_apart(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`doubt`, `why`."""
    return {"id": str(tell_apart(me, str(told.get("doubt", "")), why=told.get("why")).pk)}


@played("propose_merge")
def play_propose_merge(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`doubt`, `keep` (a person by id), `why`; the proposal's `id`."""
    return _made(propose_merge(me, str(told.get("doubt", "")), keep=told.get("keep"), why=told.get("why")))


@played("confirm_merge")
def play_confirm_merge(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`merging`: the proposal."""
    return _made(confirm_merge(me, str(told.get("merging", ""))))


@played("refuse_merge")
def play_refuse_merge(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`merging`: the proposal, to merge or to take it back; `why`."""
    return _made(refuse_merge(me, str(told.get("merging", "")), why=told.get("why")))


@played("propose_unmerge")
def play_propose_unmerge(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`doubt`, `why`; the proposal's `id`."""
    return _made(propose_unmerge(me, str(told.get("doubt", "")), why=told.get("why")))


@played("confirm_unmerge")
def play_confirm_unmerge(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`merging`: the proposal to take it back."""
    return _made(confirm_unmerge(me, str(told.get("merging", ""))))


def _made(merging: Merging) -> dict[str, Any]:
    return {"id": str(merging.pk), "kept": str(merging.kept_id), "answer": merging.answer}


@played("say_died")
def play_say_died(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`person` is an id of the register; `died` a date, empty of somebody who is alive."""
    found = say_died(me, told.get("person", ""), died=told.get("died"), seen=told.get("seen", ""))
    return {"id": str(found.pk)}


@played("check_known")
def play_check_known(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`people`, `why`, `case`; for each person what is said of them and the areas, by id, whose hubs it is about."""
    answers = check_known(me, people=told.get("people"), why=told.get("why"), case=told.get("case", ""))
    return {"answers": [{"says": one.says, "areas": sorted(map(str, one.areas))} for one in answers]}


@played("say_moved")
def play_say_moved(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`person` and `movers` are ids of the register; `area`, `moved_on`, `address`, `postcode`, `protected`."""
    home = {name: told.get(name, "") for name in ("moved_on", "address", "postcode", "protected")}
    movers = told.get("movers") or [told.get("person", "")]
    move = say_moved(me, told.get("person", ""), area=told.get("area"), movers=movers, **home)
    return {"id": str(move.pk)}


@played("take_note_of_move")
def play_take_note_of_move(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`move`: what was told, by id."""
    return {"id": str(take_note_of_move(me, told.get("move", "")).pk)}


@played("take_back_move")
def play_take_back_move(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`move`: what was told, by id; `why`."""
    return {"id": str(take_back_move(me, told.get("move", ""), why=told.get("why")).pk)}
