"""Every component in its place: `python -m tests.ui.gallery FOLDER` writes the pages and their pictures there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import environ
from pathlib import Path
from threading import Thread
from typing import Any

from django.forms import Form

from tests.ui.frame import CHECKOUT, render, stand_up

NOW = datetime(2026, 5, 12, 9, 24, tzinfo=UTC)
WIDTHS = (1280, 360, 320)
CHROMIUM = environ.get("MASH_CHROME", "/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = {
    "board": "gallery/board.jinja",
    "done": "gallery/board.jinja",
    "enquiry": "gallery/enquiry.jinja",
    "form": "gallery/form.jinja",
    "problem": "gallery/form.jinja",
    "release": "gallery/release.jinja",
    "public": "gallery/public.jinja",
    "product": "gallery/product.jinja",
    "not_found": "ui/not_found.jinja",
}


@dataclass(frozen=True)
class Said:
    """A message as Django gives it."""

    message: str
    level_tag: str = "success"


@dataclass(frozen=True)
class Item:
    """An item of the picture."""

    happened: date | None


def facts(name: str) -> dict[str, Any]:
    """What a gallery page shows: invented people, one moment."""
    from mash.ui.page import Alert, Link, Page
    from mash.ui.parts import AgencyMark, HistoryLine, Progress, Standing, Step, SummaryRow
    from tests.ui.gallery_forms import AnswerForm, TellForm

    def marks(*progress: str) -> list[AgencyMark]:
        agencies = (
            ("P", "Police"),
            ("H", "Health"),
            ("E", "Education"),
            ("M", "Adult mental health"),
            ("Pr", "Probation"),
        )
        return [AgencyMark(*agency, Progress(how)) for agency, how in zip(agencies, progress, strict=False)]

    signed_in = Page(
        now=NOW,
        area="Tamarshire",
        navigation=[
            Link("Board", "#board", current=True),
            Link("My work", "#work", count=4),
            Link("People", "#people"),
            Link("Handovers", "#handovers"),
        ],
        find_url="/people/",
        who="S. Okafor",
        role="social worker",
        member_key="4711",
        sign_out_url="/sign-out",
        alerts=[
            Alert(
                "Child protection", "#alert", "TM-7QK4-9", "Orrery, 4 · outside alone at night · flagged 09:12", "#seen"
            )
        ],
        alerts_url="",
    )
    for_the_public = Page(now=NOW, area="Tamarshire", phone="01632 960100", phone_hours="now until 17:00", home_url="/")
    items = [Item(date(year, month, 5)) for year, month in ((2019, 2), (2020, 8), (2023, 3), (2023, 5), (2025, 11))]
    items += [Item(date(2026, 1, day)) for day in (2, 9, 17)] + [Item(date(2025, 7, 1))] * 2 + [Item(None)]
    steps = [
        Step("R. Achebe prepares", Standing.DONE),
        Step("A second practice manager reads it first, then sees what was cleared", Standing.NOW),
        Step("Tamar North opens, acknowledges", Standing.LATER),
    ]
    form: Form
    match name:
        case "form":
            form = AnswerForm()
        case "problem":
            form = AnswerForm({"handling": "", "seen_day": "31", "seen_month": "2", "seen_year": "2026"})
        case _:
            form = TellForm()
    return {
        "page": for_the_public if name == "public" else signed_in,
        "happened": [Said("Rated red. Decision due 13:00.")] if name == "done" else [],
        "now": NOW,
        "hour": timedelta(hours=1),
        "items": items,
        "strong_items": [item for item in items if item.happened and item.happened.year == 2026],
        "marks": marks,
        "higher": [
            AgencyMark("P", "Police", Progress.ANSWERED, rated_higher=True),
            AgencyMark("E", "Education", Progress.LATE),
        ],
        "sections": [
            Link("To rate", "#", count=7),
            Link("Gathering", "#", current=True, count=23),
            Link("Ready to close", "#", count=11),
        ],
        "filters": [
            Link("all", "#", current=True),
            Link("mine", "#"),
            Link("late", "#"),
            Link("child protection", "#"),
        ],
        "areas": [Link("Tamarshire", "#", current=True), Link("Port Ellery", "#")],
        "lines": [
            HistoryLine(NOW - timedelta(minutes=4), "rated red", by="S. Okafor"),
            HistoryLine(NOW - timedelta(minutes=30), "police answered, rate red", strong=True),
            HistoryLine(NOW - timedelta(days=9), "received", href="#received"),
        ],
        "rows": [
            SummaryRow("Decided", "Rowan: section 47 enquiry. Wren: assessment."),
            SummaryRow("Note", "Please see both children today.", href="#note"),
        ],
        "steps": steps,
        "form": form,
    }


def build(folder: Path) -> list[Path]:
    """Write the gallery's pages and all that they load."""
    stand_up(folder / "static")
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            target = folder / "static" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(Path(storage.path(path)).read_bytes())
    written = []
    for name, template in PAGES.items():
        page = folder / f"{name}.html"
        page.write_text(render(template, **facts(name)), "utf-8")
        written.append(page)
    return written


class Strict(SimpleHTTPRequestHandler):
    """Serves the gallery under the content policy of the hub: nothing inline."""

    def end_headers(self) -> None:
        """Add the policy."""
        self.send_header(
            "Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
        )
        super().end_headers()

    def log_request(self, code: int | str = "-", _size: int | str = "-") -> None:
        """Stay quiet."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The gallery's address while it is served on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def take_pictures(folder: Path) -> None:
    """A picture of every page at every width."""
    from playwright.sync_api import sync_playwright

    with served(folder) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        for width in WIDTHS:
            window = browser.new_page(viewport={"width": width, "height": 800})
            for name in PAGES:
                window.goto(f"{address}/{name}.html")
                window.wait_for_load_state("networkidle")
                window.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "var" / "gallery"
    build(where)
    take_pictures(where)
    sys.stdout.write(f"{where}\n")
