"""`make bench`: the enquiry page, the list and a submission at a size, beside an empty page of the same server.

python -m bench [--enquiries 10000] [--open 500] [--requests 200]
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

from mash.config import embedded
from mash.config.environment import data_dir

PORT = 8765


def percentile(times: list[float], share: float) -> float:
    """The time that this share of requests did not exceed, in milliseconds."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


class Browser:
    """One kept-alive connection of one signed-in account."""

    def __init__(self, username: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.cookies: dict[str, str] = {}
        page = self.ask("GET", "/sign-in")[1].decode()
        self.ask("POST", "/demo/sign-in", {"username": username, "csrfmiddlewaretoken": token_in(page)})

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Ask for a page; gives status and body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        reply = self.connection.getresponse()
        text = reply.read()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return reply.status, text


def token_in(page: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise SystemExit("the page has no form token")
    return found[1]


def timed(what: Callable[[int], int], times: int, wanted: int) -> list[float]:
    """Milliseconds of each call, after a few that warm up; every answer must have the wanted status."""
    taken = []
    for number in range(-5, times):
        start = time.perf_counter()
        status = what(number)
        if status != wanted:
            raise SystemExit(f"answered {status}, wanted {wanted}")
        if number >= 0:
            taken.append((time.perf_counter() - start) * 1000)
    return taken


def measure(references: list[str], requests: int) -> None:
    """Ask the served hub and print the table."""
    worker = Browser("sw.tamarshire.1")
    empty = timed(lambda n: worker.ask("GET", "/health/live")[0], requests, 200)
    page = timed(lambda n: worker.ask("GET", f"/enquiries/{references[n % len(references)]}/")[0], requests, 200)
    board = timed(lambda n: worker.ask("GET", "/board")[0], requests, 200)
    form = Browser("school.1")
    token = {"csrfmiddlewaretoken": token_in(form.ask("GET", "/enquire/tamarshire/story")[1].decode())}

    def submit(number: int) -> int:
        form.ask("POST", "/enquire/tamarshire/story", {**token, "narrative": f"A worry, number {number}."})
        return form.ask("POST", "/enquire/tamarshire/check", token)[0]

    told = timed(submit, requests, 302)
    base = statistics.median(empty)
    sys.stdout.write("page                       median ms   95th ms   × empty page\n")
    for name, times in (
        ("empty page", empty),
        ("enquiry page", page),
        ("list of open enquiries", board),
        ("submission", told),
    ):
        middle = statistics.median(times)
        sys.stdout.write(f"{name:<26} {middle:9.1f} {percentile(times, 0.95):9.1f} {middle / base:12.1f}\n")


def count_queries(references: list[str]) -> None:
    """Queries of each page, in process, apart from binding, session and ledger."""
    from tests.browsing import signed_in, visit

    client = signed_in("sw.tamarshire.1")
    for path in (f"/enquiries/{references[0]}/", "/board"):
        sys.stdout.write(f"queries {path.split('/')[1]:<18} {len(visit(client, path).queries):>3}\n")


def main() -> None:
    """Fill the bench's own hub, serve it, measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enquiries", type=int, default=10_000)
    parser.add_argument("--open", type=int, default=500, help="how many of them are open at once")
    parser.add_argument("--requests", type=int, default=200)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "mash.config.settings"
    with embedded.database_url(data_dir()) as url:
        os.environ["MASH_DATABASE_URL"] = url
        import django

        django.setup()
        from bench.county import fill, open_the_stage
        from mash.config.ready import prepare

        prepare()
        open_the_stage()
        start = time.perf_counter()
        references = fill(options.enquiries, options.open)
        sys.stderr.write(
            f"{options.enquiries} enquiries, {options.open} of them open, after {time.perf_counter() - start:.0f} s\n"
        )
        count_queries(references)
        mash = Path(sys.executable).parent / "mash"
        with subprocess.Popen([mash, "serve", "--port", str(PORT)], stdout=subprocess.DEVNULL) as server:
            try:
                _wait()
                measure(references, options.requests)
            finally:
                server.terminate()


def _wait() -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("the hub did not come up")


if __name__ == "__main__":
    main()
