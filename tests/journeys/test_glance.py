"""Every eye that looks at the pages is itself looked at: it sees what is wrong, and nothing where nothing is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.glance import Eye, Looker
from tests.journeys.window import Window

SOUND = """<!doctype html><html lang="en"><head><title>Sound - Hub</title><style>
#main-content a:focus { outline: 3px solid #000 }</style></head><body>
<a href="#main-content">Skip</a><main id="main-content"><h1>Sound</h1><p>Something is said here.</p>
<form method="post" action="/there"><label>Why <input name="why"></label><button>Send</button></form>
</main></body></html>"""
MAIN = '<main id="main-content">'
# What is put into the page, in place of what; and who must see it.
WRONG: dict[Eye, tuple[str, str]] = {
    Eye.AXE: (MAIN, f'{MAIN}<img src="data:,">'),
    Eye.PHONE: (MAIN, f'{MAIN}<div style="width: 400px">Wide</div>'),
    Eye.ZOOM: (MAIN, f'{MAIN}<p style="width: 4em; overflow: hidden; white-space: nowrap">Cut off at its end</p>'),
    Eye.SPACING: (MAIN, f'{MAIN}<p style="font: 20px/1 arial; height: 20px; overflow: hidden">Low</p>'),
    Eye.KEYBOARD: (MAIN, f'{MAIN}<a href="/" style="outline: none">There</a>'),
    Eye.NAME: ("<h1>Sound</h1>", "<h1>Sound</h1><h1>And another</h1>"),
    Eye.NO_SCRIPT: (
        "<button>Send</button>",
        "<button hidden>Send</button><script>document.forms[0][1].hidden = 0</script>",
    ),
}


def faults(browser: Browser, html: str) -> dict[Eye, list[str]]:
    """What every eye finds in a page."""
    window = Window(browser, "http://page.example")
    window.page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=html))
    found = Looker(window).look("/")
    window.close()
    return found.faults


def test_nothing_is_found_where_nothing_is_wrong(browser: Browser) -> None:
    assert faults(browser, SOUND) == {eye: [] for eye in Eye}


@pytest.mark.parametrize("eye", Eye, ids=lambda eye: eye.name.lower())
def test_what_is_wrong_is_seen(browser: Browser, eye: Eye) -> None:
    assert faults(browser, SOUND.replace(*WRONG[eye]))[eye]


def test_a_page_that_keeps_the_focus_to_itself_is_seen(browser: Browser) -> None:
    trap = "<script>document.forms[0][0].onkeydown = (event) => event.preventDefault()</script></body>"
    assert any("Tab 3 should reach" in fault for fault in faults(browser, SOUND.replace("</body>", trap))[Eye.KEYBOARD])


def test_what_lies_under_something_else_is_seen(browser: Browser) -> None:
    over = '<div style="position: fixed; inset: 0; background: #fff">Over all</div></body>'
    found = faults(browser, SOUND.replace("</body>", over))
    assert any("cannot be pressed" in fault for fault in found[Eye.PHONE])
    assert any("focus is hidden" in fault for fault in found[Eye.KEYBOARD])
