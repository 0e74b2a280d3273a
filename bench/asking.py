"""Asks a served hub as browsers do, over connections that are kept alive, and measures how long it takes."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.reading_forms import Form, Page

PORT = 8765
WARMING = 5


class Browser:
    """One kept-alive connection, of somebody of the demo partnership or of nobody known."""

    def __init__(self, username: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        self.cookies: dict[str, str] = {}
        if username:
            page = Page("/sign-in", self.ask("GET", "/sign-in")[1].decode())
            token = page.forms[0].boxes["csrfmiddlewaretoken"].values[0]
            self.ask("POST", "/demo/sign-in", [("username", username), ("csrfmiddlewaretoken", token)])

    def ask(self, method: str, path: str, form: list[tuple[str, str]] | None = None) -> tuple[int, bytes]:
        """Ask for a page; gives status and body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # it had been idle for long: ask again over a new one
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
        text = reply.read()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return reply.status, text

    def form_of(self, path: str) -> Form:
        """The form of a page that goes back to it."""
        status, text = self.ask("GET", path)
        forms = Page(path, text.decode()).forms
        found = next((form for form in forms if form.action == path), None)
        if found is None:
            raise SystemExit(f"{path} answered {status} and has no form")
        return found

    def send(self, form: Form, **typed: str) -> int:
        """Send a form with these boxes filled."""
        sent = {**form.as_it_stands(), **{name: [value] for name, value in typed.items()}}
        pairs = [(name, value) for name, values in sent.items() for value in values]
        return self.ask("POST", form.action, pairs)[0]


@dataclass(frozen=True, slots=True)
class Timed:
    """How long something took, each time, in milliseconds, and how many of it two browsers got through in a second.

    `processor` is how many milliseconds of processor time one of them cost, web server and database together.
    """

    milliseconds: tuple[float, ...]
    a_second: float
    processor: float

    @property
    def median(self) -> float:
        """The time that half of them did not exceed."""
        return statistics.median(self.milliseconds)

    @property
    def late(self) -> float:
        """The time that 95 of 100 did not exceed."""
        return sorted(self.milliseconds)[min(len(self.milliseconds) - 1, int(len(self.milliseconds) * 0.95))]


Once = Callable[[int], float]
"""Does something the nth time, and gives the seconds that its own request took."""


def request(browser: Browser, path: str, wanted: int = 200) -> float:
    """Get a page. Gives the seconds that it took."""
    start = time.perf_counter()
    status, _ = browser.ask("GET", path)
    taken = time.perf_counter() - start
    if status != wanted:
        raise SystemExit(f"{path} answered {status}, wanted {wanted}")
    return taken


def sent(browser: Browser, form: Form, **typed: str) -> float:
    """Send a form that leads elsewhere. Gives the seconds that it took."""
    start = time.perf_counter()
    status = browser.send(form, **typed)
    taken = time.perf_counter() - start
    if status != 302:
        raise SystemExit(f"sending {form.action} answered {status}, wanted 302")
    return taken


def timed(first: Once, second: Once, times: int, used: Callable[[], float] = lambda: 0.0) -> Timed:
    """Do something so often: half of it by one browser alone, then half by two at once.

    Args:
        first, second: the same thing as each of the browsers does it.
        used: how many seconds of processor time were used so far, where each request is of what is measured.
    """
    for n in range(min(WARMING, times)):
        first(n)
    before = used()
    alone = [1000 * first(WARMING + n) for n in range(times // 2)]
    each = times // 4
    start = time.perf_counter()
    both = [
        threading.Thread(target=lambda do, at: [do(at + n) for n in range(each)], args=(do, WARMING + times // 2 + at))
        for do, at in ((first, 0), (second, each))
    ]
    for browser in both:
        browser.start()
    for browser in both:
        browser.join()
    a_second = 2 * each / (time.perf_counter() - start)
    return Timed(tuple(alone), a_second, 1000 * (used() - before) / (times // 2 + 2 * each))
