"""The pages of triage."""

import re
from datetime import timedelta

import pytest

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.models import Rationale
from mash.pathway.gathering.models import Request
from mash.pathway.triage.actions.alerting import flag_child_protection
from mash.pathway.triage.models import Acknowledgement, Alert, Proposal, Rating
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import scene, steps
from tests.pathway.steps import LATER, answer, item, rate

pytestmark = pytest.mark.django_db

BASIS = "Public task."


@pytest.fixture(autouse=True)
def twenty_past_nine():
    """Everything here happens twenty minutes after the enquiry came."""
    with at(LATER):
        yield


def address(enquiry, page):
    return f"/enquiries/{enquiry.reference}/{page}"


@pytest.mark.rule(27, 31, 39, 45)
def test_before_rating_the_page_shows_criteria_due_times_who_will_be_asked_and_the_basis():
    enquiry = scene.enquiry()
    page = signed_in("sw.tamarshire.1").get(address(enquiry, "rate"))
    told = text_of(page)
    for expected in (
        "A child is, or is likely to be, seriously harmed today unless somebody acts.",
        "Decision due 13:00, in 3 h 40 min: 4 hours from receipt on Monday 2 March at 09:00.",
        "Decision due Tue 17:00: end of the next working day after receipt on Monday 2 March.",
        "Police always asked",
        "Early years a child is 3",
        "Not asked: Cafcass, it has not signed the sharing agreement.",
        "Public task: safeguarding",
    ):
        assert expected in told
    ticked = re.findall(r'name="ask"[^>]*value="([^"]+)" checked', page.content.decode())
    assert sorted(ticked) == [
        "adult-mental-health",
        "camhs",
        "early-years",
        "education",
        "health",
        "police",
        "probation",
    ]


@pytest.mark.rule(27, 45)
def test_rating_on_the_page_asks_those_who_are_ticked():
    enquiry = scene.enquiry()
    browser = signed_in("sw.tamarshire.1")
    sent = {"level": "amber", "rationale": "An injury.", "basis": BASIS, "ask": ["police", "camhs"], "seen": ""}
    answered = browser.post(address(enquiry, "rate"), sent)
    assert answered.status_code == 302
    told = text_of(browser.get(answered["Location"]))
    assert "Rated amber: due Tue 17:00. 2 agencies asked." in told
    with world.backstage():
        assert set(Request.objects.filter(enquiry=enquiry).values_list("agency__slug", flat=True)) == {
            "police",
            "camhs",
        }
        assert Rating.objects.get(enquiry=enquiry).basis == BASIS


@pytest.mark.rule(27)
def test_in_a_stale_tab_both_see_what_happened_and_what_was_typed_stays():
    enquiry = scene.enquiry()
    stale = signed_in("sw.tamarshire.2")
    stale.get(address(enquiry, "rate"))
    rate(enquiry, "green")
    sent = {"level": "red", "rationale": "A burn on each palm.", "basis": BASIS, "seen": ""}
    told = stale.post(address(enquiry, "rate"), sent)
    assert told.status_code == 200
    assert "Sade Okafor rated this green since you opened this page. Look again, then choose." in text_of(told)
    assert "A burn on each palm." in told.content.decode()
    with world.backstage():
        first = Rating.objects.get(enquiry=enquiry)
    assert f'name="seen" value="{first.pk}"' in told.content.decode()
    assert stale.post(address(enquiry, "rate"), {**sent, "seen": str(first.pk)}).status_code == 302
    assert scene.fresh(enquiry).level == "red"


def test_a_double_submit_rates_once():
    enquiry = scene.enquiry()
    browser = signed_in("sw.tamarshire.1")
    sent = {"level": "green", "rationale": "x", "basis": BASIS, "seen": "", "once": "a-token-of-sixteen-letters"}
    assert {browser.post(address(enquiry, "rate"), sent).status_code for _ in range(2)} == {302}
    with world.backstage():
        assert Rating.objects.filter(enquiry=enquiry).count() == 1


@pytest.mark.rule(26)
@pytest.mark.parametrize("page", ["rate", "propose"])
@pytest.mark.parametrize(
    "username", ["pm.tamarshire.1", "calls.tamarshire.1", "police.1", "sw.port-ellery.1", "school.1"]
)
def test_whoever_may_not_do_it_does_not_find_the_page(username, page):
    enquiry = scene.enquiry()
    rate(enquiry)
    assert signed_in(username).get(address(enquiry, page)).status_code == 404


@pytest.mark.rule(30)
def test_child_protection_takes_two_clicks_and_stands_on_the_pages_of_managers_and_police():
    enquiry = scene.enquiry()
    caller = signed_in("calls.tamarshire.1")
    assert address(enquiry, "flag") in caller.get(f"/enquiries/{enquiry.reference}/").content.decode()
    assert "Say what makes this" in text_of(caller.post(address(enquiry, "flag"), {"why": ""}))
    assert caller.post(address(enquiry, "flag"), {"why": "A belt mark."}).status_code == 302
    for username in ("pm.tamarshire.1", "police.1", "evaluator.1"):
        for page in ("/start", "/alerts"):
            told = text_of(signed_in(username).get(page))
            assert "Child protection" in told
            assert "Rowan Testerby-Loom, Wren Testerby-Loom: A belt mark." in told
    for username in ("sw.tamarshire.1", "health.1", "pm.port-ellery.1", "team.tamar-north.1", "probation.1"):
        assert "belt" not in text_of(signed_in(username).get("/start"))
        assert "belt" not in text_of(signed_in(username).get("/alerts"))


