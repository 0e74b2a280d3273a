"""The pages of deciding: what is known on one side, what follows on the other, and a look before it counts."""

import re
from html import unescape

import pytest

from mash.foundation.ledger.models import Event
from mash.pathway.decisions.models import Decision, StrategyDiscussion
from mash.pathway.enquiries.models import Rationale
from mash.pathway.triage.actions.proposing import propose_decision
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import leaving, scene
from tests.pathway.leaving import CALLOUT, FRACTURE, NOON, PM, RATIONALE, SOURCE, SW, outcomes

pytestmark = pytest.mark.django_db


def url(enquiry, name="decide"):
    return f"/enquiries/{enquiry.reference}/{name}"


def typed(enquiry, step, *, seen="", **fields):
    people = scene.people(enquiry)
    form = {"do": step, "seen": seen, "threshold": "4", "rationale": RATIONALE}
    for alias, outcome, team in (("rowan", "section_47", "tamar-north"), ("wren", "assessment", "tamar-north")):
        form[f"outcomes.{people[alias].pk}.outcome"] = outcome
        form[f"outcomes.{people[alias].pk}.team"] = team
    return {**form, **fields}


def seen_on(answer):
    return re.findall(r'name="seen" value="([^"]*)"', answer.content.decode())[0]


def made(model=Decision):
    with world.backstage():
        return list(model.objects.all())


@pytest.mark.rule(49, 61)
def test_the_page_shows_what_each_agency_holds_and_names_the_late_ones():
    enquiry = scene.enquiry()
    leaving.request(enquiry, "health", state="answered", rating="amber")
    leaving.request(enquiry, "police", state="answered", rating="red")
    leaving.request(enquiry, "education")
    leaving.item(enquiry, FRACTURE)
    leaving.item(enquiry, SOURCE, handling="sealed", agency="police")
    page = text_of(signed_in(PM).get(url(enquiry)))
    for told in ("copperwillow", "marlinhouse", "SEALED", "The decision will say that Education had not answered."):
        assert told in page


@pytest.mark.rule(61)
def test_before_it_counts_one_sentence_for_each_subject_says_what_will_happen():
    enquiry = scene.enquiry()
    manager = signed_in(PM)
    page = text_of(manager.post(url(enquiry), typed(enquiry, "check")))
    assert "Rowan Testerby-Loom: section 47 enquiries are made by Tamar North." in page
    assert "Wren Testerby-Loom: an assessment is made by Tamar North." in page
    assert "Nobody has been asked. The decision will say so" in page
    assert not made()
    answer = manager.post(url(enquiry), typed(enquiry, "save"))
    assert answer.status_code == 302
    assert [decision.threshold for decision in made()] == [4]


def test_what_is_missing_is_said_and_what_was_typed_stays():
    enquiry = scene.enquiry()
    answer = signed_in(PM).post(url(enquiry), {"do": "check", "rationale": "A bruise, thornapple", "threshold": ""})
    page = text_of(answer)
    assert "Choose a level of need from 1 to 4" in page
    assert "Choose an outcome for Rowan Testerby-Loom" in page
    assert "thornapple" in page
    wren = scene.people(enquiry)["wren"]
    answer = signed_in(PM).post(url(enquiry), typed(enquiry, "check", **{f"outcomes.{wren.pk}.team": ""}))
    assert "Choose the team that takes Wren Testerby-Loom" in text_of(answer)


@pytest.mark.rule(27)
def test_a_stale_tab_is_told_what_has_changed_and_loses_nothing():
    enquiry = scene.enquiry()
    manager = signed_in(PM)
    seen = seen_on(manager.get(url(enquiry)))
    leaving.request(enquiry, "police", state="answered", rating="red")
    answer = manager.post(url(enquiry), typed(enquiry, "save", seen=seen))
    assert "since you opened this page" in text_of(answer)
    assert RATIONALE in unescape(answer.content.decode())
    assert manager.post(url(enquiry), typed(enquiry, "save", seen=seen_on(answer))).status_code == 302


def test_what_a_social_worker_proposed_stands_in_the_form():
    enquiry = scene.enquiry()
    with world.as_(SW, when=NOON) as me:
        given = outcomes(rowan="allocated_worker@tamar-south", wren="signpost")
        propose_decision(me, enquiry.pk, outcomes=given, why="They have a worker, larkspire")
    answer = signed_in(PM).get(url(enquiry))
    assert "larkspire" in text_of(answer)
    assert '<option value="allocated_worker" selected>' in answer.content.decode()


