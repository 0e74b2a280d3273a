"""What passes between hub and enquirer after receipt: additions, questions, answers, and what they were told."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Invalid, Refused, action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.zones import Seat
from mash.pathway.enquiries.coming_back import Became, sent_by_me, what_became
from mash.pathway.enquiries.models import Enquiry, Message
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.enquiries.references import as_reference

CLOSED = "This enquiry is closed. Send a new enquiry to tell us more"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an enquirer reads when they come back: what they were told, oldest first, and where the enquiry is."""

    id: uuid.UUID
    text: str
    state: str


@action
def add_to_enquiry(
    me: Acting, *, text: Any, enquiry: uuid.UUID | str | None = None, reference: Any = None, code: Any = None
) -> Message:
    """Add something to an enquiry that was told after it was sent: by its enquirer, or by the hub for one who rings.

    Raises:
        Refused: `not_found`, also for a wrong code; or not the area's own people.
        Invalid: nothing said, or the enquiry is closed.
    """
    if me.seat is Seat.INTAKE:
        became = of_enquirer(me, enquiry, reference, code)
        return _write(me, "add_to_enquiry", places_of(became), Message.Kind.ADDITION, text)
    found = lock_enquiry(enquiry or reference)
    permit(me, "add_to_enquiry", found)
    return _write(me, "add_to_enquiry", [found], Message.Kind.ADDITION, text)


@action
def ask_enquirer(me: Acting, enquiry: uuid.UUID | str, *, text: Any) -> Message:
    """Ask the enquirer something; they see it when they come back with reference and code.

    Raises:
        Refused: not a social worker of the area, or the enquiry is not found.
        Invalid: nothing asked, or the enquiry is closed.
    """
    found = lock_enquiry(enquiry)
    permit(me, "ask_enquirer", found)
    return _write(me, "ask_enquirer", [found], Message.Kind.QUESTION, text)


@action
def answer_hub(me: Acting, *, text: Any, reference: Any = None, code: Any = None) -> Message:
    """Answer the hub's question, with reference and code or from the account that sent the enquiry.

    Raises:
        Refused: `not_found`, for an unknown reference and a wrong code alike.
        Invalid: nothing said, nothing was asked, or the enquiry is closed.
    """
    became = of_enquirer(me, None, reference, code)
    if became.question is None:
        raise Invalid(text="There is no question to answer. You can still add to what you told us")
    return _write(me, "answer_hub", places_of(became), Message.Kind.ANSWER, text)


@action
def hear_enquirer(me: Acting, enquiry: uuid.UUID | str) -> Enquiry:
    """Say that one has read what the enquirer added or answered: its alert goes.

    Raises:
        Refused: not one of the area's own people, or the enquiry is not found.
    """
    found = lock_enquiry(enquiry)
    permit(me, "hear_enquirer", found)
    heard = Message.objects.filter(enquiry=found, heard_at__isnull=True)
    if heard.update(heard_at=me.now, heard_by=me.known.pk):
        record(me, "hear_enquirer", about=found)
        followed(me, "hear_enquirer", found)
    return found


@action
def read_referrer_feedback(me: Acting, *, reference: Any = None, code: Any = None) -> Feedback:
    """Read what became of an enquiry, as far as its enquirer may know.

    Raises:
        Refused: `not_found`, for an unknown reference and a wrong code alike.
    """
    became = of_enquirer(me, None, reference, code)
    record(me, "read_referrer_feedback", enquiry=became.id)
    return Feedback(became.id, "\n\n".join(told.text for told in became.told), became.state)


def of_enquirer(me: Acting, enquiry: Any, reference: Any, code: Any) -> Became:
    """The enquirer's own enquiry: by code, or by the account that sent it."""
    if me.seat is Seat.INTAKE and me.member and not code:
        wanted = as_reference(reference) if isinstance(reference, str) else None
        mine = [became for became in sent_by_me(me, wanted) if wanted or str(became.id) == str(enquiry)]
        if not mine:
            raise Refused("not_found")
        return mine[0]
    return what_became(me, reference, code)


def places_of(became: Became) -> Sequence[Enquiry]:
    """What is needed of enquiries that may not be selected, to write to them: whoever has it first."""
    return became.places or [Enquiry(pk=became.id, area_id=became.area, state=Enquiry.State.CLOSED)]


def _write(me: Acting, verb: str, places: Sequence[Enquiry], kind: Message.Kind, text: Any) -> Message:
    with checking() as check:
        said = check.text(text, "text", required="Write what you want to say")
        if any(place.state == Enquiry.State.CLOSED for place in places):
            check.wrong("text", CLOSED)
    written = [say(me, place, kind, said) for place in places]
    for message in written:
        record(me, verb, about=message)
        followed(me, verb, message)
    return written[0]


def say(me: Acting, enquiry: Enquiry, kind: Message.Kind, text: str) -> Message:
    """Let it stand with what passed between hub and enquirer. What the enquirer says is an alert until it is heard."""
    by_the_hub = me.seat is not Seat.INTAKE
    return Message.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        kind=kind,
        text=text,
        by=me.member.pk if me.member else None,
        written_at=me.now,
        heard_at=me.now if by_the_hub else None,
        heard_by=me.member.pk if me.member and by_the_hub else None,
    )
