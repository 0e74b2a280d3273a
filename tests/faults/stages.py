"""One story, stopped at different places: between them every form of the hub is there for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import scenario
from mash.foundation.clock.now import at
from mash.foundation.zones import Seat
from tests.browsing import signed_in
from tests.faults.reading_forms import Form, Page, Typed, page_of, plain
from tests.pathway import scene
from tests.seal.crawl import addresses, ids_of
from tests.seal.planted import story

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
VISITOR = ""
READERS = {
    "pm.tamarshire.1": Seat.HUB,
    "pm.tamarshire.2": Seat.HUB,
    "sw.tamarshire.1": Seat.HUB,
    "calls.tamarshire.1": Seat.HUB,
    "police.1": Seat.HUB,
    "health.1": Seat.HUB,
    "camhs.1": Seat.PARTNER,
    "probation.1": Seat.PARTNER,
    "team.tamar-north.1": Seat.OPS,
    "school.1": Seat.INTAKE,
    "auditor.1": Seat.AUDIT,
    "admin.1": Seat.SETUP,
    "pm.port-ellery.2": Seat.HUB,
    VISITOR: None,
}
TIED = {"subject": "child", "kind": "other", "enquiry": "$e"}
LATE = {
    "request": "$r.requests.youth-offending",
    "rating": "red",
    "answers": [
        {
            "subject": "child",
            "reply": "information",
            "items": [{"text": "Known to us.", "handling": "open", "about": ["child"]}],
        },
        {"subject": "mum", "reply": "no_trace"},
    ],
}


def _more(by: str, do: str, **told: Any) -> dict[str, Any]:
    return {"by": by, "do": do, "at": "+1m", "with": told}


# Each stage: the last step of the planted story that has been made, and what was done beside it.
STAGES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "received": (
        "ask_enquirer",
        [
            _more("sw.tamarshire.2", "declare_tie", **TIED),
            _more("pm.port-ellery.2", "break_glass", enquiry="$e", why="The family moved here last night"),
        ],
    ),
    "answered": ("excuse_agency", []),
    "decided": ("ask_owner", [_more("youth-offending.1", "answer_request", **LATE)]),
    "prepared": ("prepare_release", []),
    "sent": ("approve_release", []),
    "over": ("tell_referrer", []),
}


@dataclass(slots=True)
class Stage:
    """The hub at one place of the story, and whoever looks at it then."""

    made: dict[str, dict[str, Any]]
    other: str
    ids: dict[str, list[str]]
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, str]:
        """What some boxes must hold to fit this story."""
        enquiry, people = self.made["e"], self.made["e"]["people"]
        return {
            "reference": enquiry["reference"],
            "code": enquiry["code"],
            "to": self.other,
            "one": people["mum"],
            "other": people["child"],
            "happened_month": "2",
        }

    def client(self, username: str) -> Client:
        """The browser of somebody."""
        if username not in self.clients:
            self.clients[username] = signed_in(username) if username else Client()
            self.clients[username].raise_request_exception = False
        return self.clients[username]

    def get(self, username: str, address: str) -> tuple[HttpResponse, Page]:
        """Look at a page."""
        with at(NOON):
            answer: Any = self.client(username).get(address)
        return answer, page_of(address, answer)

    def post(self, username: str, action: str, typed: Typed) -> tuple[HttpResponse, Page]:
        """Send a form as a browser does; a half of a surrogate pair goes as the bytes that it would have."""
        pairs = [(name, value) for name, values in typed.items() for value in values]
        body = urlencode([(n.encode(), v.encode(errors="surrogatepass")) for n, v in pairs])
        with at(NOON):
            answer: Any = self.client(username).post(
                action, body.encode(), content_type="application/x-www-form-urlencoded"
            )
        return answer, page_of(action, answer)

    @contextmanager
    def undone(self, username: str) -> Iterator[None]:
        """What is done inside has not been done afterwards."""
        kept = deepcopy(self.client(username).cookies)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.client(username).cookies = kept


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Play the story as far as a stage; all of it is undone at the end."""
    last, more = STAGES[name]
    told = story()
    upto = max(place for place, step in enumerate(told["steps"]) if step["do"] == last)
    told["steps"] = [*told["steps"][: upto + 1], *more]
    with transaction.atomic():
        played = play(scenario(told, verbs=verbs(), usernames=usernames()))
        assert played["failed"] == 0, [step for step in played["steps"] if step["outcome"] != "made"]
        made = {step["as"]: step["result"] for step in played["steps"] if "as" in step}
        yield Stage(made, scene.enquiry().reference, ids_of(made["e"]["id"]))
        transaction.set_rollback(True)


def forms(at_stage: Stage, seen: set[tuple[str, ...]]) -> Iterator[tuple[str, Form]]:
    """Every form of every page that the URL table has, with one who has it; each kind once."""
    by_route: dict[str, list[str]] = {}
    for address in addresses(at_stage.made["e"]["reference"], at_stage.ids):
        by_route.setdefault(plain(address), []).append(address)
    for username, seat in READERS.items():
        for places in by_route.values():
            for address in places[:9] if _is_for(places[0], seat) else ():
                new = False
                for form in at_stage.get(username, address)[1].forms:
                    if form.kind not in seen and "/sign-out" not in form.action:
                        seen.add(form.kind)
                        new = True
                        yield username, form
                if new:
                    break


def _is_for(address: str, seat: Seat | None) -> bool:
    """Whether a page may be for whoever sits there; a page of the door is for the visitor."""
    view = resolve(address).func
    seats = getattr(view, "seats", None)
    if seats is None:
        return seat is None and not address.startswith(("/metrics", "/health"))
    return seat in seats or (seat is None and getattr(view, "public", False))
