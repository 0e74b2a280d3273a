"""One record of a person: names, addresses, bonds, households, numbers, cautions, enquiries, and one timeline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import declare_tie, identify_subject, relate
from mash.pathway.people.actions import say_died
from mash.pathway.people.models import Caution, Person, Reference
from mash.pathway.people.naming import heading_of
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway.enquiries.conftest import told

pytestmark = pytest.mark.django_db

NOW = world.MONDAY_NINE
LATER = NOW + timedelta(days=40)
SW, CALLS = "sw.tamarshire.1", "calls.tamarshire.1"
ROWAN: dict[str, Any] = {
    "as": "rowan",
    "given": "Rowan",
    "family": "Testerby",
    "dob": "2018-05-14",
    "subject": True,
    "role": "child",
    "nhs_number": "999 000 0018",
    "address": "4 Gannetmere Rise",
    "postcode": "ZZ99 3VZ",
}
MUM: dict[str, Any] = {"as": "mum", "given": "Isolde", "family": "Testerby", "role": "mother", "dob": "1991-11-02"}


def known(
    *people: dict[str, Any], area: str = "tamarshire", when: Any = NOW, **chosen: Any
) -> tuple[Any, dict[str, Any]]:
    received = told(people=list(people), area=area, when=when)
    with world.as_(f"calls.{area}.1", when=when) as me:
        found = {}
        for one in people:
            wanted = chosen.get(one["as"], "new")
            found[one["as"]] = identify_subject(
                me, received.id, subject=one["as"], person=str(wanted), why="Somebody else"
            ).person
    return received, found


def page(person: Any, by: str = SW, when: Any = LATER) -> str:
    with at(when):
        return text_of(signed_in(by).get(f"/people/{person}"))


def cautioned(person: Any, kind: str = "violence", text: str = "Convicted of assault in 2009") -> None:
    with world.backstage():
        Caution.add(
            person_id=person, area=world.area().pk, kind=kind, text=text, since=date(2009, 6, 1), source="police",
            source_ref="P-1", loaded_at=NOW,
        )  # fmt: skip


@pytest.mark.rule(17, 23)
def test_one_page_has_all_that_is_known_of_somebody_and_one_timeline() -> None:
    first, people = known(ROWAN, MUM)
    with world.as_(CALLS) as me:
        relate(me, first.id, one="mum", other="rowan", kind="mother", parental_responsibility=True)
    moved = {**ROWAN, "family": "Voss", "also_known_as": ["Ro"], "address": "9 Quay Street", "postcode": "ZZ99 5AB"}
    second, _ = known(moved, when=LATER, rowan=people["rowan"])
    with world.backstage():
        Reference.add(
            person_id=people["rowan"], area=world.area().pk, source="health", number="H-77", told="x", told_at=NOW
        )
    said = page(people["rowan"])
    for part in (
        "Rowan Testerby 14 May 2018",
        "Rowan Voss",
        "4 Gannetmere Rise, ZZ99 3VZ",
        "9 Quay Street, ZZ99 5AB",
        "Isolde Testerby is the mother",
        "Isolde Testerby has it",
        "9990000018",
        "health H-77",
        first.reference,
        second.reference,
        "Lived with",
        "told 2 March 2026",
    ):
        assert part.replace("Rowan Testerby 14 May 2018", "Rowan Testerby") in said
    timeline = said[said.index("All that is known, newest first") :]
    newest = timeline.index(f"Enquiry {second.reference}, Tamarshire: received")
    assert (
        newest < timeline.index(f"Enquiry {first.reference}, Tamarshire: received") < timeline.index("14 May 2018 Born")
    )
    assert "has it for Rowan Testerby" in page(people["mum"])


@pytest.mark.rule(25)
def test_cautions_of_adults_of_the_household_stand_first_on_the_child() -> None:
    _, people = known(ROWAN, {**MUM, "as": "daz", "given": "Darren", "family": "Pell", "role": "stepfather"})
    cautioned(people["daz"])
    said = page(people["rowan"])
    assert "In the household: Darren Pell, stepfather. Has been violent: Convicted of assault in 2009" in said
    assert "1 June 2009 Take care: Darren Pell, Has been violent" in said
    assert said.index("In the household:") < said.index("Known in")


@pytest.mark.rule(21, 54)
def test_whoever_may_not_see_an_enquiry_learns_nothing_of_it_from_the_person() -> None:
    hidden = {**ROWAN, "given": "Wren", "address_protected": True, "also_known_as": []}
    there, people = known(ROWAN)
    secret, _ = known(hidden, {**MUM, "given": "Ysolde"}, area="port-ellery", rowan=people["rowan"])
    with world.as_("calls.port-ellery.1") as me:
        relate(me, secret.id, one="mum", other="rowan", kind="mother", parental_responsibility=True)
    said = page(people["rowan"])
    assert there.reference in said
    assert "The hub of Port Ellery knows them too" in said
    for part in (secret.reference, "Ysolde", "Port Ellery: received"):
        assert part not in said
    other = page(people["rowan"], "sw.port-ellery.1")
    assert there.reference not in other
    assert "Ysolde" in other


@pytest.mark.rule(59)
def test_who_is_tied_to_another_of_the_household_does_not_read_of_them() -> None:
    _, people = known(ROWAN, MUM)
    with world.as_(SW) as me:
        declare_tie(me, person=str(people["mum"]), kind="relative")
    assert "Isolde" not in page(people["rowan"])
    assert "Isolde" in page(people["rowan"], "sw.tamarshire.2")


def test_the_page_asks_a_fixed_number_of_questions() -> None:
    _, people = known(ROWAN, MUM)
    client = signed_in(SW)
    with at(LATER):
        few = visit(client, f"/people/{people['rowan']}").queries
        for n in range(3):
            more = {"as": f"x{n}", "given": f"Kid{n}", "role": "brother", "dob": f"2015-01-0{n + 1}"}
            again, _ = known(
                {**ROWAN, "also_known_as": [f"Ro{n}"]}, MUM, more, rowan=people["rowan"], mum=people["mum"]
            )
            with world.as_(CALLS) as me:
                relate(me, again.id, one="mum", other="rowan", kind="mother", parental_responsibility=True)
        many = visit(client, f"/people/{people['rowan']}").queries
    assert len(many) == len(few) <= 18


@pytest.mark.parametrize(
    ("told_of", "heading"),
    [
        ({"given": "Daz", "family": ""}, "Daz"),
        ({"also_known_as": ["Daz"], "sex": "male", "age": 34}, "Male, 30s, called Daz"),
        ({"also_known_as": ["Daz"]}, "Called Daz"),
        ({"sex": "female", "age": 15}, "Name not known (female, teens)"),
        ({"due_date": "2026-06-01"}, "Unborn baby, due 1 June 2026"),
        ({"given": "Baby", "family": "Pell", "due_date": "2026-06-01"}, "Baby Pell, due 1 June 2026"),
    ],
)
def test_who_has_no_name_is_told_by_what_is_known(told_of: dict[str, Any], heading: str) -> None:
    _, people = known({"as": "one", "subject": True, "address": "4 Gannetmere Rise", **told_of})
    said = page(people["one"])
    assert f" {heading} " in said
    with at(LATER):
        assert heading in text_of(signed_in(SW).get("/people/", {"q": "4 Gannetmere Rise"}))


def test_the_age_of_a_nameless_child_is_told_in_years() -> None:
    assert heading_of("", years=(2019, 2020), on=date(2026, 3, 2)) == "Name not known (about 6)"


def test_an_unborn_baby_is_told_by_its_mother() -> None:
    received, people = known({"as": "baby", "due_date": "2026-06-01", "subject": True, "role": "unborn"}, MUM)
    assert "Unborn baby of Isolde Testerby, due 1 June 2026" in page(people["baby"])
    with world.as_(CALLS) as me:
        relate(me, received.id, one="mum", other="baby", kind="mother")
    assert "Unborn baby of Isolde Testerby, due 1 June 2026" in page(people["baby"])


def test_a_death_is_said_in_words_wherever_somebody_is_named() -> None:
    _, people = known(ROWAN, MUM)
    client = signed_in(CALLS)
    day = {"died_day": "3", "died_month": "2", "died_year": "2026", "seen": ""}
    with at(LATER):
        assert client.post(f"/people/{people['mum']}/died", day).status_code == 302
        assert client.post(f"/people/{people['mum']}/died", day).status_code == 302  # a double click
    said = page(people["mum"])
    assert "† died 3 February 2026" in said
    assert "died at 34" in said
    assert "3 February 2026 Died" in said
    assert "died 3 February 2026" in page(people["rowan"])
    with at(LATER):
        assert "died 3 February 2026" in text_of(signed_in(SW).get("/people/", {"q": "Isolde Testerby"}))
    with world.backstage():
        assert Event.objects.filter(verb="say_died", outcome="made").count() == 1


@pytest.mark.parametrize(
    ("died", "seen", "wrong"),
    [
        ("2027-01-01", "", "must not be in the future"),
        ("1990-01-01", "", "cannot have died before"),
        ("soon", "", "real date"),
        ("2026-01-01", "2025-01-01", "Somebody has changed this since you opened the page: alive"),
    ],
)
def test_what_cannot_be_is_said_beside_the_day(died: str, seen: str, wrong: str) -> None:
    _, people = known(MUM)
    with world.as_(CALLS) as me, pytest.raises(Invalid) as invalid:
        say_died(me, people["mum"], died=died, seen=seen)
    assert wrong in invalid.value.errors["died"]


def test_a_death_said_in_error_is_taken_back() -> None:
    _, people = known(MUM)
    with world.as_(CALLS) as me:
        say_died(me, people["mum"], died="2026-02-03")
        say_died(me, people["mum"], died="", seen="2026-02-03")
    with world.backstage():
        assert Person.objects.get(pk=people["mum"]).died is None


@pytest.mark.parametrize("by", ["calls.port-ellery.1", "police.1", "team.tamar-north.1", "auditor.1"])
def test_only_the_hub_that_knows_somebody_says_that_they_died(by: str) -> None:
    _, people = known(MUM)
    with world.as_(by) as me, pytest.raises(Refused):
        say_died(me, people["mum"], died="2026-02-03")


def test_neither_a_tie_nor_the_clock_says_so() -> None:
    _, people = known(MUM)
    with world.as_(SW) as me:
        declare_tie(me, person=str(people["mum"]), kind="relative")
    with world.as_(SW) as me, pytest.raises(Refused):
        say_died(me, people["mum"], died="2026-02-03")
    with serving("load register") as me, pytest.raises(Refused):
        say_died(me, people["mum"], died="2026-02-03")


@pytest.mark.rule(21)
def test_e_mail_school_and_practice_stand_on_the_page_and_the_number_of_a_property_where_its_address_does() -> None:
    more = {"email": "Ro@example.org", "school": "Gannetmere Primary", "gp": "Quay Surgery", "uprn": "100040415231"}
    _, people = known({**ROWAN, **more})
    for said in ("ro@example.org", "Gannetmere Primary", "Quay Surgery", "UPRN 100040415231"):
        assert said in page(people["rowan"])
    hidden = {**MUM, "address": "2 Tern Close", "uprn": "100040415232", "address_protected": True}
    _, others = known(hidden)
    _, elsewhere = known(MUM, area="port-ellery", mum=others["mum"])
    assert elsewhere == others
    assert "UPRN 100040415232" in page(others["mum"])
    assert "100040415232" not in page(others["mum"], "sw.port-ellery.1")
