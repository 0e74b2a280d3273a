"""Two who act on one thing at the same moment, each by their own connection: one is first, the other hears of it."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.decisions.models import Decision
from mash.pathway.disagreements.models import Disagreement
from mash.pathway.disagreements.models import Stage as DisagreementStage
from mash.pathway.enquiries.models import Attachment, DescribedPerson, DraftFile, Enquiry, Link
from mash.pathway.gathering.actions.answering import answer_request
from mash.pathway.gathering.models import Answer, Request
from mash.pathway.handover.models import Handover, Release
from mash.pathway.people.models import Merging
from mash.pathway.triage.models import Rating
from tests import world
from tests.browsing import signed_in, text_of
from tests.faults.filling import WORDS, filled
from tests.faults.reading_forms import page_of
from tests.neighbour import Neighbour
from tests.pathway import leaving, scene, steps
from tests.pathway.disagreements import telling
from tests.pathway.enquiries.choosing import DIARY, HER
from tests.pathway.enquiries.conftest import told
from tests.pathway.people.merging.conftest import RO, proposed, twofold

pytestmark = pytest.mark.usefixtures("committed")

NOON = world.MONDAY_NINE + timedelta(hours=3)
PM, SECOND, SW, OTHER = "pm.tamarshire.1", "pm.tamarshire.2", "sw.tamarshire.1", "sw.tamarshire.2"
Press = Callable[[], Any]


def opened(username: str, address: str, button: str = "", **given: str) -> Press:
    """Open a page and fill its form; calling the result presses the button with that value."""
    browser = signed_in(username) if username else Client()
    browser.raise_request_exception = False
    page = page_of(address, browser.get(address))
    own = [form for form in page.forms if form.action == address]
    form = next(form for form in own if not button or any(value == button for _, value in form.buttons))
    pressed = next(one for one in form.buttons if not button or one[1] == button)
    typed = filled(form, given, pressed)
    if button == "check":  # look again, then save
        between = page_of(address, browser.post(address, typed)).between
        assert between is not None
        typed = filled(between, given, between.buttons[0])
    return lambda: browser.post(address, typed)


def at_once(*presses: Press) -> list[Any]:
    """Press all of them at the same moment; the answers in their order."""
    ready = threading.Barrier(len(presses))

    def go(press: Press) -> Any:
        try:
            with at(NOON):
                ready.wait(10)
                return press()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as people:
        return list(people.map(go, presses))


def statuses(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def loser(answers: list[Any]) -> Any:
    (answer,) = [answer for answer in answers if answer.status_code == 200]
    return answer


def count(kind: Any, **facts: Any) -> int:
    with world.backstage():
        return int(kind.objects.filter(**facts).count())


def done(verb: str) -> int:
    return count(Event, verb=verb, outcome="made")


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with at(NOON):
        yield


@pytest.fixture
def enquiry() -> Enquiry:
    return scene.enquiry()


@pytest.mark.rule(1)
def test_four_presses_of_one_form_are_one_enquiry():
    neighbour = Neighbour()
    neighbour.tell(narrative=WORDS)
    neighbour.show(DIARY)
    page = neighbour.opened("check")

    def press() -> Any:
        return neighbour.press(page)

    answers = at_once(press, press, press, press)
    assert statuses(answers) == [302] * 4
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count(Enquiry) == count(Attachment) == 1


@pytest.mark.rule(1)
def test_a_photo_that_is_chosen_twice_at_once_is_one_and_one_chosen_while_all_is_sent_is_with_it_or_is_not_taken():
    neighbour = Neighbour()
    neighbour.tell(narrative=WORDS)
    check, files = neighbour.opened("check"), neighbour.opened("files")

    def choose(*file: Any) -> Press:
        return lambda: neighbour.press(files, attachments=SimpleUploadedFile(*file))

    assert statuses(at_once(choose(*HER), choose(*HER), choose(*HER))) == [302] * 3
    assert count(DraftFile) == done("keep_draft_files") == 1
    sent, chosen = at_once(lambda: neighbour.press(check), choose(*DIARY))
    assert sent.status_code == 302
    assert count(Attachment) == (2 if chosen.status_code == 302 else 1)
    assert count(DraftFile) == 0


@pytest.mark.rule(27)
def test_of_two_ratings_at_once_one_stands_and_the_other_is_told_by_whom(enquiry):
    address = f"/enquiries/{enquiry.reference}/rate"
    answers = at_once(opened(SW, address, level="red"), opened(OTHER, address, level="amber"))
    assert statuses(answers) == [200, 302]
    said = text_of(loser(answers))
    assert "since you opened this page" in said
    assert WORDS in loser(answers).content.decode()
    assert count(Rating) == done("rate_enquiry") == 1
    (form,) = [form for form in page_of(address, loser(answers)).forms if form.action == address]
    with world.backstage():
        assert form.boxes["seen"].values == [str(Rating.objects.get().pk)]  # they have seen it now


def test_a_rating_from_a_page_that_is_older_than_a_colleagues_is_told_by_whom_and_nothing_else_is_wrong(enquiry):
    address = f"/enquiries/{enquiry.reference}/rate"
    first, late = opened(SW, address, level="red"), opened(OTHER, address, level="amber")
    assert first().status_code == 302
    said = text_of(late())
    assert "since you opened this page. Look again, then choose." in said
    assert "Select a valid choice" not in said
    assert count(Rating) == 1


def test_of_two_decisions_at_once_one_stands_and_the_words_of_the_other_are_shown(enquiry):
    address = f"/enquiries/{enquiry.reference}/decide"
    answers = at_once(opened(PM, address, "check"), opened(SECOND, address, "check"))
    assert statuses(answers) == [200, 302]
    assert "has decided this already" in text_of(loser(answers))
    assert WORDS in text_of(loser(answers))
    assert count(Decision) == done("decide") == 1


@pytest.mark.rule(69)
def test_of_two_corrections_at_once_the_second_looks_again(enquiry):
    leaving.decided(enquiry)
    address = f"/enquiries/{enquiry.reference}/correct-decision"
    answers = at_once(opened(PM, address, "check"), opened(SECOND, address, "check"))
    assert statuses(answers) == [200, 302]
    assert "has corrected this since you opened this page" in text_of(loser(answers))
    assert WORDS in loser(answers).content.decode()
    assert count(Decision) == 2


def test_two_researchers_who_answer_at_once_make_one_answer(enquiry):
    steps.rate(enquiry)
    address = f"/requests/{steps.request(enquiry, 'police').pk}"
    fitting = {"happened_month": "2"}
    answers = at_once(opened("police.1", address, **fitting), opened("police.2", address, **fitting))
    assert statuses(answers) == [200, 302]
    assert WORDS in loser(answers).content.decode()
    assert count(Answer, agency__slug="police") == done("answer_request") == 1


@pytest.mark.rule(51)
def test_an_answer_that_crosses_with_the_decision_is_in_it_or_reviewed_after_it(enquiry):
    steps.rate(enquiry)
    asked = steps.request(enquiry, "police")
    decided = threading.Thread(target=lambda: alone(lambda: leaving.decided(enquiry)))
    with world.as_("police.1", when=NOON) as me:
        answer_request(me, asked.pk, rating="none", answers=steps.replies(enquiry))
        decided.start()
        decided.join(0.5)
        assert decided.is_alive(), "the decision did not wait for the answer that was under way"
    decided.join(10)
    with world.backstage():
        answer, decision = Answer.objects.get(request=asked), Decision.objects.get()
    assert "police" not in str(decision.missing)
    assert not answer.after_decision


def alone(do: Callable[[], Any]) -> None:
    try:
        do()
    finally:
        connections.close_all()


def test_two_approvals_at_once_send_once(enquiry):
    release = leaving.prepared(leaving.decided(enquiry))
    address = f"/releases/{release.pk}"
    opened(SECOND, address, "read")()
    answers = at_once(opened(SECOND, address, "approve"), opened(SECOND, address, "approve"))
    assert statuses(answers) == [200, 302]
    assert "already" in text_of(loser(answers))
    assert count(Handover) == done("approve_release") == 1


def test_an_approval_and_a_withdrawal_at_once_leave_nothing_half_done(enquiry):
    release = leaving.prepared(leaving.decided(enquiry))
    address = f"/releases/{release.pk}"
    opened(SECOND, address, "read")()
    answers = at_once(opened(SECOND, address, "approve"), opened(PM, address, "withdraw"))
    assert statuses(answers) in ([200, 302], [302, 302])
    with world.backstage():
        after = Release.objects.get(pk=release.pk)
        sent = Handover.objects.filter(release=release).first()
    assert after.state == Release.State.WITHDRAWN
    assert sent is None or (sent.state == Handover.State.WITHDRAWN and not sent.html)


@pytest.mark.rule(66)
def test_a_handover_is_acknowledged_or_returned_but_not_both(enquiry):
    handover = leaving.sent(leaving.prepared(leaving.decided(enquiry)))
    address = f"/handovers/{handover.pk}"
    answers = at_once(
        opened(leaving.TEAM, address, "acknowledge"),
        opened(leaving.TEAM, address, "acknowledge"),
        opened(leaving.TEAM, address, "return"),
    )
    assert statuses(answers) == [200, 200, 302]
    assert done("acknowledge_handover") + done("return_handover") == 1


def test_two_who_take_an_enquiry_at_once_leave_it_with_one_and_the_ledger_knows_both(enquiry):
    def take(username: str) -> Press:
        browser = signed_in(username)
        return lambda: browser.post(f"/enquiries/{enquiry.reference}/take", {})

    assert statuses(at_once(take(SW), take(OTHER))) == [302, 302]
    with world.backstage():
        takers = set(Event.objects.filter(verb="take_enquiry").values_list("actor", flat=True))
        assert Enquiry.objects.get().taken_by_id in takers
    assert done("take_enquiry") == 2


def test_two_enquiries_that_are_linked_from_both_ends_at_once_are_linked_once(enquiry):
    other = scene.enquiry()
    for _ in range(3):  # the order in which they are locked shows only when they cross
        answers = at_once(
            opened(SW, f"/enquiries/{enquiry.reference}/link", to=other.reference),
            opened(OTHER, f"/enquiries/{other.reference}/link", to=enquiry.reference),
        )
        assert 500 not in statuses(answers)
    assert count(Link) == done("link_enquiry") == 1


def test_everybody_at_once_on_one_enquiry_and_nothing_breaks(enquiry):
    steps.rate(enquiry)
    reference = enquiry.reference
    answers = at_once(
        opened(SW, f"/enquiries/{reference}/rate", level="red"),
        opened(PM, f"/enquiries/{reference}/decide", "check"),
        opened("health.1", f"/requests/{steps.request(enquiry, 'health').pk}", happened_month="2"),
        opened("police.1", f"/requests/{steps.request(enquiry, 'police').pk}/nothing-known"),
        opened(OTHER, f"/enquiries/{reference}/flag"),
        opened(SECOND, f"/requests/{steps.request(enquiry, 'education').pk}/excuse"),
    )
    assert set(statuses(answers)) <= {200, 302}
    with world.backstage():
        made = Counter(Event.objects.filter(outcome="made").values_list("verb", flat=True))
        asked = Request.objects.get(enquiry=enquiry, agency__slug="health")
        late = list(Answer.objects.filter(request=asked).values_list("after_decision", flat=True))
        decisions = list(Decision.objects.all())
    assert made["answer_request"] == 2
    assert late in ([False], [True])
    for decision in decisions:
        assert ("health" in str(decision.missing)) == late[0]


@pytest.mark.rule(68)
def test_who_disagrees_twice_at_once_disagrees_once_and_hears_so():
    about = telling.decided()

    def press() -> Any:
        given = {"reference": about.reference, "code": about.code, "why": WORDS, "once": secrets.token_urlsafe(16)}
        return Client().post("/enquire/disagree", given)

    answers = at_once(press, press)
    assert statuses(answers) == [200, 302]
    assert "You have said already that you disagree" in text_of(loser(answers))
    assert WORDS in loser(answers).content.decode()
    assert count(Disagreement) == count(DisagreementStage) == done("disagree") == 1


@pytest.mark.rule(68)
def test_of_two_who_settle_and_take_it_further_at_once_one_is_first_and_the_other_is_told():
    about = telling.decided()
    case = telling.by_referrer(about, when=NOON)
    telling.plan(case, when=NOON)
    base = f"/enquiries/{about.enquiry.reference}/disagreements/{case.disagreement.pk}"
    further = opened(SECOND, f"{base}/escalate")
    settles = opened(PM, f"{base}/settle", finding="not_upheld", told=telling.TOLD)
    answers = at_once(further, settles)
    assert statuses(answers) == [200, 302]
    said = text_of(loser(answers))  # by the verb where both were under way, by the page where it is read later
    told = ("since you opened this page", "that is settled", "settled this", "From the second stage on somebody else")
    assert any(words in said for words in told)
    assert "Not saved" in said or "There is a problem" in said
    assert WORDS in loser(answers).content.decode()
    assert done("settle_disagreement") + done("escalate_disagreement") == 1


@pytest.mark.rule(16)
def test_of_two_who_confirm_a_merging_at_once_one_does_and_the_other_hears_it_and_nobody_points_to_what_went():
    two = twofold()
    proposed(two)
    third = told(people=[RO], when=NOON)
    address = f"/people/doubles/{two.doubt}"
    identify = f"/enquiries/{third.reference}/people/{third.people['rowan']}/identify"
    answers = at_once(
        *(opened(who, address, answer="confirm") for who in (PM, SECOND)),
        opened("calls.tamarshire.1", identify, str(two.folded)),
    )
    assert statuses(answers[:2]) == [200, 302]
    said = text_of(loser(answers[:2]))  # who opens the page anew after the other one is told that, too
    assert "has confirmed this already. Look again" in said or "since you opened this page. Look again" in said
    # Besides the merging itself the ledger has it once for each enquiry that is about the folded one by then.
    merged = count(Event, verb="confirm_merge", outcome="made", enquiry=None)
    assert count(Merging, answer="confirmed") == merged == 1
    assert count(DescribedPerson, person=two.folded) == 0
