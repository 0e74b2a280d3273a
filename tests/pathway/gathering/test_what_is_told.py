"""What a request tells an agency: the minimum that it needs, with protected marks masked."""

from typing import Any

import pytest

from mash.pathway.enquiries.actions import add_person
from mash.pathway.enquiries.models import Relation
from mash.pathway.gathering.actions.answering import answer_request
from mash.pathway.gathering.actions.asking import ask_agency
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.own import people_of
from tests import world
from tests.pathway import scene
from tests.pathway.steps import LATER, rate

pytestmark = pytest.mark.django_db

HOUSEHOLD: list[dict[str, Any]] = [
    {
        "as": "rowan",
        "given": "Rowan",
        "family": "Testerby-Loom",
        "dob": "2018-05-14",
        "subject": True,
        "role": "child",
        "nhs_number": "9990001234",
        "upn": "A123456789012",
        "school": "Tamar Bridge Primary",
        "gp": "Dr Amis, Mill Lane",
        "address": "4 Gannetmere Rise",
        "postcode": "ZZ99 3VZ",
        "address_protected": True,
    },
    {
        "as": "mum",
        "given": "Isolde",
        "family": "Testerby-Loom",
        "role": "mother",
        "address": "4 Gannetmere Rise, ZZ99 3VZ",
    },
    {"as": "dad", "given": "Corin", "role": "father", "address": "9 Quayside Court", "phone": "01632 960777"},
]


def told(agency, **more):
    enquiry = scene.enquiry(people=HOUSEHOLD, **more)
    content = rate(enquiry, ask=[agency]).requests[agency].content
    return content, {person["name"]: person for person in content["people"]}


def facts(person):
    return {label for label, _ in person["facts"]}


@pytest.mark.rule(10)
def test_a_middle_name_reaches_whoever_is_to_search_by_it():
    enquiry = scene.enquiry(people=[{**HOUSEHOLD[0], "middle": "Wilding"}, HOUSEHOLD[1]])
    (rowan, mum) = rate(enquiry, ask=["probation"]).requests["probation"].content["people"]
    assert ["Full name", "Rowan Wilding Testerby-Loom"] in rowan["facts"]
    assert "Full name" not in facts(mum)


@pytest.mark.rule(15, 45)
@pytest.mark.parametrize(
    ("agency", "labels"),
    [
        ("police", {"Date of birth", "Address"}),
        ("education", {"Date of birth", "Unique pupil number", "School"}),
        ("health", {"Date of birth", "NHS number", "GP", "Address"}),
        ("probation", {"Date of birth"}),
        ("camhs", {"Date of birth", "NHS number", "GP"}),
    ],
)
def test_each_agency_is_told_by_its_own_template(agency, labels):
    content, people = told(agency)
    assert facts(people["Rowan Testerby-Loom"]) == labels
    assert content["narrative"] == "A bruise shaped like a belt end."
    assert [person["role"] for person in people.values()] == ["child", "mother", "father"]
    assert people["Rowan Testerby-Loom"]["age"] == 7
    assert people["Rowan Testerby-Loom"]["subject"]


@pytest.mark.rule(21, 45)
@pytest.mark.parametrize("agency", ["police", "health", "probation", "education"])
def test_a_protected_address_is_in_no_request_also_not_as_somebody_else_s(agency):
    content, people = told(agency, narrative="He walked home to 4 gannetmere rise with her.")
    assert "gannetmere" not in str(content).lower()
    assert "ZZ99" not in str(content)
    if agency == "police":
        assert dict(people["Isolde Testerby-Loom"]["facts"])["Address"] == "Protected"
        assert dict(people["Corin"]["facts"])["Address"] == "9 Quayside Court"


@pytest.mark.rule(45)
def test_a_withheld_referrer_is_in_no_request():
    origin = {"name": "Ottoline Quaverley", "phone": "01632 960111", "withheld": True}
    enquiry = scene.enquiry(narrative="Mrs Quaverley saw it, ring 01632960111.", origin=origin)
    rate(enquiry, ask=["police"])
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        by_hand = ask_agency(me, enquiry.pk, agency="health", what="Quaverley asks: is 'Isolde' known?")
    for content in (by_hand.content, by_hand.what):
        assert "Quaverley" not in str(content)
        assert "960111" not in str(content)
    assert "'Isolde'" in by_hand.what


