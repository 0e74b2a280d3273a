"""What each sees of a disagreement on their own page: the hub all of it, whoever disagrees what they are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from mash.foundation.access.verbs import Invalid
from mash.foundation.clock.now import at
from mash.pathway.disagreements.models import Disagreement
from mash.pathway.handover.actions import tell_referrer
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import leaving, scene, steps
from tests.pathway.disagreements.telling import (
    HEALTH,
    ONE,
    PLAN,
    PROBATION,
    RESULT,
    SW,
    TOLD,
    WEIGHED,
    WHY,
    by_agency,
    by_referrer,
    decided,
    escalate,
    plan,
    settle,
    tell,
)
from tests.pathway.leaving import PM, SECOND

pytestmark = pytest.mark.django_db

TWO = ONE + timedelta(hours=1)
WEDNESDAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
THE_HUBS_OWN = (PLAN, RESULT, WEIGHED)
BETWEEN = "Dana Marsh and Lee Orchard, heads of service"


def page(about, who=PM, below="", when=TWO):
    with at(when):
        return text_of(signed_in(who).get(f"/enquiries/{about.enquiry.reference}/{below}"))


def with_code(about, when=TWO):
    with at(when):
        return text_of(Client().post("/enquire/back", {"reference": about.reference, "code": about.code}))


def of_request(opened, who, when=TWO):
    with at(when):
        return text_of(signed_in(who).get(f"/requests/{opened.disagreement.request}"))


def through_all_of_it(opened):
    plan(opened)
    escalate(opened, between=BETWEEN)
    settle(opened, by=SECOND)


@pytest.mark.rule(68)
def test_practice_managers_see_it_on_every_page_until_somebody_keeps_the_child_safe():
    about = decided()
    opened = by_referrer(about)
    alert = "The referrer disagrees with a decision"
    with at(TWO):
        manager, worker, there = (text_of(signed_in(who).get("/start")) for who in (PM, SW, "pm.port-ellery.1"))
    assert f"{alert} {about.enquiry.reference}" in manager.replace(":", "")
    assert "Say who keeps them safe meanwhile." in manager
    assert alert not in worker
    assert alert not in there
    plan(opened)
    with at(TWO):
        assert alert not in text_of(signed_in(PM).get("/start"))


@pytest.mark.rule(68)
def test_and_again_from_the_minute_at_which_its_stage_is_late():
    about = decided()
    plan(by_referrer(about))
    closing = datetime(2026, 3, 3, 17, tzinfo=UTC)
    late = "Its stage 1 should have had its result by now"
    with at(closing - timedelta(minutes=1)):
        assert late not in text_of(signed_in(PM).get("/start"))
    with at(closing):
        assert late in text_of(signed_in(PM).get("/start"))


@pytest.mark.rule(68)
def test_the_alert_comes_to_a_page_that_is_open_within_its_next_look():
    manager = signed_in(PM)
    with at(TWO):
        before = manager.get("/alerts")
        by_agency(decided(ask=True))
        after = manager.get("/alerts", headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Health disagrees with a decision" in text_of(after)


@pytest.mark.rule(59, 68)
def test_who_is_tied_to_somebody_on_it_sees_no_alert():
    about = decided()
    by_referrer(about)
    scene.wall(about.enquiry, PM)
    with at(TWO):
        assert "disagrees with a decision" not in text_of(signed_in(PM).get("/start"))


@pytest.mark.rule(68)
def test_what_comes_next_is_the_plan_then_the_talking_then_the_correction():
    about = decided()
    tell(about)
    opened = by_referrer(about)
    for who in (PM, SW):
        assert "Next: say who keeps them safe" in page(about, who)
    plan(opened)
    assert "Next: a disagreement" in page(about)
    assert "Next: say who keeps them safe" not in page(about, SW)
    settle(opened, finding="upheld")
    assert "Next: correct the decision" in page(about)
    assert "The decision has not been corrected yet" in page(about)


@pytest.mark.rule(68)
def test_the_board_says_so_and_counts_no_such_enquiry_as_ready_to_close():
    about = decided()
    tell(about)
    with at(TWO):
        assert about.enquiry.reference in signed_in(PM).get("/board?state=ready-to-close").content.decode()
        plan(by_referrer(about))
        assert about.enquiry.reference not in signed_in(PM).get("/board?state=ready-to-close").content.decode()
        waiting = text_of(signed_in(PM).get("/board?state=waiting-for-a-team"))
    assert "Disagreement" in waiting


@pytest.mark.rule(57, 68)
def test_the_hub_reads_all_of_it_those_who_weigh_alone():
    about = decided(ask=True)
    opened = by_agency(about, "police.1")
    through_all_of_it(opened)
    for who in (PM, SW):
        said = page(about, who, "disagreements")
        for words in (WHY, PLAN, RESULT, WEIGHED, TOLD, BETWEEN, "Not upheld: the decision stands"):
            assert words in said
        assert "Police" in page(about, who)
    for who in ("calls.tamarshire.1", "health.1", "police.1"):
        assert "Disagreement" not in page(about, who)
        with at(TWO):
            assert signed_in(who).get(f"/enquiries/{about.enquiry.reference}/disagreements").status_code == 404


@pytest.mark.rule(68)
def test_every_stage_has_its_clock_and_what_that_was_worked_out_from():
    about = decided()
    opened = by_referrer(about)
    plan(opened)
    escalate(opened)
    said = page(about, below="clocks", when=WEDNESDAY)
    assert "The referrer disagrees, stage 1" in said
    assert "end of the next working day after its opening on Monday 2 March" in said
    assert "end of the second working day after its opening" in said
    assert "taken to the next stage" in said
    assert "The referrer disagrees" not in page(about, "calls.tamarshire.1", "clocks", WEDNESDAY)


@pytest.mark.rule(67, 68)
def test_the_referrer_reads_with_reference_and_code_how_far_it_is_and_what_they_are_told():
    about = decided()
    assert "I disagree with the decision" in with_code(about)
    opened = by_referrer(about)
    said = with_code(about)
    assert WHY in said
    assert "A manager of the hub looks at the decision again. You get an answer, or it is taken further, by" in said
    assert "I disagree with the decision" not in said
    plan(opened)
    escalate(opened, between=BETWEEN)
    assert "Heads of service look at the decision" in with_code(about)
    settle(opened, by=SECOND)
    said = with_code(about)
    assert TOLD in said
    for words in (*THE_HUBS_OWN, BETWEEN, "Not upheld"):
        assert words not in said


@pytest.mark.rule(68)
def test_with_reference_and_code_one_says_so_on_a_page_of_its_own_and_holds_nothing_in_the_browser():
    about = decided()
    client, opened = Client(), {"reference": about.reference, "code": about.code}
    with at(TWO):
        asked = client.post("/enquire/disagree", opened)
        assert "What do you disagree with, and why?" in text_of(asked)
        empty = client.post("/enquire/disagree", {**opened, "why": ""})
        assert "Say what you disagree with, and why" in text_of(empty)
        sent = client.post("/enquire/disagree", {**opened, "why": WHY})
        assert "A manager of the hub looks at it again" in text_of(client.get(sent.headers["Location"]))
        again = client.post("/enquire/disagree", {**opened, "why": "Still frightened."})
        assert "You have said already that you disagree" in text_of(again)
        assert "Still frightened." in again.content.decode()
        assert client.post("/enquire/disagree", {**opened, "code": "nothing"}).status_code == 404
        assert client.get("/enquire/disagree").status_code == 302
    assert not client.cookies.keys() - {"csrftoken"}
    with world.backstage():
        assert Disagreement.objects.count() == 1


@pytest.mark.rule(68)
def test_a_professional_says_so_from_their_account():
    about = decided(by="school.1", channel="professional")
    client, address = signed_in("school.1"), f"/enquire/mine/{about.reference}"
    with at(TWO):
        assert "I disagree with the decision" in text_of(client.get(address))
        sent = client.post(f"{address}/disagree", {"why": WHY})
        assert sent.headers["Location"] == address
        said = text_of(client.get(address))
    assert "You said that you disagree" in said
    assert "Next: your disagreement is settled or taken further, at the latest" in said
    assert "by Tue 17:00" in said


@pytest.mark.rule(57, 68)
@pytest.mark.parametrize("who", [HEALTH, PROBATION])
def test_an_agency_reads_on_its_request_whose_it_is_until_when_and_what_it_is_told(who):
    about = decided(ask=True, concerns=["domestic-abuse"])
    opened = by_agency(about, who)
    said = of_request(opened, who)
    assert WHY in said
    assert "stage 1" in said
    with world.backstage():
        owner = opened.stage.owner.name
    assert f"{owner} sees to it" in said
    through_all_of_it(opened)
    said = of_request(opened, who)
    assert TOLD in said
    assert "Not upheld: the decision stands" in said
    for words in (*THE_HUBS_OWN, BETWEEN):
        assert words not in said


@pytest.mark.rule(57, 68)
def test_another_agency_reads_nothing_of_it():
    about = decided(ask=True)
    opened = by_agency(about, "police.1")
    through_all_of_it(opened)
    own = steps.request(about.enquiry, "health").pk
    with at(TWO):
        assert WHY not in text_of(signed_in(HEALTH).get(f"/requests/{own}"))
        assert signed_in(HEALTH).get(f"/requests/{opened.disagreement.request}/disagree").status_code == 404
    with world.as_(HEALTH, when=TWO):
        assert not Disagreement.objects.exists()


@pytest.mark.rule(68)
def test_before_the_decision_nobody_is_offered_to_disagree():
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    asked = steps.request(enquiry, "health").pk
    with at(TWO):
        client = signed_in(HEALTH)
        assert "disagrees with the decision" not in text_of(client.get(f"/requests/{asked}"))
        sent = client.post(f"/requests/{asked}/disagree", {"why": WHY})
    assert "Nothing has been decided yet" in text_of(sent)


@pytest.mark.rule(67, 68)
@pytest.mark.parametrize(
    "words",
    ["Rowan is with his nan.", "We will do a section 47 enquiry.", PLAN, WEIGHED, RESULT],
    ids=["name", "decision", "plan", "result", "earlier result"],
)
def test_a_referrer_of_the_public_is_told_nothing_of_the_family_nor_of_the_hubs_reasons(words):
    about = decided()
    opened = by_referrer(about)
    plan(opened)
    escalate(opened)
    with at(TWO):
        client = signed_in(SECOND)
        address = f"/enquiries/{about.enquiry.reference}/disagreements/{opened.disagreement.pk}/settle"
        sent = client.post(address, {"finding": "upheld", "result": WEIGHED, "told": words, "seen": "2"})
    assert "Write this differently." in text_of(sent)
    assert words in sent.content.decode().replace("&#x27;", "'")
    with world.backstage():
        assert Disagreement.objects.get().settled_at is None


@pytest.mark.rule(54, 68)
def test_an_agency_is_told_of_its_own_items_and_of_nobody_elses_nor_of_a_withheld_referrer():
    about = decided(
        ask=True,
        channel="professional",
        referrer={"name": "Zillah Quaverley", "agency": "Tamar Bridge Primary", "withhold_identity": True},
    )
    leaving.item(about.enquiry, leaving.FRACTURE, handling="restricted", agency="health")
    leaving.item(about.enquiry, leaving.CALLOUT, handling="restricted", agency="police")
    opened, other = by_agency(about), by_referrer(about, why="He hides from his uncle, saltmarsh.")
    plan(opened)
    for words in (leaving.CALLOUT, "Zillah Quaverley sees it so too.", other.disagreement.why, PLAN):
        with pytest.raises(Invalid, match="Write this differently"):
            settle(opened, told=f"Thank you. {words}")
    assert settle(opened, told=f"Thank you. {leaving.FRACTURE} Rowan was seen.").told


@pytest.mark.rule(54, 68)
def test_why_an_agency_disagrees_leaves_the_hub_no_more_than_an_item_does():
    about = decided(ask=True)
    plan(by_agency(about, why="She collapsed twice at clinic, fernhollow, and said nothing."))
    with world.as_(PM, when=TWO) as me, pytest.raises(Invalid, match="Write this differently"):
        tell_referrer(me, about.enquiry.pk, text="She collapsed twice at clinic, fernhollow, and said nothing.")


@pytest.mark.rule(68)
def test_the_pages_of_a_stage_say_what_stands_in_the_way_and_keep_what_was_typed():
    about = decided()
    opened = by_referrer(about)
    client = signed_in(PM)
    base = f"/enquiries/{about.enquiry.reference}/disagreements/{opened.disagreement.pk}"
    with at(TWO):
        assert "Say first who keeps them safe meanwhile" in text_of(client.get(f"{base}/settle"))
        assert client.post(f"{base}/plan", {"plan": PLAN}).status_code == 302
        went = client.post(f"{base}/escalate", {"result": RESULT, "owner": world.member(SECOND).pk, "seen": "1"})
        assert went.status_code == 302
        assert "You made this decision" in text_of(client.get(f"{base}/settle"))
        settled = signed_in(SECOND).post(
            f"{base}/settle", {"finding": "upheld", "result": WEIGHED, "told": TOLD, "seen": "2"}
        )
        assert settled.headers["Location"] == f"/enquiries/{about.enquiry.reference}/correct-decision"
        late = client.post(f"{base}/plan", {"plan": "Another plan, from a tab of this morning."})
    assert "settled this" in text_of(late)
    assert "Another plan, from a tab of this morning." in text_of(late)


def test_pages_cost_the_same_however_many_disagree():
    one, many = decided(ask=True), decided(ask=True)
    plan(by_referrer(one))
    for who in (HEALTH, "police.1", "education.1"):
        opened = by_agency(many, who)
        plan(opened)
        escalate(opened)
    manager = signed_in(PM)
    with at(TWO):
        for below, most in (("", 15), ("/disagreements", 6), ("/clocks", 15)):
            few = visit(manager, f"/enquiries/{one.enquiry.reference}{below}")
            more = visit(manager, f"/enquiries/{many.enquiry.reference}{below}")
            assert len(few.queries) == len(more.queries) <= most, below
