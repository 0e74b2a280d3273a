"""What the tests of enquiries share: a told story, and what stands in the database behind the scenes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from mash.pathway.enquiries.actions import Received, receive_enquiry
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from tests import world
from tests.browsing import text_of

ROWAN = {
    "as": "rowan",
    "given": "Rowan",
    "family": "Testerby-Loom",
    "dob": "2018-05-14",
    "subject": True,
    "role": "child",
    "address": "4 Gannetmere Rise",
    "postcode": "ZZ99 3VZ",
}
MUM = {"as": "mum", "given": "Isolde", "family": "Testerby", "dob": "1991-11-02", "role": "mother"}
STORY: dict[str, Any] = {
    "channel": "public",
    "area": "tamarshire",
    "narrative": "He came with a bruise shaped like a belt end.",
    "people": [ROWAN, MUM],
}


@pytest.fixture(autouse=True)
def _database(request: pytest.FixtureRequest) -> None:
    """Every test here needs the hub's database; most undo what they wrote."""
    if "committed" not in request.fixturenames:
        request.getfixturevalue("db")


def told(*, by: str | None = None, when: datetime = world.MONDAY_NINE, **story: Any) -> Received:
    """Somebody tells a story at a front door."""
    with world.as_(by, when=when) as me:
        return receive_enquiry(me, **(STORY | story))


def enquiry(received: Received) -> Enquiry:
    """The enquiry as it stands."""
    with world.backstage():
        return Enquiry.objects.select_related("words", "origin", "receipt", "standard").get(pk=received.id)


def described(received: Received, alias: str) -> DescribedPerson:
    """Somebody described on it, as they stand."""
    with world.backstage():
        return DescribedPerson.objects.select_related("person", "protected_address").get(
            enquiry=received.id, alias=alias
        )


def reading(answer: Any) -> str:
    """What a reader of a page reads."""
    return text_of(answer)
