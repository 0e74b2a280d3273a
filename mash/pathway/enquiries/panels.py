"""Panels of the enquiry page: the worry, the people, the enquirer. And what a search of the register may mean."""

from __future__ import annotations

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import Panel, panel
from mash.foundation.access.policy import CORE, Part, Reading, may, read_part
from mash.foundation.access.sightings import note
from mash.foundation.clock.london import london_date
from mash.foundation.clock.when import when
from mash.foundation.partnership.models import Role
from mash.pathway.enquiries.by_place import enquiries_at
from mash.pathway.enquiries.earlier import earlier_enquiries
from mash.pathway.enquiries.files import counted_files, files_of
from mash.pathway.enquiries.marks import Mark
from mash.pathway.enquiries.masking import MARK
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Message, Offer, Origin
from mash.pathway.enquiries.of_person import enquiries_about, stands_around
from mash.pathway.enquiries.offering.reading import living_elsewhere, offers_of
from mash.pathway.enquiries.page_marks import family_of_page, known_of_page, marks_of_page
from mash.pathway.enquiries.particulars.models import TEXTS
from mash.pathway.enquiries.particulars.shown import told_besides
from mash.pathway.enquiries.reading import concerns_of, household, linked_to, messages_of
from mash.pathway.enquiries.references import as_reference
from mash.pathway.people.places_told import Place
from mash.pathway.people.plugs import PersonPart, finder, person_part, place_part
from mash.ui.words import count, initial_capital, listed

FIRST_WORDS = 110
ANSWERS_TO_OFFERS = ("offer_to_area", "accept_offer", "send_offer_back")


