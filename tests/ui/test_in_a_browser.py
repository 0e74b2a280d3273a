"""The pages in a real browser: read by all, keyboard first, and nothing typed is lost or left behind."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.ui.frame import CHECKOUT
from tests.ui.gallery import CHROMIUM, CHROMIUM_ARGUMENTS, PAGES

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.journey

TEXT = "Elbow fracture in February"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        window = play.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield window
        window.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    window = context.new_page()
    window.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    window.on("pageerror", lambda error: complaints.append(str(error)))
    yield window
    context.close()
    assert not complaints


@pytest.mark.rule(91)
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    window = context.new_page()
    found = []
    for name in PAGES:
        window.goto(f"{address}/{name}.html")
        window.wait_for_load_state("networkidle")
        window.add_script_tag(path=AXE)
        results = window.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{name}: {rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in results["violations"]
            for node in rule["nodes"]
            # GOV.UK's own radios say aria-expanded where they reveal more; tried with screen readers, and theirs.
            if not (rule["id"] == "aria-allowed-attr" and "govuk-radios__input" in node["html"])
        ]
        if window.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name}: scrolls sideways")
    context.close()
    assert not found, "\n".join(found)


def test_the_banner_has_the_focus(page: Page, address: str) -> None:
    page.goto(f"{address}/done.html")
    page.wait_for_selector("[data-happened]:focus")


def test_an_error_leads_to_its_box(page: Page, address: str) -> None:
    page.goto(f"{address}/problem.html")
    page.wait_for_selector(".govuk-error-summary:focus")
    page.get_by_role("link", name="The date it happened must be a real date").click()
    page.wait_for_selector("#id_seen_day:focus")


def test_a_choice_shows_what_it_asks_for(page: Page, address: str) -> None:
    page.goto(f"{address}/form.html")
    assert page.get_by_label("Conditions").is_hidden()
    page.get_by_label("Restricted").check()
    page.get_by_label("Conditions").wait_for(state="visible")


def test_keys_walk_the_board_and_find(page: Page, address: str) -> None:
    page.goto(f"{address}/board.html")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.wait_for_selector("#row-2 a:focus")
    page.keyboard.press("k")
    page.wait_for_selector("#row-1 a:focus")
    page.keyboard.press("/")
    page.keyboard.type("jack")
    assert page.get_by_label("Find a person, place or reference").input_value() == "jack"


def type_into_the_form(page: Page, address: str) -> None:
    page.goto(f"{address}/form.html")
    page.get_by_label("What do you know?").fill(TEXT)


def text_in_the_form(page: Page, address: str) -> str:
    page.goto(f"{address}/form.html")
    return page.get_by_label("What do you know?").input_value()


def send(page: Page, address: str, answer: str) -> None:
    """Send the form, and be answered with another page of the gallery."""
    page.route("**/requests/1/answer", lambda route: route.fulfill(status=303, headers={"Location": f"/{answer}.html"}))
    page.get_by_role("button", name="Answer", exact=True).click()
    page.wait_for_url(f"**/{answer}.html")
    page.wait_for_load_state("networkidle")


def test_typed_text_outlives_an_expired_session(page: Page, address: str) -> None:
    type_into_the_form(page, address)
    send(page, address, "not_found")
    assert text_in_the_form(page, address) == TEXT
    page.get_by_role("button", name="Clear it").click()
    assert text_in_the_form(page, address) == ""


def test_typed_text_is_gone_once_it_arrived(page: Page, address: str) -> None:
    type_into_the_form(page, address)
    send(page, address, "done")
    assert text_in_the_form(page, address) == ""


def test_typed_text_is_never_shown_to_another_member(page: Page, address: str) -> None:
    type_into_the_form(page, address)
    page.route(
        "**/board.html",
        lambda route: route.fulfill(body=route.fetch().text().replace('data-desk="4711"', 'data-desk="0815"')),
    )
    page.goto(f"{address}/board.html")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_signing_out_forgets_typed_text(page: Page, address: str) -> None:
    type_into_the_form(page, address)
    page.route("**/sign-out", lambda route: route.fulfill(status=303, headers={"Location": "/not_found.html"}))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/not_found.html")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_a_public_page_stores_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/public.html")
    page.get_by_label("What is happening?").fill("I can hear him cry at night")
    assert page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0


def test_three_presses_of_shift_leave_the_public_page(page: Page, address: str) -> None:
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
    page.goto(f"{address}/public.html")
    page.wait_for_selector(".govuk-exit-this-page__indicator", state="attached")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/weather")


def test_an_alert_appears_by_itself_and_only_when_something_changed(page: Page, address: str) -> None:
    asked: list[str | None] = []

    def answer(route):
        asked.append(route.request.headers.get("if-none-match"))
        if asked[-1]:
            route.fulfill(status=304)
        else:
            route.fulfill(body="<p>A new alert</p>", headers={"ETag": '"1"'})

    page.route("**/alerts", answer)
    page.route(
        "**/board.html",
        lambda route: route.fulfill(
            body=route.fetch()
            .text()
            .replace('aria-live="polite"', 'aria-live="polite" data-poll="/alerts" data-every="0.1"'),
            content_type="text/html",
        ),
    )
    page.goto(f"{address}/board.html")
    page.get_by_text("A new alert").wait_for()
    page.wait_for_timeout(500)
    assert asked[:3] == [None, '"1"', '"1"']
