"""Who is tied to somebody described does not see the enquiry, whatever else holds (rule 59)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from mash.foundation.access.models import Tie, Wall
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import (
    add_person,
    break_glass,
    declare_tie,
    identify_subject,
    lift_tie,
    take_enquiry,
)
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Words
from mash.pathway.enquiries.reading import enquiry_for
from tests import world
from tests.pathway.enquiries.conftest import MUM, ROWAN, told

pytestmark = pytest.mark.rule(59)

SW = "sw.tamarshire.1"


def tie(by: str = SW, **to: Any) -> Tie:
    with world.as_(by) as me:
        return declare_tie(me, **{"kind": "relative", **to})


def sees(received: Any, by: str = SW) -> bool:
    with world.as_(by) as me:
        rows = Enquiry.objects.filter(pk=received.id).exists()
        parts = (
            DescribedPerson.objects.filter(enquiry=received.id).exists()
            or Words.objects.filter(enquiry=received.id).exists()
        )
        filtered = Enquiry.objects.visible_to(me).filter(pk=received.id).exists()
    assert rows == parts == filtered
    return rows


def identified(received: Any, subject: str = "rowan", person: Any = "new") -> Any:
    with world.as_("calls.tamarshire.1") as me:
        return identify_subject(me, received.id, subject=subject, person=person, why="Another child").person


def test_a_tie_to_somebody_described_shuts_the_enquiry_for_that_member_alone() -> None:
    received = told()
    assert sees(received)
    tie(enquiry=received.id, subject="mum")
    assert not sees(received)
    assert sees(received, "sw.tamarshire.2")


def test_the_attempt_is_refused_like_a_missing_thing_and_stands_in_the_ledger() -> None:
    received = told()
    tie(enquiry=received.id, subject="rowan")
    with world.as_(SW) as me:
        with pytest.raises(Refused) as refused:
            take_enquiry(me, received.id)
        assert (refused.value.reasons, refused.value.hidden) == (("not_found",), ("tied",))
        with pytest.raises(Refused) as on_the_page:
            enquiry_for(me, received.reference)
        assert (on_the_page.value.reasons, on_the_page.value.hidden) == (("not_found",), ("tied",))
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select reasons from ledger_event where verb = 'take_enquiry' and outcome = 'refused'")
        assert cursor.fetchall() == [(["not_found", "tied"],)]


def test_broken_glass_does_not_open_a_wall() -> None:
    received = told()
    tie("pm.tamarshire.1", enquiry=received.id, subject="rowan")
    with world.as_("pm.tamarshire.1") as me, pytest.raises(Refused) as refused:
        break_glass(me, received.reference, why="I really have to read this one")
    assert (refused.value.reasons, refused.value.hidden) == (("not_found",), ("tied",))
    assert not sees(received, "pm.tamarshire.1")


def test_a_tie_to_a_registered_person_shuts_every_enquiry_about_them_now_and_later() -> None:
    before = told()
    person = identified(before)
    assert sees(before)
    tie(person=person)
    assert not sees(before)
    later = told(people=[ROWAN])
    assert not sees(later)  # not identified yet, but of the same name and birth


@pytest.mark.parametrize(
    ("other", "shut"),
    [
        ({"given": "ROWAN", "family": "testerby-loom"}, True),
        ({"given": "Rowan", "family": "Testerby Loom"}, True),
        ({"given": "Row-an", "family": "Testerby-Lo'om."}, True),
        ({"given": "Rowan", "family": "Testerby-Loom", "dob": "2018-05-14"}, True),
        ({"given": "Rowan", "family": "Testerby-Loom", "dob": "2011-01-30"}, False),
        ({"given": "Rowan", "family": "Loom"}, False),
        ({"given": "Rowan"}, False),
    ],
)
def test_somebody_unidentified_of_the_same_name_and_no_other_birth_may_be_the_one(
    other: dict[str, Any], shut: bool
) -> None:
    first = told()
    tie(enquiry=first.id, subject="rowan")
    assert sees(told(people=[{"as": "child", **other}])) != shut


def test_a_wall_goes_when_the_one_of_the_same_name_is_found_to_be_somebody_else() -> None:
    first = told()
    tie(person=identified(first))
    second = told(people=[{**ROWAN, "dob": None}])
    assert not sees(second)
    identified(second)
    assert sees(second)
    assert not sees(first)


def test_a_tie_to_somebody_described_follows_them_once_they_are_identified_elsewhere() -> None:
    first, second = told(), told(people=[{"as": "kid", "given": "Ro", "family": "Testerby"}])
    tie(enquiry=first.id, subject="rowan")
    assert sees(second)
    person = identified(first)
    identified(second, "kid", person)
    assert not sees(second)


def test_a_wall_rises_when_the_first_description_is_identified_after_the_other() -> None:
    first, second = told(), told(people=[{"as": "kid", "given": "Ro", "family": "Testerby"}])
    tie(enquiry=first.id, subject="rowan")
    person = identified(second, "kid")
    assert sees(second)
    identified(first, "rowan", person)
    assert not sees(second)


def test_somebody_added_later_raises_the_wall() -> None:
    first, second = told(), told(people=[MUM])
    tie(enquiry=first.id, subject="rowan")
    assert sees(second)
    with world.as_("calls.tamarshire.1") as me:
        add_person(me, second.id, person=ROWAN)
    assert not sees(second)


def test_who_identifies_their_own_relative_loses_the_enquiry() -> None:
    first = told()
    person = identified(first)
    tie(person=person)
    second = told(people=[{"as": "kid", "given": "Ro", "family": "Loom", "dob": "2018-05-14"}])
    with world.backstage():
        assert not Wall.objects.filter(enquiry=second.id).exists()
    identified(second, "kid", person)
    assert not sees(second)
    assert sees(second, "sw.tamarshire.2")


def test_lifting_a_tie_takes_its_walls_down_and_no_others() -> None:
    first, second = told(), told(people=[MUM])
    mine = tie(enquiry=first.id, subject="rowan")
    tie(enquiry=second.id, subject="mum")
    with world.as_("auditor.1") as me:
        with pytest.raises(Invalid, match="Say why"):
            lift_tie(me, mine.pk, why=" ")
        lift_tie(me, mine.pk, why="Declared on the wrong enquiry")
        with pytest.raises(Invalid, match="already"):
            lift_tie(me, mine.pk, why="Again")
    assert not sees(first)  # Isolde is described there too
    third = told(people=[ROWAN])
    assert sees(third)


@pytest.mark.parametrize("by", [SW, "pm.tamarshire.1", "school.1"])
def test_only_an_auditor_lifts_a_tie(by: str) -> None:
    received = told()
    mine = tie(enquiry=received.id, subject="rowan")
    with world.as_(by) as me, pytest.raises(Refused, match="role"):
        lift_tie(me, mine.pk, why="I would rather see it")


@pytest.mark.parametrize(
    "by",
    ["school.1", "police.1", "probation.1", "team.tamar-north.1", "analyst.1", "admin.1", "auditor.1", "checker.1"],
)
def test_a_tie_of_ones_own_is_never_refused_whatever_one_may_read(by: str) -> None:
    received = told()
    assert tie(by, enquiry=received.reference, subject=received.people["mum"], kind="colleague").member.username == by
    assert (
        tie(by, enquiry=received.id, subject="rowan", member=by).kind == "relative"
    )  # and so it is when one stands behind the wall


def test_nobody_without_an_account_has_ties() -> None:
    received = told()
    with world.as_(None) as me, pytest.raises(Refused, match="role"):
        declare_tie(me, kind="self", enquiry=received.id, subject="rowan")


def test_a_tie_of_somebody_else_is_declared_by_their_manager_or_an_auditor() -> None:
    received = told()
    with world.backstage():
        Member.objects.filter(username=SW).update(manager=world.member("pm.tamarshire.1"))
    with pytest.raises(Refused, match="role"):
        tie("pm.tamarshire.2", member=SW, enquiry=received.id, subject="rowan")
    tie("pm.tamarshire.1", member=SW, enquiry=received.id, subject="rowan")
    tie("auditor.1", member="sw.tamarshire.2", enquiry=received.id, subject="rowan")
    assert not sees(received)
    assert not sees(received, "sw.tamarshire.2")
    assert sees(received, "pm.tamarshire.1")


@pytest.mark.parametrize(
    "to",
    [
        {},
        {"person": "0b7e6d0a-0000-4000-8000-000000000000"},
        {"person": "nobody"},
        {"enquiry": "K7QM2-XDPH8", "subject": "rowan"},
        {"member": "nobody.1"},
    ],
)
def test_a_tie_to_nobody_is_not_found(to: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="not_found"):
        tie(**to)


def test_a_tie_says_what_kind_it_is() -> None:
    received = told()
    with pytest.raises(Invalid, match="Choose how"):
        tie(enquiry=received.id, subject="rowan", kind="enemy")


def test_a_tied_referrer_loses_sight_of_what_they_sent() -> None:
    from mash.pathway.enquiries.coming_back import sent_by_me

    received = told(by="school.1", channel="professional")
    tie("school.1", enquiry=received.id, subject="mum")
    with world.as_("school.1", seat=Seat.INTAKE) as me:
        assert sent_by_me(me) == []


def test_nobody_lifts_a_tie_of_their_own():
    received = told()
    own = tie("auditor.1", enquiry=received.id, subject=MUM["as"])
    with world.as_("auditor.1") as me:
        with pytest.raises(Refused, match="same_person"):
            lift_tie(me, own.pk, why="It does not matter")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Tie.objects.filter(pk=own.pk).update(lifted_by=me.known, lifted_at=me.now)
