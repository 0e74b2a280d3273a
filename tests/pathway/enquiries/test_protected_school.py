"""School and GP practice of somebody whose address is protected: they say where somebody lives as well as it does."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations import RunSQL
from django.test.utils import CaptureQueriesContext

from mash.foundation.access.models import Standing
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import accept_offer, add_person, break_glass, identify_subject, offer_to_area
from mash.pathway.enquiries.household import where_they_live
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Identification, ProtectedAddress
from mash.pathway.people.models import Person, PersonAddress
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import MUM, ROWAN, described, enquiry, reading, told

SCHOOL, PRACTICE = "Gannetmere Primary", "Quillet Surgery"
PLACES = {"school": SCHOOL, "gp": PRACTICE}
OPEN = {**ROWAN, **PLACES}
HIDDEN = {**OPEN, "address_protected": True}
CALLS, SW, PM, POLICE = "calls.tamarshire.1", "sw.tamarshire.1", "pm.tamarshire.1", "police.1"
TEN = world.MONDAY_NINE + timedelta(hours=1)


def kept(received: Any, alias: str) -> tuple[str, str]:
    """School and practice as everybody reads them who reads the enquiry."""
    person = described(received, alias)
    return person.school, person.gp


def apart(received: Any, alias: str) -> tuple[str, str]:
    """School and practice as they stand with the protected address."""
    person = described(received, alias)
    with world.backstage():
        return person.protected_address.school, person.protected_address.gp


def asked(received: Any, by: str = POLICE) -> None:
    """The agency of a researcher is asked."""
    with world.backstage():
        agency = world.member(by).agency_id
        Standing.add(enquiry=received.id, kind="asked", holder=agency, since=world.MONDAY_NINE)


def add(received: Any, by: str = SW, **person: Any) -> None:
    with world.as_(by, when=TEN) as me:
        add_person(me, received.id, person=person)


def identify(received: Any, person: Any = "new") -> Any:
    with world.as_(CALLS, when=TEN) as me:
        return identify_subject(me, received.id, subject="rowan", person=person, why="Nobody like him.")


def page(received: Any, by: str, more: str = "") -> str:
    with at(TEN):
        return reading(signed_in(by).get(f"/enquiries/{received.reference}/{more}"))


@pytest.mark.rule(21)
@pytest.mark.parametrize("by", [None, CALLS, "school.1"])
def test_school_and_practice_of_somebody_at_a_protected_address_stand_where_the_address_stands(by: str | None) -> None:
    channel = {None: "public", CALLS: "phone", "school.1": "professional"}[by]
    received = told(by=by, channel=channel, people=[HIDDEN, {**MUM, "gp": "Mallard Surgery"}])
    assert kept(received, "rowan") == ("", "")
    assert apart(received, "rowan") == (SCHOOL, PRACTICE)
    assert kept(received, "mum") == ("", "Mallard Surgery")


@pytest.mark.rule(21)
def test_school_and_practice_of_whoever_shares_a_protected_address_are_hidden_with_it() -> None:
    received = told(people=[{**ROWAN, "address_protected": True}, {**MUM, "lives": "here", "gp": PRACTICE}])
    assert (kept(received, "mum"), apart(received, "mum")) == (("", ""), ("", PRACTICE))


@pytest.mark.rule(21)
@pytest.mark.parametrize("by", [CALLS, SW, POLICE])
def test_an_address_protected_later_hides_school_and_practice_with_it(by: str) -> None:
    received = told(narrative=f"He did not come to {SCHOOL} today.", people=[OPEN])
    asked(received)
    assert kept(received, "rowan") == (SCHOOL, PRACTICE)
    add(received, by, given="Bridie", address="4, Gannetmere rise", postcode="ZZ99 3VZ", address_protected=True)
    assert (kept(received, "rowan"), apart(received, "rowan")) == (("", ""), (SCHOOL, PRACTICE))
    assert enquiry(received).narrative == "He did not come to [withheld] today."
    assert SCHOOL in enquiry(received).words.narrative


@pytest.mark.rule(21)
def test_somebody_described_later_brings_school_and_practice_to_a_protected_address() -> None:
    received = told(people=[HIDDEN])
    nan = {"as": "nan", "given": "Bridie", "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ", "gp": PRACTICE}
    add(received, **nan)
    assert (kept(received, "nan"), apart(received, "nan")) == (("", ""), ("", PRACTICE))


@pytest.mark.rule(21)
def test_a_school_is_hidden_also_where_no_address_is_told_and_it_is_no_home() -> None:
    alone = {"as": "rowan", "given": "Rowan", "subject": True, "role": "child", **PLACES, "address_protected": True}
    received = told(narrative=f"He goes to {SCHOOL}.", people=[alone, MUM])
    asked(received)
    assert (kept(received, "rowan"), apart(received, "rowan")) == (("", ""), (SCHOOL, PRACTICE))
    assert enquiry(received).narrative == "He goes to [withheld]."
    said = page(received, SW)
    assert SCHOOL in said
    assert "UPRN" not in said
    assert SCHOOL not in page(received, POLICE)
    person = identify(received).person
    with world.backstage():
        assert Person.objects.get(pk=person).school == ""
        assert not PersonAddress.objects.filter(person=person).exists()
        rows = list(DescribedPerson.objects.filter(enquiry=received.id).select_related("protected_address"))
    assert {lives.where for lives in where_they_live(rows, {}).values()} == {"here"}


@pytest.mark.rule(21)
def test_who_says_that_the_address_where_they_all_live_is_protected_protects_it_for_all() -> None:
    received = told(people=[{**OPEN}, {**MUM, "lives": "here", "gp": PRACTICE, "address_protected": True}])
    assert [described(received, who).address_protected for who in ("rowan", "mum")] == [True, True]
    assert kept(received, "rowan") == kept(received, "mum") == ("", "")


@pytest.mark.rule(21)
def test_of_whoever_comes_to_live_behind_a_protected_door_school_and_practice_are_hidden() -> None:
    received = told(people=[HIDDEN])
    add(received, **{"as": "wren"}, given="Wren", lives="here", school="Mallard Nursery")
    add(received, **{"as": "dad"}, given="Corin", lives="elsewhere", gp="Mallard Surgery")
    assert (kept(received, "wren"), apart(received, "wren")) == (("", ""), ("Mallard Nursery", ""))
    assert kept(received, "dad") == ("", "Mallard Surgery")


@pytest.mark.rule(21)
def test_a_researcher_cannot_try_out_which_school_is_the_protected_one() -> None:
    received = told(people=[HIDDEN])
    asked(received)
    for alias, school in (("wren", SCHOOL), ("nan", "Mallard Nursery")):
        add(received, POLICE, **{"as": alias}, given=alias.title(), school=school)
        assert (kept(received, alias), apart(received, alias)) == (("", ""), (school, ""))


@pytest.mark.rule(21)
@pytest.mark.parametrize("by", [CALLS, POLICE])
def test_the_school_of_others_told_before_is_masked_when_it_is_a_protected_one_now(by: str) -> None:
    wren = {
        "as": "wren",
        "given": "Wren",
        "role": "helps at Gannetmere Primary",
        "school": SCHOOL,
        "gp": "Tern Surgery",
    }
    received = told(people=[OPEN, wren])
    asked(received)
    add(received, by, given="Bridie", address="4 Gannetmere Rise", postcode="ZZ99 3VZ", address_protected=True)
    assert kept(received, "wren") == ("[withheld]", "Tern Surgery")
    assert described(received, "wren").role == "helps at [withheld]"
    with world.as_(by, when=TEN), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pathway.mask_described(%s, 'x', 'y', 'z')", [described(received, "wren").pk])


@pytest.mark.rule(21)
@pytest.mark.parametrize(("by", "reads"), [(CALLS, True), (SW, True), (PM, True), (POLICE, False)])
def test_school_and_practice_are_read_by_those_alone_who_read_the_protected_address(by: str, reads: bool) -> None:
    received = told(people=[HIDDEN, MUM])
    asked(received)
    said = page(received, by)
    assert "Rowan" in said
    assert "PROTECTED" in said
    for text in ("4 Gannetmere Rise", SCHOOL, PRACTICE):
        assert (text in said) is reads, text
    with world.as_(by, when=TEN):
        assert ProtectedAddress.objects.filter(enquiry=received.id).exists() is reads
    if reads:
        identifying = page(received, by, f"people/{described(received, 'rowan').pk}/identify")
        assert SCHOOL in identifying
        assert PRACTICE in identifying


@pytest.mark.rule(21)
def test_broken_glass_opens_school_and_practice_with_the_address_and_the_hub_of_another_area_reads_none() -> None:
    received = told(people=[HIDDEN])
    elsewhere = "pm.port-ellery.1"
    assert "Rowan" not in page(received, elsewhere)
    with world.as_(elsewhere, when=TEN) as me:
        break_glass(me, received.id, why="The family is at our door and nobody answers there.")
    said = page(received, elsewhere)
    assert len({text in said for text in ("4 Gannetmere Rise", SCHOOL, PRACTICE)}) == 1


@pytest.mark.rule(21)
@pytest.mark.parametrize(
    "spelling",
    [SCHOOL, "gannetmere  primary", "Gannetmere-Primary", "GannetmerePrimary", "Gannetmere", PRACTICE, "Quillet"],
)
def test_school_and_practice_are_masked_in_the_story_in_whatever_spelling(spelling: str) -> None:
    made = enquiry(told(narrative=f"She waits at {spelling} at three.", people=[{**HIDDEN, "address": "1 Quay Steps"}]))
    assert made.narrative == "She waits at [withheld] at three."
    assert spelling in made.words.narrative


@pytest.mark.rule(21)
def test_the_same_school_of_somebody_else_and_a_doctor_named_with_a_role_are_masked() -> None:
    wren = {"as": "wren", "given": "Wren", "school": "gannetmere primary", "gp": "Mallard Surgery"}
    dad = {"as": "dad", "given": "Corin", "role": "sees Dr Amiss", "school": "", "gp": "not known"}
    received = told(people=[{**HIDDEN, "gp": "Dr Amiss, Mill Lane"}, wren, dad])
    assert kept(received, "wren") == ("[withheld]", "Mallard Surgery")
    assert (described(received, "dad").role, described(received, "dad").gp) == ("sees [withheld]", "not known")


@pytest.mark.rule(21)
@pytest.mark.parametrize(
    "nothing", [{"school": "not known", "gp": "none"}, {"school": "Rowan Nursery", "gp": "Dr"}, {"gp": "surgery"}]
)
def test_what_names_no_place_masks_no_ordinary_word_and_no_name(nothing: dict[str, str]) -> None:
    story = "Rowan is not known to have been hurt; none of it was seen at the surgery."
    made = enquiry(told(narrative=story, people=[{**ROWAN, **nothing, "address_protected": True}]))
    assert made.narrative == story


@pytest.mark.rule(16, 21)
def test_school_and_practice_speak_for_a_candidate_only_where_the_protected_address_does() -> None:
    known = identify(told(people=[OPEN]))
    received = told(people=[HIDDEN])
    identify(received, known.person)
    with world.backstage():
        shown = Identification.objects.get(described=described(received, "rowan")).candidates[0]["why"]
    assert {"same school", "same GP practice"} <= set(shown)
    assert any("address" in why for why in shown)
    again = told(people=[{**OPEN, "address": "1 Quay Steps"}])
    identify(again, known.person)  # by now the register knows neither
    with world.backstage():
        shown = Identification.objects.get(described=described(again, "rowan")).candidates[0]["why"]
    assert not any("school" in why or "practice" in why for why in shown)


@pytest.mark.rule(16, 21)
def test_a_masked_school_speaks_for_nobody_and_is_not_learned() -> None:
    wren = {
        "as": "rowan",
        "given": "Wren",
        "family": "Testerby",
        "dob": "2016-01-01",
        "school": SCHOOL,
        "subject": True,
    }
    received = told(people=[wren, {**HIDDEN, "as": "brother", "subject": False}])
    assert kept(received, "rowan")[0] == "[withheld]"
    person = identify(received).person
    with world.backstage():
        assert Person.objects.get(pk=person).school == ""


@pytest.mark.rule(9, 21)
def test_an_enquiry_that_another_area_takes_on_hides_school_and_practice_there_too() -> None:
    received = told(narrative=f"He was not at {SCHOOL}.", people=[HIDDEN])
    with world.as_(SW, when=TEN) as me:
        offer = offer_to_area(me, received.id, area="port-ellery", why="lives")
    with world.as_("sw.port-ellery.1", when=TEN) as me:
        accept_offer(me, offer.became)
    with world.backstage():
        child = DescribedPerson.objects.select_related("protected_address").get(enquiry=offer.became)
        assert (child.school, child.gp) == ("", "")
        assert (child.protected_address.school, child.protected_address.gp) == (SCHOOL, PRACTICE)
        assert Enquiry.objects.get(pk=offer.became).narrative == "He was not at [withheld]."


def test_the_page_asks_no_more_for_more_people_with_a_protected_address() -> None:
    asked_for = []
    for many in (1, 6):
        received = told(people=[{**HIDDEN, "as": f"kid{n}", "given": f"Kid{n}"} for n in range(many)])
        client = signed_in(PM)
        with at(TEN):
            client.get(f"/enquiries/{received.reference}/")
            with CaptureQueriesContext(connection) as queries:
                assert SCHOOL in reading(client.get(f"/enquiries/{received.reference}/"))
        asked_for.append(len(queries))
    assert asked_for[0] == asked_for[1]


@pytest.mark.rule(21)
def test_a_hub_that_is_there_already_forgets_what_it_kept_of_whoever_is_protected(committed: None) -> None:
    alone = {"as": "rowan", "given": "Rowan", "subject": True, "role": "child", **PLACES, "address_protected": True}
    hidden = identify(told(people=[alone])).person
    shown = identify(told(people=[{**OPEN, "given": "Corin"}])).person
    with world.backstage():
        Person.objects.filter(pk=hidden).update(school=SCHOOL, practice=PRACTICE)
    upgrade = import_module("mash.pathway.enquiries.migrations.0020_forget_school_and_practice")
    (forgets,) = (one for one in upgrade.Migration.operations if isinstance(one, RunSQL))
    with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
        for statement in forgets.sql:
            owner.execute(str(statement))
    connections["owner"].close()
    with world.backstage():
        kept_of = dict(Person.objects.values_list("pk", "school"))
    assert (kept_of[hidden], kept_of[shown]) == ("", SCHOOL)
