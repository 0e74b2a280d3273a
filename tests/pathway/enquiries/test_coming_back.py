"""What an enquirer gets back with reference and code, and what passes between them and the hub."""

from __future__ import annotations

import uuid

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.pathway.enquiries.actions import add_to_enquiry, answer_hub, ask_enquirer, read_referrer_feedback
from mash.pathway.enquiries.coming_back import sent_by_me, what_became
from mash.pathway.enquiries.models import Message
from mash.pathway.enquiries.references import new_code, new_reference
from tests import world
from tests.pathway import scene
from tests.pathway.enquiries.conftest import told


def close(received_id: uuid.UUID) -> None:
    with world.backstage():
        scene.close(received_id, closed_at=world.MONDAY_NINE)


def test_reference_and_code_open_what_the_enquirer_may_know() -> None:
    received = told()
    with world.as_(None) as me:
        became = what_became(me, received.reference.lower(), f" {received.code.lower()} ")
        feedback = read_referrer_feedback(me, reference=received.reference, code=received.code)
    assert (became.id, became.state, became.told) == (received.id, "received", ())
    assert (feedback.text, feedback.state) == ("", "received")


@pytest.mark.parametrize("verb", [add_to_enquiry, answer_hub])
def test_a_wrong_code_and_an_unknown_reference_are_alike(verb: object) -> None:
    received = told()
    refusals = []
    with world.as_(None) as me:
        for reference, code in [
            (received.reference, new_code()),
            (new_reference(), received.code),
            ("", ""),
            (None, None),
            (received.reference, None),
            (received.reference, "\x00😢"),
        ]:
            with pytest.raises(Refused) as refused:
                verb(me, reference=reference, code=code, text="Hello")  # type: ignore[operator]  # one of the two verbs
            refusals.append((refused.value.reasons, refused.value.hidden, refused.value.about))
    assert set(refusals) == {(("not_found",), (), None)}


def test_another_enquirys_code_opens_nothing() -> None:
    one, other = told(), told()
    with world.as_(None) as me, pytest.raises(Refused, match="not_found"):
        read_referrer_feedback(me, reference=one.reference, code=other.code)


def test_a_question_is_asked_and_answered_and_the_hub_reads_both() -> None:
    received = told()
    with world.as_("sw.tamarshire.1") as me:
        ask_enquirer(me, received.id, text="Where is he now?")
    with world.as_(None) as me:
        question = what_became(me, received.reference, received.code).question
        assert question
        assert question.text == "Where is he now?"
        answer_hub(me, reference=received.reference, code=received.code, text="At his nan's. 😢")
        assert what_became(me, received.reference, received.code).question is None
    with world.as_("calls.tamarshire.1"):
        assert [m.kind for m in Message.objects.filter(enquiry=received.id)] == ["question", "answer"]


def test_there_is_no_answer_without_a_question() -> None:
    received = told()
    with world.as_(None) as me, pytest.raises(Invalid, match="no question"):
        answer_hub(me, reference=received.reference, code=received.code, text="Well")


@pytest.mark.parametrize("by", ["calls.tamarshire.1", "pm.tamarshire.1"])
def test_only_a_social_worker_asks_the_enquirer(by: str) -> None:
    received = told()
    with world.as_(by) as me, pytest.raises(Refused, match="role"):
        ask_enquirer(me, received.id, text="Where is he?")


def test_the_enquirer_and_the_hub_may_add_until_the_enquiry_closes() -> None:
    received = told()
    with world.as_(None) as me:
        add_to_enquiry(me, reference=received.reference, code=received.code, text="He is back.")
    with world.as_("calls.tamarshire.1") as me:
        add_to_enquiry(me, enquiry=received.id, text="She rang: he is at school.")
    close(received.id)
    for by in (None, "calls.tamarshire.1"):
        with world.as_(by) as me, pytest.raises(Invalid, match="closed"):
            add_to_enquiry(
                me,
                enquiry=None if by is None else received.id,
                reference=received.reference,
                code=received.code,
                text="More.",
            )


@pytest.mark.parametrize("text", ["", "  ", None, "\x00", "x" * 4_001])
def test_what_is_added_says_something_and_not_too_much(text: str | None) -> None:
    received = told()
    with world.as_(None) as me, pytest.raises(Invalid) as invalid:
        add_to_enquiry(me, reference=received.reference, code=received.code, text=text)
    assert list(invalid.value.errors) == ["text"]


@pytest.mark.parametrize("by", ["police.1", "health.1", "sw.port-ellery.1", "team.tamar-north.1", "probation.1"])
def test_others_read_nothing_of_what_passes_with_the_enquirer(by: str) -> None:
    received = told()
    with world.as_(None) as me:
        add_to_enquiry(me, reference=received.reference, code=received.code, text="He is back.")
    with world.as_(by) as me:
        if me.seat == "hub":
            assert not Message.objects.filter(enquiry=received.id).exists()
        with pytest.raises(Refused, match="not_found"):
            add_to_enquiry(me, enquiry=received.id, text="Me too.")


def test_a_signed_in_referrer_finds_what_they_sent_and_nothing_else() -> None:
    own, other = told(by="school.1", channel="professional"), told()
    with world.as_("school.1") as me:
        assert [became.reference for became in sent_by_me(me)] == [own.reference]
        assert sent_by_me(me)[0].narrative
        assert sent_by_me(me, other.reference) == []
        add_to_enquiry(me, reference=own.reference, text="His sister too.")
        assert read_referrer_feedback(me, reference=own.reference).state == "received"
        with pytest.raises(Refused, match="not_found"):
            add_to_enquiry(me, reference=other.reference, text="Mine?")


def test_nobody_without_an_account_has_sent_anything_from_one() -> None:
    told()
    with world.as_(None) as me:
        assert sent_by_me(me) == []
