"""Asking agencies: by the area's rules with a rating, or one by hand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import give_standing, permit
from mash.foundation.access.verbs import Invalid, action, followed, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.clock.london import LONDON
from mash.foundation.clock.when import when
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Agency
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.gathering.asking import Candidate, candidates
from mash.pathway.gathering.chasing import plan_chasing
from mash.pathway.gathering.content import Telling
from mash.pathway.gathering.models import AskedAbout, Request
from mash.pathway.gathering.named import ids_of

BY_HAND = "asked by hand"


@action
def ask_agency(me: Acting, enquiry: uuid.UUID | str, *, agency: Any, what: Any, due: Any = None) -> Request:
    """Ask one more agency, in words of one's own. Nothing of the enquiry is keyed again.

    Args:
        agency: its slug.
        due: when the answer is due (ISO time, London unless it says otherwise); by the service standard unless given.

    Raises:
        Refused: not a social worker or practice manager of this area, or tied.
        Invalid: not rated yet, or decided; asked already; no signed sharing agreement; nobody there to answer.

    Source: DOMAIN rules 39, 43, 45 and 46.
    """
    found = lock_enquiry(enquiry)
    permit(me, "ask_agency", found)
    telling = Telling.about(me, found)
    stands = found.ratings.filter(replaced_by__isnull=True)
    rating = stands.values_list("basis", flat=True).first() if found.level else None
    with checking() as check:
        words = check.text(what, "what", required="Say what you want to know")
        if found.state == Enquiry.State.RECEIVED or rating is None:
            check.wrong(
                "enquiry", "Rate this enquiry first: the rating says on what basis agencies are asked, and by when."
            )
        elif found.state != Enquiry.State.GATHERING:
            check.wrong("enquiry", "This enquiry has been decided. Send a new enquiry to add to it.")
        chosen = _chosen(check, agency, found, candidates(me, found, telling.people))
        moment = _due(me, check, found, due) if found.level else None
    if chosen is None or rating is None:  # `checking` has said so already
        raise Invalid(enquiry="This agency cannot be asked now.")
    return _ask(me, telling, chosen.agency, what=telling.masked(words), why=BY_HAND, basis=rating, due=moment)


def ask_for(
    me: Acting, enquiry: Enquiry, chosen: Iterable[Candidate], *, basis: str, telling: Telling | None = None
) -> list[Request]:
    """Ask these agencies with a rating, in its transaction; those that have been asked already are left alone.

    The enquiry must bear its new level. The caller has permitted it.
    """
    asked = set(Request.objects.filter(enquiry=enquiry).values_list("agency_id", flat=True))
    fresh = [candidate for candidate in chosen if candidate.agency.pk not in asked]
    if not fresh:
        return []
    telling = telling or Telling.about(me, enquiry)
    return [
        _ask(
            me,
            telling,
            candidate.agency,
            what=candidate.agency.question,
            why=candidate.why or "chosen by the rater",
            basis=basis,
        )
        for candidate in fresh
    ]


def hasten(me: Acting, enquiry: Enquiry) -> list[Request]:
    """After a change of rating: move open requests to an earlier time, never a later one, and plan chasing anew."""
    moved = []
    for asked in Request.objects.filter(enquiry=enquiry, state__in=[Request.State.ASKED, Request.State.HOLDING]):
        due = enquiry.standard.clock.agency_due(enquiry.level, asked.asked_at, enquiry.received_at)
        if due < asked.due_at:
            asked.change(due_at=due, level=enquiry.level)
            plan_chasing(me, asked, enquiry)
            moved.append(asked)
    return moved


def _ask(
    me: Acting,
    telling: Telling,
    agency: Agency,
    *,
    what: str,
    why: str,
    basis: str,
    due: datetime | None = None,
) -> Request:
    enquiry = telling.enquiry
    request = Request.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        agency=agency,
        what=what,
        content=telling.to(agency),
        basis=basis,
        why_asked=why,
        level=enquiry.level,
        asked_by=me.known,
        asked_at=me.now,
        due_at=due or enquiry.standard.clock.agency_due(enquiry.level, me.now, enquiry.received_at),
    )
    AskedAbout.objects.bulk_create(
        AskedAbout(request=request, described=person, alias=person.alias) for person in telling.people
    )
    give_standing(enquiry.pk, "asked", agency.pk, FOREVER)
    if agency.virtual:
        notify(me, Notice.Kind.REQUEST, path=f"/requests/{request.pk}", agency=agency, area=enquiry.area)
    plan_chasing(me, request, enquiry)
    record(me, "ask_agency", about=request, people=ids_of(telling.people), agency=agency.slug, level=enquiry.level)
    followed(me, "ask_agency", request)
    return request


def _chosen(check: Checking, slug: Any, enquiry: Enquiry, known: list[Candidate]) -> Candidate | None:
    chosen = next((candidate for candidate in known if candidate.agency.slug == slug), None)
    if chosen is None:
        host = Agency.objects.filter(slug=str(slug), host=True).exists()
        check.wrong(
            "agency",
            "Social care keeps the hub and is never asked; its status stands on the enquiry"
            if host
            else "Choose an agency that serves this area",
        )
    elif chosen.hindrance:
        check.wrong("agency", f"{chosen.agency} cannot be asked: {chosen.hindrance}")
    elif Request.objects.filter(enquiry=enquiry, agency=chosen.agency).exists():
        check.wrong("agency", f"{chosen.agency} has been asked already")
    return chosen


def _due(me: Acting, check: Checking, enquiry: Enquiry, due: Any) -> datetime | None:
    """The time set by hand: after now, and not after the decision is due unless that has gone by."""
    if due in (None, ""):
        return None
    try:
        moment = due if isinstance(due, datetime) else datetime.fromisoformat(str(due))
    except ValueError:
        check.wrong("due", "Give the day and time by which you need the answer")
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    if moment <= me.now:
        check.wrong("due", "Give a time that is still to come")
    elif enquiry.due_at and me.now < enquiry.due_at < moment:
        check.wrong("due", f"Give a time before the decision is due: {when(enquiry.due_at, me.now)}")
    return moment
