"""What a scenario gets of a release: what was found stands in the order in which a team would read it."""

import pytest

from mash.foundation.access.plugs import PLAYS
from tests import world
from tests.pathway import leaving
from tests.pathway.leaving import NOON, PM

pytestmark = pytest.mark.django_db


def test_what_was_found_stands_in_the_order_of_the_release():
    enquiry = leaving.decided()
    chosen = [
        leaving.item(enquiry, f"Said in passing, number {number}.", agency="police", protects=[mark])
        for number, mark in enumerate(["address", "third_party"] * 4)
    ]
    told = {"enquiry": str(enquiry.pk), "team": "tamar-north", "items": [str(item.pk) for item in chosen]}
    with world.as_(PM, when=NOON) as me:
        prepared = PLAYS["prepare_release"](me, told)
    assert [warning["kind"] for warning in prepared["warnings"]] == ["protected_address", "third_party"] * 4
