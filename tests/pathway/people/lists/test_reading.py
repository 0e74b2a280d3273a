"""Files as agencies' programs write them: understood, or refused by row with the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.pathway.people.lists.cells import Born, read_age, read_ages, read_birth, read_day, read_number, read_phone
from mash.pathway.people.lists.headings import REFERENCE, read_headings, told_by
from mash.pathway.people.lists.rows import Told, read_row
from mash.pathway.people.lists.sheet import Line, Malformed, look_at

TODAY = date(2026, 3, 2)


def sheet(tmp_path: Path, content: bytes) -> list[Line]:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    return list(look_at(file, lambda name: bool(told_by(name))).lines())


def row(**cells: str) -> Told:
    cells = {"person_id": "1", "family": "Dunne", **cells}
    return read_row(Line(2, tuple(cells.values())), {name: place for place, name in enumerate(cells)}, TODAY)


@pytest.mark.parametrize(
    "content",
    [
        "person_id,given,family\n7,Zoë,Müller\n".encode(),
        "\ufeffperson_id,given,family\r\n7,Zoë,Müller\r\n".encode(),
        "person_id;given;family\r\n7;Zoë;Müller\r\n".encode("cp1252"),
        "sep=;\nperson_id;given;family\n7;Zoë;Müller".encode(),
        "person_id\tgiven\tfamily\n7\tZoë\tMüller\n".encode("utf-16"),
        "person_id,given,family\n7,Zoë,Müller\n".encode("utf-16-be"),
        "person_id;given;family\r\n7;Zoë;Müller\r\n".encode("utf-16-le"),
        '"person_id","given","family"\n\n"7","Zoë","Müller"\n,,\n'.encode(),
    ],
    ids=[
        *["utf-8", "mark of utf-8", "Windows with semicolons", "sep line of Excel", "utf-16 with tabs"],
        *["utf-16 without a mark", "utf-16 of Windows without a mark", "empty lines"],
    ],
)
def test_a_list_is_understood_in_any_usual_encoding_and_with_any_usual_separator(tmp_path, content):
    assert [line.cells for line in sheet(tmp_path, content)] == [("7", "Zoë", "Müller")]


def test_a_ragged_row_is_refused_and_those_around_it_are_read(tmp_path):
    lines = sheet(tmp_path, b"person_id,given,family\n1,Ann,Dunne\n2,Bob\n3,Cy,Pell,\n4,Di,Ash,more\n5,Ed,Moss\n")
    assert [(line.number, line.cells) for line in lines if not line.fault] == [
        (2, ("1", "Ann", "Dunne")),
        (4, ("3", "Cy", "Pell")),
        (6, ("5", "Ed", "Moss")),
    ]
    assert [(line.number, line.fault) for line in lines if line.fault] == [
        (3, "it has 2 cells, and the heading 3"),
        (5, "it has 4 cells, and the heading 3"),
    ]


def test_an_address_over_two_lines_is_one_cell_and_an_open_quotation_mark_costs_one_row(tmp_path):
    content = (
        b'person_id,family,address\n1,Dunne,"14 Mill Lane\nTamar"\n2,"Pell,3 Quay\n3,Ash,4 Quay\n4,Moss,a 2" pipe\n'
    )
    lines = sheet(tmp_path, content)
    assert [line.cells for line in lines if not line.fault] == [
        ("1", "Dunne", "14 Mill Lane\nTamar"),
        ("3", "Ash", "4 Quay"),
        ("4", "Moss", 'a 2" pipe'),
    ]
    assert [(line.number, line.fault) for line in lines if line.fault] == [
        (4, "a quotation mark is opened in it and never closed")
    ]


def test_a_character_that_is_in_no_encoding_refuses_its_row_only(tmp_path):
    lines = sheet(tmp_path, b"person_id,family\n1,M\xfcller\n2,\x81\x8d\n3,\0\n")
    assert [line.fault for line in lines] == ["", *["it has a character that cannot be read"] * 2]


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "nothing in it"), (b"PK\x03\x04rest", "is a workbook"), (b"\n\n", "nothing in it")]
)
def test_what_is_no_list_is_refused_whole(tmp_path, content, said):
    with pytest.raises(Malformed, match=said):
        sheet(tmp_path, content)


def test_columns_are_known_by_the_names_that_agencies_systems_give_them():
    heading = ("Client ID", "Fore", "SURNAME", "Date of Birth", "NHS No.", "Post code")
    places = read_headings(heading, {}, needed=REFERENCE)
    assert places == {"person_id": 0, "family": 2, "dob": 3, "nhs_number": 4, "postcode": 5}
    assert read_headings(heading, {"given": "Fore"}, needed=REFERENCE)["given"] == 1


@pytest.mark.parametrize(
    ("heading", "said", "wrong"),
    [
        (("Forename",), {}, "no column person_id"),
        (("id", "Forename", "First name"), {}, "Both Forename and First name seem to tell given"),
        (("id",), {"given": "Vorname"}, "no column Vorname"),
        (("id",), {"shoe": "id"}, "shoe is nothing that a list tells"),
    ],
)
def test_a_heading_that_leaves_a_doubt_is_refused(heading, said, wrong):
    with pytest.raises(Malformed, match=wrong):
        read_headings(heading, said, needed=REFERENCE)


@pytest.mark.parametrize(
    "text",
    [
        *("2018-05-14", "14/05/2018", "14.5.2018", "14 May 2018", "14-MAY-2018", "14th May, 2018", "43234", "43234.0"),
        *("20180514", "2018-05-14 00:00:00", "2018-05-14T00:00:00Z", "14/05/2018 00:00"),
    ],
)
def test_a_date_is_understood_as_people_and_spreadsheets_write_it(text):
    assert read_birth(text, TODAY) == Born(date(2018, 5, 14))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2010", "no such day"),
        ("05/14/2018", "no such day"),
        ("14/05/18", "which century"),
        ("14/05/2027", "in the future"),
        ("14/05/1718", "before 1880"),
        ("last May", "not a date"),
    ],
)
def test_a_date_that_cannot_be_or_may_be_two_is_refused_with_the_reason(text, why):
    with pytest.raises(ValueError, match=why):
        read_birth(text, TODAY)
    assert f"dob cannot be read: {row(dob=text).faults[0].partition(': ')[2]}" in row(dob=text).faults


def test_a_year_is_a_year_and_what_stands_for_a_date_not_known_is_none():
    assert read_birth("2018", TODAY) == Born(years=(2018, 2018))
    assert {read_birth(text, TODAY) for text in ("", "NK", "01/01/1900", "1753-01-01")} == {Born()}


@given(st.dates(date(1908, 3, 19), TODAY))
def test_a_day_counted_by_a_spreadsheet_is_the_day_that_was_meant(day):
    assert read_day(str((day - date(1899, 12, 30)).days)) == day


@pytest.mark.rule(14)
def test_an_nhs_number_made_a_decimal_is_understood_and_one_that_lost_digits_is_refused():
    assert row(nhs_number="9990000018.0").described.nhs_number == "9990000018"
    assert row(nhs_number="999 000 0018").described.nhs_number == "9990000018"
    assert row(nhs_number="9.99E+09").faults == (
        "nhs_number cannot be read: a spreadsheet has cut its last digits off: write it as text",
    )
    wrong = row(nhs_number="9990000019")
    assert (wrong.described.nhs_number, wrong.faults, len(wrong.remarks)) == ("", (), 1)


def test_a_telephone_number_gets_the_nought_back_that_a_spreadsheet_took():
    assert [read_phone(text) for text in ("1632960001", "1632960001.0", "01632 960001", "+441632960001")] == [
        "01632960001",
        "01632960001",
        "01632 960001",
        "+441632960001",
    ]
    assert read_number("nan") == ""


@pytest.mark.parametrize(
    ("text", "age"), [("6", 6), ("6.0", 6), ("about 6", 6), ("6 yrs", 6), ("8 months", 0), ("", None)]
)
def test_an_age_is_in_years_however_it_is_said(text, age):
    assert read_age(text) == age


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("30s", (30, 39)),
        ("in her 30s", (30, 39)),
        ("about 30s", (30, 39)),
        ("early twenties", (20, 24)),
        ("5-6", (5, 6)),
        ("6", (6, 6)),
        ("nk", None),
    ],
)
def test_an_age_from_one_to_another_is_read_as_the_search_box_reads_it(text, ages):
    assert read_ages(text) == ages


@pytest.mark.parametrize("text", ["old", "3O", "130", "30s or so they say"])
def test_what_is_no_age_is_said_to_be_none(text):
    with pytest.raises(ValueError, match="not an age in years"):
        read_ages(text)


def test_a_name_in_one_column_is_taken_apart():
    one, other = row(name="Dunne-Ward, Kaci Leigh", family=""), row(name="Kaci Leigh Dunne-Ward", family="")
    for told in (one, other):
        assert (told.described.given, told.described.family) == ("Kaci Leigh", "Dunne-Ward")


def test_a_row_that_tells_nothing_to_know_somebody_by_is_refused():
    assert row(family="", sex="F").faults == ("it tells nothing by which somebody could be known",)
    assert row(family="x" * 121).faults == ("family is longer than 120 characters",)


def test_a_protected_address_is_kept_and_finds_nobody():
    told = row(address="14 Mill Lane", postcode="ZZ99 3AA", address_protected="Yes")
    assert (told.home.address, told.home.protected, told.described.home) == ("14 Mill Lane", True, None)


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("E-mail", "email"),
        ("Email address", "email"),
        ("School", "school"),
        ("School name", "school"),
        ("practice", "practice"),
        ("GP", "practice"),
        ("gp_practice", "practice"),
        ("UPRN", "uprn"),
    ],
)
def test_a_column_of_e_mail_school_practice_or_property_is_known_by_its_name(heading, told):
    assert read_headings(["person_id", heading], {}, needed=REFERENCE)[told] == 1


def test_a_list_with_the_gp_and_the_practice_in_columns_of_their_own_is_taken_as_before():
    assert read_headings(["id", "GP", "GP practice"], {}, needed=REFERENCE) == {REFERENCE: 0, "practice": 1}
    assert read_headings(["id", "GP", "GP practice"], {"practice": "GP practice"}, needed=REFERENCE)["practice"] == 2


def test_a_property_has_its_number_without_the_noughts_and_the_point_that_systems_add():
    assert row(uprn="000100040415").home.uprn == "100040415"
    assert row(uprn="100040415231.0").described.uprn == "100040415231"
    hidden = row(uprn="100040415231", school="Gannetmere", practice="Quay", address_protected="yes")
    assert (hidden.home.uprn, hidden.described.uprn) == ("100040415231", "")
    assert (hidden.described.school, hidden.described.practice) == ("", "")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("email", "ask her mother"),
        ("email", "x" * 300 + "@example.org"),
        ("uprn", "1.0004E+11"),
        ("uprn", "the sail loft"),
        ("school", "x" * 161),
        ("practice", "x" * 161),
    ],
)
def test_evidence_of_little_weight_that_cannot_be_read_is_left_out_and_no_row_is_refused_for_it(column, text):
    told = row(**{column: text})
    assert (getattr(told.described, column), told.faults, len(told.remarks)) == ("", (), 1)


def test_a_school_that_nobody_knows_is_no_school():
    told = row(school="NK", practice="unknown", email="n/a", uprn="-")
    assert (told.described.school, told.described.practice, told.described.email, told.remarks) == ("", "", "", ())
