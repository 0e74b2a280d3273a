"""Rating an enquiry, and keeping a rating that an agency finds too low."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import end_standing, give_standing, permit
from mash.foundation.access.verbs import Invalid, Refused, action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.kept import FOREVER
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.enquiries.moves import UNDECIDED, move
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.gathering.actions.asking import ask_for, hasten
from mash.pathway.gathering.asking import candidates, read_slugs
from mash.pathway.gathering.content import Telling
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.named import ids_of
from mash.pathway.triage.models import Level, Rating
from mash.pathway.triage.standing import rated_higher, standing_rating

Key = uuid.UUID | str
CHOOSE_LEVEL = "Choose red, amber or green"


class Stands(Enum):
    """Says that the rating which stands now was the one seen: for stories, which have no pages."""

    NOW = "now"


STANDS = Stands.NOW


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating and every request that stands on the enquiry with it, by the agency's slug."""

    rating: Rating
    requests: dict[str, Request]


@action
def rate_enquiry(
    me: Acting,
    enquiry: Key,
    *,
    level: Any,
    rationale: Any,
    seen: Key | Literal[Stands.NOW] | None = STANDS,
    basis: Any = None,
    ask: Any = None,
    ask_why: Any = "",
) -> Rated:
    """Say how urgent an enquiry is, start (or correct) its clock, and ask the agencies.

    The due time counts from receipt, so that re-rating never buys time. Agencies that were asked stay asked: an
    earlier due time moves their requests, a later one does not.

    Args:
        seen: the id of the rating that stood on the page when this one was chosen; none for 'not rated'.
        basis: the lawful basis for asking; the area's standing one unless given.
        ask: slugs of the agencies to ask; those that the area's rules name unless given.
        ask_why: why others are asked than the rules name, where the rater says so.

    Raises:
        Refused: not a qualified social worker of this area, or tied to somebody described (rules 26, 59).
        Invalid: decided already; somebody else rated it since `seen`; no reason or basis; an agency cannot be asked.

    Source: DOMAIN rules 26 to 31, 39 and 45.
    """
    found = lock_enquiry(enquiry)
    permit(me, "rate_enquiry", found)
    former = standing_rating(found)
    telling = Telling.about(me, found)
    with checking() as check:
        if found.state not in UNDECIDED:
            check.wrong("level", "This enquiry has been decided. Send a new enquiry to add to it.")
        elif seen is not STANDS and str(seen or "") != str(former.pk if former else ""):
            said = f"{former} since you opened this page" if former else "This has not been rated yet"
            check.wrong("level", f"{said}. Look again, then choose.")
        chosen = check.choice(level, "level", Level, message=CHOOSE_LEVEL)
        why = check.text(rationale, "rationale", required="Say why you rated it so")
        ground = found.area.lawful_basis if basis is None else basis
        ground = check.text(ground, "basis", required="Say on what lawful basis agencies are asked")
        to_ask = read_slugs(check, ask, candidates(me, found, telling.people))
        why_others = check.text(ask_why, "ask_why")
    rating = Rating.add(
        enquiry=found,
        area=found.area_id,
        level=chosen,
        rated_by=me.known,
        rated_at=me.now,
        due_at=found.standard.clock.due(chosen, found.received_at),
        basis=ground,
        replaces=former,
    )
    move(found, "rate_enquiry", level=chosen, due_at=rating.due_at)
    give_reason(me, found, Rationale.Kind.RATING, rating.pk, why)
    if why_others:
        give_reason(me, found, Rationale.Kind.ASKED_FOR, rating.pk, why_others)
    if former is None or former.rated_by_id != me.known.pk:
        end_standing(found.pk, ["rater"], me.now)
        give_standing(found.pk, "rater", me.known.pk, FOREVER)
    hasten(me, found)
    ask_for(me, found, to_ask, basis=ground, telling=telling)
    record(me, "rate_enquiry", about=rating, people=ids_of(telling.people), level=chosen)
    followed(me, "rate_enquiry", rating)
    return Rated(rating, _requests(found))


@action
def keep_rating(me: Acting, enquiry: Key, *, request: Any, why: Any) -> Rationale:
    """Say why the hub's rating stays, though an agency rated more urgent.

    Raises:
        Refused: not a qualified social worker of this area, or tied.
        Invalid: no reason; closed; or that agency does not rate higher, or this was said already.

    Source: DOMAIN rule 28.
    """
    found = lock_enquiry(enquiry)
    permit(me, "keep_rating", found)
    higher = rated_higher(found)
    with checking() as check:
        answer = next((one for one in higher if str(one.request_id) == str(request)), None)
        if answer is None and not _is_here(found, request):
            raise Refused("not_found", about=found)
        if found.state not in (Enquiry.State.GATHERING, Enquiry.State.DECIDED):
            check.wrong(
                "request", "This enquiry is closed." if found.state == Enquiry.State.CLOSED else "Rate it first."
            )
        elif answer is None:
            check.wrong("request", "This agency does not rate it more urgent, or it has been said why not.")
        reason = check.text(why, "why", required="Say why the rating stays as it is")
    if answer is None:  # `checking` has said so already
        raise Invalid(request="This agency does not rate it more urgent.")
    kept = give_reason(me, found, Rationale.Kind.KEPT_RATING, answer.request_id, reason)
    record(me, "keep_rating", about=kept, request=str(answer.request_id), level=found.level, agency_level=answer.rating)
    followed(me, "keep_rating", kept)
    return kept


def _is_here(enquiry: Enquiry, request: Any) -> bool:
    return str(request) in {str(key) for key in Request.objects.filter(enquiry=enquiry).values_list("pk", flat=True)}


def give_reason(me: Acting, enquiry: Enquiry, kind: Rationale.Kind, about: uuid.UUID, text: str) -> Rationale:
    """Keep a reason that somebody in the hub gives."""
    return Rationale.add(
        enquiry=enquiry, area=enquiry.area_id, kind=kind, about=about, text=text, by=me.known, given_at=me.now
    )


def _requests(enquiry: Enquiry) -> dict[str, Request]:
    asked = Request.objects.filter(enquiry=enquiry).select_related("agency").order_by("agency__slug")
    return {request.agency.slug: request for request in asked}
