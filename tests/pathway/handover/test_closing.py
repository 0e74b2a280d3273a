"""The referrer is told what they may know; an enquiry closes when nothing is left open."""

from datetime import timedelta

import pytest

from mash.foundation.access.models import Standing
from mash.foundation.access.verbs import Invalid, Refused
from mash.pathway.decisions.actions import correct_decision, review_answer
from mash.pathway.enquiries.actions import add_person
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.handover.actions import close_enquiry, return_handover, tell_referrer, withdraw_release
from mash.pathway.handover.models import Feedback
from tests import world
from tests.pathway import leaving, scene
from tests.pathway.leaving import CALLOUT, NOON, PM, RATIONALE, SECOND, TEAM, outcomes

pytestmark = pytest.mark.django_db

THANKS = "Thank you. Your worry has been passed to the team that can act on it."
SCHOOL = {
    "channel": "professional",
    "name": "Ottoline Quaverley",
    "job": "Deputy head",
    "agency": "Tamar Bridge Primary",
}


def tell(enquiry, text=THANKS, by=PM):
    with world.as_(by, when=NOON) as me:
        return tell_referrer(me, enquiry.pk, text=text)


def close(enquiry, by=PM, when=NOON):
    with world.as_(by, when=when) as me:
        return close_enquiry(me, enquiry.pk)


def in_the_way(enquiry):
    with pytest.raises(Invalid) as wrong:
        close(enquiry)
    return wrong.value.errors["enquiry"]


@pytest.fixture
def enquiry():
    return leaving.decided(rowan="advice", wren="no_further_action")


@pytest.mark.rule(70)
def test_nothing_is_closed_while_a_team_is_to_take_somebody_and_none_is_named():
    enquiry = leaving.decided(rowan="early_help", wren="advice")
    tell(enquiry)
    assert "No team takes Rowan Testerby-Loom. Correct the decision." in in_the_way(enquiry)
    served = [{**one, "service": "Family hub"} for one in outcomes(rowan="early_help", wren="advice")]
    with world.as_(PM, when=NOON) as me:
        correct_decision(me, enquiry.pk, threshold=2, rationale=RATIONALE, outcomes=served)
    assert close(enquiry).state == Enquiry.State.CLOSED


@pytest.mark.rule(67)
def test_social_workers_and_practice_managers_tell_the_referrer_after_the_decision(enquiry):
    assert tell(enquiry, by="sw.tamarshire.1").text == THANKS
    for who in ("calls.tamarshire.1", "police.1", "pm.port-ellery.1"):
        with pytest.raises(Refused):
            tell(enquiry, by=who)
    with pytest.raises(Invalid, match="once the enquiry is decided"):
        tell(scene.enquiry())
    with pytest.raises(Invalid, match="Write what"):
        tell(enquiry, text="")


@pytest.mark.rule(67)
@pytest.mark.parametrize(
    "text", ["Rowan is safe now.", "We will do a section 47 enquiry.", "The Testerby-Loom children"]
)
def test_the_public_is_told_nothing_of_the_family(enquiry, text):
    with pytest.raises(Invalid, match="Write this differently") as wrong:
        tell(enquiry, text=text)
    assert set(wrong.value.errors) == {"text"}
    with world.backstage():
        assert not Feedback.objects.exists()


@pytest.mark.rule(67)
def test_a_professional_is_told_of_those_whom_they_described_and_of_nobody_else():
    enquiry = leaving.decided(scene.enquiry(origin=SCHOOL), rowan="advice", wren="advice")
    with world.as_("calls.tamarshire.1", when=NOON) as me:
        add_person(me, enquiry.pk, person={"given": "Casper", "family": "Lowe", "role": "lodger"})
    tell(enquiry, text="Rowan will be seen today. Please keep him in school until then.")
    tell(enquiry, text="We have spoken with Isolde, who will come to you on Monday.")
    with pytest.raises(Invalid, match="Casper"):
        tell(enquiry, text="Casper Lowe must not collect Rowan.")


@pytest.mark.rule(54, 67)
def test_words_of_items_and_of_the_hubs_reasons_do_not_go_to_the_referrer():
    enquiry = leaving.decided(scene.enquiry(origin=SCHOOL), rowan="advice", wren="advice")
    leaving.item(enquiry, CALLOUT, agency="police")
    with pytest.raises(Invalid):
        tell(enquiry, text="Police told us of two domestic callouts in January; ledgerfinch.")
    with pytest.raises(Invalid):
        tell(enquiry, text=f"We saw {RATIONALE.lower()}, as you did.")


