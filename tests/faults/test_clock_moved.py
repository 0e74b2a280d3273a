"""The machine's clock is set back or forward: what came last stands, nothing is said twice, and the ledger verifies."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.decisions.models import Decision
from mash.pathway.decisions.standing import what_stands
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.jobs import remind
from mash.pathway.gathering.models import Chase
from mash.pathway.triage.models import Rating
from tests import world
from tests.browsing import signed_in, text_of
from tests.faults.filling import filled
from tests.faults.reading_forms import page_of
from tests.pathway import leaving, scene, steps

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)
TEN = world.MONDAY_NINE + AN_HOUR
BACK = TEN - AN_HOUR / 2


def pressed(username: str, address: str, box: str, when: datetime, **given: str) -> int:
    """Open a page and send its form; the status of the answer."""
    with at(when):
        browser = signed_in(username)
        form = next(one for one in page_of(address, browser.get(address)).forms if box in one.boxes)
        typed = filled(form, given, None) | ({"do": ["save"]} if box == "threshold" else {})
        return int(browser.post(address, typed).status_code)


@pytest.mark.rule(27)
def test_a_rating_that_replaced_another_stands_though_the_clock_was_set_back_between_them():
    enquiry = scene.enquiry()
    steps.rate(enquiry, "green", when=TEN)
    seen = weighed(enquiry)
    steps.rate(enquiry, "amber", when=BACK)
    assert weighed(enquiry) != seen, "a stale tab would decide on the rating before"
    assert pressed("sw.tamarshire.2", f"/enquiries/{enquiry.reference}/rate", "level", BACK, level="red") == 302
    with world.backstage():
        assert [one.level for one in Rating.objects.filter(enquiry=enquiry, replaced_by__isnull=True)] == ["red"]
    assert scene.fresh(enquiry).level == "red"


def weighed(enquiry: Enquiry) -> str:
    with world.as_("pm.tamarshire.1", when=TEN):
        return what_stands(scene.fresh(enquiry))


@pytest.mark.rule(69)
def test_a_correction_stands_though_the_clock_was_set_back_before_it():
    enquiry = leaving.decided(when=TEN)
    address = f"/enquiries/{enquiry.reference}/correct-decision"
    for words in ("Corrected once, larchfield.", "Corrected twice, elmhollow."):
        assert pressed("pm.tamarshire.1", address, "threshold", BACK, rationale=words) == 302
    with world.backstage():
        assert Decision.objects.filter(enquiry=enquiry).count() == 3
    with at(TEN):
        said = text_of(signed_in("pm.tamarshire.1").get(f"/enquiries/{enquiry.reference}/"))
    decision = said[said.index("Level of need") :]
    assert decision.index("elmhollow") < decision.index("Corrected:") < decision.index("larchfield")


@pytest.mark.rule(49)
def test_what_was_reminded_of_under_a_clock_that_ran_ahead_is_not_said_again_when_it_is_put_right():
    asked = steps.rate(scene.enquiry(), ask=["police"]).requests["police"]
    for when in (TEN + timedelta(days=1), TEN, TEN + AN_HOUR * 2):
        remind.run_at(when, request=str(asked.pk), stage="half")
    with world.backstage():
        assert Chase.objects.filter(request=asked).count() == 1


@pytest.mark.rule(34)
def test_a_decision_is_due_by_its_receipt_whatever_the_clock_says_when_it_is_rated():
    enquiry = scene.enquiry(received_at=BACK)
    dues = {steps.rate(enquiry, "amber", when=when).rating.due_at for when in (TEN, BACK, TEN + timedelta(days=2))}
    assert len(dues) == 1


@pytest.mark.rule(86)
def test_the_ledger_keeps_the_order_in_which_things_were_written():
    enquiry = scene.enquiry()
    for when in (TEN, BACK, TEN):
        steps.rate(enquiry, "amber", when=when)
    with world.backstage():
        assert list(Event.objects.filter(verb="rate_enquiry").order_by("seq").values_list("at", flat=True)) == [
            TEN,
            BACK,
            TEN,
        ]
