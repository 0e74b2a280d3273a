"""Tells at the professional's door, part by part, as a browser sends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.test import Client

from tests.pathway.enquiries.conftest import reading

DOOR = "/enquire/professional/"
ANSWERS: dict[str, dict[str, Any]] = {
    "you": {"referrer_name": "Ottoline Quaverley", "referrer_agency": "Tamar Bridge Primary", "withhold": "on"},
    "who": {
        "about": "child",
        "area": "tamarshire",
        "people": "1",
        "people_0_given": "Rowan",
        "people_0_age": "about 6",
        "people_0_address": "4 Gannetmere Rise",
    },
    "household": {"people": "1", "people_0_given": "Isolde", "people_0_role": "mother", "people_0_lives": "here"},
    "worry": {
        "concerns": ["neglect"],
        "seen_or_reported": "both",
        "narrative": "He is afraid to go home 😢.",
        "childs_words": "I hide in the shed.",
    },
    "tried": {"tried": "A breakfast club.", "strengths": "His grandmother."},
    "responsibility": {},
    "consent": {
        "consent": "not_sought",
        "consent_why": "It could put him at risk.",
        "family_told": "no",
        "family_not_told": "more_risk",
    },
    "basis": {"lawful_basis": "harm", "without_consent": "would_prejudice"},
    "danger": {"immediate_danger": "no", "child_protection": "no"},
}


def begin(client: Client) -> str:
    """Begin to tell; the address of the task list."""
    home: str = client.post(DOOR).headers["Location"]
    return home


def fill(client: Client, home: str, part: str, **typed: Any) -> Any:
    """Fill in one part and leave it."""
    address = home.replace(DOOR, f"{DOOR}{part}")
    page = client.get(address).content.decode()
    carried = dict(re.findall(r'name="(seen|people_\d+_as)"[^>]* value="([^"]*)"', page))
    return client.post(address, {**carried, **ANSWERS.get(part, {}), **typed})


def send(client: Client, home: str) -> Any:
    """Say who is responsible, check the answers and send them; the page that follows."""
    address = home.replace(DOOR, f"{DOOR}responsibility")
    choices = re.findall(r'name="(responsible_[\w-]+)"[^>]*value="(who-\w+)"', client.get(address).content.decode())
    fill(client, home, "responsibility", **dict(choices))
    checked = home.replace(DOOR, f"{DOOR}check")
    answer = client.post(checked, {"once": "a-token-of-one-sending"})
    assert answer.status_code == 302, reading(answer)
    return client.get(answer.headers["Location"])


def sent_by(client: Client, home: str, *, but: Sequence[str] = ()) -> Any:
    """Fill in all parts but these, and send."""
    for part in ANSWERS:
        if part not in but:
            fill(client, home, part)
    return send(client, home)
