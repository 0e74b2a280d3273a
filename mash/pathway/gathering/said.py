"""What each agency said of whom: its latest reply for each person, as those who weigh read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.gathering.models import Reply, Request

REPLIES = (
    Reply.objects.filter(answer__request=OuterRef("pk"))
    .order_by("answer__given_at")
    .values(said=JSONObject(person="described_id", reply="reply", why="why"))
)


@dataclass(frozen=True, slots=True)
class Replied:
    """One reply, and everybody of whom it was given with the same reason or none."""

    reply: str
    why: str
    people: tuple[DescribedPerson, ...]


def with_replies(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Requests with what was answered to them (`replies`), oldest first; nothing for who may not know. No query."""
    return requests.annotate(replies=ArraySubquery(REPLIES))


def said_in(request: Request, people: Iterable[DescribedPerson]) -> list[Replied]:
    """What an agency says now of these people, in their order; the same said of several is said once. No query.

    Args:
        request: one of `with_replies`.
    """
    latest: dict[str, Any] = {reply["person"]: reply for reply in request.__dict__["replies"]}
    alike: dict[tuple[str, str], list[DescribedPerson]] = {}
    for person in people:
        if reply := latest.get(str(person.pk)):
            alike.setdefault((reply["reply"], reply["why"]), []).append(person)
    return [Replied(Reply.Kind(reply).label, why, tuple(of)) for (reply, why), of in alike.items()]
