"""What signing a sharing agreement opens, and ending it closes, is shown before it happens and happens then."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest

from mash.desks.setup.agreements.actions import end_agreement, sign_agreement
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.partnership.models import MemberRole, SharingAgreement
from mash.pathway.gathering.models import Request
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import scene, steps
from tests.pathway.leaving import NOON

pytestmark = pytest.mark.django_db

SIGNED: dict[str, Any] = {
    "signed_by": "Ida Tarrow, head of practice",
    "countersigned_by": "Vera Stokes, director",
    "signed_on": date(2026, 3, 2),
}


def page(path: str) -> str:
    return unescape(text_of(signed_in("admin.1").get(path)))


def test_what_signing_opens_is_said_before():
    will = page("/admin-desk/agreements/cafcass/tamarshire")
    assert "From the first day on Cafcass is asked about enquiries in Tamarshire: only by hand." in will
    assert "Nobody answers for Cafcass in Tamarshire yet: give somebody the role of researcher." in will


def test_what_ending_closes_is_said_before_and_nothing_is_asked_after():
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    will = page("/admin-desk/agreements/health/tamarshire/end")
    assert "Health is asked nothing more about enquiries in Tamarshire" in will
    assert "1 request that it has not answered stay open: it may answer, or be excused." in will
    with world.as_("admin.1", when=steps.LATER) as me:
        end_agreement(me, agency="health", area="tamarshire", why="It is being renewed.")
    steps.answer(enquiry, "health.1")  # what was asked may still be answered
    later = scene.enquiry(received_at=NOON)
    steps.rate(later, when=NOON)
    with world.backstage():
        assert not Request.objects.filter(enquiry=later, agency__slug="health").exists()


@pytest.mark.rule(45)
def test_an_agency_that_signs_again_is_asked_again_and_what_held_before_stays_written():
    with world.as_("admin.1") as me:
        end_agreement(me, agency="health", area="tamarshire", why="It is being renewed.")
    with world.as_("admin.1", when=steps.LATER) as me:
        sign_agreement(me, agency="health", area="tamarshire", **SIGNED)
    enquiry = scene.enquiry(received_at=NOON)
    steps.rate(enquiry, when=NOON)
    with world.backstage():
        assert Request.objects.filter(enquiry=enquiry, agency__slug="health").exists()
        former, now = SharingAgreement.objects.filter(agency__slug="health", area__slug="tamarshire").order_by(
            "signed_at"
        )
        assert former.ends_at == world.MONDAY_NINE
        assert (now.signed_by, now.countersigned_by) == (SIGNED["signed_by"], SIGNED["countersigned_by"])


@pytest.mark.parametrize(
    ("typed", "box", "said"),
    [
        ({"ends_on": date(2026, 3, 1)}, "ends_on", "The last day must be the first day or later"),
        ({"signed_by": ""}, "signed_by", "Enter who signed for the agency"),
        ({"countersigned_by": "ida tarrow, head of practice"}, "countersigned_by", "Somebody else signs for the hub"),
        ({"agency": "health"}, "signed_by", "End that agreement first"),
        ({"agency": "figures"}, "signed_by", "is asked nothing"),
    ],
)
def test_an_agreement_that_cannot_be_says_why(typed, box, said):
    with world.as_("admin.1") as me, pytest.raises(Invalid) as invalid:
        sign_agreement(me, **{"agency": "cafcass", "area": "tamarshire", **SIGNED, **typed})
    assert said in invalid.value.errors[box]


def test_an_agreement_of_another_area_is_not_there():
    with world.backstage():
        MemberRole.objects.filter(member__username="admin.1", area__slug="port-ellery").update(until=world.MONDAY_NINE)
    with world.as_("admin.1") as me, pytest.raises(Refused, match="not_found"):
        sign_agreement(me, agency="cafcass", area="port-ellery", **SIGNED)
    assert signed_in("admin.1").get("/admin-desk/agreements/cafcass/port-ellery").status_code == 404
