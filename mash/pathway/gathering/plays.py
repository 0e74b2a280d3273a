"""How a scenario does this app's verbs."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.pathway.gathering.actions.answering import answer_request
from mash.pathway.gathering.actions.asking import ask_agency
from mash.pathway.gathering.actions.chasing import chase_agency, excuse_agency
from mash.pathway.gathering.models import Request


def shown(asked: Request) -> dict[str, Any]:
    """A request as a result: its id and page."""
    return {"id": str(asked.pk), "request": str(asked.pk), "url": f"/requests/{asked.pk}"}


@played("ask_agency")
def play_ask_agency(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `agency`, `what`, `due`?; the request."""
    asked = ask_agency(
        me, told.get("enquiry", ""), agency=told.get("agency"), what=told.get("what"), due=told.get("due")
    )
    return {**shown(asked), "due": asked.due_at.isoformat()}


@played("answer_request")
def play_answer_request(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `request`, `rating`, `answers`; `items` by the names that the scenario gave them."""
    answered = answer_request(me, told.get("request", ""), rating=told.get("rating"), answers=told.get("answers"))
    return {
        "id": str(answered.answer.pk),
        "request": str(answered.answer.request_id),
        "url": f"/requests/{answered.answer.request_id}",
        "items": {name: str(item.pk) for name, item in answered.items.items()},
    }


@played("excuse_agency")
def play_excuse_agency(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `request`, `why`."""
    return shown(excuse_agency(me, told.get("request", ""), why=told.get("why")))


@played("chase_agency")
def play_chase_agency(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `request`."""
    chase = chase_agency(me, told.get("request", ""))
    return {"id": str(chase.pk) if chase else "", "url": f"/requests/{told.get('request', '')}"}