def test_the_household_goes_with_who_belongs_to_whom():
    enquiry = scene.enquiry(people=HOUSEHOLD)
    people = scene.people(enquiry)
    with world.backstage():
        Relation.add(enquiry=enquiry, area=enquiry.area_id, one=people["mum"], other=people["rowan"], kind="mother")
    content = rate(enquiry, ask=["camhs"]).requests["camhs"].content
    assert content["people"][1]["relations"] == ["mother of Rowan Testerby-Loom"]


def test_what_was_told_stays_as_it_was_when_the_agency_was_asked():
    enquiry = scene.enquiry()
    rate(enquiry, ask=["police"])
    with world.backstage():
        enquiry.change(narrative="Other words.")
    again = rate(enquiry, "red", ask=["health"])
    assert again.requests["police"].content["narrative"] == "A bruise shaped like a belt end."
    assert again.requests["health"].content["narrative"] == "Other words."


def add(enquiry, by="sw.tamarshire.1", **person):
    with world.as_(by, when=LATER) as me:
        return add_person(me, enquiry.pk, person=person)


def asked_of(enquiry, agency):
    with world.backstage():
        return Request.objects.get(enquiry=enquiry, agency__slug=agency)


@pytest.mark.rule(21, 45)
@pytest.mark.parametrize("by", ["calls.tamarshire.1", "sw.tamarshire.1", "police.1"])
def test_an_address_protected_later_is_masked_in_what_agencies_were_told(by):
    people = [{"as": "dad", "given": "Corin", "role": "father", "address": "9 Quayside Court"}]
    enquiry = scene.enquiry(people=people, narrative="He lives at 9 Quayside Court, and drinks.")
    requests = rate(enquiry, ask=["police", "health"]).requests
    assert "Quayside" in str(requests["health"].content)
    add(enquiry, by, **{"as": "mum"}, given="Isolde", address="9 Quayside Court", address_protected=True)
    for agency in ("police", "health"):
        content = asked_of(enquiry, agency).content
        assert "quayside" not in str(content).lower()
        assert "and drinks." in content["narrative"]
        assert [person["protected"] for person in content["people"]] == [True, True]


def test_somebody_described_since_is_told_of_while_the_answer_is_waited_for():
    enquiry = scene.enquiry(people=HOUSEHOLD)
    rate(enquiry, ask=["police", "probation"])
    with world.as_("police.1", when=LATER) as me:
        answer_request(me, asked_of(enquiry, "police").pk, rating="none", answers=nothing("rowan", "mum", "dad"))
    added = add(enquiry, **{"as": "nan"}, given="Bridie", dob="1950-01-01", phone="01632960888")
    assert "Bridie" not in str(asked_of(enquiry, "police").content)
    waiting = asked_of(enquiry, "probation")
    newcomer = waiting.content["people"][-1]
    assert (newcomer["name"], facts(newcomer)) == ("Bridie", {"Date of birth"})
    with world.as_("probation.1", when=LATER) as me:
        assert "described since" in people_of(waiting)[-1].about
        given = answer_request(me, waiting.pk, rating="none", answers=nothing("rowan", "mum", "dad", "nan")).answer
    with world.backstage():
        assert given.replies.filter(described=added).exists()


def test_an_answer_may_leave_out_somebody_described_since():
    enquiry = scene.enquiry(people=HOUSEHOLD)
    rate(enquiry, ask=["probation"])
    add(enquiry, given="Bridie")
    with world.as_("probation.1", when=LATER) as me:
        answer_request(me, asked_of(enquiry, "probation").pk, rating="none", answers=nothing("rowan", "mum", "dad"))


def nothing(*people):
    return [{"subject": person, "reply": "no_trace"} for person in people]
