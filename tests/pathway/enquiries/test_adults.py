"""The adult's way begins at the door: the three questions of the Care Act, on the telephone too."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import Particulars
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import reading

CALLS = "calls.tamarshire.1"
TOLD = {
    "version": "0",
    "window": "one",
    "channel": "phone",
    "area": "tamarshire",
    "narrative": "His card is gone.",
    "immediate_danger": "no",
    "people_0_given": "Denzil",
    "people_0_age": "78",
    "people_0_subject": "on",
}


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


@pytest.mark.rule(12)
def test_the_call_screen_asks_the_three_questions_apart() -> None:
    client, address = signed_in(CALLS), f"/enquiries/calls/{uuid4()}"
    answered = {"needs_care": "yes", "at_risk": "no", "cannot_protect": "unknown"}
    client.post(address, TOLD | answered | {"act": "save"})
    page = client.get(address).content.decode()
    assert 'data-care="adult-at-risk" open' in page
    assert 'name="at_risk" type="radio" value="no" checked' in page
    client.post(address, TOLD | answered | {"act": "receive", "version": "1"})
    with world.backstage():
        kept = Particulars.objects.get()
    assert (kept.needs_care, kept.at_risk, kept.cannot_protect) == (True, False, None)


def test_nobody_has_to_answer_them_and_they_are_folded_away() -> None:
    client, address = signed_in(CALLS), f"/enquiries/calls/{uuid4()}"
    page = client.get("/enquiries/new").content.decode()
    assert 'data-care="adult-at-risk">' in page
    assert "Do they have needs for care and support?" in reading(client.get("/enquiries/new"))
    client.post(address, TOLD | {"act": "receive"})
    with world.backstage():
        assert not Particulars.objects.exists()
