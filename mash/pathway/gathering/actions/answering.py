"""Answering: for each person of a request what the own agency knows, and how urgent it finds it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import action, followed, hold, record
from mash.foundation.access.words import checking
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import Answer, AskedAbout, Reply, Request
from mash.pathway.gathering.permission import own_request
from mash.pathway.gathering.replies import Covered, GivenReply, read_replies
from mash.pathway.intelligence.giving import give_item
from mash.pathway.intelligence.models import Item


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer; `items` by the names that a scenario gave them, or by their place."""

    answer: Answer
    items: dict[str, Item]


@action
def answer_request(me: Acting, request: uuid.UUID | str, *, rating: Any, answers: Any) -> Answered:
    """Answer a request of the own agency: for each described person of it, identified or not.

    `holding` keeps the request open. After the decision an answer is taken all the same, and makes a review task.

    Args:
        rating: the agency's own view: red, amber, green or none. It changes neither the hub's rating nor its clock.
        answers: [{`subject`: alias or id, `reply`, `why`?, `items`?}], as PLAY has them; each item its own handling.

    Raises:
        Refused: another agency's request, or no researcher in that area, or tied.
        Invalid: answered already; somebody is left out; or an item lacks text or handling.

    Source: DOMAIN rules 28, 47, 48, 51 and 53.
    """
    asked = own_request(me, "answer_request", request)
    hold(Enquiry, asked.enquiry_id)  # an answer and a decision that cross: one is before the other
    about = list(AskedAbout.objects.filter(request=asked))
    with checking() as check:
        if asked.state == Request.State.ANSWERED:
            check.wrong("request", "This has been answered. Correct an item, or ring the hub to add one.")
        view = check.choice(rating, "rating", Answer.Rating, message="Choose red, amber, green or none")
        replies = read_replies(check, answers, Covered.of(asked, about), me)
    return _keep(me, asked, view, replies)


def _keep(me: Acting, asked: Request, view: str, replies: list[GivenReply]) -> Answered:
    holding = any(reply.kind == Reply.Kind.HOLDING for reply in replies)
    answer = Answer.add(
        request=asked,
        enquiry_id=asked.enquiry_id,
        area=asked.area,
        agency_id=asked.agency_id,
        rating=view,
        by=me.known,
        given_at=me.now,
        holding=holding,
        after_decision=_is_decided(asked),
    )
    Reply.objects.bulk_create(
        Reply(
            answer=answer,
            enquiry=asked.enquiry_id,
            area=asked.area,
            agency=asked.agency_id,
            described_id=reply.described,
            reply=reply.kind,
            why=reply.why,
        )
        for reply in replies
    )
    items: dict[str, Item] = {}
    for reply in replies:
        for given in reply.items:
            item = give_item(me, given, enquiry=asked.enquiry_id, area=asked.area, request=asked.pk)
            items[given.alias or str(len(items) + 1)] = item
    asked.change(
        state=Request.State.HOLDING if holding else Request.State.ANSWERED,
        answered_at=None if holding else me.now,
    )
    record(
        me,
        "answer_request",
        about=asked,
        people=[reply.described for reply in replies],
        rating=view,
        holding=holding,
        late=me.now > asked.due_at,
        after_decision=answer.after_decision,
        items=[str(item.pk) for item in items.values()],
    )
    followed(me, "answer_request", answer, request=asked)
    return Answered(answer, items)


def _is_decided(asked: Request) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pathway.is_decided(%s)", [asked.pk])
        return bool(cursor.fetchone()[0])
