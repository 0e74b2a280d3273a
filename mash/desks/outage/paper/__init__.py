"""A pack as PDF: whom to ring, what is red, what is to be rated, the rest of the queue, and a form to go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mash.desks.outage.models import Entry
from mash.desks.outage.packs import Row
from mash.desks.outage.phones import Phone
from mash.foundation.clock.when import clock_time, day_and_month, long_date
from mash.foundation.partnership.models import Area
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import Request
from mash.pathway.people.matching.dates import birth_in_words
from mash.ui.paper import pdf_of

TEMPLATE = Path(__file__).parent / "pack.typ"
KEEP_IT = "Keep it locked away; shred it when the hub is back and everything is entered."
Told = Mapping[str, Any]


def pdf_of_pack(
    area: Area, rows: Sequence[Row], phones: Sequence[Phone], *, made_at: datetime, now: datetime, marked: str
) -> bytes:
    """A pack as a tagged PDF. `rows` are its enquiries in order, `marked` says for whom it is printed."""
    told = {
        "title": f"Outage pack of {area}",
        "hub": str(area),
        "made": f"As it stood on {long_date(made_at)} at {clock_time(made_at)}",
        "phones": [asdict(phone) for phone in phones],
        "red": [_whole(row.told) for row in rows if row.part == Entry.Part.RED],
        "to_rate": [_whole(row.told) for row in rows if row.part == Entry.Part.TO_RATE],
        "queue": [_line(row.told) for row in rows if row.part == Entry.Part.QUEUE],
        "marked": f"{marked}, {long_date(now)}, {clock_time(now)}. {KEEP_IT}",
    }
    return pdf_of(TEMPLATE, told, at=now)


def _whole(told: Told) -> dict[str, Any]:
    """All that is told of an enquiry, in words."""
    marks = [
        ("in danger now" if told["danger"] else ""),
        ("child protection" if told["flagged"] else ""),
        ("the family refused consent" if told["consent"] == Enquiry.Consent.REFUSED else ""),
    ]
    return {
        **_line(told),
        "marks": [mark for mark in marks if mark],
        "concerns": ", ".join(told["concerns"]),
        "story": told["story"],
        "people": [_person(person) for person in told["people"]],
        "agencies": [_agency(agency) for agency in told["agencies"]],
    }


def _line(told: Told) -> dict[str, Any]:
    """An enquiry as one line of the queue."""
    who = told["with"]
    return {
        "reference": told["reference"],
        "level": told["level"] or "not rated",
        "state": Enquiry.State(told["state"]).label.lower(),
        "about": ", ".join(_short(person) for person in told["people"] if person.get("subject", True)),
        "received": _moment(told["received_at"]),
        "due": _moment(told["due_at"]),
        "rate_by": _moment(told.get("rate_by")),
        "with": " ".join(part for part in (who["name"], who["phone"]) if part) if who else "nobody yet",
    }


def _person(told: Told) -> str:
    home = ", ".join(part for part in (told["address"], told["postcode"]) if part)
    parts = (
        told["role"],
        _birth(told),
        "address protected: not on paper" if told["protected"] else home,
        f"school: {told['school']}" if told["school"] else "",
        f"GP: {told['gp']}" if told["gp"] else "",
        told["phone"],
    )
    about = " (the worry is about them)" if told["subject"] else ""
    return f"{told['name']}{about}: " + ("; ".join(part for part in parts if part) or "nothing more is known")


def _short(told: Told) -> str:
    born = _birth(told)
    return f"{told['name']} ({born})" if born else str(told["name"])


def _birth(told: Told) -> str:
    born, due = _day(told.get("born")), _day(told.get("due"))
    words = birth_in_words(born=born, about=None, due=due)
    return f"born {words}" if born else words or (f"{told['age']} when told" if told.get("age") is not None else "")


def _agency(told: Told) -> str:
    state = Request.State(told["state"])
    due = f", due {_moment(told['due_at'])}" if state in (Request.State.ASKED, Request.State.HOLDING) else ""
    return f"{told['name']}: {state.label.lower()}{due}"


def _moment(told: str | None) -> str:
    if not told:
        return ""
    moment = datetime.fromisoformat(told)
    return f"{day_and_month(moment)} {clock_time(moment)}"


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None
