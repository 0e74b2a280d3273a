"""The pages of asking and answering, as they work without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from mash.foundation.clock.now import at
from mash.pathway.gathering.actions.answering import answer_request
from mash.pathway.gathering.actions.asking import ask_agency
from mash.pathway.gathering.models import Answer, Chase, Request
from mash.pathway.intelligence.models import Item
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import scene
from tests.pathway.steps import LATER, answer, item, rate, request

pytestmark = pytest.mark.django_db

HOUR_LATER = LATER + timedelta(hours=1)


@pytest.fixture(autouse=True)
def an_hour_later():
    """Everything here is looked at an hour after the rating."""
    with at(HOUR_LATER):
        yield


@pytest.fixture
def asked():
    """An enquiry that police, health and probation are asked about."""
    enquiry = scene.enquiry()
    rate(enquiry, ask=["police", "health", "probation"])
    return enquiry


def page_of(asked, agency, name="request"):
    return reverse(f"gathering:{name}", args=[request(asked, agency).pk])


def typed(asked, **more):
    """An answer as a browser sends it: 'not known to us' of everybody, but for what `more` says."""
    sent = {"rating": "none"}
    with world.backstage():
        people = list(asked.people.filter(is_subject=True)) + list(asked.people.filter(is_subject=False))
    for place in range(len(people)):
        sent |= {f"answers-{place}-reply": "no_trace", f"answers-{place}-count": "1"}
    return {**sent, **more}


@pytest.mark.rule(57)
def test_a_researcher_s_worklist_is_their_own_agency_s(asked):
    for username in ("police.1", "probation.1"):
        told = text_of(signed_in(username).get("/requests/"))
        assert "Rowan Testerby-Loom, Wren Testerby-Loom" in told
        assert "Waiting 1" in told
    for username in ("education.1", "camhs.1"):
        told = text_of(signed_in(username).get("/requests/"))
        assert "Rowan" not in told
        assert "Waiting 0" in told


@pytest.mark.rule(45, 47)
@pytest.mark.parametrize("username", ["police.1", "probation.1"])
def test_a_request_says_what_is_asked_by_when_and_on_what_basis(asked, username):
    agency = username.rpartition(".")[0]
    told = text_of(signed_in(username).get(page_of(asked, agency)))
    for expected in (
        "Answer due 13:20",
        "What the hub asks",
        request(asked, agency).what,
        "Public task",
        "A bruise shaped like a belt end.",
        "Isolde Testerby-Loom",
        "How urgent does your agency find this?",
    ):
        assert expected in told


@pytest.mark.rule(45)
def test_the_hub_reads_exactly_what_an_agency_was_told(asked):
    told = text_of(signed_in("pm.tamarshire.1").get(page_of(asked, "probation")))
    assert "What Probation was told" in told
    assert "A bruise shaped like a belt end." in told
    assert "Your answer" not in told


@pytest.mark.rule(57)
@pytest.mark.parametrize("name", ["request", "nothing_known", "telephone"])
@pytest.mark.parametrize(
    "username", ["health.1", "probation.1", "education.1", "team.tamar-north.1", "sw.port-ellery.1"]
)
def test_a_request_to_somebody_else_is_not_there(asked, username, name):
    assert signed_in(username).get(page_of(asked, "police", name)).status_code == 404


@pytest.mark.rule(47, 48)
def test_an_answer_with_several_items_is_typed_without_javascript(asked):
    browser = signed_in("police.1")
    address = page_of(asked, "police")
    first = typed(
        asked,
        **{
            "answers-0-reply": "information",
            "answers-0-items-0-text": "Two call-outs in January.",
            "answers-0-items-0-handling": "restricted",
            "answers-0-items-0-conditions": "Not to any adult at home.",
            "add": "0",
        },
    )
    more = browser.post(address, first)
    assert more.status_code == 200
    assert "Two call-outs in January." in more.content.decode()
    assert "Item 2 of 2" in text_of(more)
    assert "There is a problem" not in text_of(more)
    del first["add"]
    second = {
        **first,
        "answers-0-count": "2",
        "answers-0-items-1-text": "A warning marker.",
        "answers-0-items-1-handling": "sealed",
        "answers-0-items-1-happened_day": "3",
        "answers-0-items-1-happened_month": "feb",
        "answers-0-items-1-happened_year": "2026",
        "rating": "red",
    }
    assert browser.post(address, second).status_code == 302
    with world.backstage():
        held = {one.text: (one.handling, str(one.happened)) for one in Item.objects.filter(enquiry=asked)}
    assert held == {
        "Two call-outs in January.": ("restricted", "None"),
        "A warning marker.": ("sealed", "2026-02-03"),
    }
    told = text_of(browser.get(address))
    assert "What your agency has said" in told
    assert "Two call-outs in January." in told


@pytest.mark.rule(48)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(asked):
    browser = signed_in("probation.1")
    sent = typed(
        asked,
        **{
            "rating": "",
            "answers-1-reply": "information",
            "answers-1-items-0-text": "On licence. 🏠 مرحبا",
            "answers-2-reply": "",
        },
    )
    told = browser.post(page_of(asked, "probation"), sent)
    assert told.status_code == 200
    html = told.content.decode()
    assert "Choose open, restricted or sealed" in text_of(told)
    assert "Choose red, amber, green or none" in text_of(told)
    assert "Choose what you know of Isolde Testerby-Loom" in text_of(told)
    assert 'href="#id_answers-1-items-0-handling"' in html
    assert "On licence. 🏠 مرحبا" in html
    with world.backstage():
        assert not Answer.objects.exists()


@pytest.mark.rule(47)
def test_nothing_known_about_any_of_them_takes_two_clicks(asked):
    browser = signed_in("probation.1")
    request_page = browser.get(page_of(asked, "probation")).content.decode()
    address = page_of(asked, "probation", "nothing_known")
    assert address in request_page
    confirm = text_of(browser.get(address))
    assert "Rowan Testerby-Loom" in confirm
    assert browser.post(address, {"rating": "none"}).status_code == 302
    assert request(asked, "probation").state == Request.State.ANSWERED


def test_a_telephone_call_is_an_item_and_the_request_stays_open(asked):
    people = scene.people(asked)
    browser = signed_in("health.1")
    sent = {
        "who": "Health visitor with PC Lowe",
        "text": "Wren has not been seen since May.",
        "about": [str(people["wren"].pk), str(people["mum"].pk)],
        "handling": "open",
        "rating": "amber",
    }
    assert browser.post(page_of(asked, "health", "telephone"), {**sent, "handling": ""}).status_code == 200
    assert browser.post(page_of(asked, "health", "telephone"), sent).status_code == 302
    with world.backstage():
        held = Item.objects.get(enquiry=asked)
    assert (held.kind, held.source, held.about) == (
        "telephone call",
        "Health visitor with PC Lowe",
        [people["wren"].pk, people["mum"].pk],
    )
    assert request(asked, "health").state == Request.State.HOLDING


def test_a_double_submit_answers_once(asked):
    browser = signed_in("police.1")
    sent = typed(asked, once="a-token-of-sixteen-letters")
    led_to = {browser.post(page_of(asked, "police"), sent)["Location"] for _ in range(2)}
    assert len(led_to) == 1
    with world.backstage():
        assert Answer.objects.filter(enquiry=asked).count() == 1


def test_an_item_is_corrected_from_the_request(asked):
    given = answer(asked, "police.1", mum=item("Seen in February.")).items["it"]
    browser = signed_in("police.2")
    address = reverse("intelligence:correct", args=[given.pk])
    assert address in browser.get(page_of(asked, "police")).content.decode()
    sent = {"text": "Seen in March.", "handling": "restricted", "why": "The wrong month."}
    assert browser.post(address, {**sent, "why": ""}).status_code == 200
    assert browser.post(address, sent).status_code == 302
    told = text_of(browser.get(page_of(asked, "police")))
    assert "Seen in March." in told
    assert "Corrected, no longer holds: Seen in February." in told
    for username in ("pm.tamarshire.1", "health.1"):
        assert signed_in(username).get(address).status_code == 404


@pytest.mark.rule(46, 49)
def test_the_agencies_page_says_who_answered_who_is_late_who_was_excused_and_why(asked):
    answer(asked, "police.1", "red", mum=item("Operation marlinhouse.", "sealed"))
    browser = signed_in("sw.tamarshire.2")
    assert browser.post(page_of(asked, "health", "excuse"), {"why": ""}).status_code == 200
    assert browser.post(page_of(asked, "health", "excuse"), {"why": "Their system is down."}).status_code == 302
    assert browser.post(page_of(asked, "probation", "chase")).status_code == 302
    with at(LATER + timedelta(hours=5)):
        told = text_of(browser.get(f"/enquiries/{asked.reference}/agencies"))
    for expected in (
        "1 of 3 agencies answered · Probation late 1 h · 1 excused · Police rates higher",
        "Their system is down. (Ruth Achebe)",
        "Isolde Testerby-Loom: information",
        "chased by hand",
        "Cafcass: it has not signed the sharing agreement",
        "Education: the rules name it: always asked",
    ):
        assert expected in told
    assert "marlinhouse" not in told
    with world.backstage():
        assert Chase.objects.filter(stage="by_hand").count() == 1


@pytest.mark.rule(47)
def test_the_enquiry_page_says_what_each_agency_replied_of_whom_and_what_was_asked_by_hand(asked):
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        ask_agency(me, asked.pk, agency="camhs", what="Is he on the waiting list, listwheatear?")
    with world.as_("police.1", when=LATER) as me:
        held = [
            {"subject": "rowan", "reply": "refused", "why": "A court forbids it, courtstint"},
            {"subject": "wren", "reply": "refused", "why": "A court forbids it, courtstint"},
            {"subject": "mum", "reply": "holding", "why": "An officer is asking, askdotterel"},
        ]
        answer_request(me, request(asked, "police").pk, rating="none", answers=held)
    reader = signed_in("sw.tamarshire.2")
    told = text_of(reader.get(f"/enquiries/{asked.reference}/"))
    for expected in (
        "Rowan Testerby-Loom, Wren Testerby-Loom: refused, A court forbids it, courtstint",
        "Isolde Testerby-Loom: cannot answer yet, An officer is asking, askdotterel",
        "listwheatear",
    ):
        assert expected in told
    for username in ("calls.tamarshire.1", "health.1"):
        page = text_of(signed_in(username).get(f"/enquiries/{asked.reference}/"))
        assert "courtstint" not in page
        assert "listwheatear" not in page
    answer(asked, "police.1")
    assert "askdotterel" not in text_of(reader.get(f"/enquiries/{asked.reference}/"))


@pytest.mark.rule(57)
def test_a_call_handler_sees_how_far_agencies_are_and_not_what_they_said(asked):
    answer(asked, "police.1", "red", mum=item())
    told = text_of(signed_in("calls.tamarshire.1").get(f"/enquiries/{asked.reference}/agencies"))
    assert "Police always asked Answered" in told
    assert "rates higher" not in told
    assert "information" not in told
    for username in ("police.1", "health.1", "sw.port-ellery.1", "team.tamar-north.1"):
        assert signed_in(username).get(f"/enquiries/{asked.reference}/agencies").status_code == 404


def test_one_more_agency_is_asked_from_its_page(asked):
    browser = signed_in("pm.tamarshire.1")
    address = f"/enquiries/{asked.reference}/agencies/ask"
    told = text_of(browser.get(address))
    assert "Early years" in told
    assert "Cafcass cannot be asked. It has not signed the sharing agreement." in told
    sent = {"agency": "early-years", "what": "Does Wren come to nursery?", "due_day_day": "2", "due_day_month": "3"}
    assert "Give the time too" in text_of(browser.post(address, {**sent, "due_day_year": "2026"}))
    answered = browser.post(address, {**sent, "due_day_year": "2026", "due_time": "15:30"})
    assert answered.status_code == 302
    assert f"{request(asked, 'early-years').due_at:%d %H:%M}" == "02 15:30"


@pytest.mark.parametrize("people", [3, 12])
def test_pages_ask_the_same_number_of_questions_however_many_people_and_items(people):
    family = [{"as": f"p{n}", "given": f"Given{n}", "family": "Loom", "subject": n < 2} for n in range(people)]
    enquiry = scene.enquiry(people=family)
    rate(enquiry, ask=["police", "health", "probation"])
    answer(enquiry, "police.1", **dict[str, Any]({f"p{n}": item(f"Item {n}.") for n in range(people)}))
    questions = {
        "worklist": len(visit(signed_in("police.1"), "/requests/").queries),
        "request": len(visit(signed_in("police.1"), page_of(enquiry, "police")).queries),
        "agencies": len(visit(signed_in("pm.tamarshire.1"), f"/enquiries/{enquiry.reference}/agencies").queries),
    }
    assert max(questions.values()) <= 15, questions


@pytest.mark.rule(59)
@pytest.mark.parametrize("username", ["probation.1", "police.1"])
def test_a_researcher_says_on_the_request_that_they_know_somebody_and_colleagues_go_on(asked, username):
    agency = username.rpartition(".")[0]
    address, tie = page_of(asked, agency), page_of(asked, agency, "tie")
    browser = signed_in(username)
    assert tie in browser.get(address).content.decode()
    wrong = text_of(browser.post(tie, {"kind": "relative"}))
    assert "Choose whom you know" in wrong
    assert "Rowan Testerby-Loom" in wrong
    browser.post(tie, {"kind": "relative", "subject": str(scene.people(asked)["rowan"].pk)})
    assert browser.get(address).status_code == browser.get(tie).status_code == 404
    assert signed_in(f"{agency}.2").get(address).status_code == 200
