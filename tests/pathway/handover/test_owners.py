"""A restricted item leaves only with its owner's word, for that team; a sealed one never."""

import pytest
from django.db import ProgrammingError, connection, transaction

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.zones import Seat
from mash.pathway.handover.actions import agree_release, ask_owner, refuse_release
from mash.pathway.handover.models import Permission
from mash.pathway.intelligence.models import Item
from tests import world
from tests.pathway import leaving, scene
from tests.pathway.leaving import CALLOUT, FRACTURE, GIST, NOON, PM, SOURCE

pytestmark = pytest.mark.django_db


def ask(held, by=PM, team="tamar-north", purpose="Safe planning of the visit"):
    with world.as_(by, when=NOON) as me:
        return ask_owner(me, held.pk, team=team, purpose=purpose)


@pytest.fixture
def enquiry():
    return leaving.decided()


@pytest.fixture
def callout(enquiry):
    return leaving.item(enquiry, CALLOUT, handling="restricted", agency="police", conditions="Not at home, tinselbrook")


@pytest.mark.rule(54)
def test_nobody_can_be_asked_to_let_a_sealed_item_go(enquiry):
    with pytest.raises(Refused, match="sealed"):
        ask(leaving.item(enquiry, SOURCE, handling="sealed", agency="police"))


@pytest.mark.rule(54)
def test_an_item_sealed_by_a_later_correction_is_sealed(enquiry):
    with pytest.raises(Refused, match="sealed"):
        ask(leaving.item(enquiry, CALLOUT, handling="restricted", held_as="sealed", agency="police"))


def test_what_gives_the_referrer_away_is_asked_for_in_vain(enquiry):
    with pytest.raises(Refused, match="label"):
        ask(leaving.item(enquiry, CALLOUT, handling="restricted", agency="police", protects=["referrer"]))


def test_an_open_item_needs_nobodys_permission(enquiry):
    with pytest.raises(Invalid, match="This item is open"):
        ask(leaving.item(enquiry, FRACTURE))


@pytest.mark.rule(54)
def test_team_and_purpose_are_named(callout):
    with pytest.raises(Invalid) as wrong:
        ask(callout, team="ellery-duty", purpose=" ")
    assert set(wrong.value.errors) == {"team", "purpose"}


def test_an_owner_is_asked_once_at_a_time(callout):
    ask(callout)
    with pytest.raises(Invalid, match="Police has been asked"):
        ask(callout)
    ask(callout, team="tamar-south")


def test_only_a_practice_manager_asks(callout):
    for who in ("sw.tamarshire.1", "police.1", "pm.port-ellery.1", "calls.tamarshire.1"):
        with pytest.raises(Refused):
            ask(callout, by=who)


@pytest.mark.rule(54)
@pytest.mark.parametrize("who", ["health.1", "pm.tamarshire.1", "evaluator.1", "team.tamar-north.1", "probation.1"])
def test_only_the_owners_researchers_answer(callout, who):
    asked = ask(callout)
    with world.as_(who, when=NOON) as me:
        with pytest.raises(Refused):
            agree_release(me, asked.pk)
        with pytest.raises(Refused):
            refuse_release(me, asked.pk, why="x")


@pytest.mark.rule(59)
def test_an_owners_researcher_behind_a_wall_finds_nothing_to_answer(enquiry, callout):
    asked = ask(callout)
    scene.wall(enquiry, "police.2")
    with world.as_("police.2", when=NOON) as me, pytest.raises(Refused, match="not_found"):
        agree_release(me, asked.pk)


@pytest.mark.rule(54)
def test_a_gist_inherits_the_label_of_its_parent_and_names_it(callout):
    gist = leaving.gist_of(callout, GIST)
    with world.backstage():
        gist = Item.objects.get(pk=gist.pk)
    assert (gist.gist_of_id, gist.text) == (callout.pk, GIST)
    assert (gist.held_as, gist.handling, gist.conditions, gist.about, gist.agency_id) == (
        "restricted",
        "restricted",
        callout.conditions,
        callout.about,
        callout.agency_id,
    )
    assert gist.given_by_id == world.member("police.2").pk


@pytest.mark.rule(54)
def test_a_gist_is_no_more_visible_than_its_parent(enquiry, callout):
    gist = leaving.gist_of(callout, GIST)
    for who in ("health.1", "calls.tamarshire.1"):
        with world.as_(who, when=NOON) as me:
            assert not Item.objects.filter(pk=gist.pk).readable(me)


def test_a_virtual_agency_answers_from_outside_the_room(enquiry):
    held = leaving.item(enquiry, "Licence condition: no contact, opalreef.", handling="restricted", agency="probation")
    asked = ask(held)
    with world.as_("probation.1", when=NOON) as me:
        assert me.seat is Seat.PARTNER
        gist = agree_release(me, asked.pk, gist="Ask before he is told: dewlatch.").gist
        assert gist is not None
        assert gist.agency == held.agency


@pytest.mark.rule(41)
def test_a_refusal_says_why_and_an_answer_stands(callout):
    asked = ask(callout)
    with world.as_("police.1", when=NOON) as me:
        with pytest.raises(Invalid, match="Say why"):
            refuse_release(me, asked.pk, why="")
        refuse_release(me, asked.pk, why="It would show where we were told")
        with pytest.raises(Invalid, match="answered this already"):
            agree_release(me, asked.pk)


def test_an_item_that_was_corrected_since_is_asked_for_anew(enquiry, callout):
    asked = ask(callout)
    leaving.item(enquiry, "Three callouts.", handling="restricted", agency="police", supersedes=callout)
    with world.as_("police.1", when=NOON) as me, pytest.raises(Invalid, match="corrected since"):
        agree_release(me, asked.pk)
    with pytest.raises(Invalid, match="newest version"):
        ask(callout)


@pytest.mark.rule(60)
def test_the_database_lets_nobody_answer_for_the_owner(callout):
    asked = ask(callout)
    for who in (PM, "health.1"):
        with world.as_(who, when=NOON), connection.cursor() as cursor:
            cursor.execute("update handover_permission set state = 'agreed' where id = %s", [asked.pk])
            assert cursor.rowcount == 0
    with world.as_("police.1", when=NOON), pytest.raises(ProgrammingError), transaction.atomic():
        Permission.objects.filter(pk=asked.pk).update(purpose="Anything")
