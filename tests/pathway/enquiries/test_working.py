"""Taking, linking, and breaking glass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.models import Glass
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.post.models import Notice
from mash.pathway.enquiries.actions import break_glass, declare_tie, link_enquiry, review_break_glass, take_enquiry
from mash.pathway.enquiries.models import Enquiry, Words
from mash.pathway.enquiries.reading import enquiry_for, linked_to
from tests import world
from tests.pathway.enquiries.conftest import MUM, ROWAN, told

PM = "pm.port-ellery.1"
WHY = "The child is at our hospital tonight"


def test_whoever_takes_an_enquiry_has_it_until_another_takes_it() -> None:
    received = told()
    for by in ("sw.tamarshire.1", "pm.tamarshire.1"):
        with world.as_(by) as me:
            assert take_enquiry(me, received.id).taken_by_id == world.member(by).pk
            assert take_enquiry(me, received.id).taken_by_id == world.member(by).pk


@pytest.mark.parametrize(("by", "reason"), [("calls.tamarshire.1", "role"), ("sw.port-ellery.1", "not_found")])
def test_others_take_nothing(by: str, reason: str) -> None:
    received = told()
    with world.as_(by) as me, pytest.raises(Refused, match=reason):
        take_enquiry(me, received.id)


def test_two_enquiries_are_linked_once() -> None:
    one, other = told(), told()
    with world.as_("sw.tamarshire.1") as me:
        assert link_enquiry(me, one.id, to=other.reference.lower()).to_id == other.id
        for enquiry, to in ((one.id, other.id), (other.id, one.id)):
            with pytest.raises(Invalid, match="already"):
                link_enquiry(me, enquiry, to=to)
        with pytest.raises(Invalid, match="another"):
            link_enquiry(me, one.id, to=one.reference)


def test_each_of_two_linked_enquiries_leads_to_the_other_where_it_may_be_read() -> None:
    one, other = told(people=[ROWAN]), told(people=[MUM])
    with world.as_("sw.tamarshire.1") as me:
        link_enquiry(me, one.id, to=other.id)
        for enquiry, to in ((one, other), (other, one)):
            assert linked_to(enquiry_for(me, enquiry.reference)[0]) == [to.reference]
    with world.as_("pm.tamarshire.1") as me:
        declare_tie(me, kind="relative", enquiry=other.id, subject="mum")
        assert linked_to(enquiry_for(me, one.reference)[0]) == []


@pytest.mark.parametrize("to", ["K7QM2-XDPH8", "", None, "0b7e6d0a-0000-4000-8000-000000000000"])
def test_an_enquiry_that_may_not_be_seen_cannot_be_linked_to(to: Any) -> None:
    one, elsewhere = told(), told(area="port-ellery")
    with world.as_("sw.tamarshire.1") as me:
        for hidden in (to, elsewhere.id, elsewhere.reference):
            with pytest.raises(Refused, match="not_found"):
                link_enquiry(me, one.id, to=hidden)


def test_broken_glass_opens_one_enquiry_for_an_hour_and_the_auditors_hear_of_it() -> None:
    received, other = told(), told()
    with world.as_(PM) as me:
        with pytest.raises(Refused, match="not_found"):
            enquiry_for(me, received.reference)
        glass = break_glass(me, received.reference, why=WHY)
        assert glass.until == world.MONDAY_NINE + timedelta(minutes=60)
        enquiry_for(me, received.reference)
        assert Words.objects.filter(enquiry=received.id).exists()
        with pytest.raises(Refused, match="not_found"):
            enquiry_for(me, other.reference)
    with world.as_(PM, when=world.MONDAY_NINE + timedelta(minutes=60)) as me, pytest.raises(Refused):
        enquiry_for(me, received.reference)
    with world.backstage():
        assert Notice.objects.get(kind="glass").role == "auditor"


@pytest.mark.parametrize("why", ["", "too short", "x" * 19, None, " " * 40])
def test_glass_is_broken_for_a_reason_of_twenty_characters(why: str | None) -> None:
    received = told()
    with world.as_(PM) as me, pytest.raises(Invalid, match="20 characters"):
        break_glass(me, received.id, why=why)


@pytest.mark.parametrize("by", ["sw.port-ellery.1", "police.1", "auditor.1", "team.tamar-north.1", "school.1", None])
def test_only_a_practice_manager_breaks_glass(by: str | None) -> None:
    received = told()
    with world.as_(by) as me, pytest.raises(Refused, match="role"):
        break_glass(me, received.id, why=WHY)


def test_there_is_no_glass_before_what_is_not_there() -> None:
    with world.as_(PM) as me, pytest.raises(Refused, match="not_found"):
        break_glass(me, "K7QM2-XDPH8", why=WHY)


def test_an_auditor_reviews_broken_glass_once() -> None:
    received = told()
    with world.as_(PM) as me:
        glass = break_glass(me, received.id, why=WHY)
        with pytest.raises(Refused, match="role"):
            review_break_glass(me, glass.pk, finding="I was right")
    with world.as_("auditor.1") as me:
        with pytest.raises(Invalid, match="Say what"):
            review_break_glass(me, glass.pk, finding="")
        review_break_glass(me, glass.pk, finding="Justified: an emergency admission")
        with pytest.raises(Invalid, match="already"):
            review_break_glass(me, glass.pk, finding="Again")
        with pytest.raises(Refused, match="not_found"):
            review_break_glass(me, received.id, finding="No such glass")
        assert not Glass.objects.filter(reviewed_at__isnull=True).exists()


def test_what_was_seen_through_broken_glass_is_not_worked_on() -> None:
    received = told()
    with world.as_(PM) as me:
        break_glass(me, received.id, why=WHY)
        with pytest.raises(Refused, match="role"):
            take_enquiry(me, received.id)
    with world.backstage():
        assert Enquiry.objects.get(pk=received.id).taken_by is None
