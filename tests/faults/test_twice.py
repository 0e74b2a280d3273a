"""What is sent twice is done once; two who meet over one thing both hear what happened."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.urls import resolve

from mash.foundation.kept import Kept
from mash.foundation.ledger.models import Event
from tests import world
from tests.faults.filling import WORDS, filled
from tests.faults.reading_forms import Form, Typed
from tests.faults.stages import DOORS, STAGES, Stage, Walk, stage
from tests.seal.crawl import PARAMETER, routes

pytestmark = pytest.mark.django_db

LATE = "Written in a tab that was open before, in box"


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk()


@pytest.fixture(scope="module")
def done() -> set[str]:
    """The verbs that forms have done so far."""
    return set()


@pytest.mark.parametrize("name", STAGES)
@pytest.mark.rule(1)
def test_every_form_sent_twice_does_one_thing(name, walk, done):
    wrong: list[str] = []
    with stage(name) as here:
        for username, form in walk.forms(here):
            if form.action in DOORS:
                continue
            for button in form.buttons[:4]:
                for answer in form.boxes["answer"].choices if "answer" in form.boxes else ("",):
                    typed = filled(form, {**here.given, "answer": answer}, button)
                    with here.undone(username):
                        was_made = sent_twice(here, username, form, typed, done, wrong)
                        wrong += sent_late(here, username, form, typed) if was_made else []
    assert not wrong, "\n".join(wrong)


def sent_twice(here: Stage, username: str, form: Form, typed: Typed, done: set[str], wrong: list[str]) -> bool:
    """Send it, send it again, and note what the second time did. Whether the first was taken."""
    action, before = form.action, made()
    first, page = here.post(username, action, typed)
    if between := page.between:  # look again, then save
        action, typed = between.action, filled(between, here.given, between.buttons[0])
        first, _ = here.post(username, action, typed)
    once = made()
    done |= set(once["verbs"] - before["verbs"])
    if first.status_code != 302:
        return False
    second, _ = here.post(username, action, typed)
    if second.status_code != 302 or second.headers["Location"] != first.headers["Location"]:
        wrong.append(f"{action}: {first.headers['Location']}, then {second.status_code}")
    if (twice := made()) != once:
        wrong.append(f"{action}: {twice['rows'] - once['rows']} {twice['verbs'] - once['verbs']}")
    return True


def sent_late(here: Stage, username: str, form: Form, typed: Typed) -> list[str]:
    """Send it from a second tab, which was open before: it is taken, or says what happened and shows the words."""
    texts = [box.name for box in form.texts if typed.get(box.name, [""])[0] == WORDS]
    words = {name: f"{LATE} {place}." for place, name in enumerate(texts)}
    late = {**typed, **{name: [text] for name, text in words.items()}, "once": [secrets.token_urlsafe(16)]}
    answer, page = here.post(username, form.action, late)
    if between := page.between:
        answer, page = here.post(username, between.action, filled(between, here.given, between.buttons[0]))
    body = answer.content.decode()
    if answer.status_code == 302 or not words or form.action.endswith("/tie"):  # a tie shuts the page to oneself
        return []
    lost = [name for name, text in words.items() if text not in body]
    return [f"{form.action} by {username}: a late tab is answered {answer.status_code}, lost: {lost}"] if lost else []


def made() -> dict[str, Counter[str]]:
    """How many rows of each kind there are, and how often each verb was done."""
    with world.backstage():
        rows = Counter(
            {kind.__name__: kind._default_manager.count() for kind in apps.get_models() if _is_counted(kind)}
        )
        verbs = Counter(Event.objects.filter(outcome="made").values_list("verb", flat=True))
    return {"rows": rows, "verbs": verbs}


def _is_counted(kind: type) -> bool:
    return issubclass(kind, Kept) and kind.__module__.startswith("mash.pathway")


def test_every_verb_of_every_page_was_done_by_its_form(done):
    """Without which the tests before this one would show little."""
    if not done:
        pytest.skip("the forms of all stages were not walked in this run")
    promised = {verb.__name__ for route in routes() for verb in _does(route)}
    assert promised - done == set()


def _does(route: str) -> tuple[Any, ...]:
    sample = PARAMETER.sub(lambda found: {"uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12}.get(found[1], "x"), route)
    return getattr(resolve(sample).func, "does", ())
