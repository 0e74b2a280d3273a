"""Agencies are made, asked, and let go on pages; what waits for one that leaves is neither lost nor hidden."""

from __future__ import annotations

from html import unescape

import pytest
from django.db import ProgrammingError, connection, transaction

from mash.desks.setup.agencies.actions import change_agency, end_agency, make_agency, serve_area, shown
from mash.desks.setup.verbs import digest
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Agency, MemberRole, SharingAgreement
from mash.pathway.enquiries.models import Rationale
from mash.pathway.gathering.models import Request
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import leaving, scene, steps

pytestmark = pytest.mark.django_db

FIRE = {
    "name": "Westmark Fire and Rescue",
    "mark": "F",
    "part": "virtual",
    "question": "Home safety visits, and fires set.",
    "sections": ["address"],
    "escalation_contact": "Safeguarding lead, Westmark Fire and Rescue",
    "phone": "01632 960510",
}


def made(**typed) -> Agency:
    with world.as_("admin.1") as me:
        return make_agency(me, **{"areas": ["tamarshire"], **FIRE, **typed})


def test_a_new_agency_serves_its_areas_and_has_signed_nothing():
    agency = made()
    with world.backstage():
        assert [area.slug for area in agency.areas.all()] == ["tamarshire"]
        assert agency.virtual
        assert not SharingAgreement.objects.filter(agency=agency).exists()
    page = unescape(text_of(signed_in("admin.1").get("/admin-desk/")))
    assert "Westmark Fire and Rescue has not signed the sharing agreement, so it is asked nothing." in page


@pytest.mark.parametrize(
    ("typed", "box", "said"),
    [
        ({"name": "police"}, "name", "There is an agency Police already"),
        ({"question": ""}, "question", "Say what it is asked"),
        ({"escalation_contact": ""}, "escalation_contact", "Say who is told when its answer is late"),
        ({"part": "host"}, "question", "It is asked nothing in this part"),
        ({"police": True}, "police", "Police who are alerted sit in the hub"),
        ({"areas": []}, "areas", "Choose the areas that it serves"),
        ({"phone": "none"}, "phone", "Enter a telephone number"),
    ],
)
def test_an_agency_lacks_nothing_that_its_part_needs(typed, box, said):
    with pytest.raises(Invalid) as invalid:
        made(**typed)
    assert said in invalid.value.errors[box]


@pytest.mark.rule(49)
def test_an_agency_that_leaves_is_excused_from_what_it_has_not_answered_and_every_enquiry_says_why():
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    waits = steps.request(enquiry, "health")
    will = unescape(text_of(signed_in("admin.1").get("/admin-desk/agencies/health/end/tamarshire")))
    assert "It is excused from 1 unanswered request, and each enquiry says why." in will
    with world.as_("admin.1", when=leaving.NOON) as me:
        end_agency(me, world_agency("health").pk, area="tamarshire", why="The trust has merged.")
    with world.backstage():
        assert Request.objects.get(pk=waits.pk).state == Request.State.EXCUSED
        reason = Rationale.objects.get(about=waits.pk, kind=Rationale.Kind.EXCUSED)
        assert reason.text == "Health does not work with the hub any more: The trust has merged."
        assert reason.by.username == "admin.1"
        event = Event.objects.get(verb="excuse_agency", outcome="made")
        assert (event.enquiry, event.object_id) == (enquiry.pk, waits.pk)
        assert not MemberRole.objects.filter(
            member__agency__slug="health", area__slug="tamarshire", until__gt=leaving.NOON
        ).exists()
        assert MemberRole.objects.filter(
            member__agency__slug="health", area__slug="port-ellery", until__gt=world.MONDAY_NINE
        ).exists()
    seen = unescape(text_of(signed_in("sw.tamarshire.1").get(f"/enquiries/{enquiry.reference}/agencies")))
    assert "The trust has merged." in seen


def world_agency(slug: str) -> Agency:
    with world.backstage():
        return Agency.objects.get(slug=slug)


def test_what_an_agency_has_answered_stays_when_it_leaves():
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    steps.answer(enquiry, "health.1", rowan=[steps.item("Elbow fracture seen in February.")])
    with world.as_("admin.1", when=leaving.NOON) as me:
        end_agency(me, world_agency("health").pk, area="tamarshire", why="The trust has merged.")
    with world.backstage():
        assert Request.objects.get(enquiry=enquiry, agency__slug="health").state == Request.State.ANSWERED
    page = text_of(signed_in("pm.tamarshire.1").get(f"/enquiries/{enquiry.reference}/"))
    assert "Elbow fracture seen in February." in page


def test_an_agency_that_has_left_is_not_asked_and_may_come_back():
    health = world_agency("health")
    with world.as_("admin.1") as me:
        end_agency(me, health.pk, area="tamarshire", why="The trust has merged.")
        with pytest.raises(Invalid, match="does not serve this area any more"):
            end_agency(me, health.pk, area="tamarshire", why="Twice.")
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    with world.backstage():
        assert not Request.objects.filter(enquiry=enquiry, agency=health).exists()
        assert Request.objects.filter(enquiry=enquiry, agency__slug="police").exists()
    with world.as_("admin.1") as me:
        serve_area(me, health.pk, area="tamarshire")
        with pytest.raises(Invalid, match="serves this area already"):
            serve_area(me, health.pk, area="tamarshire")
    with world.backstage():
        assert not SharingAgreement.objects.filter(agency=health, area__slug="tamarshire", ends_at=None).exists()


def test_who_administers_one_area_changes_no_agency_that_serves_another_too():
    with world.backstage():
        MemberRole.objects.filter(member__username="admin.1", area__slug="port-ellery").update(until=world.MONDAY_NINE)
    health = world_agency("health")
    with world.as_("admin.1") as me:
        with pytest.raises(Refused, match="not_found"):
            change_agency(me, health.pk, seen=digest(shown(health)), **shown(health))
        with pytest.raises(Refused, match="not_found"):
            end_agency(me, health.pk, area="port-ellery", why="Not mine to end.")
    page = unescape(text_of(signed_in("admin.1").get("/admin-desk/agencies/health")))
    assert "It serves other areas too, whose administrators change it with you." in page


@pytest.mark.parametrize("seat", ["pm.tamarshire.1", "sw.tamarshire.1"])
def test_nobody_at_another_desk_excuses_an_agency_from_everything(seat):
    """The function that does it looks at who asks."""
    health, area = world_agency("health"), world.area()
    with world.as_(seat), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pathway.excuse_agency_that_left(%s, %s, 'x')", [health.pk, area.pk])
    with world.as_("admin.1"), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pathway.excuse_agency_that_left(%s, %s, 'x')", [health.pk, area.pk])  # it still serves
