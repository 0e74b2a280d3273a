"""What comes back is marked with its count: on the enquiry, in its strip, on the board, on the call screen."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from mash.foundation.clock.now import at
from mash.foundation.clock.repeats import Repeats
from mash.foundation.partnership.models import ServiceStandard
from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.enquiries.marks import Contact, marks_for, marks_of, period
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import leaving, scene, steps
from tests.pathway.enquiries.conftest import ROWAN, enquiry, reading, told

NOW = world.MONDAY_NINE
DAY = timedelta(days=1)
SCHOOL = {"name": "Ida Tarrow", "agency": "Tamar Bridge Primary"}
NEIGHBOUR = {"name": "Ned Quill", "phone": "01632 960333"}


def contact(days: float, *, referred: bool = False, voice: int = 1) -> Contact:
    return Contact(uuid.uuid4(), NOW - days * DAY, referred, voice)


def words(contacts: list[Contact], repeats: Repeats | None = None) -> list[str]:
    return [mark.words for mark in marks_of(contacts, repeats or Repeats(), NOW)]


def same_child(*received: Any) -> None:
    """Everybody finds the first child of all these enquiries to be one person."""
    person: Any = "new"
    for one in received:
        with world.as_("calls.tamarshire.1", when=NOW) as me:
            person = identify_subject(me, one.id, subject="rowan", person=person, why="Another").person


def marks(received: Any, by: str = "sw.tamarshire.1") -> dict[str, int]:
    with world.as_(by, when=NOW):
        (found,) = marks_for([Enquiry.objects.select_related("standard").get(pk=received.id)]).values()
    return {mark.key: mark.count for mark in found}


@pytest.mark.rule(24)
@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        ([], []),
        ([contact(364)], ["1 earlier enquiry in 12 months"]),
        ([contact(366)], []),
        (
            [contact(30, referred=True), contact(300, referred=True)],
            ["Re-referral: 2 earlier referrals in 12 months", "2 earlier enquiries in 12 months"],
        ),
        (
            [contact(20), contact(91)],
            ["Escalating concern: 3 contacts in 3 months", "2 earlier enquiries in 12 months"],
        ),
        ([contact(20), contact(93)], ["2 earlier enquiries in 12 months"]),
        (
            [contact(1, voice=1), contact(6, voice=2)],
            [
                "Escalating concern: 3 contacts in 3 months",
                "2 earlier enquiries in 12 months",
                "2 independent enquirers in 7 days",
            ],
        ),
    ],
)
def test_what_came_before_is_marked_with_its_count(contacts, said):
    assert words(contacts) == said


@pytest.mark.rule(24)
def test_an_area_sets_the_numbers_for_itself():
    lately = [contact(3, voice=1), contact(8, voice=2), contact(12, voice=3)]
    assert "Escalating concern: 4 contacts in 14 days" in words(lately, Repeats(contacts=4, contacts_days=14))
    assert "3 independent enquirers in 14 days" in words(lately, Repeats(enquirers=3, enquirers_days=14))


@pytest.mark.parametrize(("days", "said"), [(365, "12 months"), (92, "3 months"), (7, "7 days"), (1, "1 day")])
def test_a_length_is_said_as_people_say_it(days, said):
    assert period(days) == said


@pytest.mark.rule(24)
def test_contacts_about_one_confirmed_child_are_counted_up_to_each_of_them():
    first, second, third = (told(when=NOW - n * DAY) for n in (60, 30, 0))
    same_child(first, second, third)
    assert marks(first) == {}
    assert marks(second) == {"earlier": 1}
    assert marks(third) == {"escalating": 3, "earlier": 2}


@pytest.mark.rule(24)
def test_two_neighbours_of_one_address_are_two_voices_before_anybody_is_identified():
    told(when=NOW - DAY, referrer=SCHOOL, people=[{**ROWAN, "given": "The boy", "family": ""}])
    second = told(when=NOW, referrer=NEIGHBOUR, people=[{**ROWAN, "given": "", "address": "4, Gannetmere Rise"}])
    assert marks(second)["enquirers"] == 2


@pytest.mark.rule(24)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SCHOOL, {**SCHOOL, "name": "Another teacher"}),
        ({"anonymous": True}, {"anonymous": True}),
        (NEIGHBOUR, {"name": "N. Quill", "phone": "01632960333"}),
    ],
)
def test_one_school_one_telephone_and_two_unknown_callers_are_one_voice(one, other):
    told(when=NOW - DAY, referrer=one)
    assert "enquirers" not in marks(told(when=NOW, referrer=other))


@pytest.mark.rule(24)
def test_what_went_to_social_care_is_a_referral_for_those_who_weigh():
    before = steps_to_decision()
    again = told(when=NOW)
    person: Any = "new"
    for one in (before.pk, again.id):
        with world.as_("calls.tamarshire.1", when=NOW) as me:
            person = identify_subject(me, one, subject="rowan", person=person, why="Another").person
    assert marks(again)["re_referral"] == 1
    assert "re_referral" not in marks(again, "calls.tamarshire.1")


def steps_to_decision() -> Enquiry:
    made = scene.enquiry(received_at=NOW - 60 * DAY)
    steps.rate(made, when=NOW - 60 * DAY)
    return leaving.decided(made)


@pytest.mark.rule(21, 24)
def test_a_protected_address_counts_for_nobody_who_types_it():
    told(when=NOW - DAY, people=[{**ROWAN, "address_protected": True}], referrer=SCHOOL)
    assert marks(told(when=NOW, referrer=NEIGHBOUR)) == {}


@pytest.mark.rule(59)
def test_an_enquiry_behind_a_wall_does_not_count_and_another_areas_does_not():
    first, second = told(when=NOW - DAY), told(when=NOW)
    same_child(first, second)
    assert marks(second)["earlier"] == 1
    scene.wall(enquiry(first), "sw.tamarshire.1")
    assert marks(second) == {}
    with world.as_("pm.port-ellery.1", when=NOW):
        assert not Enquiry.objects.filter(pk=second.id).exists()


def test_who_told_what_stays_inside_the_database():
    with world.as_("pm.tamarshire.1") as me, pytest.raises(ProgrammingError, match="permission"), transaction.atomic():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("select * from pathway.contacts(%s, '{}', '{}', %s)", [uuid.uuid4(), me.now])


@pytest.mark.rule(24)
def test_the_enquiry_page_its_strip_and_the_board_show_the_marks():
    first, second, third = (told(when=NOW - n * DAY) for n in (60, 30, 0))
    same_child(first, second, third)
    with at(NOW):
        client = signed_in("sw.tamarshire.1")
        page = reading(client.get(f"/enquiries/{third.reference}/"))
        board = text_of(visit(client, "/board").answer)
    assert page.count("Escalating concern: 3 contacts in 3 months") >= 2
    assert "3 in 3 months" in board


def test_the_numbers_of_the_standard_that_held_count():
    with world.backstage():
        area = world.area()
        rules = {"repeats": {"contacts": 2}}
        ServiceStandard.add(area=area, holds_from=NOW - 10 * DAY, rules=rules)
    first, second = told(when=NOW - 5 * DAY), told(when=NOW)
    same_child(first, second)
    assert marks(second)["escalating"] == 2
