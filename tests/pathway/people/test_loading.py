"""A register of involvement is loaded from a file: one source's whole truth, checked before anything is written."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from mash.config.register_commands import load
from mash.foundation.access.acting import serving
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.people.loading import Malformed, load_register, read_register
from mash.pathway.people.merging.doubting import tell_apart
from mash.pathway.people.models import Caution, Doubt, Involvement, Person, PersonAddress
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway.enquiries.conftest import ROWAN, told

pytestmark = pytest.mark.django_db

TYLER = {
    "ref": "SC-1",
    "given": "Tyler",
    "family": "Dunne-Ward",
    "dob": "2017-08-21",
    "nhs_number": "999 000 0034",
    "service": "social_care",
    "team": "Tamar South",
    "worker": "Joseph Adeyemi",
    "worker_phone": "01632 960310",
    "since": "2025-06-18",
}
DAZ = {"ref": "SC-2", "given": "Darren", "family": "Pell", "dob": "1989-02-27", "caution": "violence"}


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(*rows: dict[str, str]) -> Path:
        names = list(dict.fromkeys(name for row in rows for name in row))
        path = tmp_path / "register.csv"
        with path.open("w", newline="") as opened:
            writer = csv.DictWriter(opened, names)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def loaded(path: Path) -> Any:
    return load_register(read_register(path), area="tamarshire", source="test")


@pytest.mark.rule(22)
def test_who_is_open_to_a_service_is_read_by_the_areas_own_people(file):
    done = loaded(file(TYLER, DAZ))
    assert (done.rows, done.people_made, done.involvements, done.cautions, done.ended) == (2, 2, 1, 1, 0)
    with world.as_("calls.tamarshire.1"):
        (one,) = Involvement.objects.all()
        assert (str(one), one.worker, one.phone) == ("Open to social care", "Joseph Adeyemi", "01632 960310")
        assert str(Caution.objects.get()) == "Has been violent"
    for by in ("calls.port-ellery.1", "police.1"):
        with world.as_(by):
            assert not Involvement.objects.exists()
            assert not Caution.objects.exists()
    nobody: tuple[str | None, ...] = ("team.tamar-south.1", "probation.1", "analyst.1", None)
    for other in nobody:
        with world.as_(other), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(Involvement.objects.all())


def test_a_second_load_changes_what_changed_and_ends_what_is_gone(file):
    loaded(file(TYLER, DAZ))
    done = loaded(file({**TYLER, "worker": "Ines Marrow"}))
    assert (done.people_made, done.involvements, done.ended) == (0, 0, 1)
    with world.backstage():
        assert Involvement.objects.get().worker == "Ines Marrow"
        assert Caution.objects.get().until is not None
        assert Person.objects.count() == 2
    assert loaded(file({**TYLER, "worker": "Ines Marrow"})).ended == 0


@pytest.mark.rule(16)
def test_only_a_right_number_with_the_same_birth_is_somebody_known_all_else_is_for_a_person_to_say(file):
    received = told(people=[{**ROWAN, "nhs_number": "999 000 0034", "dob": "2017-08-21"}])
    with world.as_("calls.tamarshire.1") as me:
        known = identify_subject(me, received.id, subject="rowan", person="new").person
    loaded(
        file(
            TYLER, {**TYLER, "ref": "SC-3", "dob": "2017-08-22"}, {**TYLER, "ref": "SC-4", "nhs_number": "999 000 0035"}
        )
    )
    with world.backstage():
        found = dict(Involvement.objects.values_list("source_ref", "person"))
    assert found["SC-1"] == known
    assert known not in (found["SC-3"], found["SC-4"])


@pytest.mark.rule(21)
def test_an_address_that_a_register_protects_later_finds_nobody_any_more(file):
    home = {"address": "14 Mill Lane", "postcode": "ZZ99 3AA", "school": "Quay Primary"}
    loaded(file({**TYLER, **home}))
    loaded(file({**TYLER, **home, "address_protected": "yes"}))
    with world.backstage():
        tyler = Person.objects.get()
        assert (tyler.addresses.get().protected, tyler.school) == (True, "")
        assert not {key for key in tyler.keys if key.startswith(("pc:", "ad:", "at:", "ln:"))}


@pytest.mark.rule(21)
def test_a_protected_address_of_a_register_finds_nobody(file):
    row = {
        **TYLER,
        "nhs_number": "",
        "address": "4 Gannetmere Rise",
        "postcode": "ZZ99 3VZ",
        "address_protected": "yes",
    }
    loaded(file(row))
    with world.backstage():
        assert PersonAddress.objects.get().protected
        assert not any("ZZ99" in key for key in Person.objects.get().keys)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**TYLER, "dob": "21/08/2017"}, "Line 2: dob must be a date"),
        ({**TYLER, "ref": ""}, "Line 2: ref is empty"),
        ({**TYLER, "service": "police"}, "Line 2: service must be one of"),
        ({"ref": "1", "given": "Nobody", "service": ""}, "neither a service nor a caution"),
        ({**TYLER, "team": "x" * 500}, "team is longer than 120"),
        ({**TYLER, "hair": "red"}, "hair is no column"),
        ({**DAZ, "caution": "odd"}, "caution must be one of"),
        ({**TYLER, "address_protected": "perhaps"}, "yes or no"),
    ],
)
def test_a_malformed_file_says_what_is_wrong_and_changes_nothing(file, row, said):
    with pytest.raises(Malformed, match=said) as wrong:
        loaded(file(row))
    assert "Dunne" not in str(wrong.value)
    with world.backstage():
        assert not Person.objects.exists()


def test_what_is_no_text_is_no_register(tmp_path):
    for content in (b"\xff\xfe\x00", b"", b"given\nTyler\n"):
        path = tmp_path / "odd.csv"
        path.write_bytes(content)
        with pytest.raises(Malformed):
            read_register(path)
    with pytest.raises(Malformed):
        read_register(tmp_path / "none.csv")


def test_the_command_says_what_it_did_and_the_ledger_keeps_it(file, capsys):
    assert load(file(TYLER, DAZ), area="tamarshire", source="test", as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["involvements"] == 1
    assert load(file(TYLER), area="atlantis", source="test", as_json=False) == 2
    assert "no area atlantis" in capsys.readouterr().err
    with world.backstage():
        event = Event.objects.get(verb="load_register")
    assert (event.details["rows"], event.details["made"]) == (2, 2)


def test_no_other_work_of_the_machinery_reaches_the_register(file):
    loaded(file(TYLER))
    with serving("clock"):
        assert not Person.objects.exists()
        assert not Involvement.objects.exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Person.add(given="Nobody", made_at=world.MONDAY_NINE)


@pytest.mark.rule(22)
def test_a_register_tells_e_mail_school_practice_and_the_number_of_the_property(file):
    more = {"email": "Ty@example.org", "school": "Gannetmere Primary", "practice": "Quay Surgery"}
    loaded(file({**TYLER, **more, "address": "14 Mill Lane", "uprn": "000100040415231"}))
    with world.as_("calls.tamarshire.1"):
        tyler = Person.objects.get(given="Tyler", family="Dunne-Ward")
        assert (tyler.email, tyler.school, tyler.practice) == ("ty@example.org", "Gannetmere Primary", "Quay Surgery")
        assert tyler.addresses.get().uprn == "100040415231"


WAITS = "one of the two records says to take care"
HOME = {"address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ"}
AT_HOME = {**DAZ, **HOME, "caution": "risk_to_children"}


def known_adult(**others: Any) -> Any:
    """Somebody whom the hub knows in the household of a child whose enquiry is open."""
    adult = {"as": "daz", "given": "Darren", "family": "Pell", "dob": "1989-02-27", "role": "mother's partner"}
    received = told(people=[ROWAN, {**adult, **HOME, **others}])
    with world.as_("calls.tamarshire.1") as me:
        identify_subject(me, received.id, subject="rowan", person="new")
        return identify_subject(me, received.id, subject="daz", person="new").person


def doubts() -> set[frozenset[Any]]:
    with world.backstage():
        return {frozenset((doubt.one_id, doubt.other_id)) for doubt in Doubt.objects.all()}


@pytest.mark.rule(16, 25)
def test_a_caution_that_is_loaded_for_somebody_who_may_be_known_waits_at_once_for_somebody_to_look(file):
    daz = known_adult()
    done = loaded(file(AT_HOME))
    assert (done.people_made, done.doubles) == (1, 1)
    with world.backstage():
        second = Caution.objects.get().person_id
        event = Event.objects.get(verb="find_doubles")
        assert not Person.objects.exclude(merged_into=None).exists()
    assert second != daz
    assert doubts() == {frozenset((daz, second))}
    assert (event.details["compared"], event.details["found"]) == (1, 1)
    for by in ("sw.tamarshire.1", "pm.tamarshire.1"):
        assert "Darren Pell" in text_of(signed_in(by).get("/people/doubles"))
    assert "Darren" not in text_of(signed_in("sw.port-ellery.1").get("/people/doubles"))


@pytest.mark.rule(16, 25)
def test_records_alike_of_which_one_bears_a_caution_stand_on_the_start_pages_until_somebody_finds_out(file):
    known_adult()
    loaded(file(AT_HOME))
    for by in ("sw.tamarshire.1", "pm.tamarshire.1"):
        assert WAITS in text_of(signed_in(by).get("/start"))
    for by in ("calls.tamarshire.1", "sw.port-ellery.1", "police.1"):
        assert WAITS not in text_of(signed_in(by).get("/start"))
    with world.backstage():
        doubt = Doubt.objects.get()
    with world.as_("sw.tamarshire.2") as me:
        declare_tie(me, person=str(doubt.one_id), kind="colleague")
    assert WAITS not in text_of(signed_in("sw.tamarshire.2").get("/start"))
    with world.as_("sw.tamarshire.1") as me:
        tell_apart(me, doubt.pk, why="Father and son.")
    assert WAITS not in text_of(signed_in("pm.tamarshire.1").get("/start"))


@pytest.mark.rule(16)
def test_records_alike_without_a_caution_that_stands_wait_on_their_list_alone(file):
    known_adult()
    loaded(file({**AT_HOME, "caution": "", "service": "adults"}, {**AT_HOME, "ref": "SC-8", "until": "2020-01-01"}))
    assert doubts()
    assert WAITS not in text_of(signed_in("sw.tamarshire.1").get("/start"))


def test_the_start_page_asks_as_much_for_one_pair_as_for_several(file):
    known_adult()
    asked = []
    for rows in ([AT_HOME], [AT_HOME, {**AT_HOME, "ref": "SC-8"}, {**AT_HOME, "ref": "SC-9"}]):
        loaded(file(*rows))
        asked.append(len(visit(signed_in("sw.tamarshire.1"), "/start").queries))
    assert asked[0] == asked[1]


@pytest.mark.rule(16)
def test_a_second_load_of_the_same_file_compares_nobody_anew(file):
    known_adult()
    loaded(file(AT_HOME))
    assert loaded(file(AT_HOME)).doubles == 0
    assert len(doubts()) == 1
    with world.backstage():
        assert Event.objects.filter(verb="find_doubles").count() == 1


@pytest.mark.rule(16)
def test_whom_one_file_names_twice_waits_to_be_looked_at_too(file):
    loaded(file(AT_HOME, {**AT_HOME, "ref": "SC-9"}))
    with world.backstage():
        assert doubts() == {frozenset(Person.objects.values_list("pk", flat=True))}


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    "others", [{"given": "Dennis", "dob": "1991-03-03"}, {"family": "Oakshott", "dob": "1961-09-30"}]
)
def test_who_only_lives_there_or_is_only_called_so_is_nobodys_double(file, others):
    known_adult()
    assert loaded(file({**AT_HOME, **others})).doubles == 0
    assert not doubts()


@pytest.mark.rule(21)
def test_a_protected_address_is_no_reason_to_think_that_two_are_one(file):
    daz = known_adult()
    assert loaded(file({**AT_HOME, "address_protected": "yes"})).doubles == 1
    with world.backstage():
        (doubt,) = Doubt.objects.all()
    assert daz in (doubt.one_id, doubt.other_id)
    said = " ".join((*doubt.why, *doubt.differs)).lower()
    assert "birth" in said
    assert "address" not in said
    assert "postcode" not in said


def test_comparing_those_who_came_costs_the_same_number_of_queries_however_many_they_are(file):
    def comparing(*rows: dict[str, str]) -> int:
        with CaptureQueriesContext(connection) as asked:
            done = loaded(file(*rows))
        assert (done.people_made, done.doubles) == (len(rows), 0)
        return sum("people.sharing" in query["sql"] or "people_tally" in query["sql"] for query in asked)

    strangers = [
        {**DAZ, "ref": f"N-{n}", "given": given, "family": family, "dob": f"19{60 + n}-0{n}-1{n}"}
        for n, (given, family) in enumerate(
            [("Ada", "Quill"), ("Bram", "Stoker"), ("Cleo", "Vane"), ("Dov", "Marsh"), ("Edda", "Finch")], start=1
        )
    ]
    assert comparing(strangers[0]) == comparing(*strangers[1:])


@pytest.mark.rule(21)
def test_a_register_that_protects_an_address_without_telling_it_hides_school_and_practice_for_good(file: Any) -> None:
    protects = {**TYLER, "address_protected": "yes"}
    loaded(file({**TYLER, "address": "14 Mill Lane", "school": "Quay Primary"}))
    for _ in range(2):
        loaded(file(protects))
    with world.backstage():
        tyler = Person.objects.get(given="Tyler")
        assert tyler.school == ""
        assert list(tyler.addresses.filter(protected=True).values_list("address", "postcode", "uprn")) == [("", "", "")]
    boy = {"as": "boy", "given": "Tyler", "family": "Dunne-Ward", "dob": "2017-08-21", "school": "Quay Primary"}
    received = told(people=[{**boy, "subject": True}])
    with world.as_("calls.tamarshire.1") as me:
        assert identify_subject(me, received.id, subject="boy", person=str(tyler.pk)).person == tyler.pk
    with world.backstage():
        assert Person.objects.get(pk=tyler.pk).school == ""
    page = text_of(signed_in("sw.tamarshire.1").get(f"/people/{tyler.pk}"))
    assert "14 Mill Lane" in page
    assert "UPRN" not in page
