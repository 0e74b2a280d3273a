"""Two submissions of one form at the same moment, in two connections, are one enquiry."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from mash.pathway.enquiries.actions import Received, receive_enquiry
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.pathway.enquiries.conftest import STORY


@pytest.mark.rule(1)
def test_four_clicks_at_once_make_one_enquiry_and_show_one_code(committed: Any) -> None:
    def click(_: int) -> Received:
        try:
            with world.as_(None) as me:
                return receive_enquiry(me, **STORY, key="one-form-many-clicks")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as clicks:
        received = list(clicks.map(click, range(4)))
    assert len({(one.id, one.reference, one.code) for one in received}) == 1
    with world.backstage():
        assert Enquiry.objects.count() == 1
