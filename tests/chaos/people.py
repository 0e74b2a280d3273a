"""Those who work while processes are killed: each sends every form until it is acknowledged, with the same token."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, build_opener

from tests.chaos.hub import PATIENCE_SECONDS, Hub
from tests.faults.reading_forms import Form, Page, Typed

REFERENCE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")
KEY = r"[0-9a-f]{8}-[0-9a-f-]{27}"
ATTEMPT_SECONDS = 10


@dataclass
class Tally:
    """What was acknowledged, by verb, and when the hub answered. Threads share it: each only ever appends."""

    done: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    answered: list[tuple[float, float]] = field(default_factory=list)
    failed: list[float] = field(default_factory=list)
    retried: list[float] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many submissions were."""
        return sum(map(len, self.done.values()))

    def seconds_until_answered(self, killed_at: float) -> float:
        """From a kill to the first answer to a request that began after it."""
        return min((ended for began, ended in self.answered if began >= killed_at), default=killed_at) - killed_at


class StayHere(HTTPRedirectHandler):
    """Does not follow: where an answer leads is what acknowledges a submission."""

    def redirect_request(self, *args: Any) -> None:
        """Nowhere."""
        return


@dataclass
class Browser:
    """Somebody who sends each form until it is acknowledged, always with the token that the page gave it."""

    hub: Hub
    tally: Tally
    username: str = ""
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()), StayHere()))

    def __post_init__(self) -> None:
        if self.username:
            self.send("/sign-in", "username", username=self.username)

    def get(self, path: str) -> str:
        """A page, as soon as it comes."""
        return self._ask(path, None)[1]

    def send(self, path: str, box: str, **typed: str | list[str]) -> str:
        """Fill in the form that has this box, or button, and send it. Returns where it led.

        What is typed goes into the box of that name, or the one whose name ends so.
        """
        form = self.form(path, box)
        filled: Typed = form.as_it_stands()
        for name, value in typed.items():
            whole = name if name in form.boxes else next((one for one in form.boxes if one.endswith(f".{name}")), name)
            filled[whole] = [value] if isinstance(value, str) else value
        status, where = self._ask(form.action, urlencode(filled, doseq=True).encode())
        assert status == 302, f"{form.action}: {status}, {re.sub('<[^>]*>', ' ', where)[:2000]}"
        return where

    def press(self, path: str, button: str) -> str:
        """Press a button by its value."""
        return self.send(path, button, do=button)

    def form(self, path: str, box: str) -> Form:
        """The form of a page that has this box, or a button of this name or value."""
        forms = Page(path, self.get(path)).forms
        found = [one for one in forms if box in one.boxes or any(box in button for button in one.buttons)]
        assert found, f"{path} has no form with {box}, but {[(list(one.boxes), one.buttons) for one in forms]}"
        return found[0]

    def _ask(self, path: str, body: bytes | None) -> tuple[int, str]:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while (began := time.monotonic()) < give_up:
            try:
                with self.opener.open(self.hub.address + path, body, timeout=ATTEMPT_SECONDS) as answer:
                    text = answer.read().decode()
                    self.tally.answered.append((began, time.monotonic()))
                    return answer.status, text
            except HTTPError as answer:
                if answer.code < 500:
                    self.tally.answered.append((began, time.monotonic()))
                if answer.code == 302:
                    return 302, answer.headers["Location"]
                if answer.code < 500:
                    raise AssertionError(f"{path}: {answer.code}") from None
            except (OSError, HTTPException):
                pass
            self.tally.failed.append(began)
            if body is not None:
                self.tally.retried.append(began)
            time.sleep(0.1)
        raise AssertionError("the hub did not come back")


def mark(letter: str) -> str:
    """A word that stands nowhere else."""
    return f"{letter}{secrets.token_hex(8)}"


