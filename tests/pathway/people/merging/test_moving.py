"""What goes with a person when two records are merged, and goes back: everything, and nothing else."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from mash.foundation.access.models import Standing, Tie, Wall
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.enquiries.earlier import earlier_enquiries
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Identification
from mash.pathway.people.asked_for import asked
from mash.pathway.people.finding import find
from mash.pathway.people.matching import Description
from mash.pathway.people.models import (
    Caution,
    Household,
    Involvement,
    Person,
    PersonAddress,
    Reference,
    Resident,
)
from mash.pathway.people.search import look_for
from tests import world
from tests.pathway.enquiries.conftest import MUM, ROWAN, described, told
from tests.pathway.people.merging.conftest import (
    DAY,
    LATER,
    OTHER,
    PM,
    RO,
    SW,
    Twofold,
    boy,
    merged,
    named,
    person,
    registered,
    twofold,
    unmerged,
)

POINTERS = "select place, named from people.pointers()"


def pointers() -> dict[str, str]:
    """Every table that says whom of the register a row is about, and its column."""
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute(
            "select r.relname::text, a.attname::text from pg_constraint c join pg_class r on r.oid = c.conrelid "
            "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) "
            "where c.contype = 'f' and c.confrelid = 'public.people_person'::regclass"
        )
        found = {
            place: column for place, column in cursor.fetchall() if place not in ("people_doubt", "people_merging")
        }
    return {**found, "access_tie": "person"}


def everything() -> dict[str, list[Any]]:
    """Every row of the register, of what points to it, and of what is worked out from that."""
    rows: dict[str, list[Any]] = {}
    with world.backstage(), connection.cursor() as cursor:
        for place in sorted({*pointers(), "people_person", "people_household", "access_wall"}):
            leave_out = " - 'id'" if place == "access_wall" else ""
            cursor.execute(f"select to_jsonb(t){leave_out} from {place} t order by 1")
            rows[place] = [json.loads(row) for (row,) in cursor.fetchall()]
    return rows


def test_every_table_that_points_to_the_register_is_one_that_a_merging_moves() -> None:
    assert pointers() == {
        "access_tie": "person",
        "enquiries_adultrisk": "adult_id",
        "enquiries_describedperson": "person_id",
        "enquiries_identification": "person_id",
        "people_caution": "person_id",
        "people_involvement": "person_id",
        "people_person": "merged_into_id",
        "people_personaddress": "person_id",
        "people_reference": "person_id",
        "people_relocation": "person_id",
        "people_resident": "person_id",
    }


@pytest.mark.rule(16)
def test_links_of_enquiries_follow_and_an_earlier_one_is_earlier_of_the_record_that_stays() -> None:
    two = twofold()
    with world.as_(SW, when=LATER):
        assert earlier_enquiries(Enquiry.objects.get(pk=two.of_kept.id)) == []
    merged(two)
    assert described(two.of_folded, "rowan").person_id == two.kept
    with world.as_(SW, when=LATER):
        (earlier,) = earlier_enquiries(Enquiry.objects.get(pk=two.of_kept.id))
    assert earlier.reference == two.of_folded.reference
    with world.backstage():
        assert Standing.objects.filter(enquiry=two.of_folded.id, kind="earlier", until__gt=LATER + DAY).exists()
    unmerged(two)
    assert described(two.of_folded, "rowan").person_id == two.folded
    with world.as_(SW, when=LATER + DAY):
        assert earlier_enquiries(Enquiry.objects.get(pk=two.of_kept.id)) == []
    with world.backstage():
        assert not Standing.objects.filter(enquiry=two.of_folded.id, kind="earlier", until__gt=LATER + 2 * DAY).exists()


def test_the_record_that_stays_learns_what_it_lacks_and_keeps_what_it_has() -> None:
    more = {"email": "ro@example.org", "gp": "Quay Surgery", "school": "Tern Quay"}
    two = twofold(
        second=boy(phone="01632 960555", school="Gannetmere"),
        first=boy(given="Ro", dob="2018-05-15", nhs_number="999 000 0018", **more),
    )
    merged(two)
    stays, goes = person(two.kept), person(two.folded)
    assert (stays.given, stays.born, stays.nhs_number) == ("Rowan", date(2018, 5, 14), "9990000018")
    assert stays.also_known_as == ["Ro Testerby-Loom"]
    assert (stays.email, stays.school, stays.practice) == ("ro@example.org", "Gannetmere", "Quay Surgery")
    assert (goes.given, goes.born) == ("Ro", date(2018, 5, 15))  # where they differ, both stay readable
    assert set(goes.keys) <= set(stays.keys)


def test_who_is_merged_is_found_as_the_record_that_stays_alone() -> None:
    two = twofold()
    merged(two)
    with world.as_(SW, when=LATER) as me:
        for typed in ("Ro Testerby-Loom", "999 000 0018", "ZZ99 3WZ"):
            assert [one.pk for one in look_for(me, asked(typed))] == [two.kept], typed
        found = find(Description(given="Ro", family="Testerby-Loom", born=date(2018, 5, 14)))
        assert [one.known.pk for one in found] == [two.kept]


@pytest.mark.rule(16)
def test_a_stale_page_does_not_identify_somebody_as_a_record_that_was_merged() -> None:
    two = twofold()
    merged(two)
    third = told(people=[RO], when=LATER)
    with world.as_(SW, when=LATER) as me, pytest.raises(Exception, match="merged into another one"):
        identify_subject(me, third.id, subject="rowan", person=str(two.folded))


def test_each_enquirys_history_says_that_records_were_merged_and_that_it_was_taken_back() -> None:
    two = twofold()
    merged(two)
    unmerged(two)
    with world.backstage():
        told_of = Event.objects.filter(enquiry=two.of_folded.id, verb__contains="merge").order_by("seq")
        assert [event.verb for event in told_of] == ["confirm_merge", "confirm_unmerge"]
        assert not Event.objects.filter(enquiry=two.of_kept.id, verb__contains="merge").exists()


@pytest.mark.rule(59)
def test_a_tie_walls_the_enquiries_of_both_while_they_are_one() -> None:
    two = twofold()
    with world.as_(OTHER, when=LATER) as me:
        declare_tie(me, kind="relative", person=two.folded)

    def walled() -> set[uuid.UUID]:
        with world.backstage():
            return set(Wall.objects.filter(member=world.member(OTHER).pk).values_list("enquiry", flat=True))

    assert walled() == {two.of_folded.id}
    merged(two)
    assert walled() == {two.of_folded.id, two.of_kept.id}
    unknown = told(people=[RO], when=LATER)  # nobody has looked him up: the name of the record that went counts
    assert unknown.id in walled()
    unmerged(two)
    assert walled() == {two.of_folded.id, unknown.id}


def test_what_others_tell_meanwhile_stays_with_the_record_that_stayed() -> None:
    two = twofold()
    merged(two)
    third = told(
        people=[
            boy(
                school="Gannetmere Primary",
                phone="01632 960555",
                email="ro@example.org",
                address="2 Tern Close",
                postcode="ZZ99 3XZ",
                uprn="100040415231",
            )
        ],
        when=LATER,
    )
    with world.as_("calls.tamarshire.1", when=LATER) as me:
        identify_subject(me, third.id, subject="rowan", person=two.kept)
    fourth = told(people=[boy(given="Ro", nhs_number="999 000 0018")], when=LATER)
    with world.as_("calls.tamarshire.1", when=LATER) as me:
        identify_subject(me, fourth.id, subject="rowan", person=two.kept)  # the record knows that by the merging
    unmerged(two)
    stays, goes = person(two.kept), person(two.folded)
    assert described(third, "rowan").person_id == two.kept
    assert (stays.phone, stays.nhs_number, stays.also_known_as) == ("01632 960555", "9990000018", ["Ro Testerby-Loom"])
    assert (stays.email, stays.school) == ("ro@example.org", "Gannetmere Primary")
    assert "uprn:100040415231" in stays.keys
    assert (goes.phone, goes.nhs_number) == ("", "9990000018")
    with world.backstage():
        assert PersonAddress.objects.filter(person=two.kept, address="2 Tern Close").exists()
        assert not PersonAddress.objects.filter(person=two.kept, address="9 Kittiwake Row").exists()


@pytest.mark.rule(16)
def test_who_is_found_to_be_somebody_else_while_merged_takes_nothing_from_the_record_that_stayed() -> None:
    two = twofold(second=boy(nhs_number="999 000 0026"))
    merged(two)
    with world.as_("calls.tamarshire.1", when=LATER) as me:
        other = identify_subject(me, two.of_folded.id, subject="rowan", person="new", why="A cousin.").person
    stays = person(two.kept)
    assert (stays.nhs_number, stays.also_known_as) == ("9990000026", [])
    assert person(other).nhs_number == "9990000018"
    unmerged(two)
    assert described(two.of_folded, "rowan").person_id == other
    assert (person(two.folded).given, person(two.folded).nhs_number) == (
        "",
        "",
    )  # it was made by that description alone


def test_the_latest_merging_is_taken_back_first() -> None:
    two = twofold()
    third = registered(told(people=[boy(given="Robin")], when=LATER), when=LATER)
    first = merged(two)
    again = Twofold(third, two.kept, named(SW, third, two.kept), None, None)
    merged(again, when=LATER + timedelta(hours=1))
    assert person(two.folded).merged_into_id == third  # one step, however often
    with pytest.raises(Exception, match="Take that back first"):
        unmerged(two)
    unmerged(again)
    assert person(two.folded).merged_into_id == first.kept_id
    unmerged(two)
    assert person(two.folded).merged_into_id is None


def test_two_stays_in_one_household_are_one_from_the_first_day_to_the_last() -> None:
    two = twofold(first=boy(given="Ro"))
    before = everything()
    with world.backstage():
        home = Household.objects.get(residents__person=two.kept)
        assert set(home.residents.values_list("person", flat=True)) == {two.kept, two.folded}
    merged(two)
    with world.backstage():
        (stay,) = home.residents.filter(taken_back=False)
        assert (stay.person_id, stay.told_on) == (two.kept, date(2026, 3, 2))
    unmerged(two)
    assert everything() == before


@pytest.mark.rule(19)
def test_two_stays_in_one_household_with_a_gap_between_them_stay_two() -> None:
    two = twofold(first=boy(given="Ro"))
    with world.backstage():
        home = Household.objects.get(residents__person=two.kept)
        home.residents.filter(person=two.folded).update(since=date(2020, 1, 1), until=date(2021, 1, 1))
        home.residents.filter(person=two.kept).update(since=date(2023, 1, 1))
    before = everything()
    merged(two)
    with world.backstage():
        stood = home.residents.filter(person=two.kept, taken_back=False).order_by("since")
        assert [(str(one.since), str(one.until)) for one in stood] == [
            ("2020-01-01", "2021-01-01"),
            ("2023-01-01", "None"),
        ]
    unmerged(two)
    assert everything() == before


DAYS = st.none() | st.dates(date(2018, 1, 1), date(2026, 1, 1))
WORDS = st.sampled_from(["", "Ro", "Rowan", "Wren", "Testerby", "Loom-Testerby", "Élodie"])
MOMENT = datetime(2025, 1, 1, tzinfo=UTC)


@st.composite
def columns(draw: DrawFn) -> dict[str, Any]:
    """A record, however little or odd it holds."""
    years = draw(st.none() | st.integers(1950, 2025))
    areas = [world_area(slug) for slug in draw(st.sampled_from([["tamarshire"], ["tamarshire", "port-ellery"]]))]
    return {
        "given": draw(WORDS),
        "middle": draw(WORDS),
        "family": draw(WORDS),
        "also_known_as": draw(st.lists(WORDS.filter(bool), max_size=2)),
        "born": draw(DAYS),
        "born_from": years,
        "born_to": years,
        "due_date": draw(DAYS),
        "sex": draw(st.sampled_from(["", "male", "M"])),
        "nhs_number": draw(st.sampled_from(["", "9990000018", "9990000026"])),
        "upn": draw(st.sampled_from(["", "A123456789012"])),
        "phone": draw(st.sampled_from(["", "01632960555"])),
        "email": draw(st.sampled_from(["", "ro@example.org"])),
        "school": draw(WORDS),
        "practice": draw(WORDS),
        "areas": areas,
        "keys": draw(st.lists(st.sampled_from(["word:ro", "word:wren", "nhs:1", "phone:2"]), unique=True)),
        "made_at": MOMENT,
    }


def world_area(slug: str) -> uuid.UUID:
    return world.area(slug).pk


@st.composite
def stays(draw: DrawFn) -> dict[str, Any]:
    """A stay in a household."""
    since, until = draw(DAYS), draw(DAYS)
    if since and until and until < since:
        since, until = until, since
    return {
        "since": since,
        "until": until,
        "role": draw(WORDS),
        "told_on": draw(st.dates(date(2018, 1, 1), date(2026, 1, 1))),
        "taken_back": draw(st.booleans()),
        "enquiry": draw(st.none() | st.uuids()),
        "ended_by": draw(st.none() | st.uuids()) if until else None,
    }


def put(draw: DrawFn, whose: Person, homes: list[Household], area: uuid.UUID, number: int) -> None:
    """Rows of every kind about somebody."""
    for home in homes:
        if draw(st.booleans()):
            Resident.add(household=home, person=whose, area=area, **draw(stays()))
        if draw(st.booleans()):  # who left once, and may have come back
            over = {**draw(stays()), "since": None, "until": draw(st.dates(date(2018, 1, 1), date(2026, 1, 1)))}
            Resident.add(household=home, person=whose, area=area, **over)
    for n in range(draw(st.integers(0, 2))):
        of = {"person": whose, "area": area}
        mark = f"{number}-{n}"
        PersonAddress.add(**of, address=f"{n} Row", postcode="ZZ993VZ", protected=draw(st.booleans()), told_at=MOMENT)
        Involvement.add(**of, service="social_care", source="s", source_ref=mark, loaded_at=MOMENT)
        Caution.add(**of, kind="weapons", source="s", source_ref=mark, loaded_at=MOMENT)
        Reference.add(**of, source="s", number=mark, told="t", told_at=MOMENT)
        member = world.member(OTHER)
        Tie.add(member=member, kind="relative", person=whose.pk, declared_by=member, declared_at=MOMENT)


@st.composite
def registers(draw: DrawFn) -> tuple[Person, Person]:
    """Two records, a third that was merged into one of them before, and whatever points to each."""
    area = world_area("tamarshire")
    with world.backstage():
        people = [Person.add(**draw(columns())) for _ in range(2)]
        Person.add(**draw(columns()), merged_into=draw(st.sampled_from([None, *people])))
        homes = [Household.add(area=area, address=f"{n} Rise", made_at=MOMENT) for n in range(2)]
        for number, whose in enumerate(people):
            put(draw, whose, homes, area, number)
    enquiry = told(people=[ROWAN, MUM, boy(**{"as": "wren", "given": "Wren"})])
    with world.backstage():
        for one in DescribedPerson.objects.filter(enquiry=enquiry.id):
            whose = draw(st.sampled_from(people))
            one.change(person=whose)
            learned = {
                "values": draw(st.lists(st.sampled_from(["born", "nhs_number", "phone"]), unique=True)),
                "names": draw(st.lists(WORDS, max_size=2)),
                "keys": draw(st.lists(st.sampled_from(["word:ro", "nhs:1"]), unique=True)),
                "homes": [],
                "area": draw(st.booleans()),
            }
            Identification.add(
                enquiry_id=enquiry.id,
                area=area,
                described=one,
                person=whose,
                made_new=False,
                learned=draw(st.none() | st.just(learned)),
                by=world.member(PM),
                identified_at=MOMENT,
            )
            if draw(st.booleans()):
                member = world.member("calls.tamarshire.1")
                to = {"described": one.pk, "enquiry": enquiry.id}
                Tie.add(member=member, kind="relative", declared_by=member, declared_at=MOMENT, **to)
        with connection.cursor() as cursor:
            cursor.execute("select pathway.work_out_walls(%s)", [enquiry.id])
    return people[0], people[1]


@pytest.mark.rule(16)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stood_there_taking_a_merging_back_makes_every_row_what_it_was(data: st.DataObject) -> None:
    with transaction.atomic():
        kept, folded = data.draw(registers())
        two = Twofold(kept.pk, folded.pk, named(SW, kept.pk, folded.pk), None, None)
        before = everything()
        merged(two)
        meanwhile = everything()
        for place, column in pointers().items():
            left = [row for row in meanwhile[place] if row[column] == str(folded.pk) and not row.get("taken_back")]
            assert not left, place
            assert len(meanwhile[place]) == len(before[place])  # nothing is lost
        assert not set(person(folded.pk).keys) - set(person(kept.pk).keys)
        unmerged(two)
        assert everything() == before
        transaction.set_rollback(True)
