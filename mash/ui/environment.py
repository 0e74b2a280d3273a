"""Builds the Jinja environment: where pages are found and which words they may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse

from mash.ui import forms, words, years

FOLDERS = ("pages", "components")

FILTERS: dict[str, Callable[..., Any]] = {
    "listed": words.listed,
    "possessive": words.possessive,
    "initial_capital": words.initial_capital,
}
"""Filters of every page. Whoever puts the hub together adds `clock`, `day`, `long_date`, `when`, `due_when`, `span`."""

GLOBALS: dict[str, Callable[..., Any]] = {
    "count": words.count,
    "errors_of": forms.errors_of,
    "form_end": forms.form_end,
    "form_start": forms.form_start,
    "shown": forms.shown,
    "static": static,
    "typed_in": forms.typed_in,
    "strip_of": years.strip_of,
    "url": lambda name, *args, **kwargs: reverse(name, args=args, kwargs=kwargs),
}
"""Functions of every page. `form_start` looks into the page's context, so call it from a page and not from a macro."""

PLACES: dict[str, Path] = {}
"""Folders for names that are not ours: `PLACES["account"] = …/pages` gives allauth's pages our look."""


class AppLoader(jinja2.BaseLoader):
    """Finds `triage/rate.jinja` in the `pages/`, then the `components/` folder of the app labelled `triage`."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:
        """The text and path of a template, and whether that text still stands.

        Raises:
            jinja2.TemplateNotFound: no app of that label, no such file, or a name that climbs out of its folder.
        """
        label, _, name = template.partition("/")
        parts = name.split("/")
        if not name or any(part in ("", ".", "..") for part in parts):
            raise jinja2.TemplateNotFound(template)
        for folder in folders_of(label):
            path = folder.joinpath(*parts)
            if path.is_file():
                return path.read_text("utf-8"), str(path), partial(unchanged, path, path.stat().st_mtime)
        raise jinja2.TemplateNotFound(template)


def unchanged(path: Path, since: float) -> bool:
    """Whether a file still is what it was at a time of its last change."""
    return path.is_file() and path.stat().st_mtime == since


def folders_of(label: str) -> list[Path]:
    """Where the templates of an app label may stand, in the order of looking."""
    if label in PLACES:
        return [PLACES[label]]
    try:
        home = Path(apps.get_app_config(label).path)
    except LookupError:
        return []
    return [home / folder for folder in FOLDERS]


def environment(**options: Any) -> jinja2.Environment:
    """The environment that Django's Jinja2 backend asks for: strict about names, escaping everything."""
    asked: Mapping[str, Any] = options
    made = jinja2.Environment(
        loader=AppLoader(),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=asked.get("auto_reload", False),
    )
    made.filters.update(FILTERS)
    made.globals.update(GLOBALS)
    return made