@pytest.mark.rule(30)
def test_an_alert_is_acknowledged_with_its_button_and_leaves_one_s_own_pages():
    enquiry = scene.enquiry()
    with world.as_("calls.tamarshire.1", when=LATER) as me:
        alert = flag_child_protection(me, enquiry.pk, why="A belt mark.")
    police = signed_in("police.1")
    seen = f"/alerts/{alert.pk}/seen"
    assert seen in police.get("/start").content.decode()
    told = text_of(police.get(seen))
    assert "A belt mark." in told
    assert "once your agency is asked" in told
    assert police.post(seen).status_code == 302
    assert "belt" not in text_of(police.get("/alerts"))
    assert "belt" in text_of(signed_in("police.2").get("/alerts"))
    with world.backstage():
        assert Acknowledgement.objects.count() == 1
    for username in ("sw.tamarshire.1", "health.1"):
        assert signed_in(username).get(seen).status_code == 404
        assert signed_in(username).post(seen).status_code == 404


@pytest.mark.rule(30)
def test_polling_sends_nothing_and_records_no_read_while_nothing_changes():
    enquiry = scene.enquiry(immediate_danger=True)
    with world.backstage():
        Alert.add(
            enquiry=enquiry,
            area=enquiry.area_id,
            reference=enquiry.reference,
            subjects="Rowan",
            about=[scene.people(enquiry)["rowan"].pk],
            why="Danger.",
            raised_at=LATER,
        )
    police = signed_in("police.1")
    first = police.get("/alerts")
    assert "Danger." in text_of(first)
    with world.backstage():
        before = Event.objects.filter(outcome="read").count()
    again = police.get("/alerts", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with world.backstage():
        assert before == 1
        assert Event.objects.filter(outcome="read").count() == before


@pytest.mark.rule(28)
def test_a_higher_rating_stands_on_the_rater_s_and_managers_pages_until_it_is_resolved():
    enquiry = scene.enquiry()
    rate(enquiry)
    answer(enquiry, "police.1", "red", when=LATER, mum=item("Operation marlinhouse.", "sealed"))
    for username in ("sw.tamarshire.1", "pm.tamarshire.2"):
        told = text_of(signed_in(username).get("/alerts"))
        assert f"Police rates red {enquiry.reference} rated amber by the hub." in told
        assert "marlinhouse" not in told
    for username in ("sw.tamarshire.2", "health.1", "calls.tamarshire.1", "police.1", "pm.port-ellery.1"):
        assert "rates red" not in text_of(signed_in(username).get("/alerts"))
    rater = signed_in("sw.tamarshire.1")
    keep = address(enquiry, f"keep-rating/{steps.request(enquiry, 'police').pk}")
    assert "Police rates it more urgent" in text_of(rater.get(keep))
    assert rater.post(keep, {"why": "He is at school until three."}).status_code == 302
    with world.backstage():
        assert Rationale.objects.get(kind="kept_rating").text == "He is at school until three."
    assert "rates red" not in text_of(rater.get("/alerts"))
    assert rater.get(keep).status_code == 404


@pytest.mark.rule(22, 61)
def test_a_proposal_is_typed_for_each_subject():
    enquiry = scene.enquiry()
    people = scene.people(enquiry)
    browser = signed_in("sw.tamarshire.1")
    assert "No agency has been asked." in text_of(browser.get(address(enquiry, "propose")))
    rowan, wren = (f"outcome-{people[name].pk}" for name in ("rowan", "wren"))
    sent = {f"{rowan}-outcome": "assessment", f"{rowan}-team": "tamar-north", "why": "Known to the team."}
    told = browser.post(address(enquiry, "propose"), sent)
    assert "Choose an outcome for Wren Testerby-Loom" in text_of(told)
    assert "Known to the team." in told.content.decode()
    sent |= {f"{wren}-outcome": "signpost", f"{wren}-service": "Health visitor"}
    assert browser.post(address(enquiry, "propose"), sent).status_code == 302
    with world.backstage():
        assert [one["outcome"] for one in Proposal.objects.get(enquiry=enquiry).outcomes] == ["assessment", "signpost"]


def test_the_urgency_stands_on_the_enquiry_page_with_its_history_and_reasons_for_those_who_weigh():
    enquiry = scene.enquiry()
    rate(enquiry, "green")
    rate(enquiry, "red", when=LATER + timedelta(minutes=30))
    with at(LATER + timedelta(minutes=40)):
        manager = text_of(signed_in("pm.tamarshire.1").get(f"/enquiries/{enquiry.reference}/"))
        caller = text_of(signed_in("calls.tamarshire.1").get(f"/enquiries/{enquiry.reference}/"))
    for told in (manager, caller):
        assert "Green 09:20 → Red 09:50. Sade Okafor" in told
        assert "4 hours from receipt on Monday 2 March at 09:00" in told
    assert "An injury with an object." in manager
    assert "An injury with an object." not in caller


def test_the_pages_of_triage_ask_few_questions():
    enquiry = scene.enquiry()
    rate(enquiry)
    for number in range(3):
        other = scene.enquiry()
        rate(other)
        answer(other, "police.1", "red")
        with world.as_("calls.tamarshire.1", when=LATER + timedelta(minutes=number)) as me:
            flag_child_protection(me, other.pk, why="x")
    for username, page in (
        ("sw.tamarshire.1", address(enquiry, "rate")),
        ("sw.tamarshire.1", address(enquiry, "propose")),
        ("pm.tamarshire.1", "/alerts"),
        ("police.1", "/alerts"),
    ):
        seen = visit(signed_in(username), page)
        assert len(seen.queries) <= 15, (page, len(seen.queries))
