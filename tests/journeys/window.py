"""One browser window of one person: goes to pages, finds what can be pressed by its name, and complains of faults."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response
from playwright.sync_api import TimeoutError as NoAnswer

from tests.journeys.standstill import standing

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 740}
# Of phones, pictures are taken as most of them are; what fits the narrowest fits these.
PICTURED = {"width": 360, "height": 740}
PATIENCE = 180_000
"""Milliseconds that a page may take: no journey measures, and databases are made beside it."""
RUN_AXE = (
    "async () => (await axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}))"
    ".violations"
)


class Window:
    """A window in which somebody is signed in, or nobody. Script errors and refused content count as faults."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        phone: bool = False,
        script: bool = True,
        looked_at: set[str] | None = None,
    ) -> None:
        """Open it. `looked_at` is shared by windows in which each page is looked at once between them all."""
        self.address = address
        self._browser, self._script, self._shape = browser, script, PHONE if phone else DESK
        self._second: Page | None = None
        self.faults: list[str] = []
        self._looked_at: set[str] = set() if looked_at is None else looked_at
        self.context: BrowserContext = browser.new_context(
            viewport=self._shape,  # type: ignore[arg-type]  # a TypedDict of the same shape
            java_script_enabled=self._script,
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self._asked: list[Request] = []
        self.page.on("request", self._ask)
        for ended in ("requestfinished", "requestfailed"):
            self.page.on(ended, self._forget)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", lambda said: self._heard(said.type, said.text))

    def _heard(self, kind: str, text: str) -> None:
        # A page that is not there is an answer, not a fault; so is one that says that the session has ended.
        if kind == "error" and not any(f"status of {answer}" in text for answer in (403, 404)):
            self.faults.append(f"{self.page.url}: {text}")

    def _ask(self, request: Request) -> None:
        self._asked.append(request)

    def _forget(self, request: Request) -> None:
        if request in self._asked:
            self._asked.remove(request)

    def sign_in(self, username: str) -> None:
        """Be somebody of the demo partnership, as a visitor of the demo becomes one."""
        self.go("/sign-in")
        self.page.locator(f'button[name="username"][value="{username}"]').click()
        self.page.wait_for_url("**/start")

    def go(self, path: str) -> None:
        """Go to a page of the hub, and look at it."""
        self.visit(path)
        self.look()

    def visit(self, path: str) -> Response | None:
        """Go to a page of the hub. When no answer comes, the fault says what stood still."""
        try:
            return self.page.goto(f"{self.address}{path}", timeout=PATIENCE)
        except NoAnswer as error:
            raise AssertionError(f"{path} gave no answer.\n{self._waited_for}\n{standing()}") from error

    @property
    def _waited_for(self) -> str:
        return f"Asked for and not answered: {', '.join(request.url for request in self._asked) or 'nothing'}"

    def press(self, name: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Press a button or link by its name, and look at where it leads."""
        somewhere = within or self.page
        button = somewhere.get_by_role("button", name=name, exact=exact)
        link = somewhere.get_by_role("link", name=name, exact=exact)
        button.or_(link).first.click()
        self.page.wait_for_load_state()
        self.look()

    def fill(self, label: str, text: str, *, within: Locator | None = None) -> None:
        """Type into a box by its label."""
        (within or self.page).get_by_label(label, exact=False).first.fill(text)

    def choose(self, label: str, *, within: Locator | None = None, exact: bool = True) -> None:
        """Choose a radio button or tick a box by its label."""
        (within or self.page).get_by_label(label, exact=exact).first.check()

    def group(self, legend: str) -> Locator:
        """The fields under a legend."""
        return self.page.get_by_role("group", name=legend)

    def unfold(self, key: str) -> None:
        """Open a part of an enquiry's page."""
        part = self.page.locator(f"#{key}")
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()

    def reads(self, text: str) -> bool:
        """Whether a text stands on the page, folded parts included."""
        return text in self.text

    @property
    def text(self) -> str:
        """All words of the page, with single spaces."""
        return " ".join((self.page.locator("body").text_content() or "").split())

    def look(self) -> None:
        """Once for each page: axe finds nothing, and nothing is wider than the window."""
        shape = self.page.url.partition("?")[0]
        if shape in self._looked_at:
            return
        self._looked_at.add(shape)
        self.faults += [f"{shape}: {fault}" for fault in self.accessibility_faults()]
        self.picture(re.sub(r"[0-9a-f-]{36}|[0-9A-Z]{5}-[0-9A-Z]{5}", "x", shape.removeprefix(self.address)))

    def picture(self, name: str) -> None:
        """Keep a picture of the page as it stands, where `MASH_PICTURES` names a folder for them."""
        if not (folder := os.environ.get("MASH_PICTURES")):
            return
        shown = PICTURED if self._shape is PHONE else DESK
        self.page.set_viewport_size(shown)  # type: ignore[arg-type]  # a TypedDict of the same shape
        plain = name.strip("/").replace("/", "-") or "front"
        script = "" if self._script else "-no-script"
        self.page.screenshot(path=Path(folder) / f"{plain}-{shown['width']}{script}.png", full_page=True)
        self.page.set_viewport_size(self._shape)  # type: ignore[arg-type]  # as above

    def show(self, name: str) -> None:
        """Take the picture of this name for the documentation, where `MASH_DOCS` names the folder of its pictures.

        As much as the window shows, in 128 colours: a page with its picture is read over a slow line too.
        """
        if not (folder := os.environ.get("MASH_DOCS")):
            return
        shown = PICTURED if self._shape is PHONE else DESK
        self.page.set_viewport_size(shown)  # type: ignore[arg-type]  # a TypedDict of the same shape
        self.page.evaluate("scrollTo(0, 0)")
        taken = Image.open(BytesIO(self.page.screenshot()))
        taken.convert("RGB").quantize(128).save(Path(folder) / f"{name}.png", optimize=True)
        self.page.set_viewport_size(self._shape)  # type: ignore[arg-type]  # as above

    def _for_axe(self) -> Page:
        """This page; or where scripts are off, and axe with them, what it shows in a window of which only axe is on."""
        if self._script:
            return self.page
        if self._second is None:
            self._second = self._browser.new_context(viewport=self._shape).new_page()  # type: ignore[arg-type]  # as above
            self._second.route("**/*.js", lambda route: route.abort())
        here, shown = self.page.url, self.page.content()
        self._second.route(
            lambda url: url == here,
            lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"),
            times=1,
        )
        self._second.goto(here)
        return self._second

    def accessibility_faults(self) -> list[str]:
        """What axe finds, and whether the page scrolls sideways."""
        page = self._for_axe()
        # Evaluated, not added as a script: the page's content policy stays in force.
        page.evaluate(AXE)
        found: list[dict[str, Any]] = page.evaluate(RUN_AXE)
        faults = [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
            # GOV.UK's own radios say aria-expanded where they reveal more; tried with screen readers, and theirs.
            if not (rule["id"] == "aria-allowed-attr" and "govuk-radios__input" in node["html"])
        ]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("scrolls sideways")
        return faults

    def close(self) -> None:
        """Close the window."""
        if self._second is not None:
            self._second.context.close()
        self.context.close()
