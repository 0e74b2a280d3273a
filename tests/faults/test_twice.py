"""What is sent twice is done once; two who meet over one thing both hear what happened."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.urls import resolve

from mash.foundation.kept import Kept
from mash.foundation.ledger.models import Event
from tests import world
from tests.faults.filling import filled
from tests.faults.reading_forms import Typed
from tests.faults.stages import STAGES, Stage, Walk, stage
from tests.seal.crawl import PARAMETER, routes

pytestmark = pytest.mark.django_db

DOORS = ("/sign-in", "/demo/sign-in")


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
    wrong = []
    with stage(name) as here:
        for username, form in walk.forms(here):
            if form.action in DOORS:
                continue
            for button in form.buttons[:4]:
                for answer in form.boxes["answer"].choices if "answer" in form.boxes else ("",):
                    typed = filled(form, {**here.given, "answer": answer}, button)
                    with here.undone(username):
                        wrong += sent_twice(here, username, form.action, typed, done)
    assert not wrong, wrong


def sent_twice(here: Stage, username: str, action: str, typed: Typed, done: set[str]) -> list[str]:
    """Send it, send it again, and say what the second time did."""
    before = made()
    first, page = here.post(username, action, typed)
    if between := page.between:  # look again, then save
        action, typed = between.action, filled(between, here.given, between.buttons[0])
        first, _ = here.post(username, action, typed)
    once = made()
    done |= set(once["verbs"] - before["verbs"])
    if first.status_code != 302:
        return []
    second, _ = here.post(username, action, typed)
    wrong = []
    if second.status_code != 302 or second.headers["Location"] != first.headers["Location"]:
        wrong.append(f"{action}: {first.headers['Location']}, then {second.status_code}")
    if (twice := made()) != once:
        wrong.append(f"{action}: {twice['rows'] - once['rows']} {twice['verbs'] - once['verbs']}")
    return wrong


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
