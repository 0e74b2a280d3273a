"""Merging takes two people, one of them a practice manager, and neither may be tied to whom it is about."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import declare_tie
from mash.pathway.people.asked_for import asked
from mash.pathway.people.merging.actions import (
    confirm_merge,
    confirm_unmerge,
    propose_merge,
    propose_unmerge,
    refuse_merge,
)
from mash.pathway.people.merging.doubting import name_double, tell_apart
from mash.pathway.people.models import Doubt, Merging, Person
from mash.pathway.people.search import look_for
from tests import world
from tests.pathway.enquiries.conftest import told
from tests.pathway.people.merging.conftest import (
    LATER,
    OTHER,
    PM,
    RO,
    SECOND,
    SW,
    WHY,
    merged,
    named,
    person,
    proposed,
    registered,
    twofold,
    unmerged,
)


@pytest.mark.rule(16)
def test_nothing_is_merged_before_a_second_person_has_confirmed_it() -> None:
    two = twofold()
    proposal = proposed(two)
    assert person(two.folded).merged_into_id is None
    with world.as_(PM, when=LATER) as me:
        confirm_merge(me, proposal.pk)
    assert person(two.folded).merged_into_id == two.kept
    with world.backstage():
        told_of = Event.objects.filter(verb__in=["name_double", "propose_merge", "confirm_merge"], outcome="made")
        assert [event.verb for event in told_of.filter(enquiry=None).order_by("seq")] == [
            "name_double",
            "propose_merge",
            "confirm_merge",
        ]
        assert all({two.kept, two.folded} <= set(event.people) for event in told_of)


@pytest.mark.rule(16)
def test_who_proposed_it_does_not_confirm_it() -> None:
    two = twofold()
    proposal = proposed(two, PM)
    with world.as_(PM, when=LATER) as me, pytest.raises(Refused, match="same_person"):
        confirm_merge(me, proposal.pk)
    assert person(two.folded).merged_into_id is None


@pytest.mark.parametrize(
    ("first", "second", "allowed"), [(SW, OTHER, False), (SW, PM, True), (PM, SW, True), (PM, SECOND, True)]
)
@pytest.mark.rule(16)
def test_one_of_the_two_is_a_practice_manager(first: str, second: str, allowed: bool) -> None:
    two = twofold()
    proposal = proposed(two, first)
    with world.as_(second, when=LATER) as me:
        waits = Merging.objects.for_second_person(me).exists()
        assert waits == allowed
        if allowed:
            confirm_merge(me, proposal.pk)
        else:
            with pytest.raises(Refused, match="role"):
                confirm_merge(me, proposal.pk)
    assert (person(two.folded).merged_into_id is not None) == allowed


@pytest.mark.rule(16)
def test_the_database_says_it_again() -> None:
    two = twofold()
    proposal = proposed(two)
    with world.as_(SW, when=LATER) as me, pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        proposal.change(answer="confirmed", answered_by=me.known, answered_at=me.now)
    with (
        world.as_(PM, when=LATER),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute("select people.fold(%s, '{}', '{}', '{}')", [proposal.pk])
    with world.as_(PM, when=LATER), pytest.raises(ProgrammingError), transaction.atomic():
        Person.objects.filter(pk=two.folded).update(merged_into=two.kept)


def test_taking_it_back_takes_two_people_as_well() -> None:
    two = twofold()
    merged(two)
    with world.as_(PM, when=LATER) as me:
        proposal = propose_unmerge(me, two.doubt, why="They are cousins.")
        with pytest.raises(Refused, match="same_person"):
            confirm_unmerge(me, proposal.pk)
    assert person(two.folded).merged_into_id == two.kept
    with world.as_(SW, when=LATER) as me:
        confirm_unmerge(me, proposal.pk)
    assert person(two.folded).merged_into_id is None
    with world.backstage():
        assert Doubt.objects.get(pk=two.doubt).finding == "apart"


def test_a_proposal_is_refused_with_a_reason_or_withdrawn_and_another_one_may_come() -> None:
    two = twofold()
    for who in (PM, SW):
        proposal = proposed(two)
        with world.as_(who, when=LATER) as me:
            with pytest.raises(Invalid, match="Say why not"):
                refuse_merge(me, proposal.pk, why=" ")
            refuse_merge(me, proposal.pk, why="Their mothers differ.")
    merged(two)
    assert person(two.folded).merged_into_id == two.kept


def test_what_is_answered_is_not_answered_again_and_each_hears_by_whom() -> None:
    two = twofold()
    proposal = merged(two)
    with world.as_(SECOND, when=LATER) as me, pytest.raises(Invalid, match="confirmed this already"):
        confirm_merge(me, proposal.pk)
    with world.as_(SECOND, when=LATER) as me, pytest.raises(Invalid, match="confirmed this already"):
        refuse_merge(me, proposal.pk, why="Too late.")
    with world.as_(SECOND, when=LATER) as me, pytest.raises(Invalid, match="has found out already"):
        propose_merge(me, two.doubt, keep=two.folded, why=WHY)
    unmerged(two)
    with world.as_(PM, when=LATER) as me, pytest.raises(Invalid, match="not merged"):
        propose_unmerge(me, two.doubt, why="Again.")


def test_one_proposal_waits_at_a_time_and_the_second_one_hears_whose() -> None:
    two = twofold()
    proposed(two)
    with world.as_(OTHER, when=LATER) as me:
        with pytest.raises(Invalid, match="has proposed that already"):
            propose_merge(me, two.doubt, keep=two.kept, why=WHY)
        with pytest.raises(Invalid, match="Answer that first"):
            tell_apart(me, two.doubt, why="Cousins.")


def test_each_step_needs_its_reason() -> None:
    two = twofold()
    with world.as_(SW, when=LATER) as me:
        with pytest.raises(Invalid, match="that they are one person"):
            propose_merge(me, two.doubt, keep=two.kept, why="")
        with pytest.raises(Invalid, match="Choose which record stays"):
            propose_merge(me, two.doubt, keep="neither", why=WHY)
        with pytest.raises(Invalid, match="that they are two people"):
            tell_apart(me, two.doubt, why="")


def test_two_people_who_are_told_apart_are_not_listed_again_until_somebody_merges_them_after_all() -> None:
    two = twofold()
    with world.as_(SW, when=LATER) as me:
        assert Doubt.objects.visible_to(me).unsettled().count() == 1
        tell_apart(me, two.doubt, why="Cousins.")
        assert not Doubt.objects.visible_to(me).unsettled().exists()
        with pytest.raises(Invalid, match="has found out already: two people"):
            tell_apart(me, two.doubt, why="Cousins, I say.")
        assert name_double(me, two.kept, other=two.folded).pk == two.doubt
    merged(two)
    assert person(two.folded).merged_into_id == two.kept


@pytest.mark.rule(59)
@pytest.mark.parametrize("which", ["kept", "folded"])
@pytest.mark.parametrize("by", ["person", "described"])
def test_who_is_tied_to_either_neither_sees_nor_decides_it(which: str, by: str) -> None:
    two = twofold()
    proposal = proposed(two)
    enquiry = getattr(two, f"of_{which}").id
    to = {"person": getattr(two, which)} if by == "person" else {"enquiry": enquiry, "subject": "rowan"}
    with world.as_(PM, when=LATER) as me:
        declare_tie(me, kind="relative", **to)
        assert not Doubt.objects.exists()
        assert not Merging.objects.exists()
        with pytest.raises(Refused, match="not_found"):
            confirm_merge(me, proposal.pk)
        with pytest.raises(Refused, match="not_found"):
            tell_apart(me, two.doubt, why="Cousins.")
        with pytest.raises(Refused, match="not_found"):
            name_double(me, two.kept, other=two.folded)
    assert person(two.folded).merged_into_id is None


@pytest.mark.rule(59)
def test_a_tie_to_either_shuts_out_whoever_has_it_after_they_are_merged_and_after_it_is_taken_back() -> None:
    two = twofold()
    with world.as_(OTHER, when=LATER) as me:
        declare_tie(me, kind="relative", person=two.folded)
    merged(two)
    with world.as_(OTHER, when=LATER) as me:
        assert not Person.objects.filter(pk__in=[two.kept, two.folded]).exists()
        assert look_for(me, asked("Rowan Testerby-Loom")) == []
    with world.as_(SECOND, when=LATER) as me:
        declare_tie(me, kind="relative", person=two.kept)  # of which of the two, nobody knows
    unmerged(two)
    with world.as_(OTHER, when=LATER) as me:
        assert set(Person.objects.values_list("pk", flat=True)) & {two.kept, two.folded} == {two.kept}
    with world.as_(SECOND, when=LATER) as me:
        assert not Person.objects.filter(pk__in=[two.kept, two.folded]).exists()


@pytest.mark.rule(56)
def test_a_person_of_another_area_is_neither_shown_nor_named() -> None:
    two = twofold(area="port-ellery")
    for who in (SW, PM):
        with world.as_(who, when=LATER) as me, pytest.raises(Refused, match="not_found"):
            name_double(me, two.kept, other=two.folded)
    with world.as_("sw.port-ellery.1", when=LATER) as me:
        assert not Doubt.objects.visible_to(me).exists()


def test_those_who_do_not_weigh_find_nothing_here() -> None:
    two = twofold()
    proposal = proposed(two)
    for who in ("calls.tamarshire.1", "health.1"):
        with world.as_(who, when=LATER) as me:
            assert not Doubt.objects.exists()
            with pytest.raises(Refused):
                name_double(me, two.kept, other=two.folded)
            with pytest.raises(Refused):
                confirm_merge(me, proposal.pk)


def test_no_record_is_two_with_itself_and_a_merged_one_is_doubted_no_more() -> None:
    two = twofold()
    merged(two)
    third = registered(told(people=[RO], when=LATER), when=LATER)
    with world.as_(SW, when=LATER) as me:
        with pytest.raises(Invalid, match="the same record"):
            name_double(me, two.kept, other=two.kept)
        with pytest.raises(Invalid, match="has been merged"):
            name_double(me, third, other=two.folded)
        with pytest.raises(Refused, match="not_found"):
            name_double(me, third, other="nobody")
    assert named(SW, third, two.kept) != two.doubt
