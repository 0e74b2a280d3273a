"""Administrators put their own words on public pages; people read them from then on."""

from __future__ import annotations

import pytest
from django.test import Client

from mash.desks.setup.texts.actions import set_public_text
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.public_texts import AS_IT_COMES, Place
from tests import world
from tests.browsing import signed_in, text_of
from tests.desks.setup.administering import Desk
from tests.neighbour import Neighbour
from tests.pathway.enquiries.telling import begin, sent_by

pytestmark = pytest.mark.django_db

HERE = "/admin-desk/texts/tamarshire"


def read_by_the_public() -> str:
    """What a neighbour reads who has told the hub."""
    neighbour = Neighbour()
    neighbour.tell(narrative="He cries at night.")
    return text_of(neighbour.client.get(neighbour.send().headers["Location"]))


def test_a_changed_text_stands_on_the_public_page_and_an_emptied_one_is_as_the_hub_comes():
    assert AS_IT_COMES[Place.NEXT] in read_by_the_public()
    desk = Desk()
    assert desk.save(f"{HERE}/next", text="We may ring you.\nWe never come without a word.").status_code == 302
    said = read_by_the_public()
    assert "We may ring you. We never come without a word." in said
    assert AS_IT_COMES[Place.NEXT] not in said
    desk.save(f"{HERE}/next", text="")
    assert AS_IT_COMES[Place.NEXT] in read_by_the_public()


def test_what_the_public_and_professionals_hear_is_the_areas_own():
    desk = Desk()
    desk.save(f"{HERE}/tell", text="We tell you that we read it.")
    desk.save(f"{HERE}/hear", text="We ring your school by three o'clock.")
    assert "We tell you that we read it." in read_by_the_public()
    client = signed_in("school.1")
    assert "We ring your school by three" in text_of(sent_by(client, begin(client)))


def test_an_areas_own_line_stands_beside_it_on_the_first_page():
    Desk().save(f"{HERE}/front", text="For adults, ring the council.")
    page = text_of(Client().get("/"))
    assert page.count("For adults, ring the council.") == 1
    assert "For adults, ring the council." in text_of(Client().get("/enquire/elsewhere"))


def test_everybody_may_read_how_an_area_uses_what_they_tell():
    page = Client().get("/enquire/tamarshire/danger")
    assert "/enquire/tamarshire/privacy" in page.content.decode()
    assert "The law asks us to do this" in text_of(Client().get("/enquire/tamarshire/privacy"))
    Desk().save(f"{HERE}/privacy", text="Tamarshire keeps it for 25 years.")
    assert "Tamarshire keeps it for 25 years." in text_of(Client().get("/enquire/tamarshire/privacy"))
    assert "Tamarshire keeps it" not in text_of(Client().get("/enquire/port-ellery/privacy"))
    assert Client().get("/enquire/nowhere/privacy").status_code == 404


def test_a_text_is_shown_as_people_will_read_it_before_it_is_saved():
    said, between = Desk().look(f"{HERE}/next", text="We may ring you.")
    assert between is not None
    assert "What people will read We may ring you." in said
    assert "We may ring you." not in read_by_the_public()


def test_two_administrators_who_change_one_text_both_learn():
    desk, path = Desk(), f"{HERE}/next"
    tab = desk.form(path)
    desk.save(path, text="We may ring you.")
    answer = desk.post(path, {**tab.as_it_stands(), "text": ["We may write."], "do": ["save"]})
    assert "after you had opened it" in text_of(answer)
    assert "We may write." in answer.content.decode()
    assert "We may ring you." in read_by_the_public()


def test_markup_that_is_typed_is_read_as_it_was_typed():
    Desk().save(f"{HERE}/next", text="<b>Ring</b> us")
    neighbour = Neighbour()
    neighbour.tell(narrative="He cries at night.")
    page = neighbour.client.get(neighbour.send().headers["Location"]).content.decode()
    assert "&lt;b&gt;Ring&lt;/b&gt; us" in page


def test_texts_are_for_administrators_of_the_area():
    area = world.area()
    for username in ("pm.tamarshire.1", "auditor.1"):
        with world.as_(username) as me, pytest.raises(Refused):
            set_public_text(me, area.pk, "next", text="We may ring you.", seen="")
    with world.as_("admin.1") as me, pytest.raises(Refused):
        set_public_text(me, area.pk, "weather", text="Rain.", seen="")
    assert Desk().client.get(f"{HERE}/weather").status_code == 404
