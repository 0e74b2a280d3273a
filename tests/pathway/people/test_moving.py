"""A family that moves keeps its history; the new area is told, with what its members may see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from mash.foundation.access.acting import serving
from mash.foundation.access.policy import may
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Role
from mash.foundation.post.models import Notice
from mash.pathway.enquiries.actions import declare_tie, say_where_lives
from mash.pathway.enquiries.models import AdultRisk, Enquiry
from mash.pathway.people.living import residents_on
from mash.pathway.people.models import Caution, Person, PersonAddress, Relocation, Resident
from mash.pathway.people.moving.actions import say_moved, take_note_of_move
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway.people.test_person_page import MUM, ROWAN, known, page

pytestmark = pytest.mark.django_db

NOW = world.MONDAY_NINE
LATER = NOW + timedelta(days=40)
DAY = timedelta(days=1)
SW, PM, CALLS = "sw.tamarshire.1", "pm.tamarshire.1", "calls.tamarshire.1"
THERE, THERE_TOO = "pm.port-ellery.1", "sw.port-ellery.1"
NEW_HOME = {"address": "9 Quay Street", "postcode": "ZZ99 5AB"}
HER: dict[str, Any] = {**MUM, "lives": "here"}


def family() -> tuple[Any, dict[str, Any]]:
    return known({**ROWAN, "lives": "here"}, HER)


def tell(person: Any, *movers: Any, by: str = SW, when: Any = LATER, **told: Any) -> Relocation:
    with world.as_(by, when=when) as me:
        going = [str(one) for one in movers or (person,)]
        return say_moved(me, person, **{"area": "port-ellery", "movers": going, **told})


def wrong(person: Any, *movers: Any, by: str = SW, when: Any = LATER, **told: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as invalid:
        tell(person, *movers, by=by, when=when, **told)
    return invalid.value.errors


def sent(people: dict[str, Any], **more: str) -> dict[str, Any]:
    day = {"moved_on_day": "10", "moved_on_month": "4", "moved_on_year": "2026"}
    return {"area": "port-ellery", "movers": [str(key) for key in people.values()], **day, **NEW_HOME, **more}


@pytest.mark.rule(9, 10)
def test_who_moves_is_read_there_and_the_hub_there_is_told() -> None:
    _, people = family()
    with at(LATER):
        assert signed_in(THERE).get(f"/people/{people['rowan']}").status_code == 404
        client = signed_in(SW)
        asking = text_of(client.get(f"/people/{people['rowan']}/moved"))
        assert "Isolde Testerby" in asking
        assert client.post(f"/people/{people['rowan']}/moved", sent(people)).status_code == 302
        here = page(people["rowan"])
        there = page(people["rowan"], by=THERE)
        start = text_of(signed_in(THERE_TOO).get("/start"))
    for said in (here, there):
        assert "10 April 2026 Moved from Tamarshire to Port Ellery" in said
        assert "9 Quay Street, ZZ99 5AB" in said
        assert "Isolde Testerby" in said
    assert "Take note of the move" in there
    assert f"from Tamarshire: the hub there answers on {world.area().phone}" in start
    assert "Rowan Testerby" in start
    with world.backstage():
        assert Notice.objects.get(kind="moved").area.slug == "port-ellery"  # type: ignore[union-attr]  # one has an area


@pytest.mark.rule(10, 58)
def test_the_new_hub_sees_nothing_of_the_old_hubs_enquiries() -> None:
    received, people = family()
    tell(people["rowan"], *people.values())
    with world.as_(THERE, when=LATER) as me:
        assert not Enquiry.objects.exists()
        assert not Enquiry.objects.visible_to(me).exists()
    said = page(people["rowan"], by=THERE)
    assert received.reference not in said
    assert "The hub of Tamarshire knows them too." in said
    with at(LATER):
        assert signed_in(THERE).get(f"/enquiries/{received.reference}/").status_code == 404


@pytest.mark.rule(19)
def test_the_household_goes_along_and_the_old_home_is_past() -> None:
    _, people = family()
    tell(people["rowan"], *people.values(), moved_on="2026-04-10", **NEW_HOME)
    for by in (SW, THERE):
        with world.as_(by, when=LATER):
            now = residents_on([people["rowan"]], LATER.date())
            assert {row.person_id for row in now} == set(people.values())
            assert {str(row.household) for row in now} == {"9 Quay Street, ZZ99 5AB"}
            assert {row.role for row in now} == {"child", "mother"}
    with world.as_(SW, when=LATER):
        before = residents_on([people["rowan"]], (LATER - 20 * DAY).date())
        assert {str(row.household) for row in before} == {"4 Gannetmere Rise, ZZ99 3VZ"}
        homes = PersonAddress.objects.filter(person=people["rowan"]).order_by("-told_at")
        assert [str(home) for home in homes] == ["9 Quay Street, ZZ99 5AB", "4 Gannetmere Rise, ZZ99 3VZ"]
    with world.as_(THERE, when=LATER):  # what the old hub was told of the old household stays there
        assert not residents_on([people["rowan"]], (LATER - 20 * DAY).date())


@pytest.mark.rule(19)
def test_what_an_old_enquiry_told_of_the_household_does_not_undo_the_move() -> None:
    received, people = family()
    tell(people["rowan"], *people.values(), moved_on="2026-04-10", **NEW_HOME)
    with world.as_(CALLS, when=LATER) as me:
        say_where_lives(me, received.id, person="mum", lives="here", since="2020-01-01")
    with world.backstage():
        old = Resident.objects.filter(household__address="4 Gannetmere Rise", taken_back=False)
        assert {str(row.until) for row in old} == {"2026-04-10"}


@pytest.mark.rule(19)
def test_who_stays_behind_stays_where_they_live() -> None:
    _, people = family()
    tell(people["rowan"], people["rowan"], **NEW_HOME)
    with world.as_(SW, when=LATER):
        assert {row.person_id for row in residents_on([people["mum"]], LATER.date())} == {people["mum"]}
    with at(LATER):
        assert signed_in(THERE).get(f"/people/{people['mum']}").status_code == 404


@pytest.mark.rule(58)
def test_a_protected_address_is_read_by_the_two_hubs_alone_and_finds_nobody_for_another() -> None:
    _, people = family()
    tell(people["rowan"], *people.values(), protected=True, **NEW_HOME)
    for by in (SW, THERE):
        assert "9 Quay Street" in page(people["rowan"], by=by)
    with world.backstage():
        rows = PersonAddress.objects.filter(address="9 Quay Street")
        assert {(row.area, row.protected) for row in rows} == {
            (world.area().pk, True),
            (world.area("port-ellery").pk, True),
        }
        assert not [key for key in Person.objects.get(pk=people["rowan"]).keys if "ZZ995AB" in key]


def test_an_address_that_all_may_know_finds_them() -> None:
    _, people = family()
    tell(people["rowan"], *people.values(), **NEW_HOME)
    with at(LATER):
        assert "Rowan Testerby" in text_of(signed_in(THERE).get("/people/", {"q": "9 Quay Street"}))


@pytest.mark.rule(59)
def test_a_tie_hides_the_move_of_that_one_from_a_member_there() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values())
    with world.as_(THERE) as me:
        declare_tie(me, person=str(people["rowan"]), kind="relative")
    with world.as_(THERE, when=LATER) as me:
        assert {one.person_id for one in Relocation.objects.all()} == {people["mum"]}
        with pytest.raises(Refused):
            take_note_of_move(me, move.pk)
    with at(LATER):
        client = signed_in(THERE)
        assert client.get(f"/people/moves/{move.pk}").status_code == 404
        assert "Rowan" not in text_of(client.get("/start"))
        assert "Isolde Testerby" in text_of(client.get("/start"))


@pytest.mark.rule(59)
def test_whom_a_tie_hides_from_the_teller_is_not_offered_nor_moved() -> None:
    _, people = family()
    with world.as_(SW) as me:
        declare_tie(me, person=str(people["mum"]), kind="relative")
    with at(LATER):
        assert "Isolde" not in text_of(signed_in(SW).get(f"/people/{people['rowan']}/moved"))
    assert "movers" in wrong(people["rowan"], *people.values())


@pytest.mark.rule(1)
def test_it_waits_until_somebody_there_takes_note_and_of_two_both_learn() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values())
    with at(LATER):
        first, second = signed_in(THERE), signed_in(THERE_TOO)
        address = f"/people/moves/{move.pk}"
        opened = text_of(second.get(address))
        assert "We have taken note" in opened
        assert world.area().phone in opened
        assert first.post(address).status_code == 302
        slower = second.post(address)
        assert "took note of it on" in text_of(slower)
        assert "We have taken note" not in text_of(slower)
        assert "Moved to your area" not in text_of(second.get("/start"))
        assert "Take note" not in page(people["rowan"], by=THERE)
    with world.backstage():
        assert Event.objects.filter(verb="take_note_of_move", outcome="made").count() == 1
        assert not Relocation.objects.filter(noted_at=None).exists()


@pytest.mark.rule(1)
def test_a_second_telling_says_who_told_when() -> None:
    _, people = family()
    tell(people["rowan"], *people.values())
    errors = wrong(people["rowan"], by=PM, when=LATER + DAY)
    assert f"{world.member(SW)} told Port Ellery on 11 April 2026" in errors["movers"]
    errors = wrong(people["mum"], by=PM, when=LATER + DAY)
    assert "told Port Ellery on 11 April 2026" in errors["movers"]


def test_a_family_may_come_back_and_go_again() -> None:
    _, people = family()
    tell(people["rowan"], *people.values(), **NEW_HOME)
    back = {"area": "tamarshire", "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ"}
    tell(people["rowan"], *people.values(), by=THERE, when=LATER + 3 * DAY, **back)
    with world.as_(SW, when=LATER + 4 * DAY):
        now = residents_on([people["rowan"]], (LATER + 4 * DAY).date())
        assert "4 Gannetmere Rise, ZZ99 3VZ" in {str(row.household) for row in now}
    tell(people["rowan"], *people.values(), when=LATER + 9 * DAY)
    with world.backstage():
        assert Relocation.objects.count() == 6


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"area": ""}, "area"),
        ({"area": "nowhere"}, "area"),
        ({"area": "tamarshire"}, "area"),
        ({"area": None}, "area"),
        ({"movers": []}, "movers"),
        ({"movers": "all"}, "movers"),
        ({"movers": ["9b7a9b1e-0000-4000-8000-000000000000"]}, "movers"),
        ({"moved_on": "2026-05-20"}, "moved_on"),
        ({"moved_on": "soon"}, "moved_on"),
        ({"moved_on": "2001-01-01"}, "moved_on"),
        ({"address": "x" * 251}, "address"),
        ({"postcode": "x" * 21}, "postcode"),
    ],
)
def test_what_cannot_be_is_said_beside_its_box(told: dict[str, Any], field: str) -> None:
    _, people = family()
    assert field in wrong(people["rowan"], **told)


def test_what_was_typed_stays_beside_what_is_wrong() -> None:
    _, people = family()
    with at(LATER):
        typed = sent({}, moved_on_year="2027")
        answer = signed_in(SW).post(f"/people/{people['rowan']}/moved", typed)
    said = answer.content.decode()
    assert "Tick who has moved" in said
    assert 'value="9 Quay Street"' in said
    assert 'value="2027"' in said


@pytest.mark.rule(57)
@pytest.mark.parametrize("by", [CALLS, THERE, "police.1", "team.tamar-north.1", "auditor.1", "checker.1", "analyst.1"])
def test_only_who_weighs_in_an_area_that_knows_them_may_tell(by: str) -> None:
    _, people = family()
    with world.as_(by, when=LATER) as me, pytest.raises(Refused):
        say_moved(me, people["rowan"], area="port-ellery", movers=[str(people["rowan"])])
    with at(LATER):
        assert signed_in(by).get(f"/people/{people['rowan']}/moved").status_code == 404


@pytest.mark.rule(57)
@pytest.mark.parametrize("by", [SW, "calls.port-ellery.1", "police.1", "team.tamar-north.1", "checker.1"])
def test_only_who_weighs_in_the_area_that_was_told_takes_note(by: str) -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values())
    with world.as_(by, when=LATER) as me, pytest.raises(Refused):
        take_note_of_move(me, move.pk)
    for role in Role:
        weighs = role in (Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER)
        assert may("take_note_of_move", frozenset({role}), qualified=False).allowed is weighs
        assert may("say_moved", frozenset({role}), qualified=False).allowed is weighs


def test_the_clock_tells_no_move() -> None:
    _, people = family()
    with serving("load register") as me, pytest.raises(Refused):
        say_moved(me, people["rowan"], area="port-ellery", movers=[str(people["rowan"])])


@pytest.mark.rule(57, 60)
@pytest.mark.parametrize(("by", "home"), [(CALLS, "tamarshire"), (THERE, "tamarshire"), (THERE, "port-ellery")])
def test_the_database_lets_nobody_else_move_people(by: str, home: str) -> None:
    _, people = family()
    other = "port-ellery" if home == "tamarshire" else "tamarshire"
    told: list[Any] = [[people["rowan"]], world.area(home).pk, world.area(other).pk]
    with (
        world.as_(by, when=LATER),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute("select people.goes_to(gen_random_uuid(), %s, %s, %s, '2026-04-10', '', '', '', false)", told)


@pytest.mark.rule(60)
@pytest.mark.parametrize("by", [SW, "calls.port-ellery.1", "sw.port-ellery.1"])
def test_the_database_lets_only_who_weighs_there_take_note(by: str) -> None:
    _, people = family()
    move = tell(people["rowan"], people["rowan"])
    weighs = by == "sw.port-ellery.1"
    with world.as_(by, when=LATER) as me:
        noted = Relocation.objects.filter(pk=move.pk).update(noted_by=me.member, noted_at=LATER)
    assert noted == (1 if weighs else 0)


def test_who_has_died_is_not_said_to_move() -> None:
    _, people = family()
    with world.backstage():
        Person.objects.filter(pk=people["mum"]).update(died="2026-03-20")
    with at(LATER):
        assert "Isolde" not in text_of(signed_in(SW).get(f"/people/{people['rowan']}/moved"))
    assert "movers" in wrong(people["rowan"], *people.values())


def test_the_pages_cost_the_same_however_many_move() -> None:
    _, people = family()
    _, alone = known({**MUM, "as": "one", "family": "Penrose"})
    costs: dict[str, set[int]] = {}
    with at(LATER):
        for them in (people, alone):
            first = next(iter(them.values()))
            client, there = signed_in(SW), signed_in(THERE)
            costs.setdefault("form", set()).add(len(visit(client, f"/people/{first}/moved").queries))
            move = tell(first, *them.values())
            costs.setdefault("move", set()).add(len(visit(there, f"/people/moves/{move.pk}").queries))
            costs.setdefault("start", set()).add(len(visit(there, "/start").queries))
    assert all(len(found) == 1 for found in costs.values()), costs


@pytest.mark.rule(9, 25)
def test_an_adult_of_whom_one_must_take_care_is_told_where_they_move_in_with_a_child() -> None:
    there, child = known({**ROWAN, **NEW_HOME, "lives": "here"}, area="port-ellery")
    daz = {"as": "daz", "given": "Darren", "family": "Pell", "dob": "1989-02-27", "subject": True}
    _, people = known(daz)
    with world.backstage():
        Caution.add(
            person_id=people["daz"], area=world.area("port-ellery").pk, kind="violence", text="", source="police",
            since=date(2009, 6, 1), source_ref="P-1", loaded_at=NOW,
        )  # fmt: skip
    tell(people["daz"], **NEW_HOME)
    with world.backstage():
        risk = AdultRisk.objects.select_related("child").get()
    assert (risk.enquiry_id, risk.adult_id, risk.child.person_id) == (there.id, people["daz"], child["rowan"])
