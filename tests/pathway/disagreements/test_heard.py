"""Who says it to the hub disagrees as who writes it: on the telephone, in a meeting, in a letter (rule 68)."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.post.queue import JOBS
from mash.pathway.disagreements.actions.hearing import hear_disagreement
from mash.pathway.disagreements.models import Disagreement
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import leaving, scene
from tests.pathway.disagreements.telling import ONE, SW, TOLD, by_agency, by_referrer, decided, escalate, plan, settle
from tests.pathway.leaving import NOON, PM

pytestmark = pytest.mark.django_db

SAID = "She rang in tears: he flinches, larkspur, and nobody has asked him."
HEARD = "Ms Orchard, head of year, by telephone; rung back at the number of the school"
AGAIN = {"party": "referrer", "why": SAID, "heard": HEARD}


def heard(told, *, by=SW, when=ONE, **said):
    with world.as_(by, when=when) as me:
        return hear_disagreement(me, told.enquiry.pk, **(AGAIN | said))


@pytest.mark.rule(68)
@pytest.mark.parametrize("by", [SW, PM])
def test_a_referrer_who_rings_disagrees_and_goes_the_same_three_stages(by):
    opened = heard(decided(), by=by)
    assert (opened.disagreement.party, opened.disagreement.heard) == ("referrer", HEARD)
    assert opened.stage.owner_id == world.member(PM).pk
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select task_name from procrastinate_jobs where args ->> 'stage' = %s", [str(opened.stage.pk)])
        names = sorted(name for (name,) in cursor.fetchall())
    assert names == ["pathway.disagreements.jobs.tell_managers", "pathway.disagreements.jobs.tell_when_late"]
    assert set(names) <= JOBS.keys()
    plan(opened)
    assert escalate(opened).number == 2


@pytest.mark.rule(68)
def test_an_agency_that_was_asked_may_say_so_at_a_meeting_and_no_other():
    about = decided(ask=True)
    assert str(heard(about, party="health").disagreement.agency_id) == str(world.member("health.1").agency_id)
    for nobody in ("cafcass", "", None, "weather"):
        with pytest.raises(Invalid, match="the referrer, or an agency that was asked"):
            heard(about, party=nobody)


@pytest.mark.rule(68)
def test_who_said_it_and_how_they_were_known_must_be_said():
    about = decided()
    with pytest.raises(Invalid, match="Say who told you, and how you know that it was them"):
        heard(about, heard=" ")
    with pytest.raises(Invalid, match="Write what they disagree with, and why"):
        heard(about, why="")


@pytest.mark.rule(68)
def test_each_party_disagrees_once_at_a_time_however_it_says_so():
    about = decided(ask=True)
    by_referrer(about)
    with pytest.raises(Invalid, match="The referrer disagrees already"):
        heard(about)
    first = heard(about, party="health")
    with pytest.raises(Invalid, match="You have said already that you disagree"):
        by_agency(about)
    plan(first)
    settle(first)
    assert by_agency(about).stage.number == 1


@pytest.mark.rule(68, 70)
def test_there_must_be_a_decision_that_stands_and_the_enquiry_open():
    early = scene.enquiry()
    with world.as_(SW, when=ONE) as me, pytest.raises(Invalid, match="Nothing has been decided yet"):
        hear_disagreement(me, early.pk, **AGAIN)
    with world.backstage():
        scene.close(early.pk)
    with world.as_(PM, when=ONE) as me, pytest.raises(Invalid, match="This enquiry is closed"):
        hear_disagreement(me, early.pk, **AGAIN)


@pytest.mark.rule(59)
@pytest.mark.parametrize(
    "by", ["calls.tamarshire.1", "health.1", "team.tamar-north.1", "pm.port-ellery.1", "admin.1", "auditor.1"]
)
def test_nobody_but_those_who_weigh_an_enquiry_writes_one_down(by):
    about = decided(ask=True)
    with pytest.raises(Refused):
        heard(about, by=by)
    assert signed_in(by).get(f"/enquiries/{about.enquiry.reference}/disagreements/heard").status_code == 404


@pytest.mark.rule(59)
def test_who_is_tied_to_somebody_on_it_hears_of_nothing():
    about = decided()
    scene.wall(about.enquiry, SW)
    with pytest.raises(Refused, match="not_found"):
        heard(about)


@pytest.mark.rule(54, 68)
@pytest.mark.parametrize("by", ["calls.tamarshire.1", "health.1", "pm.port-ellery.1"])
def test_the_database_takes_what_was_heard_from_those_who_weigh_it_alone(by):
    about = decided(ask=True)
    with world.backstage():
        decision = about.enquiry.decisions.get()
    with world.as_(by, when=ONE) as me, pytest.raises(ProgrammingError), transaction.atomic():
        Disagreement.add(
            enquiry=about.enquiry,
            area=about.enquiry.area_id,
            decision=decision,
            party="referrer",
            why=SAID,
            heard=HEARD,
            opened_by=me.known.pk,
            opened_at=me.now,
        )


@pytest.mark.rule(54, 68)
def test_those_who_disagree_read_how_far_it_is_and_not_what_the_hub_wrote_down():
    about = decided(ask=True)
    heard(about)
    of_health = heard(about, party="health", why="He has a fracture, larkspur, of which nobody was told.")
    with at(ONE):
        shown = text_of(Client().post("/enquire/back", {"reference": about.reference, "code": about.code}))
        asked = text_of(signed_in("health.1").get(f"/requests/{of_health.disagreement.request}"))
    assert "You told us, and we wrote it down." in shown
    assert "Your agency told the hub, which wrote it down." in asked
    for words in (shown, asked):
        assert "larkspur" not in words
        assert "Orchard" not in words


@pytest.mark.rule(54, 68)
def test_what_the_hub_wrote_down_opens_no_gate_as_words_of_their_own():
    about = decided(ask=True)
    leaving.item(about.enquiry, leaving.CALLOUT, handling="restricted", agency="police")
    opened = heard(about, why=leaving.CALLOUT)
    plan(opened)
    with pytest.raises(Invalid, match="Write this differently"):
        settle(opened, told=f"Thank you. {leaving.CALLOUT}")
    assert settle(opened, told=TOLD).told == TOLD


@pytest.mark.rule(68, 86)
def test_the_page_takes_it_and_the_ledger_says_who_wrote_it_down_and_never_what():
    about = decided(ask=True)
    client = signed_in(SW)
    path = f"/enquiries/{about.enquiry.reference}/disagreements/heard"
    with at(ONE):
        assert "Write down a disagreement" in text_of(client.get(f"/enquiries/{about.enquiry.reference}/"))
        wrong = client.post(path, {"party": "health", "why": SAID, "heard": ""})
        assert "Say who told you" in text_of(wrong)
        assert "larkspur" in text_of(wrong)
        assert client.post(path, {"party": "health", "why": SAID, "heard": HEARD}).status_code == 302
        shown = text_of(client.get(f"/enquiries/{about.enquiry.reference}/disagreements"))
        twice = client.post(path, {"party": "health", "why": SAID, "heard": HEARD})
    assert "Health disagrees already" in text_of(twice)
    assert SAID in shown
    assert f"Written down by the hub: {HEARD}" in shown
    with world.backstage():
        event = Event.objects.get(verb="hear_disagreement", outcome="made")
    assert event.actor == world.member(SW).pk
    assert "larkspur" not in str(event.details)


def test_before_the_decision_the_page_says_so_and_keeps_what_was_typed():
    enquiry = scene.enquiry()
    path = f"/enquiries/{enquiry.reference}/disagreements/heard"
    with at(NOON):
        said = text_of(signed_in(SW).post(path, {"party": "referrer", "why": SAID, "heard": HEARD}))
    assert "Nothing has been decided yet" in said
    assert "larkspur" in said
