"""Puts the page environment together: the words that pages may use come from the layers below."""

from __future__ import annotations

from typing import Any

import jinja2

from mash.foundation.access.sightings import sighted
from mash.foundation.clock import when
from mash.ui import environment as ui

ui.FILTERS.update(
    {
        "clock": when.clock_time,
        "day": when.day_and_month,
        "long_date": when.long_date,
        "span": when.span,
        "distance": when.distance,
        "when": when.when,
        "due_when": when.due_when,
        "named": sighted,
    }
)


def environment(**options: Any) -> jinja2.Environment:
    """The Jinja environment of the whole hub."""
    return ui.environment(**options)
