"""Whoever says on an enquiry that they know somebody there reads them nowhere in the register."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from mash.foundation.access.models import Tie
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.london import london_date
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import declare_tie, identify_subject, lift_tie
from mash.pathway.enquiries.known import known_already
from mash.pathway.people.asked_for import asked
from mash.pathway.people.by_place import living_at
from mash.pathway.people.living import residents_on
from mash.pathway.people.matching import Description
from mash.pathway.people.merging.doubting import name_double
from mash.pathway.people.models import Doubt, Person, PersonAddress, Relocation
from mash.pathway.people.moving.actions import say_moved, take_note_of_move
from mash.pathway.people.places_told import place_in
from mash.pathway.people.search import look_for
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway.enquiries.conftest import described, told
from tests.pathway.people.merging.conftest import merged, twofold
from tests.pathway.people.test_person_page import MUM, ROWAN, cautioned, known

pytestmark = [pytest.mark.django_db, pytest.mark.rule(59)]

NOW = world.MONDAY_NINE
LATER = NOW + timedelta(days=40)
SW, OTHER, PM, CALLS = "sw.tamarshire.1", "sw.tamarshire.2", "pm.tamarshire.1", "calls.tamarshire.1"
THERE = "pm.port-ellery.1"
CHILD, HER = {**ROWAN, "lives": "here"}, {**MUM, "lives": "here"}


def knows(who: str, enquiry: Any, alias: str = "rowan") -> None:
    """Somebody presses `I know somebody here`."""
    client = signed_in(who)
    with at(NOW):
        said = {"subject": str(described(enquiry, alias).pk), "kind": "relative"}
        assert client.post(f"/enquiries/{enquiry.reference}/tie", said).headers["Location"] == "/start"


def page(address: str, by: str, **typed: str) -> str:
    with at(LATER):
        return text_of(signed_in(by).get(address, typed))


def found(by: str, typed: str) -> set[Any]:
    with world.as_(by, when=LATER) as me:
        return {one.pk for one in look_for(me, asked(typed))}


def there(by: str) -> set[Any]:
    place = place_in("4 Gannetmere Rise, ZZ99 3VZ")
    assert place is not None
    with world.as_(by, when=LATER) as me:
        at_home = living_at(me, place)
    return {one.person.pk for one in (*at_home.now, *at_home.before)}


def offered(by: str) -> set[Any]:
    with world.as_(by, when=LATER) as me:
        wanted = Description(given="Rowan", family="Testerby", nhs_number="9990000018", on=london_date(LATER))
        return {one.known.pk for one in known_already(me, wanted).people}


def read(by: str) -> set[Any]:
    """Whom the database shows, and whom the application does."""
    with world.as_(by, when=LATER) as me:
        rows = set(Person.objects.values_list("pk", flat=True))
        assert set(Person.objects.visible_to(me).values_list("pk", flat=True)) == rows
        return rows


@pytest.mark.parametrize("identified", ["before", "after"])
def test_nobody_reads_in_the_register_whom_they_said_they_know(identified: str) -> None:
    if identified == "before":
        received, people = known(CHILD, HER)
        knows(SW, received)
    else:
        received = told(people=[CHILD, HER])
        knows(SW, received)
        with world.as_(CALLS) as me:
            people = {
                one: identify_subject(me, received.id, subject=one, person="new").person for one in ("rowan", "mum")
            }
    rowan, mum = people["rowan"], people["mum"]
    for by, reads in ((SW, False), (OTHER, True)):
        with at(LATER):
            assert signed_in(by).get(f"/people/{rowan}").status_code == (200 if reads else 404)
        assert (rowan in found(by, "Rowan Testerby")) is reads
        assert (rowan in found(by, "999 000 0018")) is reads
        assert (rowan in offered(by)) is reads
        assert (rowan in there(by)) is reads
        assert read(by) == ({rowan, mum} if reads else {mum})
        with world.as_(by, when=LATER):
            assert PersonAddress.objects.filter(person=rowan).exists() is reads


def test_of_those_who_live_with_them_nothing_is_read_that_tells_of_them() -> None:
    received, people = known(CHILD, HER)
    cautioned(people["rowan"])
    knows(SW, received)
    for by, reads in ((SW, False), (OTHER, True)):
        said = page(f"/people/{people['mum']}", by)
        assert "Isolde Testerby" in said
        assert ("Rowan" in said) is reads
        assert ("Convicted of assault" in said) is reads
        with world.as_(by, when=LATER), connection.cursor() as cursor:
            cursor.execute("select person, lives_with from people.around(%s)", [list(people.values())])
            around = dict(cursor.fetchall())
        assert (people["rowan"] in around) is reads
        assert bool(around[people["mum"]] != "[]") is reads
        with world.as_(by, when=LATER):
            living = {one.person_id for one in residents_on([people["mum"]], london_date(NOW))}
        assert (people["rowan"] in living) is reads


def test_nor_that_they_have_moved_on_either_side() -> None:
    received, people = known(CHILD, HER)
    with world.as_(PM, when=LATER) as me:
        move = say_moved(me, people["rowan"], area="port-ellery", movers=[str(one) for one in people.values()])
    knows(SW, received)
    with world.as_(THERE) as me:
        declare_tie(me, enquiry=received.id, subject="rowan", kind="relative")
    for by in (SW, THERE):
        with world.as_(by, when=LATER) as me:
            for seen in (Relocation.objects.all(), Relocation.objects.visible_to(me)):
                assert {one.person_id for one in seen} == {people["mum"]}
    with world.as_(THERE, when=LATER) as me, pytest.raises(Refused):
        take_note_of_move(me, move.pk)
    assert "Rowan" not in page("/start", THERE)
    assert "Isolde Testerby" in page("/start", THERE)


def test_nor_that_two_records_may_be_one_of_them_and_the_record_that_was_merged_is_shut_with_the_other() -> None:
    two = twofold()
    with world.as_(PM, when=NOW) as me:
        declare_tie(me, enquiry=two.of_folded.id, subject="rowan", kind="relative")
    with world.as_(PM, when=LATER) as me:
        for seen in (Doubt.objects.all(), Doubt.objects.visible_to(me)):
            assert not seen.exists()
        with transaction.atomic(), pytest.raises(Refused):
            name_double(me, two.kept, other=two.folded)
    assert "Testerby-Loom" not in page("/people/doubles", PM)
    merged(two, second="pm.tamarshire.2")
    assert not read(PM) & {two.kept, two.folded}
    assert {two.kept, two.folded} <= read(OTHER)
    assert found(PM, "Rowan Testerby-Loom") == set()


def test_a_tie_that_was_lifted_shuts_nobody_and_one_to_somebody_not_identified_only_the_enquiry() -> None:
    received, people = known(CHILD)
    knows(SW, received)
    with world.as_("auditor.1", when=NOW) as me:
        lift_tie(me, Tie.objects.get(enquiry=received.id).pk, why="Another child of that name.")
    assert people["rowan"] in read(SW)
    other = told(people=[{**MUM, "as": "rowan", "given": "Ysolde", "family": "Loom"}])
    knows(SW, other)
    assert people["rowan"] in read(SW)


def test_a_tie_costs_a_search_and_a_page_no_query() -> None:
    received, people = known(CHILD, HER)
    client = signed_in(SW)
    pages = "/people/?q=Isolde", f"/people/{people['mum']}"
    with at(LATER):
        before = [len(visit(client, address).queries) for address in pages]
        knows(SW, received)
        assert all(len(visit(client, address).queries) <= most for address, most in zip(pages, before, strict=True))
