"""What `mash play` may do with enquiries: PLAY's arguments in, PLAY's results out."""

from __future__ import annotations

import base64
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.foundation.files.checking import Given
from mash.pathway.enquiries import actions
from mash.pathway.enquiries.actions.identifying import NEW, as_shown

Told = dict[str, Any]


@played("receive_enquiry")
def receive_enquiry(me: Acting, told: Told) -> Told:
    """`key` counts within one play."""
    wanted = (
        "people",
        "referrer",
        "concerns",
        "immediate_danger",
        "child_protection",
        "consent",
        "particulars",
        "key",
        "on_paper_at",
    )
    received = actions.receive_enquiry(
        me,
        channel=told.get("channel"),
        area=told.get("area"),
        narrative=told.get("narrative"),
        **{name: told[name] for name in wanted if name in told},
    )
    return {
        "id": str(received.id),
        "reference": received.reference,
        "url": f"/enquiries/{received.reference}/",
        "code": received.code,
        "people": dict(received.people),
    }


@played("add_to_enquiry")
def add_to_enquiry(me: Acting, told: Told) -> Told:
    """By its enquirer with reference and code, or by the hub."""
    message = actions.add_to_enquiry(
        me,
        text=told.get("text"),
        enquiry=told.get("enquiry"),
        reference=told.get("reference"),
        code=told.get("code"),
    )
    return {"id": str(message.pk)}


@played("attach_files")
def attach_files(me: Acting, told: Told) -> Told:
    """Each of `files` has a `name`, and its bytes in `base64`; they are told by their numbers, from 1."""
    made = actions.attach_files(
        me,
        files=[_given(file) for file in told.get("files") or ()],
        enquiry=told.get("enquiry"),
        reference=told.get("reference"),
        code=told.get("code"),
    )
    return {"files": {str(number): str(attachment.pk) for number, attachment in enumerate(made, start=1)}}


def _given(file: Any) -> Any:
    try:
        content = base64.b64decode(file["base64"], validate=True)
        return Given(str(file.get("name", "")), content, len(content))
    except (TypeError, KeyError, ValueError, AttributeError):  # the verb says what is wrong with it
        return None


@played("ask_enquirer")
def ask_enquirer(me: Acting, told: Told) -> Told:
    """A question to the enquirer."""
    return {"id": str(actions.ask_enquirer(me, told.get("enquiry", ""), text=told.get("text")).pk)}


@played("hear_enquirer")
def hear_enquirer(me: Acting, told: Told) -> Told:
    """Somebody in the hub has read what the enquirer said."""
    return {"id": str(actions.hear_enquirer(me, told.get("enquiry", "")).pk)}


@played("answer_hub")
def answer_hub(me: Acting, told: Told) -> Told:
    """The enquirer's answer."""
    message = actions.answer_hub(me, reference=told.get("reference"), code=told.get("code"), text=told.get("text"))
    return {"id": str(message.pk)}


@played("see_risks")
def see_risks(me: Acting, told: Told) -> Told:
    """Of which adults one must take care who live with a child."""
    return {"id": str(actions.see_risks(me, told.get("enquiry", "")).pk)}


@played("read_referrer_feedback")
def read_referrer_feedback(me: Acting, told: Told) -> Told:
    """What the enquirer may know."""
    feedback = actions.read_referrer_feedback(me, reference=told.get("reference"), code=told.get("code"))
    return {"id": str(feedback.id), "text": feedback.text, "state": feedback.state}


@played("add_person")
def add_person(me: Acting, told: Told) -> Told:
    """One more person described; `subject` is their id."""
    added = actions.add_person(me, told.get("enquiry", ""), person=told.get("person"))
    return {"id": str(added.pk), "subject": str(added.pk)}


@played("say_where_lives")
def say_where_lives(me: Acting, told: Told) -> Told:
    """`lives` is here, elsewhere or left; `since` and `until` are dates."""
    wanted = {name: told.get(name) for name in ("person", "lives", "since", "until")}
    return {"id": str(actions.say_where_lives(me, told.get("enquiry", ""), **wanted).pk)}


@played("relate")
def relate(me: Acting, told: Told) -> Told:
    """How two belong together."""
    relation = actions.relate(
        me,
        told.get("enquiry", ""),
        one=told.get("one"),
        other=told.get("other"),
        kind=told.get("kind"),
        parental_responsibility=told.get("parental_responsibility"),
    )
    return {"id": str(relation.pk)}


@played("identify_subject")
def identify_subject(me: Acting, told: Told) -> Told:
    """A play gives its own reason for a new person beside a likely one."""
    person = told.get("person")
    identified = actions.identify_subject(
        me,
        told.get("enquiry", ""),
        subject=told.get("subject"),
        person=person,
        why=told.get("why") or ("new in the scenario" if person == NEW else ""),
    )
    return {
        "id": str(identified.id),
        "person": str(identified.person),
        "candidates": [
            {name: shown for name, shown in as_shown(found).items() if name != "differs"}
            for found in identified.candidates
        ],
    }


@played("take_enquiry")
def take_enquiry(me: Acting, told: Told) -> Told:
    """Who has it."""
    taken = actions.take_enquiry(me, told.get("enquiry", ""))
    return {"id": str(taken.pk), "url": f"/enquiries/{taken.reference}/"}


@played("link_enquiry")
def link_enquiry(me: Acting, told: Told) -> Told:
    """Two enquiries that belong together."""
    return {"id": str(actions.link_enquiry(me, told.get("enquiry", ""), to=told.get("to")).pk)}


@played("offer_to_area")
def offer_to_area(me: Acting, told: Told) -> Told:
    """`area` and `why` (lives, moved, found); `became` is the other area's enquiry."""
    offer = actions.offer_to_area(me, told.get("enquiry", ""), area=told.get("area"), why=told.get("why", "lives"))
    return {"id": str(offer.pk), "became": str(offer.became)}


@played("accept_offer")
def accept_offer(me: Acting, told: Told) -> Told:
    """By the area that it is offered to."""
    return {"id": str(actions.accept_offer(me, told.get("enquiry", "")).pk)}


@played("send_offer_back")
def send_offer_back(me: Acting, told: Told) -> Told:
    """By the area that it is offered to, which says why."""
    return {"id": str(actions.send_offer_back(me, told.get("enquiry", ""), why=told.get("why")).pk)}


@played("break_glass")
def break_glass(me: Acting, told: Told) -> Told:
    """Until when it is open."""
    glass = actions.break_glass(me, told.get("enquiry", ""), why=told.get("why"))
    return {"id": str(glass.pk), "until": glass.until.isoformat()}


@played("review_break_glass")
def review_break_glass(me: Acting, told: Told) -> Told:
    """What the auditor found."""
    return {"id": str(actions.review_break_glass(me, told.get("glass", ""), finding=told.get("finding")).pk)}


@played("declare_tie")
def declare_tie(me: Acting, told: Told) -> Told:
    """To a person, or to somebody described on an enquiry."""
    tie = actions.declare_tie(
        me,
        kind=told.get("kind"),
        member=told.get("member"),
        person=told.get("person"),
        enquiry=told.get("enquiry"),
        subject=told.get("subject"),
    )
    return {"id": str(tie.pk)}


@played("lift_tie")
def lift_tie(me: Acting, told: Told) -> Told:
    """By an auditor."""
    return {"id": str(actions.lift_tie(me, told.get("tie", ""), why=told.get("why")).pk)}
