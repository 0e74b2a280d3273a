"""What an agency answers: for each person, each item with its own handling, and who learns of it."""

from datetime import date, timedelta

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.actions.answering import answer_request
from mash.pathway.gathering.models import Answer, Reply, Request
from mash.pathway.intelligence.models import Item
from tests import world
from tests.pathway import scene
from tests.pathway.steps import LATER, answer, item, rate, replies, request

pytestmark = pytest.mark.django_db

HOUR_LATER = LATER + timedelta(hours=1)


@pytest.fixture
def asked():
    """An enquiry that police, health and probation are asked about."""
    enquiry = scene.enquiry()
    rate(enquiry, ask=["police", "health", "probation"])
    return enquiry


@pytest.mark.rule(47, 48, 53)
def test_an_answer_says_of_each_person_what_is_known_with_a_handling_for_each_item(asked):
    answered = answer(
        asked,
        "police.1",
        "red",
        rowan="nothing_relevant",
        mum=[
            item(
                "Two call-outs.",
                "restricted",
                conditions="Not to any adult at home.",
                happened="2026-01-17",
                source="logs",
            ),
            {**item("Informant says.", "sealed"), "as": "source", "about": ["mum", "rowan"]},
        ],
    )
    people = scene.people(asked)
    callout, source = answered.items["it"], answered.items["source"]
    assert (callout.handling, callout.conditions, callout.happened) == (
        "restricted",
        "Not to any adult at home.",
        date(2026, 1, 17),
    )
    assert callout.about == [people["mum"].pk]
    assert source.about == [people["mum"].pk, people["rowan"].pk]
    assert request(asked, "police").state == "answered"
    with world.as_("pm.tamarshire.1", when=HOUR_LATER):
        said = {str(reply.described): reply.reply for reply in Reply.objects.filter(answer=answered.answer)}
    assert said == {
        "Rowan Testerby-Loom": "nothing_relevant",
        "Wren Testerby-Loom": "no_trace",
        "Isolde Testerby-Loom": "information",
    }


@pytest.mark.rule(50)
def test_a_virtual_agency_answers_from_outside_the_room(asked):
    answered = answer(asked, "probation.1", "amber", mum=item("On licence until May.", "restricted"))
    assert answered.answer.rating == "amber"
    with world.as_("probation.2", when=HOUR_LATER) as me:
        assert [one.text for one in Item.objects.all().readable(me)] == ["On licence until May."]


@pytest.mark.rule(57)
@pytest.mark.parametrize(
    ("username", "reason"),
    [
        ("health.1", "other_agency"),
        ("pm.tamarshire.1", "role"),
        ("sw.tamarshire.1", "role"),
        ("calls.tamarshire.1", "role"),
        ("probation.1", "not_found"),
        ("education.1", "not_found"),
        ("evaluator.1", "not_found"),
        ("team.tamar-north.1", "not_found"),
        ("school.1", "not_found"),
        (None, "not_found"),
    ],
)
def test_only_the_asked_agency_s_own_researchers_answer(asked, username, reason):
    key = request(asked, "police").pk
    with world.as_(username, when=LATER) as me, pytest.raises(Refused) as refused:
        answer_request(me, key, rating="green", answers=[])
    assert refused.value.reasons == (reason,)


def test_a_request_that_is_not_there_is_refused_as_one_that_may_not_be_seen():
    with world.as_("police.1") as me:
        for key in ("nonsense", "00000000-0000-0000-0000-000000000001", ""):
            with pytest.raises(Refused, match="not_found"):
                answer_request(me, key, rating="green", answers=[])


@pytest.mark.rule(59)
def test_a_tied_researcher_does_not_find_the_request(asked):
    scene.wall(asked, "police.1")
    key = request(asked, "police").pk
    with world.as_("police.1", when=LATER) as me, pytest.raises(Refused) as refused:
        answer_request(me, key, rating="green", answers=[])
    assert (refused.value.reasons, refused.value.hidden) == (("not_found",), ("tied",))
    answer(asked, "police.2")


