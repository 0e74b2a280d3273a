"""Not everything is asked: what goes back, elsewhere, or to those who know them is still an enquiry, and says so."""

from __future__ import annotations

import pytest

from mash.foundation.access.verbs import Invalid
from mash.foundation.ledger.models import Event
from mash.pathway.decisions.actions import decide
from mash.pathway.enquiries.earlier import earlier_enquiries
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.actions import close_enquiry
from mash.pathway.handover.models import Handover
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import leaving, scene, steps
from tests.pathway.leaving import NOON, PM, RATIONALE

pytestmark = pytest.mark.django_db


def decided(enquiry: Enquiry, outcome: str, **more: str) -> Enquiry:
    told = [{"subject": alias, "outcome": outcome, "why": "See the reason.", **more} for alias in ("rowan", "wren")]
    with world.as_(PM, when=NOON) as me:
        decision = decide(me, enquiry.pk, threshold=2, rationale=RATIONALE, outcomes=told)
        assert decision.nobody_asked
    return scene.fresh(enquiry)


@pytest.mark.rule(6)
def test_a_return_to_the_referrer_says_why_and_is_not_a_closing() -> None:
    told = scene.enquiry()
    with world.backstage():
        Enquiry.objects.filter(pk=told.pk).update(consent="refused")
    returned = decided(told, "returned")
    assert returned.state == "decided"
    with world.as_(PM, when=NOON) as me, pytest.raises(Invalid):
        close_enquiry(me, returned.pk)  # the referrer has not been told
    with world.backstage():
        assert set(returned.outcomes.values_list("outcome", flat=True)) == {"returned"}


@pytest.mark.rule(9)
def test_what_belongs_to_another_authority_goes_there_with_its_name() -> None:
    elsewhere = decided(scene.enquiry(), "other_authority", service="Port Ellery Council")
    page = text_of(signed_in(PM).get(f"/enquiries/{elsewhere.reference}/"))
    assert "To another authority" in page
    assert "Port Ellery Council" in page


@pytest.mark.rule(23)
def test_what_goes_to_the_worker_who_knows_them_is_an_enquiry_that_a_team_acknowledges() -> None:
    known = decided(scene.enquiry(), "allocated_worker", team="tamar-north")
    handover = leaving.sent(leaving.prepared(known))
    assert handover.state == Handover.State.SENT
    with world.as_(PM, when=NOON) as me, pytest.raises(Invalid, match="acknowledged"):
        close_enquiry(me, known.pk)


@pytest.mark.rule(41)
def test_a_decision_to_share_nothing_stands_with_its_reason() -> None:
    with world.as_(PM, when=NOON) as me, pytest.raises(Invalid, match="Say why"):
        decide(me, scene.enquiry().pk, threshold=1, rationale="", outcomes=leaving.outcomes())
    kept = decided(scene.enquiry(), "no_further_action")
    assert RATIONALE in text_of(signed_in(PM).get(f"/enquiries/{kept.reference}/"))


@pytest.mark.rule(56)
def test_conditions_are_read_wherever_an_item_is_weighed() -> None:
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    leaving.item(enquiry, leaving.CALLOUT, handling="restricted", agency="police", conditions="Not to adults at home.")
    browser = signed_in(PM)
    for page in ("", "decide"):
        assert "Not to adults at home." in text_of(browser.get(f"/enquiries/{enquiry.reference}/{page}")), page


@pytest.mark.rule(87)
def test_each_agency_that_was_asked_by_rule_keeps_the_rule_and_every_event_the_policy() -> None:
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    with world.backstage():
        assert all(enquiry.requests.values_list("why_asked", flat=True))
        events = Event.objects.filter(enquiry=enquiry.pk)
        assert events
        assert all(events.values_list("policy", flat=True))


@pytest.mark.rule(88)
def test_across_the_border_it_is_only_said_that_they_are_known_there() -> None:
    there, here = scene.enquiry(area="port-ellery"), scene.enquiry(received_at=NOON)
    with world.backstage():
        person = Person.add(given="Rowan", family="Testerby-Loom", areas=[here.area_id], made_at=NOON)
        for one in (there, here):
            one.people.get(alias="rowan").change(person=person)
    with world.as_(PM, when=NOON):
        assert [one.area_name for one in earlier_enquiries(scene.fresh(here))] == ["Port Ellery"]
        assert not Enquiry.objects.filter(pk=there.pk).exists()
