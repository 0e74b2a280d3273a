"""The area's own services, offered where somebody is shown where to find help; any other is written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from mash.foundation.partnership.models import Service


class ServiceField(forms.ChoiceField):
    """One of the area's services, by the words that go out with the outcome: its name, and how a family gets there."""

    def __init__(self, services: Iterable[Service]) -> None:
        super().__init__(
            label="Which of the hub's services?",
            required=False,
            choices=[("", "None of them"), *((str(one), _told(one)) for one in services)],
            error_messages={"invalid_choice": "Choose a service that stands in the list now"},
        )


def _told(service: Service) -> str:
    return f"{service}: {service.what}" if service.what else str(service)


def chosen_or_written(said: dict[str, Any]) -> str:
    """The service of an outcome that a form tells: the one that was chosen, else what was written in."""
    return str(said.pop("listed", "") or said["service"])


def split(outcome: Mapping[str, str], services: Iterable[Service]) -> dict[str, str]:
    """What stands in the two boxes of an outcome that was proposed or decided before."""
    is_listed = outcome["service"] in {str(one) for one in services}
    return {
        **outcome,
        "listed": outcome["service"] if is_listed else "",
        "service": "" if is_listed else outcome["service"],
    }