@pytest.mark.rule(47)
@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        (lambda said: said[:2], "answers", "Say something of Isolde Testerby-Loom too"),
        (lambda said: [*said, said[0]], "answers.3", "Answer only once for Rowan"),
        (lambda said: [*said[:2], {"subject": "uncle", "reply": "no_trace"}], "answers.2", "Answer only for people"),
        (lambda said: [*said[:2], {**said[2], "reply": "maybe"}], "answers.2.reply", "Choose what you know of Isolde"),
        (
            lambda said: [*said[:2], {**said[2], "reply": "information"}],
            "answers.2.reply",
            "Add what you know of Isolde",
        ),
        (lambda said: [*said[:2], {**said[2], "items": [item()]}], "answers.2.reply", "Choose 'Information'"),
        (lambda said: "nothing", "answers", "Answer for each person"),
        (lambda said: None, "answers", "Answer for each person"),
        (lambda said: [None, 3, *said[2:]], "answers.0", "Answer only for people"),
    ],
)
def test_an_answer_leaves_nobody_out_and_nobody_twice(asked, change, field, message):
    key = request(asked, "police").pk
    with world.as_("police.1", when=LATER) as me, pytest.raises(Invalid) as invalid:
        answer_request(me, key, rating="green", answers=change(replies(asked)))
    assert invalid.value.errors[field].startswith(message)


@pytest.mark.rule(48, 53)
@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"handling": None}, "handling", "Choose open, restricted or sealed"),
        ({"handling": "secret"}, "handling", "Choose open, restricted or sealed"),
        ({"text": " \x00 "}, "text", "Say what is known"),
        ({"text": "x" * 4001}, "text", "Shorten it to 4,000 characters"),
        ({"happened": "2026-03-03"}, "happened", "not in the future"),
        ({"happened": "yesterday"}, "happened", "day, month and year"),
        ({"about": ["uncle"]}, "about", "Choose people"),
        ({"protects": ["everything"]}, "protects", "Choose what the item gives away"),
    ],
)
def test_an_item_has_text_a_handling_without_default_and_a_past(asked, wrong, field, message):
    key = request(asked, "police").pk
    with world.as_("police.1", when=LATER) as me, pytest.raises(Invalid) as invalid:
        answer_request(me, key, rating="green", answers=replies(asked, rowan={**item(), **wrong}))
    assert message in invalid.value.errors[f"answers.0.items.0.{field}"]
    with world.backstage():
        assert not Item.objects.exists()
        assert not Answer.objects.exists()


@pytest.mark.rule(28)
def test_the_agency_s_own_view_is_always_asked(asked):
    key = request(asked, "police").pk
    with world.as_("police.1", when=LATER) as me, pytest.raises(Invalid, match="red, amber, green or none"):
        answer_request(me, key, rating=None, answers=replies(asked))


@pytest.mark.rule(47)
def test_holding_keeps_the_request_open_and_is_followed_by_another_answer(asked):
    answer(asked, "police.1", mum="holding", rowan=item())
    assert request(asked, "police").state == "holding"
    assert request(asked, "police").answered_at is None
    # what was told already need not be told again
    second = replies(asked)
    second[0]["reply"] = "information"
    with world.as_("police.2", when=HOUR_LATER) as me:
        answer_request(me, request(asked, "police").pk, rating="none", answers=second)
    assert request(asked, "police").state == "answered"
    with pytest.raises(Invalid, match="has been answered"):
        answer(asked, "police.1")


@pytest.mark.rule(51)
def test_an_answer_after_the_decision_is_taken_and_marked(asked):
    assert not answer(asked, "health.1").answer.after_decision
    with world.backstage():
        Enquiry.objects.filter(pk=asked.pk).update(state="decided")
    assert answer(asked, "police.1").answer.after_decision
    assert answer(asked, "probation.1").answer.after_decision


@pytest.mark.rule(57, 58)
def test_other_researchers_learn_nothing_of_what_an_agency_said(asked):
    answer(
        asked, "police.1", "red", mum=item("Operation marlinhouse.", "sealed"), wren=item("A call-out.", "restricted")
    )
    for username in ("health.1", "probation.1", "evaluator.1", "calls.tamarshire.1"):
        with world.as_(username, when=HOUR_LATER):
            assert (Answer.objects.count(), Reply.objects.count(), Item.objects.count()) == (0, 0, 0)
    with world.as_("police.2", when=HOUR_LATER):
        assert (Answer.objects.count(), Reply.objects.count(), Item.objects.count()) == (1, 3, 2)


@pytest.mark.rule(57)
def test_a_virtual_agency_sees_its_own_request_and_no_other(asked):
    with world.as_("probation.1", when=LATER):
        assert [one.agency.slug for one in Request.objects.select_related("agency")] == ["probation"]
    with world.as_("camhs.1", when=LATER):
        assert not Request.objects.exists()


def test_the_event_of_an_answer_holds_no_words(asked):
    answer(asked, "police.1", "red", mum=item("Operation marlinhouse.", "sealed"))
    with world.backstage():
        event = Event.objects.get(verb="answer_request", outcome="made")
    assert "marlinhouse" not in str(event.__dict__)
    assert event.enquiry == asked.pk
