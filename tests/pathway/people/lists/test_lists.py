"""An agency's list is taken into the register row by row, and people are looked up in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mash.foundation.access.acting import serving
from mash.foundation.ledger.models import Event
from mash.pathway.people.lists import asking, importing
from mash.pathway.people.lists.asking import Answer, match_list, read_queries
from mash.pathway.people.lists.doubles import find_doubles
from mash.pathway.people.lists.importing import Imported, import_list
from mash.pathway.people.lists.sheet import Malformed
from mash.pathway.people.models import AgencyList, Person, PersonAddress, Reference
from mash.pathway.people.sharing import sharing
from tests import world
from tests.pathway.people.lists.conftest import HEADING

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
KACI = "P1,Kaci-Leigh,Dunne-Ward,03/12/2019,14 Mill Lane,ZZ99 3AA,999 000 0018"
TYLER = "P2,Tyler,Dunne-Ward,21/08/2017,14 Mill Lane,ZZ99 3AA,"
BAD = "P3,Ann,Dunne,31/02/2010,,,"


def taken(path: Path, *, dry_run: bool = False, **said: str) -> Imported:
    return import_list(path, source="school", area="tamarshire", said=said, on=TODAY, dry_run=dry_run)


def people() -> list[str]:
    with world.backstage():
        return sorted(str(one.person) for one in Reference.objects.filter(source="school").select_related("person"))


def asked(path: Path) -> Sequence[Answer]:
    return list(match_list(read_queries(path, on=TODAY)))


def test_rows_are_taken_in_and_those_that_cannot_be_used_are_reported_with_the_reason(file):
    done = taken(file(KACI, BAD, TYLER, "P2,Other,Body,,,,", ",No,Number,,,,"))
    assert (done.rows, done.made, done.known) == (5, 2, 0)
    assert [(one.line, one.reference, one.why) for one in done.rejected] == [
        (3, "P3", ("dob cannot be read: there is no such day",)),
        (5, "P2", ("person_id stands in line 4 already",)),
        (6, "", ("person_id is empty",)),
    ]
    assert people() == ["Kaci-Leigh Dunne-Ward", "Tyler Dunne-Ward"]
    with world.as_("calls.tamarshire.1"):
        kaci = Person.objects.get(given="Kaci-Leigh", family="Dunne-Ward", nhs_number="9990000018")
        assert (kaci.born, str(kaci.addresses.get())) == (date(2019, 12, 3), "14 Mill Lane, ZZ99 3AA")


def test_a_dry_run_reports_the_same_and_writes_nothing(file):
    whole = file(KACI, BAD)
    would = taken(whole, dry_run=True)
    assert (would.rows, would.made, would.known, len(would.rejected)) == (2, 1, 0, 1)
    assert people() == []
    with world.backstage():
        assert not AgencyList.objects.exists()
        assert Event.objects.get(verb="try_import").details["rows"] == 1
    assert replace(taken(whole), dry_run=True) == would


def test_a_dry_run_says_who_is_known_as_the_list_would_find_them(file, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    import_list(file(KACI), source="gp", area="port-ellery", said={}, on=TODAY, dry_run=False)
    taken(file(TYLER))
    # Known by number and date of birth; known unchanged; new; and one whom the list calls by another number by then.
    again = file(KACI, TYLER, "P4,Bo,Pell,2001,,,", KACI.replace("P1", "P5"), BAD)
    would = taken(again, dry_run=True)
    assert (would.made, would.known, would.unchanged) == (2, 2, 1)
    assert replace(taken(again), dry_run=True) == would


def test_a_dry_run_of_what_was_broken_off_says_what_is_left_of_it(file, monkeypatch):
    whole = file(KACI, TYLER, "P4,Bo,Pell,2001,,,")
    taken(whole)
    with world.backstage():
        AgencyList.objects.update(last_line=3, finished_at=None)
        Reference.objects.filter(number="P4").delete()
    would = taken(whole, dry_run=True)
    assert (would.made, would.known, would.unchanged) == (1, 0, 2)
    assert replace(taken(whole), dry_run=True) == would


def test_a_list_that_comes_again_adds_what_is_new_and_changes_nobody_twice(file):
    taken(file(KACI, TYLER))
    done = taken(file(KACI, TYLER.replace("14 Mill Lane", "3 Quay Road").replace("Tyler", "Ty"), "P4,Bo,Pell,2001,,,"))
    assert (done.made, done.known, done.unchanged) == (1, 2, 1)
    with world.backstage():
        tyler = Person.objects.get(references__number="P2")
        assert (tyler.given, tyler.also_known_as) == ("Tyler", ["Ty Dunne-Ward"])
        assert set(tyler.addresses.values_list("address", flat=True)) == {"14 Mill Lane", "3 Quay Road"}
        assert Person.objects.get(references__number="P4").born_from == 2001


def test_what_was_broken_off_goes_on_where_it_was_and_half_a_part_is_nowhere(file, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    whole, put = file(KACI, TYLER, "P4,Bo,Pell,2001,,,", "P5,Cy,Ash,2002,,,"), importing._put

    def breaks(kind, rows):
        if kind is Reference and any(row.number == "P5" for row in rows):
            raise KeyboardInterrupt
        put(kind, rows)

    monkeypatch.setattr(importing, "_put", breaks)
    with pytest.raises(KeyboardInterrupt):
        taken(whole)
    assert people() == ["Kaci-Leigh Dunne-Ward", "Tyler Dunne-Ward"]
    monkeypatch.setattr(importing, "_put", put)
    done = taken(whole)
    assert (done.made, done.unchanged, done.rows) == (2, 2, 4)
    assert len(people()) == 4


def test_the_columns_that_an_operator_names_are_kept_for_the_next_list_of_the_source(file):
    rows = ("P1,Kaci,Dunne",)
    with pytest.raises(Malformed, match="no column person_id"):
        taken(file(*rows, heading="Nummer,Vorname,Surname"))
    taken(file(*rows, heading="Nummer,Vorname,Surname"), person_id="Nummer", given="Vorname")
    assert taken(file(*rows, "P2,Ty,Dunne", heading="Nummer,Vorname,Surname")).made == 1
    assert people() == ["Kaci Dunne", "Ty Dunne"]


@pytest.mark.rule(16)
def test_two_entries_of_a_list_are_never_made_one_and_a_number_with_the_date_of_birth_finds_who_is_known(file):
    taken(file(KACI, KACI.replace("P1", "P9")))
    assert len(people()) == 2
    with world.backstage():
        Reference.objects.filter(number="P9").update(source="other")
    other = import_list(
        file(KACI.replace("P1", "X7")), source="third", area="port-ellery", said={}, on=TODAY, dry_run=False
    )
    assert other.made == 1  # two people bear that number and date: which of them it is, is for people to say


def test_a_person_known_by_a_valid_number_and_date_is_known_to_the_other_area_too(file):
    taken(file(KACI))
    done = import_list(
        file(KACI.replace("P1", "X7")), source="gp", area="port-ellery", said={}, on=TODAY, dry_run=False
    )
    assert (done.made, done.known) == (0, 1)
    with world.as_("calls.port-ellery.1"):
        assert Person.objects.filter(given="Kaci-Leigh", nhs_number="9990000018").count() == 1


def test_an_area_must_be_said_where_there_are_several(file):
    with pytest.raises(Malformed, match="which area it is of: port-ellery, tamarshire"):
        import_list(file(KACI), source="", area="", said={}, on=TODAY, dry_run=False)
    with pytest.raises(Malformed, match="no area elsewhere"):
        import_list(file(KACI), source="", area="elsewhere", said={}, on=TODAY, dry_run=False)


QUERIES = "query_id,household,given,family,dob,age,address,postcode"


@pytest.mark.rule(16)
def test_those_described_are_found_by_the_lists_own_number_with_a_chance_a_band_and_reasons(file):
    taken(file(KACI, TYLER))
    (answer,) = asked(file("Q1,,Kacey Leigh,Ward-Dunne,12/03/2019,,14 Mill Ln,ZZ99 3AA", heading=QUERIES))
    told = answer.plain()
    assert told["query_id"] == "Q1"
    best = answer.candidates[0]
    assert (best.id, str(best.band)) == ("P1", "sure")
    assert "day and month swapped: 12 March 2019, 3 December 2019" in best.why
    assert all(set(one) == {"id", "p", "band", "why", "differs"} for one in told["candidates"])  # type: ignore[attr-defined]
    chances = [one.p for one in answer.candidates]
    assert chances == sorted(chances, reverse=True)
    assert len(chances) <= 10


def test_what_of_a_query_cannot_be_read_is_said_and_the_rest_is_asked(file):
    taken(file(KACI))
    (answer,) = asked(file("Q1,,Kaci-Leigh,Dunne-Ward,31/02/2010,6,14 Mill Lane,ZZ99 3AA", heading=QUERIES))
    assert answer.plain()["unread"] == ["dob cannot be read: there is no such day"]
    assert answer.candidates[0].id == "P1"


def test_each_candidate_says_what_differs_as_the_pages_do(file):
    taken(file(KACI))
    (answer,) = asked(
        file(
            "Q1,Kaci-Leigh,Dunne-Ward,05/07/2018,,,999 000 0026",
            heading="query_id,given,family,dob,address,postcode,nhs_number",
        )
    )
    kaci = answer.candidates[0]
    assert "same given name" in kaci.why
    assert kaci.differs == ("different dates of birth: 5 July 2018, 3 December 2019", "different NHS numbers")
    assert kaci.plain()["differs"] == list(kaci.differs)


def test_an_age_in_decades_is_asked_as_the_years_that_it_means(file):
    taken(file("P1,Darren,Pell,27/02/1989,,,", "P2,Darren,Pell,27/02/1961,,,"))
    (answer,) = asked(file("Q1,Darren,Pell,30s", heading="query_id,given,family,age"))
    assert "unread" not in answer.plain()
    assert answer.candidates[0].id == "P1"
    assert answer.candidates[0].p > 10 * answer.candidates[1].p


def test_an_address_alone_finds_those_who_live_or_lived_there_and_makes_nobody_likely(file):
    taken(file(KACI, TYLER, "P4,Bo,Pell,2001,,,", "P5,Cy,Ash,04/05/1990,9 Quay Road,ZZ99 5AB,"))
    taken(file(KACI, TYLER.replace("14 Mill Lane", "3 Quay Road")))
    (answer,) = asked(file("Q1,14 Mill Lane,ZZ99 3AA", heading="query_id,address,postcode"))
    assert "unread" not in answer.plain()
    assert sorted(one.id for one in answer.candidates) == ["P1", "P2"]
    assert {str(one.band) for one in answer.candidates} <= {"weak", "none"}


@pytest.mark.parametrize("told", ["14 Mill Lane,", ",ZZ99 3AA", "Mill Lane,ZZ99 3AA"])
def test_a_part_of_an_address_is_answered_or_the_answer_says_why_not(file, told):
    taken(file(KACI))
    (answer,) = asked(file(f"Q1,{told}", heading="query_id,address,postcode"))
    assert bool(answer.candidates) == told.startswith("14")
    assert ("a part of an address" in str(answer.query.unread)) != bool(answer.candidates)


def test_a_protected_address_of_a_list_finds_nobody(file):
    heading = HEADING + ",address_protected"
    taken(file("P1,Kaci,Moss,2019-12-03,77 Hidden Lane,ZZ99 9ZZ,,yes", heading=heading))
    (answer,) = asked(file("Q1,,Someone,Else,,,77 Hidden Lane,ZZ99 9ZZ", heading=QUERIES))
    assert [one for one in answer.candidates if one.id == "P1"] == []
    with world.backstage():
        assert PersonAddress.objects.get(address="77 Hidden Lane").protected


def test_imports_and_matches_are_in_the_ledger_without_a_name(file):
    taken(file(KACI))
    asked(file("Q1,,Kacey,Dunne,,6,,", heading=QUERIES))
    with world.backstage():
        made = Event.objects.get(verb="import_people")
        assert (made.details["rows"], Event.objects.get(verb="match_people").details["queries"]) == (1, 1)
        assert "Dunne" not in str(made.details)


@pytest.mark.rule(16)
def test_records_that_may_be_one_are_listed_with_reasons_and_twins_are_never_likely(file):
    rows = [
        KACI,
        KACI.replace("P1", "P9")
        .replace("Kaci-Leigh", "Kacey Leigh")
        .replace("14 Mill Lane,ZZ99 3AA", "3 Quay Road,ZZ98 1BB"),
    ]
    twins = [
        f"T{at},{given},Moss-Adeyemi,05/06/2018,9 Quay Road,ZZ99 4BB," for at, given in ((1, "Hassan"), (2, "Hussain"))
    ]
    taken(file(*rows, TYLER, *twins, heading=HEADING))
    ours = [one for one in find_doubles() if one.one.number[0] in "PT" and one.other.number[0] in "PT"]
    assert {ours[0].one.number, ours[0].other.number} == {"P1", "P9"}
    assert all(one.p < 0.85 for one in ours[1:])
    told = ours[0].plain()
    assert told["band"] == "sure"
    assert "same NHS number" in ours[0].why
    assert "different addresses" in ours[0].differs
    with world.backstage():
        event = Event.objects.filter(verb="find_doubles").latest("seq")
        assert {one.person for one in (ours[0].one, ours[0].other)} <= set(event.people)
        assert Person.objects.filter(references__number__in=["P1", "P9"]).count() == 2


def test_the_register_answers_an_operators_command_for_its_own_purpose_only(file):
    taken(file(KACI))
    for purpose, sees in (("match people", True), ("import people", True), ("clock", False)):
        with serving(purpose):
            assert bool(sharing([["nhs:9990000018"]], 5)[0]) is sees
            assert Person.objects.filter(references__number="P1").exists() is sees


def test_in_a_small_register_a_word_of_the_name_is_enough_to_be_looked_at(file, monkeypatch):
    taken(file("P5,Teal,Donaldson,1924-12-29,Willow Lodge,,"))
    heading = "query_id,given,family,dob,address"
    slipped = file("Q1,Teal,Donaklsdon,1989-11-18,9 Springwood Way", heading=heading)
    (answer,) = asked(slipped)
    assert "P5" in [found.id for found in answer.candidates]
    monkeypatch.setattr(asking, "SMALL", 0)
    (answer,) = asked(slipped)
    assert "P5" not in [found.id for found in answer.candidates]


WITH_MORE = HEADING + ",Email,School,GP practice,UPRN"
MORE = "kaci.mum@example.org,Gannetmere Primary School,Quay Surgery,000100040415231"


@pytest.mark.rule(16)
def test_a_list_tells_e_mail_school_practice_and_property_and_they_speak_for_somebody(file):
    taken(file(f"{KACI},{MORE}", heading=WITH_MORE))
    with world.as_("calls.tamarshire.1"):
        kaci = Person.objects.get(references__number="P1")
        assert (kaci.email, kaci.school, kaci.practice) == (
            "kaci.mum@example.org",
            "Gannetmere Primary School",
            "Quay Surgery",
        )
        assert kaci.addresses.get().uprn == "100040415231"
    heading = "query_id,given,family,email,school,gp,uprn"
    row = "Q1,K,Dunne,Kaci.Mum@example.org,Gannetmere Primary,The Quay Surgery,100040415231"
    (answer,) = asked(file(row, heading=heading))
    best = answer.candidates[0]
    assert best.id == "P1"
    assert {"same e-mail address", "same school", "same GP practice"} <= set(best.why)
    assert "same address, by the number of the property" in best.why


def test_a_list_that_comes_again_with_the_number_of_the_property_adds_it(file):
    taken(file(f"{KACI},,,,", heading=WITH_MORE))
    for _ in range(2):
        taken(file(f"{KACI},{MORE}", heading=WITH_MORE))
    with world.backstage():
        kaci = Person.objects.get(references__number="P1")
        assert sorted(kaci.addresses.values_list("uprn", flat=True)) == ["", "100040415231"]
        assert (kaci.email, kaci.school) == ("kaci.mum@example.org", "Gannetmere Primary School")
        assert {"uprn:100040415231", "email:kaci.mum@example.org"} <= set(kaci.keys)


@pytest.mark.rule(21)
def test_the_number_of_a_protected_property_of_a_list_finds_nobody(file):
    heading = HEADING + ",address_protected,uprn,school"
    taken(file("P1,Kaci,Moss,2019-12-03,77 Hidden Lane,ZZ99 9ZZ,,yes,100040415231,Hidden School", heading=heading))
    (answer,) = asked(file("Q1,Some,Body,100040415231,Hidden School", heading="query_id,given,family,uprn,school"))
    assert [one for one in answer.candidates if one.id == "P1"] == []
    with world.backstage():
        kaci = Person.objects.get(references__number="P1")
        assert (kaci.school, kaci.addresses.get().uprn, kaci.addresses.get().protected) == ("", "100040415231", True)
        assert not any(key.startswith("uprn:") for key in kaci.keys)


@pytest.mark.rule(21)
def test_a_list_that_protects_an_address_hides_it_and_what_it_tells_later_of_school_and_practice(file):
    heading = f"{HEADING},school,address_protected"
    taken(file(f"{KACI},Tamar Bridge Primary,", heading=heading))
    taken(file(f"{KACI},Tamar Bridge Primary,yes", heading=heading))
    taken(file("P1,Kaci-Leigh,Dunne-Ward,03/12/2019,,,999 000 0018,Quay Primary,", heading=heading))
    taken(file(f"{KACI},Quay Primary,no", heading=heading))
    with world.backstage():
        kaci = Person.objects.get(references__number="P1")
        assert kaci.school == ""
        assert not {key for key in kaci.keys if key.startswith(("pc:", "ad:", "at:", "ln:"))}
        assert set(kaci.addresses.values_list("protected", flat=True)) == {True}


@pytest.mark.rule(21)
def test_a_list_that_protects_an_address_and_does_not_tell_it_hides_school_and_practice_for_good(file):
    heading = f"{HEADING},school,address_protected"
    taken(file(f"{KACI},Tamar Bridge Primary,", heading=heading))
    taken(file("P1,Kaci-Leigh,Dunne-Ward,03/12/2019,,,999 000 0018,Tamar Bridge Primary,yes", heading=heading))
    taken(file(f"{KACI},Quay Primary,no", heading=heading))
    taken(file("P9,Ann,Moss,2010-05-01,,,,Tamar Bridge Primary,yes", heading=heading))
    taken(file("P9,Ann,Moss,2010-05-01,1 Quay Steps,ZZ99 3VZ,,Quay Primary,no", heading=heading))
    with world.backstage():
        for number, homes in (("P1", {"14 Mill Lane", ""}), ("P9", {"1 Quay Steps", ""})):
            known = Person.objects.get(references__number=number)
            assert known.school == ""
            assert set(known.addresses.values_list("address", flat=True)) == homes
            assert set(known.addresses.filter(protected=True).values_list("address", flat=True)) == {""}
    with world.as_("sw.tamarshire.1") as me:
        assert "" not in PersonAddress.objects.visible_to(me).values_list("address", flat=True)
