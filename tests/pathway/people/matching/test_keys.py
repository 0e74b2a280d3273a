"""Who becomes a candidate at all."""

from dataclasses import replace
from datetime import date

import pytest

from mash.pathway.people.matching import Description, register_keys, search_keys
from mash.pathway.people.matching.keys import Sought

KACEY = Description(
    given="Kacey",
    middle="Leigh",
    family="Miller-Simpson",
    also_known_as=("Kacey Jones",),
    born=date(2020, 3, 4),
    address="12 High Street",
    postcode="TM1 1AA",
    earlier_homes=(("9 Mill Lane", "TM9 4ZZ"),),
    nhs_number="999 000 0018",
    upn="U878999900001",
    phone="01632 960001",
    email="kacey+school@example.org",
    uprn="100040415231",
    school="Gannetmere Primary",
    practice="Quay Surgery",
)


def shared(described: Description) -> set[str]:
    return set(search_keys(described)) & set(register_keys(KACEY))


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "described",
    [
        Description(given="Kaci", family="Millar"),
        Description(given="Miller", family="Kasey"),
        Description(given="Leigh", family="Simpson"),
        Description(given="Kacey", family="Jones"),
        Description(given="K", family="Simpson", born_about=(2020, 2020)),
        Description(given="Kaci", family="Unknown", age=5, on=date(2026, 3, 2)),
        Description(family="Miller", age=6, on=date(2026, 3, 2)),
        Description(born=date(2020, 3, 4)),
        Description(born=date(2020, 4, 3)),
        Description(family="Miller", postcode="tm11aa"),
        Description(family="Miller", postcode="MT1 1AA"),
        Description(address="12 Station Road", postcode="mt11aa"),
        Description(given="Kacey", address="Flat 12 High St"),
        Description(given="Kacey", postcode="TM9 4ZZ"),
        Description(nhs_number="9990000018"),
        Description(upn="u878999900001"),
        Description(phone="+44 1632 960001"),
        Description(email="Kacey+School@Example.org "),
        Description(uprn="000100040415231"),
    ],
    ids=lambda described: " ".join(str(v) for v in vars(described).values() if v),
)
def test_whoever_may_be_meant_shares_a_key(described):
    assert shared(described)


@pytest.mark.parametrize(
    "described",
    [
        Description(),
        Description(family="Miller"),
        Description(given="Kacey"),
        Description(postcode="TM1 1AA"),
        Description(family="Miller", postcode="TM1 A1A"),
        Description(given="Baby", family="Miller"),
        Description(nhs_number="9990000019"),
        Description(family="Miller", born_about=(1990, 2020)),
        Description(email="kacey@example.org"),
        Description(uprn="100040415232"),
        Description(school="Gannetmere Primary", practice="Quay Surgery"),
    ],
    ids=lambda described: " ".join(str(v) for v in vars(described).values() if v),
)
def test_too_little_to_search_by_selects_nobody(described):
    assert not shared(described)


def test_short_forms_find_full_names_and_the_other_way_round():
    robert = Description(given="Robert", family="Miller")
    bob = Description(given="Bob", family="Miller")
    assert set(search_keys(bob)) & set(register_keys(robert))
    assert set(search_keys(robert)) & set(register_keys(bob))


@pytest.mark.rule(13)
def test_an_unborn_baby_meets_the_child_who_was_born():
    unborn = Description(given="Unborn", family="Miller", due_date=date(2020, 3, 20))
    assert shared(unborn) == {"nf:MLR:2020"}


def test_a_person_has_few_keys_and_each_once():
    for keys in (
        register_keys(KACEY),
        search_keys(KACEY),
        register_keys(replace(KACEY, also_known_as=("KJ", "Mills"))),
    ):
        assert keys == sorted(set(keys))
        assert len(keys) < 90


def test_an_e_mail_address_of_an_office_does_not_fill_the_places_of_those_who_share_a_name_and_a_door():
    sought = Sought.of(["email:office@example.org", "phone:1632960001", "at:TM11AA 12"])
    assert (sought.numbers, sought.narrow) == (["phone:1632960001"], ["at:TM11AA 12"])
    assert "email:office@example.org" in sought.given
