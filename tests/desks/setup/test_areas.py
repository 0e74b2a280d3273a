"""Areas are made and changed on pages, by administrators of what they change."""

from __future__ import annotations

from html import unescape

import pytest

from mash.desks.setup.areas.actions import change_area, make_area, shown
from mash.desks.setup.models import Change
from mash.desks.setup.verbs import digest
from mash.foundation.access.verbs import Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Area, MemberRole, Role
from tests import world
from tests.browsing import signed_in, text_of, visit

pytestmark = pytest.mark.django_db

WESTMARK = {
    "name": "Westmark",
    "phone": "01632 960500",
    "out_of_hours_phone": "",
    "hours": "Monday to Friday, 9am to 5pm",
    "postcodes": "ZZ99 7, zz99  8",
    "lawful_basis": "Public task.",
}


def words_of(answer):
    return unescape(text_of(answer))


def mark_of(slug: str) -> str:
    return digest(shown(world.area(slug)))


def test_an_administrator_of_the_whole_hub_makes_an_area_and_administers_it():
    with world.as_("admin.1") as me:
        area = make_area(me, **WESTMARK)
        assert area.slug == "westmark"
        assert area.postcodes == ["ZZ99 7", "ZZ99 8"]
    with world.as_("admin.1") as me:
        assert area.pk in me.areas_as(Role.ADMINISTRATOR)
    with world.backstage():
        event = Event.objects.get(verb="make_area", outcome="made")
        assert event.object_id == area.pk
        assert event.details == {"administrators": 2}


@pytest.mark.rule(60)
def test_an_administrator_of_some_areas_makes_no_other_and_finds_no_other():
    with world.backstage():
        MemberRole.objects.filter(member__username="admin.1", area__slug="port-ellery").update(until=world.MONDAY_NINE)
    with world.as_("admin.1") as me:
        with pytest.raises(Refused, match="not_found"):
            make_area(me, **WESTMARK)
        with pytest.raises(Refused, match="not_found"):
            change_area(me, "port-ellery", seen=mark_of("port-ellery"), **WESTMARK)
    browser = signed_in("admin.1")
    assert browser.get("/admin-desk/areas/port-ellery").status_code == 404
    assert browser.get("/admin-desk/areas/tamarshire").status_code == 200
    assert "Make an area" not in words_of(browser.get("/admin-desk/areas"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "TAMARSHIRE"}, "There is an area Tamarshire already"),
        ({"name": "  "}, "Enter the area's name"),
        ({"phone": "ring us"}, "Enter a telephone number, like 01632 960001"),
        ({"out_of_hours_phone": "12"}, "Enter a telephone number, like 01632 960001"),
        ({"postcodes": "ZZ99 7, Plymouth"}, "PLYMOUTH is not how a postcode begins"),
        ({"postcodes": "ZZ99 4"}, "ZZ99 4 is Port Ellery's already"),
    ],
)
def test_what_is_wrong_with_an_area_is_said_beside_its_box(typed, said):
    answer = signed_in("admin.1").post("/admin-desk/areas/new", {**WESTMARK, **typed})
    assert answer.status_code == 200
    assert said in words_of(answer)
    (box,) = typed
    assert f'id="id_{box}-error"' in answer.content.decode()
    with world.backstage():
        assert not Area.objects.filter(phone=WESTMARK["phone"]).exists()


def test_two_areas_whose_names_are_written_alike_have_short_names_of_their_own():
    with world.as_("admin.1") as me:
        first = make_area(me, **{**WESTMARK, "name": "West Mark", "postcodes": ""})
    with world.as_("admin.1") as me:
        second = make_area(me, **{**WESTMARK, "name": "West-Mark", "postcodes": ""})
    assert (first.slug, second.slug) == ("west-mark", "west-mark-2")


def test_of_two_administrators_at_once_both_learn_what_happened():
    first, second = signed_in("admin.1"), signed_in("admin.1")
    seen = mark_of("tamarshire")
    typed = {**WESTMARK, "name": "Tamarshire", "postcodes": "ZZ99 1", "seen": seen}
    assert first.post("/admin-desk/areas/tamarshire", typed).status_code == 302
    answer = second.post("/admin-desk/areas/tamarshire", {**typed, "phone": "01632 960777"})
    page = words_of(answer)
    assert "Vera Stokes changed this on" in page
    assert "What it says now, where you typed something else" in page
    assert "01632 960500" in page
    assert "01632 960777" in answer.content.decode()  # still in its box
    again = {**typed, "phone": "01632 960777", "seen": mark_of("tamarshire")}
    assert second.post("/admin-desk/areas/tamarshire", again).status_code == 302
    assert world.area().phone == "01632 960777"


def test_what_an_area_said_before_is_kept_beside_it():
    with world.as_("admin.1") as me:
        typed = {**shown(world.area()), "phone": "01632 960888"}
        change_area(me, world.area().pk, seen=mark_of("tamarshire"), **typed)
        change = Change.objects.get()
        assert change.was == {"phone": "01632 960100"}
        assert change.becomes == {"phone": "01632 960888"}
    assert "changed what an area says of itself: phone" in words_of(
        signed_in("admin.1").get("/admin-desk/areas/tamarshire")
    )


def test_the_desk_asks_the_database_as_often_with_more_areas():
    before = {path: len(visit(signed_in("admin.1"), path).queries) for path in ("/admin-desk/", "/admin-desk/areas")}
    with world.as_("admin.1") as me:
        make_area(me, **WESTMARK)
    after = {path: len(visit(signed_in("admin.1"), path).queries) for path in before}
    assert after == before
    assert max(after.values()) <= 15


def test_a_new_area_is_on_the_checklist_with_all_that_it_misses():
    with world.as_("admin.1") as me:
        make_area(me, **{**WESTMARK, "postcodes": ""})
    answer = signed_in("admin.1").get("/admin-desk/")
    page = words_of(answer)
    for line in (
        "No enquiry can be worked on here before this is mended:",
        "No service standard holds: nothing can be received.",
        "No qualified social worker: nobody can rate.",
        "No postcodes: addresses are told to be here by the area's name alone.",
    ):
        assert line in page
    assert 'href="/admin-desk/areas/westmark"' in answer.content.decode()
