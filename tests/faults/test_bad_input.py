"""Whatever is typed into whatever form: a clear answer, nothing breaks, and what was typed stays in the page."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from mash.foundation.clock.now import at
from tests.faults.filling import filled
from tests.faults.reading_forms import NOT_TYPED, Box, Form, Page, Typed, plain
from tests.faults.stages import NOON, STAGES, Stage, Walk, stage
from tests.seal.crawl import routes

pytestmark = pytest.mark.django_db

SCRIPT = """<script>alert("x")</script>'"><img src=x onerror=alert(1)>{{ 7*7 }}"""
STRANGE = "👩‍👩‍👧 \u202eطفل خائف\u202c שלום Zoë \ud83d half"
NUL = "before\x00after"
LONG = "They shouted all night. " * 4167
NONSENSE_DATE = ("31", "2", "2026")
NO_CHOICE = "no-such-thing"
PASSWORDS = {"password", "current_password", "new_password"}

Spoil = Callable[[Form, Typed], Typed | None]


def nothing(form: Form, typed: Typed) -> Typed | None:
    """Every box empty."""
    return {name: values for name, values in typed.items() if name in NOT_TYPED or _is_hidden(form, name)}


def everywhere(text: str) -> Spoil:
    """The same text in every box that takes text."""

    def spoil(form: Form, typed: Typed) -> Typed | None:
        taken = {box.name: [text] for box in form.texts if not _is_part_of_date(form, box.name)}
        return {**typed, **taken, "once": [text]} if taken else None

    return spoil


def nonsense(form: Form, typed: Typed) -> Typed | None:
    """Choices that there are not, and days that there are not."""
    wrong = {box.name: [NO_CHOICE] for box in form.boxes.values() if box.is_chosen and not _is_tick(box)}
    return {**typed, **wrong, **_dates(form, NONSENSE_DATE)} if wrong or form.dates else None


def far_ahead(form: Form, typed: Typed) -> Typed | None:
    """Every day in the next century."""
    return {**typed, **_dates(form, ("1", "1", "2099"))} if form.dates else None


def tampered(form: Form, typed: Typed) -> Typed | None:
    """What no hand typed, changed."""
    hidden = {name: [SCRIPT + NUL] for name in typed if _is_hidden(form, name) and name not in NOT_TYPED}
    return {**typed, **hidden} if hidden else None


def miscounted(form: Form, typed: Typed) -> Typed | None:
    """Numbers that no page wrote: far too long ones, and digits of other writings."""
    hidden = {name: ["9" * 5000] for name in typed if _is_hidden(form, name) and name not in NOT_TYPED}
    pressed = {name: [re.sub(r"\d+", "²", value)] for name, value in form.buttons[-1:] if name}
    return {**typed, **hidden, **pressed} if hidden or pressed else None


SPOILT: dict[str, Spoil] = {
    "empty": nothing,
    "NUL": everywhere(NUL),
    "script": everywhere(SCRIPT),
    "strange": everywhere(STRANGE),
    "nonsense": nonsense,
    "far ahead": far_ahead,
    "tampered": tampered,
    "miscounted": miscounted,
}
MUST_FAIL = ("nonsense",)
BY_NO_HAND = ("tampered", "miscounted")


def _is_tick(box: Box) -> bool:
    """Whether a box alone stands for yes, with whatever value."""
    return box.kind == "checkbox" and len(box.choices) == 1


def _is_hidden(form: Form, name: str) -> bool:
    return name not in form.boxes or form.boxes[name].kind == "hidden"


def _is_part_of_date(form: Form, name: str) -> bool:
    return name.rpartition("_")[0] in form.dates


def _dates(form: Form, parts: tuple[str, str, str]) -> Typed:
    return {
        f"{name}_{part}": [value]
        for name in form.dates
        for part, value in zip(("day", "month", "year"), parts, strict=True)
    }


def what_is_wrong(typed: Typed, sent: Form, status: int, body: str, page: Page) -> Iterator[str]:
    """What an answer must not be like."""
    if status not in (200, 302, 403, 404):
        yield f"answered {status}"
    if "<script>alert" in body or "<img src=x" in body:
        yield "the script stands in the page as a script"
    if status != 200 or not page.failed:
        return
    names = {box.name for box in sent.texts if typed.get(box.name, [""])[0]}
    again = max(page.forms, key=lambda form: len(names & form.boxes.keys()), default=None)
    if names and (again is None or not names & again.boxes.keys()):
        yield "the page says what is wrong and has no form to mend it in"
        return
    for name in names - PASSWORDS:
        if again is None or name not in again.boxes:
            if not name.startswith("why."):  # beside something found, which is gone with the text that it was found in
                yield f"{name}: there is no such box any more"
        elif _as_shown(was := typed[name][0]) != _as_shown(now := again.boxes[name].values[0]):
            yield f"{name}: what was typed is lost ({len(was)} characters, {len(now)} now)"


