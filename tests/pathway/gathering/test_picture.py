"""The picture: one chronology, what each agency rates, and what is missing, as its reader may know it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mash.foundation.access.models import Standing
from mash.foundation.clock.now import at
from mash.foundation.kept import FOREVER
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.gathering.picture import picture
from mash.pathway.intelligence.actions import correct_item
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import NO_QUESTION, signed_in, text_of
from tests.pathway import scene
from tests.pathway.steps import LATER, answer, item, rate

pytestmark = pytest.mark.django_db

HOUR_LATER = LATER + timedelta(hours=1)
CALLOUT = item(
    "Two call-outs.", "restricted", happened="2026-01-17", kind="call-out", conditions="Not to adults at home."
)
INFORMANT = {**item("Operation marlinhouse.", "sealed"), "as": "source"}
FRACTURE = item("Elbow fracture.", happened="2026-02-11")


@pytest.fixture
def told():
    """An enquiry rated amber by the first social worker; police rate red and health amber; probation is waited for."""
    enquiry = scene.enquiry()
    rate(enquiry, ask=["police", "health", "probation"])
    answer(enquiry, "police.1", "red", mum=[CALLOUT, INFORMANT])
    answer(enquiry, "health.1", "amber", rowan=FRACTURE)
    return enquiry


def seen_by(username, enquiry, when=HOUR_LATER, **chosen):
    with world.as_(username, when=when) as me:
        found, facts = enquiry_for(me, enquiry.reference)
        return picture(me, found, facts, **chosen)


def texts(shown):
    return [entry.item.text for entry in shown.entries]


@pytest.mark.rule(53, 58)
@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("pm.tamarshire.1", ["Elbow fracture.", "Two call-outs.", "Operation marlinhouse."]),
        ("sw.tamarshire.1", ["Elbow fracture.", "Two call-outs.", "Operation marlinhouse."]),
        ("sw.tamarshire.2", ["Elbow fracture.", "Two call-outs."]),
        ("police.2", ["Elbow fracture.", "Two call-outs.", "Operation marlinhouse."]),
        ("health.1", ["Elbow fracture."]),
    ],
)
def test_all_items_stand_in_one_chronology_newest_first_as_the_reader_may_know_them(told, username, expected):
    assert texts(seen_by(username, told)) == expected


@pytest.mark.rule(57)
def test_other_researchers_see_no_rating_no_gap_and_no_count(told):
    shown = seen_by("health.1", told)
    assert (shown.asked, shown.missing, shown.sealed_earlier) == ((), (), 0)


@pytest.mark.rule(28, 49)
def test_the_picture_says_who_rates_what_and_what_is_missing(told):
    shown = seen_by("pm.tamarshire.1", told, when=LATER + timedelta(hours=5))
    assert [(one.request.agency.slug, one.view, one.rated_higher) for one in shown.asked] == [
        ("health", "amber", False),
        ("police", "red", True),
        ("probation", "", False),
    ]
    gaps = [" ".join(part for part in (str(gap.person or ""), gap.text) if part) for gap in shown.missing]
    assert gaps == [
        "Probation late 1 h",
        "Rowan Testerby-Loom is not identified",
        "Rowan Testerby-Loom has no GP that is known",
        "Rowan Testerby-Loom has no school that is known",
        "Wren Testerby-Loom is not identified",
        "Wren Testerby-Loom has no GP that is known",
        "Isolde Testerby-Loom is not identified",
    ]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"agency": "health"}, ["Elbow fracture."]),
        ({"kind": "call-out"}, ["Two call-outs."]),
        ({"person": "mum"}, ["Two call-outs.", "Operation marlinhouse."]),
        ({"person": "wren"}, []),
        ({"person": "mum", "agency": "health"}, []),
    ],
)
def test_the_picture_is_chosen_from_by_person_agency_and_kind(told, chosen, expected):
    if "person" in chosen:
        chosen = {**chosen, "person": str(scene.people(told)[chosen["person"]].pk)}
    assert texts(seen_by("pm.tamarshire.1", told, **chosen)) == expected


@pytest.mark.rule(53)
def test_a_corrected_item_stands_struck_beneath_its_newest_version():
    enquiry = scene.enquiry()
    rate(enquiry, ask=["health"])
    given = answer(enquiry, "health.1", rowan=FRACTURE).items["it"]
    with world.as_("health.1", when=HOUR_LATER) as me:
        second = correct_item(me, given.pk, text="Wrist fracture.", why="The wrong arm.")
        correct_item(me, second.pk, text="Both wrists.", why="A second film.")
    (entry,) = seen_by("pm.tamarshire.1", enquiry).entries
    assert entry.item.text == "Both wrists."
    assert [former.text for former in entry.former] == ["Wrist fracture.", "Elbow fracture."]


def one_person(*described):
    with world.backstage():
        person = Person.add(given="Rowan", family="Testerby-Loom", areas=[described[0].area], made_at=LATER)
        DescribedPerson.objects.filter(pk__in=[one.pk for one in described]).update(person=person)


def test_an_earlier_enquiry_shows_its_items_marked_and_counts_what_is_sealed_for_managers(told):
    with world.backstage():
        Standing.objects.filter(enquiry=told.pk).update(until=HOUR_LATER)
        Standing.add(enquiry=told.pk, kind="earlier", holder=told.area_id, since=HOUR_LATER, until=FOREVER)
    later = scene.enquiry(received_at=HOUR_LATER)
    one_person(scene.people(told)["rowan"], scene.people(later)["rowan"])
    when = HOUR_LATER + timedelta(hours=1)
    shown = seen_by("pm.tamarshire.1", later, when=when)
    assert [(entry.item.text, entry.earlier) for entry in shown.entries] == [
        ("Elbow fracture.", told.reference),
        ("Two call-outs.", told.reference),
    ]
    assert [[str(person) for person in entry.about] for entry in shown.entries] == [["Rowan Testerby-Loom"], []]
    assert shown.sealed_earlier == 1
    assert seen_by("sw.tamarshire.1", later, when=when).sealed_earlier == 0


@pytest.mark.parametrize("username", ["pm.tamarshire.1", "sw.tamarshire.2", "police.1"])
def test_the_picture_takes_four_questions_at_most(told, username):
    with world.as_(username, when=HOUR_LATER) as me:
        found, facts = enquiry_for(me, told.reference)
        with CaptureQueriesContext(connection) as captured:
            picture(me, found, facts)
    asked = [query["sql"] for query in captured.captured_queries if not NO_QUESTION.search(query["sql"])]
    assert len(asked) <= 4


@pytest.mark.rule(53, 57)
def test_the_enquiry_page_holds_the_picture_for_its_reader_and_chooses_by_the_address(told):
    with at(HOUR_LATER):
        manager = text_of(signed_in("pm.tamarshire.1").get(f"/enquiries/{told.reference}/"))
        chosen = text_of(signed_in("pm.tamarshire.1").get(f"/enquiries/{told.reference}/?agency=health"))
        other = text_of(signed_in("health.1").get(f"/enquiries/{told.reference}/"))
        caller = text_of(signed_in("calls.tamarshire.1").get(f"/enquiries/{told.reference}/"))
    assert "Operation marlinhouse." in manager
    assert "SEALED may inform the decision, may never leave" in manager
    assert "Not to adults at home." in manager
    assert "Elbow fracture." in chosen
    assert "marlinhouse" not in chosen
    assert "Elbow fracture." in other
    for hidden in ("call-out", "marlinhouse", "RESTRICTED", "SEALED"):
        assert hidden not in other
    assert "fracture" not in caller
