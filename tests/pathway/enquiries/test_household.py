"""Who lives with whom, from when to when: a household at a date, and the one as it was at the enquiry (rule 19)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import identify_subject, say_where_lives
from mash.pathway.enquiries.household import where_they_live
from mash.pathway.enquiries.models import DescribedPerson, Living
from mash.pathway.enquiries.reading import enquiry_for, household, livings_of
from mash.pathway.gathering.actions.asking import ask_agency
from mash.pathway.people.living import residents_on
from mash.pathway.people.models import Household, Resident
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import scene, steps
from tests.pathway.enquiries.conftest import MUM, ROWAN, enquiry, told

NOW = world.MONDAY_NINE
DAY = timedelta(days=1)
CALLS = "calls.tamarshire.1"
NAN = {"as": "nan", "given": "Maud", "family": "Loom", "role": "grandmother", "address": "31 Mill Lane"}
ROWAN_AT = {"address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ"}
CAZ = {"as": "caz", "given": "Caz", "role": "partner of mother"}


def identified(received: Any, *aliases: str, when: Any = NOW, **known: Any) -> dict[str, Any]:
    with world.as_(CALLS, when=when) as me:
        return {
            alias: identify_subject(
                me, received.id, subject=alias, person=known.get(alias, "new"), why="Somebody else"
            ).person
            for alias in aliases
        }


def living_with(person: Any, day: date) -> set[str]:
    with world.as_(CALLS):
        return {str(row.person) for row in residents_on([person], day)}


def lives(received: Any) -> dict[str, str]:
    with world.as_(CALLS) as me:
        found, _ = enquiry_for(me, received.reference)
        people = household(found)
        return {person.alias: where_they_live(people, livings_of(found))[person.pk].where for person in people}


@pytest.mark.rule(19)
def test_who_lives_there_is_seen_from_addresses_and_roles_and_what_was_said_counts_before():
    tutor = {"as": "tutor", "given": "Abel"}
    gone = {"as": "dad", "given": "Piran", "role": "father", "lives": "left", "lives_until": "2025-09-01"}
    assert lives(told(people=[ROWAN, MUM, NAN, CAZ, tutor, gone])) == {
        "rowan": "here",
        "mum": "here",
        "nan": "elsewhere",
        "caz": "here",
        "tutor": "",
        "dad": "left",
    }


@pytest.mark.rule(19)
def test_a_household_is_who_was_identified_at_one_address_however_it_was_spelt():
    received = told(people=[ROWAN, {**MUM, "address": "4, Gannetmere Rise.", "postcode": "zz99 3vz"}, NAN])
    persons = identified(received, "rowan", "mum", "nan")
    assert living_with(persons["rowan"], NOW.date()) == {"Rowan Testerby-Loom", "Isolde Testerby"}
    assert living_with(persons["nan"], NOW.date()) == {"Maud Loom"}
    with world.backstage():
        assert Household.objects.count() == 2


BARE = {"address": "", "postcode": ""}
ONE, OTHER = {"uprn": "100040415231"}, {"uprn": "100040415232"}


@pytest.mark.rule(19)
@pytest.mark.parametrize("address", [BARE, {}])
def test_two_numbers_of_properties_are_two_homes(address: dict[str, Any]):
    received = told(people=[{**ROWAN, **address, **ONE}, {**MUM, **ROWAN_AT, **address, **OTHER}])
    persons = identified(received, "rowan", "mum")
    assert living_with(persons["rowan"], NOW.date()) == {"Rowan Testerby-Loom"}
    assert living_with(persons["mum"], NOW.date()) == {"Isolde Testerby"}
    with world.backstage():
        assert set(Household.objects.values_list("uprn", flat=True)) == {ONE["uprn"], OTHER["uprn"]}


@pytest.mark.rule(19)
def test_one_number_of_a_property_is_one_home_whatever_else_was_told_of_it():
    first = told(people=[{**ROWAN, **BARE, **ONE}])
    persons = identified(first, "rowan")
    later = told(people=[{**ROWAN, **ONE}, MUM], when=NOW + DAY)
    persons |= identified(later, "rowan", "mum", when=NOW + DAY, **persons)
    told_without = told(people=[{**CAZ, **ROWAN_AT, "subject": True}], when=NOW + 2 * DAY)
    identified(told_without, "caz", when=NOW + 2 * DAY)
    assert living_with(persons["rowan"], (NOW + 2 * DAY).date()) == {"Rowan Testerby-Loom", "Isolde Testerby", "Caz"}
    with world.backstage():
        (home,) = Household.objects.all()
        assert (home.uprn, str(home)) == (ONE["uprn"], "4 Gannetmere Rise, ZZ99 3VZ")


@pytest.mark.rule(19)
def test_a_household_can_be_asked_of_a_date():
    first = told(when=NOW - 60 * DAY, people=[ROWAN, MUM])
    persons = identified(first, "rowan", "mum", when=NOW - 60 * DAY)
    second = told(when=NOW, people=[ROWAN, MUM, {**CAZ, "lives_since": "2026-02-01"}])
    identified(second, "rowan", "mum", "caz", **persons)
    before, after = {"Rowan Testerby-Loom", "Isolde Testerby"}, {"Rowan Testerby-Loom", "Isolde Testerby", "Caz"}
    assert living_with(persons["rowan"], (NOW - 59 * DAY).date()) == before
    assert living_with(persons["rowan"], date(2026, 1, 31)) == before
    assert living_with(persons["rowan"], date(2026, 2, 1)) == after
    with world.backstage():
        assert Household.objects.count() == 1


@pytest.mark.rule(19)
def test_asking_again_uses_the_household_as_it_was_at_the_enquiry():
    made = scene.enquiry(received_at=NOW)
    steps.rate(made)
    later = told(when=NOW + 2 * DAY, people=[{**ROWAN, "address": ""}, CAZ])
    identified(later, "rowan", "caz", when=NOW + 2 * DAY)
    with world.as_("sw.tamarshire.1", when=NOW + 2 * DAY) as me:
        asked = ask_agency(me, made.pk, agency="youth-offending", what="Is he known?")
    named = str(asked.content)
    assert "Isolde" in named
    assert "Caz" not in named


@pytest.mark.rule(19)
def test_who_has_left_is_of_the_household_until_that_day():
    received = told(people=[{**ROWAN, "lives_since": "2020-01-01"}, MUM, CAZ])
    persons = identified(received, "rowan", "mum", "caz")
    with world.as_(CALLS) as me:
        said = say_where_lives(me, received.id, person="caz", lives="left", since="2025-03-01", until="2026-01-15")
    assert said.get_where_display() == "Used to live with them"
    assert "Caz" in living_with(persons["rowan"], date(2026, 1, 14))
    assert "Caz" not in living_with(persons["rowan"], date(2026, 1, 15))


GONE = {**CAZ, "lives": "left", "lives_until": "2026-01-15"}


def stays_of(person: Any) -> list[tuple[str, str, str]]:
    with world.backstage():
        stays = Resident.objects.filter(person=person, taken_back=False)
        return [(str(one.since), str(one.told_on), str(one.until)) for one in sorted(stays, key=lambda one: one.began)]


def came_and_went() -> tuple[Any, Any, dict[str, Any]]:
    """Told to live there in December, to have left in January, and to live there again in March."""
    first = told(people=[ROWAN, CAZ], when=NOW - 90 * DAY)
    persons = identified(first, "rowan", "caz", when=NOW - 90 * DAY)
    second = told(people=[ROWAN, GONE], when=NOW - 30 * DAY)
    identified(second, "rowan", "caz", when=NOW - 30 * DAY, **persons)
    third = told(people=[ROWAN, CAZ], when=NOW)
    identified(third, "rowan", "caz", **persons)
    return first, third, persons


@pytest.mark.rule(19)
def test_who_left_and_comes_back_has_two_stays_and_lived_elsewhere_in_between():
    first, _, persons = came_and_went()
    two = [("None", "2025-12-02", "2026-01-15"), ("None", "2026-03-02", "None")]
    assert stays_of(persons["caz"]) == two
    for day, lived in ((NOW - 60 * DAY, True), (NOW - 20 * DAY, False), (NOW, True)):
        assert ("Caz" in living_with(persons["rowan"], day.date())) is lived
    identified(told(people=[ROWAN, CAZ], when=NOW + DAY), "rowan", "caz", when=NOW + DAY, **persons)
    with world.as_(CALLS, when=NOW + DAY) as me:  # what the first one tells is told again
        say_where_lives(me, first.id, person="caz", lives="here")
    assert stays_of(persons["caz"]) == two


@pytest.mark.rule(19)
def test_who_says_since_when_somebody_is_back_is_believed():
    _, third, persons = came_and_went()
    with world.as_(CALLS) as me:
        say_where_lives(me, third.id, person="caz", lives="here", since="2026-02-01")
    assert stays_of(persons["caz"])[1] == ("2026-02-01", "2026-03-02", "None")


@pytest.mark.rule(19)
def test_an_end_that_was_told_in_error_is_mended_and_leaves_one_stay():
    received = told(people=[ROWAN, GONE])
    persons = identified(received, "rowan", "caz")
    with world.as_(CALLS, when=NOW + DAY) as me:
        say_where_lives(me, received.id, person="caz", lives="here")
    assert stays_of(persons["caz"]) == [("None", "2026-03-02", "None")]


@pytest.mark.rule(19)
def test_a_coming_back_that_was_told_in_error_is_taken_back():
    _, third, persons = came_and_went()
    with world.as_(CALLS) as me:
        say_where_lives(me, third.id, person="caz", lives="left", until="2026-01-10")
    assert stays_of(persons["caz"]) == [("None", "2025-12-02", "2026-01-10")]


@pytest.mark.rule(19)
def test_who_is_told_to_live_there_on_the_day_of_leaving_never_left():
    first = told(people=[ROWAN, CAZ], when=NOW - DAY)
    persons = identified(first, "rowan", "caz", when=NOW - DAY)
    gone = {**GONE, "lives_until": str(NOW.date())}
    identified(told(people=[ROWAN, gone]), "rowan", "caz", **persons)
    identified(told(people=[ROWAN, CAZ]), "rowan", "caz", **persons)
    assert stays_of(persons["caz"]) == [("None", "2026-03-01", "None")]


def test_what_was_said_before_stays_and_the_latest_counts():
    received = told(people=[ROWAN, {**CAZ, "lives": "here"}])
    with world.as_(CALLS, when=NOW + DAY) as me:
        say_where_lives(me, received.id, person="caz", lives="elsewhere")
    assert lives(received)["caz"] == "elsewhere"
    with world.backstage():
        kept = list(Living.objects.filter(enquiry=received.id).values_list("where", "told_by"))
    assert kept == [("here", None), ("elsewhere", world.member(CALLS).pk)]


def test_somebody_who_was_mistaken_for_another_is_taken_out_of_the_household():
    received = told(people=[ROWAN, CAZ])
    persons = identified(received, "rowan", "caz")
    identified(received, "caz")
    with world.backstage():
        stays = dict(Resident.objects.filter(role="partner of mother").values_list("person", "taken_back"))
    assert stays.pop(persons["caz"]) is True
    assert list(stays.values()) == [False]


@pytest.mark.rule(21)
def test_a_protected_home_is_a_household_that_only_its_own_area_reads():
    received = told(people=[{**ROWAN, "address_protected": True}, MUM])
    persons = identified(received, "rowan", "mum")
    with world.as_(CALLS):
        (home, _) = Household.objects.filter(residents__in=Resident.objects.all())
        assert home.protected
    assert living_with(persons["rowan"], NOW.date()) == {"Rowan Testerby-Loom", "Isolde Testerby"}
    for by in ("sw.port-ellery.1", "police.1"):
        with world.as_(by):
            assert not Household.objects.exists()
            assert not Resident.objects.exists()
            assert not Living.objects.exists()


@pytest.mark.rule(59)
def test_a_wall_shuts_the_household_too():
    received = told(people=[ROWAN, MUM])
    identified(received, "rowan", "mum")
    scene.wall(enquiry(received), "sw.tamarshire.1")
    with world.as_("sw.tamarshire.1"):
        assert not Resident.objects.exists()
        assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"lives": "in a tent"}, "lives"),
        ({"lives": ""}, "lives"),
        ({"lives": "here", "since": "31/02/2020"}, "lives_since"),
        ({"lives": "here", "since": "2099-01-01"}, "lives_since"),
        ({"lives": "here", "until": "2025-01-01"}, "lives_until"),
        ({"lives": "left", "since": "2025-02-01", "until": "2025-01-01"}, "lives_until"),
    ],
)
def test_what_cannot_be_is_said_by_field(said, field):
    received = told(people=[ROWAN, CAZ])
    with world.as_(CALLS) as me, pytest.raises(Invalid) as wrong:
        say_where_lives(me, received.id, person="caz", **said)
    assert field in wrong.value.errors


@pytest.mark.parametrize("by", ["police.1", "sw.port-ellery.1", "school.1"])
def test_others_cannot_say_who_lives_there(by):
    received = told(people=[ROWAN, CAZ])
    with world.as_(by) as me, pytest.raises(Refused, match="not_found"):
        say_where_lives(me, received.id, person="caz", lives="here")


def test_a_closed_enquiry_keeps_its_household():
    received = told(people=[ROWAN, CAZ])
    with world.backstage():
        scene.close(received.id)
    with world.as_(CALLS) as me, pytest.raises(Invalid, match="closed"):
        say_where_lives(me, received.id, person="caz", lives="here")


def test_the_page_asks_who_lives_there_and_the_family_shows_it():
    received = told(people=[ROWAN, MUM, CAZ])
    with world.backstage():
        caz = DescribedPerson.objects.get(enquiry=received.id, alias="caz")
    with at(NOW):
        client = signed_in(CALLS)
        address = f"/enquiries/{received.reference}/household"
        assert "Who lives there?" in text_of(client.get(address))
        answer = client.post(
            address,
            {
                "person": str(caz.pk),
                "lives": "here",
                "lives_since_day": "1",
                "lives_since_month": "2",
                "lives_since_year": "2026",
            },
        )
        assert answer.status_code == 302, text_of(answer)
        page = text_of(client.get(f"/enquiries/{received.reference}/"))
    assert "in the household, since 1 February 2026" in page


@pytest.mark.rule(10)
def test_a_household_is_made_from_what_was_keyed_once():
    """The people, address and roles told at receipt make the household: no second form asks for them."""
    received = told(people=[{**ROWAN, "lives_since": "2024-05-01"}, MUM])
    persons = identified(received, "rowan", "mum")
    with world.backstage():
        rowan = Resident.objects.select_related("household").get(person=persons["rowan"])
    assert (rowan.household.address, rowan.role, str(rowan.since)) == ("4 Gannetmere Rise", "child", "2024-05-01")