@panel(order=5)
def offers(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Where it goes within the hub: offers, and who seems to live in another area; no part where there is neither.

    No query besides those at hand.
    """
    if not read_part(Part.PROTECTED, facts).allowed:
        return None
    made = offers_of(enquiry)
    allowed = {verb: may(verb, facts.roles, qualified=False).allowed for verb in ANSWERS_TO_OFFERS}
    may_offer = (
        allowed["offer_to_area"] and _is_open(enquiry) and all(one.answer == Offer.Answer.RETURNED for one in made)
    )
    elsewhere = living_elsewhere(enquiry, household(enquiry)) if may_offer else []
    if not made and not elsewhere:
        return None
    link = reverse("enquiries:offer", args=[enquiry.reference])
    seem = dict.fromkeys(one.area.name for one in elsewhere)
    return Panel(
        key="offers",
        title="Where it goes",
        line="; ".join([*(one.line for one in made), *(f"May live in {name}" for name in seem)]),
        template="enquiries/panel_offers.jinja",
        context={
            "offers": made,
            "elsewhere": elsewhere,
            "may_accept": allowed["accept_offer"],
            "may_send_back": allowed["send_offer_back"],
        },
        done=bool(made) and made[0].answer == Offer.Answer.ACCEPTED,
        opened=not made or made[0].answer != Offer.Answer.ACCEPTED,
        actions=[(f"Offer it to {listed(seem, 'or')}", link)] if elsewhere else [],
    )


@panel(order=10)
def worry(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """What was told, by whom, with whose consent: the enquirer's own words for those who may read them. No query."""
    if not read_part(Part.ENQUIRY, facts).allowed:
        return None
    note(enquiry=enquiry.pk)
    words = getattr(enquiry, "words", None) if read_part(Part.PROTECTED, facts).allowed else None
    origin = origin_for(enquiry, facts)
    text = words.narrative if words else enquiry.narrative
    return Panel(
        key="worry",
        title="The worry",
        line=f"{_first_words(text)} {_said_by(origin)}",
        template="enquiries/panel_worry.jinja",
        context={
            "text": text,
            "masked": words is None and _hides(enquiry),
            "origin": origin,
            "duty_did": words.duty_did if words else "",
            "consent_why": words.consent_why if words else enquiry.consent_why,
            "concerns": concerns_of(enquiry),
            "besides": told_besides(getattr(enquiry, "particulars", None), words),
        },
        done=enquiry.state != Enquiry.State.RECEIVED,
        opened=enquiry.state == Enquiry.State.RECEIVED,
    )


@panel(order=15)
def files(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Photos, documents and recordings, where there are any. No query."""
    if not read_part(Part.PROTECTED, facts).allowed:
        return None
    sent = files_of(enquiry)
    if not sent:
        return None
    return Panel(
        key="files",
        title="Files",
        line=initial_capital(counted_files(sent)),
        template="enquiries/panel_files.jinja",
        context={"sent": sent},
        opened=enquiry.state == Enquiry.State.RECEIVED,
    )


@panel(order=20)
def people(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Everybody described, how they belong together, and what came before. One query besides those at hand."""
    if not read_part(Part.ENQUIRY, facts).allowed:
        return None
    described = household(enquiry)
    by_the_hub = bool(facts.roles & CORE)
    earlier = earlier_enquiries(enquiry) if by_the_hub else []
    marks = marks_of_page(enquiry, facts)
    on = london_date(enquiry.received_at)
    unknown = [person for person in described if person.person_id is None]
    return Panel(
        key="people",
        title="People, household",
        line=_people_line(described, unknown, marks),
        template="enquiries/panel_people.jinja",
        context={
            "described": described,
            "earlier": [e for e in earlier if e.reference],
            "elsewhere": sorted({e.area_name for e in earlier if not e.reference}),
            "linked": linked_to(enquiry),
            "marks": marks,
            "known": known_of_page(me, enquiry, facts),
            "family": family_of_page(enquiry, facts),
            "may_read_protected": read_part(Part.PROTECTED, facts).allowed,
            "on": on,
            "may_identify": may("identify_subject", facts.roles, qualified=False).allowed and _is_open(enquiry),
            "may_read_register": by_the_hub,
        },
        done=bool(described) and not unknown,
        opened=bool(unknown) and by_the_hub and enquiry.state == Enquiry.State.RECEIVED,
        actions=_people_actions(enquiry, facts),
    )


@panel(order=80)
def enquirer(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Questions to the enquirer, their answers, and what was added since. No query."""
    if not read_part(Part.MESSAGES, facts).allowed:
        return None
    messages = messages_of(enquiry)
    asked = [m for m in messages if m.kind != Message.Kind.ADDITION]
    waiting = bool(asked) and asked[-1].kind == Message.Kind.QUESTION
    last = messages[-1] if messages else None
    actions = []
    if _is_open(enquiry) and may("ask_enquirer", facts.roles, qualified=False).allowed:
        actions.append(("Ask the enquirer", reverse("enquiries:ask_enquirer", args=[enquiry.reference])))
    if _is_open(enquiry) and may("add_to_enquiry", facts.roles, qualified=False).allowed:
        actions.append(("Add what somebody told", reverse("enquiries:add", args=[enquiry.reference])))
    line = "Nothing has passed since it came."
    if last:
        line = f"{last.get_kind_display()} {when(last.written_at, me.now)}{', waits for an answer' if waiting else ''}"
    return Panel(
        key="enquirer",
        title="The enquirer",
        line=line,
        template="enquiries/panel_enquirer.jinja",
        context={"messages": messages, "may_hear": _is_open(enquiry) and any(_is_news(m) for m in messages)},
        done=bool(messages) and not waiting,
        opened=any(_is_news(m) for m in messages) and _is_open(enquiry),
        actions=actions,
    )


person_part(enquiries_about)
person_part(stands_around)


@place_part
def about_place(me: Acting, place: Place) -> PersonPart | None:
    """The enquiries about an address, as far as this reader may see them. Two queries; nothing where there are none."""
    found = enquiries_at(me, place)
    return PersonPart("Enquiries about it", "enquiries/part_of_place.jinja", {"found": found}) if found else None


@finder
def enquiry_by_reference(me: Acting, typed: str) -> str:
    """An enquiry's page, where a search is its reference; broken glass, for a practice manager who may not read it."""
    reference = as_reference(typed)
    if not reference:
        return ""
    if Enquiry.objects.visible_to(me).filter(reference=reference).exists():
        return reverse("casework:enquiry", args=[reference])
    return reverse("enquiries:glass", args=[reference]) if me.is_a(Role.PRACTICE_MANAGER) else ""


def origin_for(enquiry: Enquiry, facts: Reading) -> Origin | None:
    """How it came and from whom; none where that is withheld from this reader."""
    origin: Origin | None = getattr(enquiry, "origin", None)
    if origin is None or (origin.withheld and not read_part(Part.WITHHELD, facts).allowed):
        return None
    return origin


def _said_by(origin: Origin | None) -> str:
    if origin is None:
        return "Who told it is withheld."
    who = origin.job or origin.agency or origin.name or ("an anonymous caller" if origin.anonymous else "")
    told = f"From {who}." if who else f"By {origin.get_channel_display().lower()}."
    return f"{told} Name withheld." if origin.withheld else told


def _hides(enquiry: Enquiry) -> bool:
    particulars = getattr(enquiry, "particulars", None)
    texts = [getattr(particulars, name) for name in TEXTS] if particulars else []
    return any(MARK in text for text in (enquiry.narrative, enquiry.consent_why, *texts))


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= FIRST_WORDS:
        return line
    return line[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"


def _people_line(described: list[DescribedPerson], unknown: list[DescribedPerson], marks: list[Mark]) -> str:
    if not described:
        return "Nobody is described yet."
    parts = [count(len(described), "person", "people")]
    parts.append(f"{listed(str(person) for person in unknown)} not identified" if unknown else "all identified")
    parts += [mark.words for mark in marks]
    return " · ".join(parts)


def _people_actions(enquiry: Enquiry, facts: Reading) -> list[tuple[str, str]]:
    offered = (
        ("add_person", "Add a person", "enquiries:add_person"),
        ("relate", "Say how two belong together", "enquiries:relate"),
        ("say_where_lives", "Say who lives there", "enquiries:lives"),
        ("link_enquiry", "Link another enquiry", "enquiries:link"),
    )
    if not _is_open(enquiry):
        return []
    return [
        (text, reverse(name, args=[enquiry.reference]))
        for verb, text, name in offered
        if may(verb, facts.roles, qualified=False).allowed
    ]


def _is_news(message: Message) -> bool:
    return message.heard_at is None and message.kind != Message.Kind.QUESTION


def _is_open(enquiry: Enquiry) -> bool:
    return enquiry.state != Enquiry.State.CLOSED