@dataclass
class Neighbour:
    """Somebody of the public who tells the hub of one worry after another."""

    hub: Hub
    tally: Tally

    def tell(self) -> None:
        """Tell one, as somebody whom the hub has not seen before."""
        word, browser = mark("t"), Browser(self.hub, self.tally)
        browser.send("/enquire/tamarshire/story", "narrative", narrative=f"Shouting again, {word}.")
        browser.send("/enquire/tamarshire/check", "draft")
        self.tally.done["tell"].append(word)


@dataclass
class Room:
    """A social worker, police, two practice managers and a team, who bring one enquiry after another to its end.

    `number` says which of the demo's people they are, so that two rooms may work at once.
    """

    hub: Hub
    tally: Tally
    number: int
    people: dict[str, Browser] = field(default_factory=dict)

    def by(self, name: str) -> Browser:
        """The browser of somebody, who signs in when first needed."""
        if name not in self.people:
            self.people[name] = Browser(self.hub, self.tally, name)
        return self.people[name]

    def receive(self) -> str:
        """Take a call and rate it: an agency inside the hub is asked, and one outside, which gets two mails."""
        worker, word = self.by(f"sw.tamarshire.{self.number}"), mark("r")
        told = {"narrative": f"The school rang, {word}.", "immediate_danger": "no", "act": "receive"}
        person = {"people_0_given": "Perran", "people_0_age": "7", "people_0_subject": "on"}
        found = REFERENCE.search(worker.get(worker.send("/enquiries/new", "narrative", **told, **person)))
        assert found is not None
        self.tally.done["receive"].append(word)
        why = {"rationale": f"Because, {word}.", "ask_why": "They know him"}
        worker.send(f"/enquiries/{found[0]}/rate", "level", level="amber", ask=["police", "probation"], **why)
        self.tally.done["rate"].append(word)
        return found[0]

    def bring_to_an_end(self) -> None:
        """Receive, rate, add to, answer, decide, prepare, approve and acknowledge one enquiry."""
        reference, word = self.receive(), mark("d")
        page = f"/enquiries/{reference}"
        self.by("calls.tamarshire.1").send(f"{page}/add", "text", text=f"They rang again, {word}.")
        self.tally.done["add"].append(word)
        police = self.by(f"police.{self.number}")
        row = next(row for row in police.get("/requests/").split("<tr") if reference in row)
        (asked,) = set(re.findall(rf"/requests/({KEY})", row))
        police.send(f"/requests/{asked}/nothing-known", "rating", rating="none")
        self.tally.done["answer"].append(asked)
        manager, second = (self.by(f"pm.tamarshire.{number}") for number in (self.number, 3 - self.number))
        follows = {"outcome": "assessment", "team": "tamar-north"}
        manager.send(f"{page}/decide", "threshold", threshold="3", rationale=f"So, {word}.", do="save", **follows)
        self.tally.done["decide"].append(word)
        note = mark("n")  # a word of its own: the gate would find one of the rationale's
        release = manager.send(f"{page}/release/tamar-north", "note", note=f"Please see him, {note}.", do="send")
        self.tally.done["prepare"].append(note)
        second.press(release, "read")
        second.press(release, "approve")
        self.tally.done["approve"].append(release.rpartition("/")[2])
        (handover,) = set(re.findall(rf"/handovers/{KEY}", second.get(release)))
        self.by("team.tamar-north.1").press(handover, "acknowledge")
        self.tally.done["acknowledge"].append(handover.rpartition("/")[2])


class AtWork:
    """Threads that do something over and over until told to stop; each ends what it has begun."""

    def __init__(self, *doing: Callable[[], object]) -> None:
        self._stop = threading.Event()
        self.failed: list[Exception] = []
        self._threads = [threading.Thread(target=self._go_on, args=(do,), daemon=True) for do in doing]
        for thread in self._threads:
            thread.start()

    def _go_on(self, do: Callable[[], object]) -> None:
        try:
            while not self._stop.wait(0.1):
                do()
        except Exception as error:  # noqa: BLE001  # whatever it is, whoever waits must hear of it
            self.failed.append(error)

    def stop(self) -> None:
        """Let everybody end what they do."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS * 2)
            assert not thread.is_alive(), "somebody waits for an answer still"
        assert not self.failed, self.failed
