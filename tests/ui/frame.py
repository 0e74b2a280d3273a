"""Stands the user interface up alone, without a database: for its tests and for the gallery."""

from __future__ import annotations

from os import environ
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import django
import jinja2
from django.conf import settings

from mash.foundation.clock import when as clock

CHECKOUT = Path(__file__).parents[2]


def stand_up(static_root: Path | None = None) -> None:
    """Settings with nothing but the user interface; does nothing inside a project that has its own."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in environ:
        settings.configure(
            INSTALLED_APPS=["django.contrib.messages", "django.contrib.staticfiles", "mash.ui"],
            STATIC_URL="static/",
            STATIC_ROOT=static_root or Path(mkdtemp()) / "static",
            STATICFILES_FINDERS=[
                "mash.ui.static.FrontEndFinder",
                "django.contrib.staticfiles.finders.AppDirectoriesFinder",
            ],
            NODE_MODULES=CHECKOUT / "node_modules",
            USE_TZ=True,
            USE_I18N=False,
        )
        django.setup()


def pages() -> jinja2.Environment:
    """The environment of every page, with the clock's words, and the tests' own pages under `gallery/`."""
    from mash.ui import environment as ui

    ui.FILTERS |= {
        "clock": clock.clock_time,
        "day": clock.day_and_month,
        "due_when": clock.due_when,
        "long_date": clock.long_date,
        "span": clock.span,
        "when": clock.when,
    }
    ui.PLACES["gallery"] = Path(__file__).parent / "pages"
    return ui.environment()


def render(name: str, **facts: Any) -> str:
    """A page with the frame that every request gives it."""
    from mash.ui.page import Page

    return pages().get_template(name).render({"page": Page(), "happened": [], "csrf_input": "", **facts})


def render_text(source: str, **facts: Any) -> str:
    """A piece of Jinja that may use every component as `ui`."""
    return pages().from_string('{% import "ui/kit.jinja" as ui %}' + source).render({"csrf_input": "", **facts})