@pytest.mark.rule(70)
def test_an_enquiry_with_nothing_open_closes_and_stays_readable_for_the_cool_off(enquiry):
    tell(enquiry)
    close(enquiry)
    closed = scene.fresh(enquiry)
    assert (closed.state, closed.closed_at) == ("closed", NOON)
    for days, there in ((13, True), (15, False)):
        with world.as_(PM, when=NOON + timedelta(days=days)) as me:
            assert Enquiry.objects.filter(pk=enquiry.pk).exists() is there
            assert Enquiry.objects.visible_to(me).filter(pk=enquiry.pk).exists() is there
    with world.backstage():
        assert Standing.objects.get(enquiry=enquiry.pk, kind="hub").until == NOON + timedelta(days=14)


@pytest.mark.rule(70)
def test_only_a_practice_manager_closes_and_only_what_is_decided(enquiry):
    tell(enquiry)
    for who in ("sw.tamarshire.1", "police.1", "pm.port-ellery.1"):
        with pytest.raises(Refused):
            close(enquiry, by=who)
    assert in_the_way(scene.enquiry()) == "This enquiry has not been decided."
    close(enquiry)
    assert in_the_way(enquiry) == "This enquiry is closed already."


@pytest.mark.rule(67, 70)
def test_it_does_not_close_while_the_referrer_is_untold(enquiry):
    assert in_the_way(enquiry) == "The referrer has not been told."


@pytest.mark.rule(66, 70)
def test_it_does_not_close_while_a_handover_is_unsent_or_not_acknowledged():
    enquiry = leaving.decided()
    tell(enquiry)
    assert in_the_way(enquiry) == "Nothing has been sent to Tamar North."
    release = leaving.prepared(enquiry)
    assert "prepared and not sent" in in_the_way(enquiry)
    handover = leaving.sent(release)
    assert in_the_way(enquiry) == "Tamar North has not acknowledged its handover."
    leaving.acknowledged(handover)
    close(enquiry)


@pytest.mark.rule(66, 70)
def test_a_returned_handover_is_sent_again_or_the_decision_is_corrected():
    enquiry = leaving.decided()
    tell(enquiry)
    handover = leaving.sent(leaving.prepared(enquiry))
    with world.as_(TEAM, when=NOON) as me:
        return_handover(me, handover.pk, why="Not our side of the river")
    assert "Tamar North returned its handover" in in_the_way(enquiry)
    with world.as_(PM, when=NOON) as me:
        given = outcomes(rowan="advice", wren="advice")
        correct_decision(me, enquiry.pk, threshold=2, rationale="Moved away", outcomes=given)
    close(enquiry)


def test_a_handover_withdrawn_is_one_that_was_not_sent():
    enquiry = leaving.decided()
    tell(enquiry)
    handover = leaving.sent(leaving.prepared(enquiry))
    leaving.acknowledged(handover)
    with world.as_(SECOND, when=NOON) as me:
        withdraw_release(me, handover.release_id, why="The wrong child's school")
    assert in_the_way(enquiry) == "Nothing has been sent to Tamar North."


@pytest.mark.rule(28, 70)
def test_it_does_not_close_while_a_higher_rating_is_unresolved(enquiry):
    tell(enquiry)
    with world.backstage():
        enquiry.change(level="green", due_at=NOON)
    leaving.request(enquiry, "police", state="answered", rating="red")
    assert "Police rated higher" in in_the_way(enquiry)


@pytest.mark.rule(51, 70)
def test_it_does_not_close_while_a_late_answer_is_unread(enquiry):
    tell(enquiry)
    asked = leaving.request(enquiry, "health", state="answered", rating="none", late=True, at=NOON)
    assert in_the_way(enquiry) == "The late answer of Health has not been reviewed."
    with world.as_(PM, when=NOON) as me:
        review_answer(me, asked.pk, finding="It changes nothing")
    close(enquiry)


@pytest.mark.rule(70)
def test_it_does_not_close_while_a_child_is_undecided(enquiry):
    tell(enquiry)
    with world.backstage():
        DescribedPerson.add(enquiry=enquiry, area=enquiry.area_id, order=9, given="Ash", is_subject=True)
    assert "Nothing is decided for Ash." in in_the_way(enquiry)


def test_everything_in_the_way_is_said_at_once():
    enquiry = leaving.decided()
    said = in_the_way(enquiry)
    assert "Nothing has been sent" in said
    assert "The referrer has not been told." in said
