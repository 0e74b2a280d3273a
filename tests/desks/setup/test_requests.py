"""Administrators set what an agency is asked and told; the next request carries it."""

from __future__ import annotations

import pytest

from mash.desks.setup.requests.actions import set_request
from mash.desks.setup.requests.preview import previewed
from mash.foundation.access.verbs import Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Agency, MemberRole
from mash.foundation.partnership.models.agencies import Serving
from mash.pathway.gathering.models import Request
from mash.pathway.people.matching.identifiers import check_nhs_number
from mash.pathway.triage.actions.rating import rate_enquiry
from tests import world
from tests.desks.setup.administering import Desk
from tests.pathway import scene

pytestmark = pytest.mark.django_db

HEALTH = "/admin-desk/requests/health"
BORN = ({"as": "child", "given": "Rowan", "family": "Testerby-Loom", "dob": "2018-05-14", "subject": True},)


def facts_told_to(slug: str) -> tuple[str, set[str]]:
    """What a rating asks an agency now, and the kinds of facts that go with it."""
    made = scene.enquiry(people=BORN)
    with world.as_("sw.tamarshire.1") as me:
        rate_enquiry(me, made.pk, level="amber", rationale="A worry.", seen=None)
    with world.backstage():
        sent = Request.objects.get(enquiry=made, agency__slug=slug)
    return sent.what, {label for person in sent.content["people"] for label, _ in person["facts"]}


@pytest.mark.rule(45)
def test_the_next_request_carries_what_the_template_says_and_no_more():
    assert "Date of birth" in facts_told_to("health")[1]
    answer = Desk().save(HEALTH, question="Any injuries?", sections=["gp"])
    assert answer.status_code == 302
    what, facts = facts_told_to("health")
    assert what == "Any injuries?"
    assert "Date of birth" not in facts


@pytest.mark.rule(45)
def test_a_made_up_request_is_shown_before_the_template_is_saved():
    said, between = Desk().look(HEALTH, question="Any injuries?", sections=["birth", "school"])
    assert between is not None
    assert "What the hub asks Any injuries?" in said
    assert "School: Made-up Primary School" in said
    assert "NHS number: 999" not in said
    assert "It stands in Port Ellery and Tamarshire alike." in said
    with world.backstage():
        assert not Event.objects.filter(verb="set_request").exists()
        assert not Event.objects.filter(outcome="read", verb="template").exists()  # nobody real was shown


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"question": " "}, "Write what this agency is asked"),
        ({"sections": ["shoe_size"]}, "Choose from the list what its requests carry"),
    ],
)
def test_a_template_that_cannot_be_is_turned_away(typed, message):
    said, between = Desk().look(HEALTH, **typed)
    assert message in said
    assert between is None


def test_two_administrators_who_change_one_template_both_learn():
    desk = Desk()
    tab = desk.form(HEALTH)
    desk.save(HEALTH, question="Any injuries?")
    answer = desk.post(HEALTH, {**tab.as_it_stands(), "question": ["Any visits?"], "do": ["save"]})
    said = answer.content.decode()
    assert "after you had opened it" in said
    assert "Any visits?" in said
    with world.backstage():
        assert Agency.objects.get(slug="health").question == "Any injuries?"


def test_a_template_that_several_areas_share_takes_an_administrator_of_all_of_them():
    with world.backstage():
        MemberRole.objects.filter(member__username="admin.1", area__slug="port-ellery").update(until=world.MONDAY_NINE)
        health = Agency.objects.get(slug="health")
    with world.as_("admin.1") as me, pytest.raises(Refused):
        set_request(me, health.pk, question="Any injuries?", seen="")
    desk = Desk()
    assert "It serves areas of other administrators too" in desk.reads("/admin-desk/requests")
    assert desk.client.get(HEALTH).status_code == 404


def test_an_area_that_an_agency_serves_no_more_has_no_say_in_its_template():
    with world.backstage():
        MemberRole.objects.filter(member__username="admin.1", area__slug="port-ellery").update(until=world.MONDAY_NINE)
        Serving.objects.filter(agency__slug="health", area__slug="port-ellery").update(until=world.MONDAY_NINE)
    assert Desk().save(HEALTH, question="Any injuries?").status_code == 302
    with world.backstage():
        Serving.objects.filter(agency__slug="health").update(until=world.MONDAY_NINE)
    assert Desk().client.get(HEALTH).status_code == 404


def test_the_host_is_never_asked_and_has_no_template():
    with world.backstage():
        host = Agency.objects.get(slug="social-care")
    with world.as_("admin.1") as me, pytest.raises(Refused):
        set_request(me, host.pk, question="Anything?", seen="")


@pytest.mark.rule(14)
def test_the_made_up_household_bears_numbers_that_nobody_has():
    with world.as_("admin.1") as me:
        told = previewed(me, world.area(), sections=list(Agency.Section.values))
    numbers = [value for person in told["people"] for label, value in person["facts"] if label == "NHS number"]
    assert len(numbers) == 2
    assert all(number.startswith("999") and check_nhs_number(number).valid for number in numbers)
