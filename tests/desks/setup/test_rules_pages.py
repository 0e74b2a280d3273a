"""The pages of rules and words: what they ask of the database does not grow with what they show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mash.foundation.clock.standard import Standard
from mash.foundation.partnership.models import Agency, AskingRule, Concern, Prompt, PublicText, ServiceStandard
from mash.foundation.partnership.models.agencies import Serving
from tests import world
from tests.browsing import signed_in, visit

pytestmark = pytest.mark.django_db

LISTS = (
    "/admin-desk/standards",
    "/admin-desk/asking",
    "/admin-desk/requests",
    "/admin-desk/words",
    "/admin-desk/words/tamarshire/prompts",
    "/admin-desk/concerns",
    "/admin-desk/texts",
    "/admin-desk/asking/tamarshire/health",
    "/admin-desk/requests/health",
    "/admin-desk/standards/tamarshire/limits",
)


def grow() -> None:
    """More of everything that the pages list."""
    area = world.area()
    with world.backstage():
        for n in range(6):
            moment = world.MONDAY_NINE + timedelta(days=4000 + n)
            ServiceStandard.add(area=area, holds_from=moment, rules=Standard().to_json())
            agency = Agency.add(slug=f"agency-{n}", name=f"Agency {n}", mark="A", question="Anything?")
            Serving.add(agency=agency, area=area)
            AskingRule.add(area=area, agency=agency, always=True)
            Prompt.add(area=area, text=f"Question {n}?", order=50 + n)
            Concern.add(slug=f"concern-{n}", label=f"Concern {n}", order=50 + n)
        PublicText.add(area=area, place="next", text="We may ring you.")


def test_the_queries_of_a_page_do_not_grow_with_what_it_shows():
    client = signed_in("admin.1")
    before = {path: len(visit(client, path).queries) for path in LISTS}
    grow()
    after = {path: len(visit(client, path).queries) for path in LISTS}
    assert after == before
    assert max(after.values()) <= 15, after