@pytest.mark.rule(69)
def test_a_corrected_decision_stands_struck_on_the_enquiry_page():
    enquiry = leaving.decided()
    manager = signed_in(PM)
    page = manager.get(url(enquiry, "correct-decision"))
    people = scene.people(enquiry)
    form = typed(enquiry, "save", seen=seen_on(page), rationale="Wren lives elsewhere, cedarnook")
    form[f"outcomes.{people['wren'].pk}.outcome"] = "no_further_action"
    form[f"outcomes.{people['wren'].pk}.team"] = ""
    assert manager.post(url(enquiry, "correct-decision"), form).status_code == 302
    after = manager.get(f"/enquiries/{enquiry.reference}/").content.decode()
    (struck,) = re.findall(r"<del.*?</del>", after, re.DOTALL)
    assert RATIONALE in struck
    assert "cedarnook" not in struck
    assert "cedarnook" in after


def test_what_cannot_be_decided_or_corrected_says_so():
    assert "has been decided already" in text_of(signed_in(PM).get(url(leaving.decided())))
    assert "no decision that can be corrected" in text_of(signed_in(PM).get(url(scene.enquiry(), "correct-decision")))


@pytest.mark.rule(65)
def test_a_strategy_discussion_is_recorded_and_says_who_was_not_there():
    enquiry = scene.enquiry()
    manager = signed_in(PM)
    assert "Who took part" in text_of(manager.get(url(enquiry, "strategy")))
    said = {"members": ["police.1"], "others": "", "decision": "Visit today", "section_47": "yes", "agency": "joint"}
    answer = manager.post(url(enquiry, "strategy"), said, follow=True)
    assert "The record says that health did not take part." in text_of(answer)
    (discussion,) = made(StrategyDiscussion)
    assert (discussion.section_47, discussion.inquiry) == (True, "joint")
    page = text_of(manager.post(url(enquiry, "strategy"), {"decision": ""}))
    assert "Say whether section 47 enquiries follow" in page


@pytest.mark.rule(51)
def test_a_late_answer_is_read_and_reviewed():
    enquiry = leaving.decided()
    asked = leaving.request(enquiry, "police", state="answered", rating="red", late=True, at=NOON)
    leaving.item(enquiry, CALLOUT, handling="restricted", agency="police", request=asked.pk, given_at=NOON)
    manager = signed_in(PM)
    page = text_of(manager.get(url(enquiry, f"review/{asked.pk}")))
    assert "ledgerfinch" in page
    assert manager.post(url(enquiry, f"review/{asked.pk}"), {"finding": "It changes nothing"}).status_code == 302
    with world.backstage():
        assert Rationale.objects.filter(about=asked.pk, kind="late_answer").exists()
    in_time = leaving.request(enquiry, "health", state="answered", rating="green")
    assert manager.get(url(enquiry, f"review/{in_time.pk}")).status_code == 404


@pytest.mark.rule(61)
@pytest.mark.parametrize("who", ["sw.tamarshire.1", "calls.tamarshire.1", "police.1", "pm.port-ellery.1"])
def test_who_may_not_decide_finds_no_such_page(who):
    enquiry = scene.enquiry()
    for name in ("decide", "correct-decision", "strategy"):
        assert signed_in(who).get(url(enquiry, name)).status_code == 404


@pytest.mark.rule(86)
def test_whom_the_page_shows_stands_in_the_ledger():
    enquiry = scene.enquiry()
    signed_in(PM).get(url(enquiry))
    with world.backstage():
        (event,) = Event.objects.filter(verb="decide_enquiry", outcome="read")
    people = scene.people(enquiry)
    assert {people["rowan"].pk, people["wren"].pk} <= set(event.people)


def test_the_page_asks_the_database_the_same_number_of_questions_however_much_is_held():
    enquiry = scene.enquiry()
    asked = []
    for agency in ("health", "police", "education"):
        leaving.request(enquiry, agency, state="answered", rating="green")
        for n in range(4):
            leaving.item(enquiry, f"Seen on the {n}th", agency=agency)
        asked.append(len(visit(signed_in(PM), url(enquiry)).queries))
    assert asked[0] == asked[-1] <= 15
