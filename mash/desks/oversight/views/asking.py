"""The auditor's two questions to the ledger, whom a name finds, and what was refused."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from mash.desks.oversight import asking
from mash.desks.oversight.asked import Asked
from mash.desks.oversight.forms import AboutForm, MemberForm, NameForm
from mash.desks.oversight.sealing import seal
from mash.desks.oversight.telling import Answer, told
from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.policy import Reason
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused, record
from mash.foundation.ledger.models import Event
from mash.foundation.ledger.terms import sealed
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat
from mash.pathway.enquiries.reading import named
from mash.pathway.people.models import Person
from mash.ui.page import Link


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with its heading; on an enquiry's, those described there, each to be asked about alone."""

    title: str
    below: str = ""
    answer: Answer | None = None
    people: tuple[asking.Described, ...] = ()


@page(Seat.AUDIT, reads=(Event, Person))
def ledger(request: HubRequest) -> HttpResponse:
    """The two questions: who looked at this person, and what did this member look at (rule 86)."""
    me, asked = request.me, Asked.in_address(request.GET)
    about = AboutForm(request.GET if "about" in request.GET else None)
    member = MemberForm(request.GET if "member" in request.GET else None)
    by_name = NameForm(request.POST or None)
    answer: Told | None = None
    if request.method != "POST" and about.is_valid():
        answer = _about(me, asked)
    elif request.method != "POST" and member.is_valid():
        answer = _by(me, asked)
    context = {
        "about": about,
        "member": member,
        "by_name": by_name,
        "namesakes": _namesakes(me, by_name) if request.method == "POST" else None,
        "told": answer,
        "asked": asked,
        "filters": [*asked.periods(), _only(asked)],
        "seal": seal(),
    }
    return render(request, "oversight/ledger.jinja", context)


@page(Seat.AUDIT, reads=(Event,))
def refusals(request: HubRequest) -> HttpResponse:
    """What was refused, the latest first; attempts behind a wall apart."""
    me, asked = request.me, Asked.in_address(request.GET)
    answer = told(me, asking.refusals(asked, me.now), asked)
    lines = answer.lines
    context = {
        "walls": [line for line in lines if line.is_behind_a_wall],
        "others": [line for line in lines if not line.is_behind_a_wall],
        "filters": asked.periods(),
        "earlier": answer.earlier,
        "first": asked.address() if asked.after else "",
    }
    return render(request, "oversight/refusals.jinja", context)


def _about(me: Acting, asked: Asked) -> Told:
    """The answer about a person by id, or an enquiry by reference; what is not there and what a wall shuts are alike.

    Raises:
        Refused: the auditor is tied to that person, or to somebody on that enquiry.
    """
    try:
        person = uuid.UUID(asked.about)
    except ValueError:
        return _about_enquiry(me, asked)
    if asking.is_tied_to(person):
        raise Refused("not_found", hidden=[Reason.TIED])
    note(person)
    events = asking.about_person(person, asked, me.now)
    return Told("Who looked at this person", str(person), told(me, events, asked))


def _about_enquiry(me: Acting, asked: Asked) -> Told:
    found = named(asked.about)
    if found is None:
        return Told(f"Nothing is known of ‘{asked.about}’")
    if found.walled:
        raise Refused("not_found", hidden=[Reason.TIED])
    note(enquiry=found.id)
    events = asking.about_enquiry(found.id, asked, me.now)
    people = tuple(asking.people_on(found.id))
    return Told(f"Who looked at enquiry {asked.about.upper()}", "", told(me, events, asked, found.id), people)


def _by(me: Acting, asked: Asked) -> Told:
    """The answer about a member. That it was asked is in the ledger, as every look is."""
    chosen = Member.objects.select_related("agency").get(username=asked.member)
    record(me, "ledger", about=chosen, outcome="read")
    events = asking.by_member(chosen.pk, asked, me.now)
    return Told(f"What {chosen.name} looked at and did", chosen.agency.name, told(me, events, asked))


def _namesakes(me: Acting, form: NameForm) -> list[asking.Namesake] | None:
    """Whom a name finds, as ids; the look-up is in the ledger, its words sealed. None where the form is wrong."""
    if not form.is_valid():
        return None
    words, born = form.words, form.cleaned_data["born"]
    found = asking.people_named(words, born)
    term: dict[str, Any] = {"term": sealed("|".join([" ".join(words), str(born or "")]))}
    record(me, "find_person", people=[one.person for one in found], outcome="read", **term)
    return found


def _only(asked: Asked) -> Link:
    return Link("only the unusual", asked.address(only=not asked.only), asked.only)