def _as_shown(text: str) -> str:
    """Half a surrogate pair arrives as replacement characters; NUL, which no page can hold, is left out."""
    kept = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text if c != "\x00")
    return kept.replace("\ufffd\ufffd\ufffd", "\ufffd").replace("\r\n", "\n").strip()


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk()


@pytest.mark.parametrize("name", STAGES)
def test_no_form_breaks_on_anything_that_is_typed_and_what_was_typed_stays(name, walk):
    wrong = []
    with stage(name) as here:
        for username, form in walk.forms(here):
            for said, button, typed in spoilt(here, form):
                with here.undone(username):
                    answer, page = here.post(username, form.action, typed)
                    body = answer.content.decode()
                    kept = {} if said in BY_NO_HAND else typed
                    found = list(what_is_wrong(kept, form, answer.status_code, body, page))
                    if said.startswith("long") and not page.failed:
                        found.append(f"100,000 characters: {answer.status_code} without an error")
                    if said in MUST_FAIL and answer.status_code == 302:
                        found.append("taken as if it were right")
                    if between := page.between:
                        answer, _ = here.post(username, between.action, filled(between, {}, between.buttons[0]))
                    if answer.status_code == 302 and said in ("script", "strange"):
                        after, onward = here.get(username, answer.headers["Location"])
                        found += what_is_wrong({}, form, after.status_code, after.content.decode(), onward)
                wrong += [f"{plain(form.action)} by {username or 'a visitor'} ({said}, {button}): {w}" for w in found]
    assert not wrong, "\n" + "\n".join(wrong)


def spoilt(here: Stage, form: Form) -> Iterator[tuple[str, tuple[str, str], Typed]]:
    """Every spoilt way to send a form, by its last button; scripts by every button."""
    button = form.buttons[-1] if form.buttons else ("", "")
    for said, spoil in SPOILT.items():
        for pressed in form.buttons[:4] if said == "script" else [button]:
            typed = spoil(form, filled(form, here.given, pressed))
            if typed is not None:
                yield said, pressed, typed
    alone = {plain(box.name): box.name for box in form.texts if not _is_part_of_date(form, box.name)}
    for name in alone.values():
        yield f"long {name}", button, {**filled(form, here.given, button), name: [LONG]}


def test_a_form_without_its_csrf_token_is_not_taken_and_the_page_leads_back_to_it():
    with stage("received") as here:
        reference = here.made["e"]["reference"]
        for username, address in (
            ("", "/enquire/tamarshire/story"),
            ("sw.tamarshire.1", f"/enquiries/{reference}/rate"),
        ):
            browser = Client(enforce_csrf_checks=True)
            browser.cookies = here.client(username).cookies
            with at(NOON):
                answer = browser.post(address, {"narrative": "He cries at night", "rationale": "He cries at night"})
            assert answer.status_code == 403
            assert f'href="{address}"' in answer.content.decode()


def test_more_than_any_form_can_hold_is_answered_by_a_page_that_says_so():
    answer = Client(raise_request_exception=False).post("/enquire/tamarshire/story", {"narrative": "a" * 3_000_000})
    assert answer.status_code == 400
    assert "too long" in answer.content.decode()


ODD = ("\x00", "9" * 5000, "<script>alert(1)</script>", "..%2f..")
QUERIES = (
    *("q", "show", "told", "open", "since", "until", "kind", "person", "agency", "page", "area", "state", "team"),
    *("next", "about", "member", "reference", "signed-out", "added"),
)


def test_no_page_breaks_on_an_odd_address():
    broken = []
    with stage("answered") as here:
        for username in ("pm.tamarshire.1", "auditor.1", ""):
            for address in odd_addresses(here, words=username.startswith("pm")):
                answer, _ = here.get(username, address)
                if answer.status_code not in (200, 301, 302, 400, 404, 405, 410):
                    broken.append((username, address[:80], answer.status_code))
                if "<script>alert(1)" in answer.content.decode(errors="replace"):
                    broken.append((username, address[:80], answer.status_code))
    assert not broken, broken


def odd_addresses(here: Stage, *, words: bool) -> Iterator[str]:
    """Every route with odd questions; of those that take a word, with an odd word (for one reader only, by `words`)."""
    for place, route in enumerate(routes()):
        if route.startswith(("/health", "/sign-out", "/metrics")):
            continue
        for real in here.addresses().get(route, [])[:1]:
            yield f"{real}?{urlencode({name: ODD[(place + n) % len(ODD)] for n, name in enumerate(QUERIES)})}"
        if words and re.search(r"<(str|slug):", route):
            for odd in ODD:
                plain_route = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=7)), route)
                yield re.sub(r"<(str|slug):\w+>", quote(odd, safe=""), plain_route)
