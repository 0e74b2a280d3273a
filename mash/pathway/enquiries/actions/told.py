"""What somebody tells at a door, read and checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.words import Checking
from mash.foundation.clock.london import in_london
from mash.foundation.partnership.models import Concern
from mash.foundation.zones import Seat
from mash.pathway.enquiries.described import ToldPerson, is_yes, read_people
from mash.pathway.enquiries.models import Enquiry, Origin
from mash.pathway.enquiries.particulars.reading import read_particulars

MOST_NARRATIVE = 20_000
MARKS_OF_REFERRER = ("name", "agency", "job", "phone", "email")
ORIGIN_TEXTS = {"name": 120, "agency": 120, "job": 120, "phone": 30, "email": 254, "safe_contact": 250}


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, checked."""

    channel: str
    narrative: str
    concerns: list[str]
    consent: str
    consent_why: str
    origin: dict[str, Any]
    people: list[ToldPerson]
    particulars: dict[str, Any]
    duty_did: str = ""


def read_told(
    check: Checking,
    me: Acting,
    came: datetime,
    channel: Any,
    narrative: Any,
    people: Any,
    referrer: Any,
    concerns: Any,
    consent: Any,
    particulars: Any,
) -> Told:
    """Read the whole of it; what is wrong goes to `check`, by the name of its box.

    Args:
        came: when it was received: ages count from that day.
    """
    agreed, why = _consent(check, consent)
    return Told(
        channel=check.choice(channel, "channel", Origin.Channel, message="Choose how the enquiry came"),
        narrative=check.text(narrative, "narrative", required="Say what is happening", most=MOST_NARRATIVE),
        concerns=_concerns(check, concerns),
        consent=agreed,
        consent_why=why,
        origin=_origin(check, me, referrer),
        people=read_people(check, people, in_london(came).date()),
        particulars=read_particulars(check, particulars),
    )


def _concerns(check: Checking, concerns: Any) -> list[str]:
    if isinstance(concerns, str) or not all(isinstance(slug, str) for slug in concerns or ()):
        check.wrong("concerns", "Choose concerns from the list")
        return []
    wanted = list(dict.fromkeys(concerns or ()))
    if not wanted:
        return []
    known = set(Concern.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    if set(wanted) - known:
        check.wrong("concerns", "Choose concerns from the list")
    return [slug for slug in wanted if slug in known]


def _consent(check: Checking, consent: Any) -> tuple[str, str]:
    if consent is None:
        return "", ""
    said = consent if isinstance(consent, Mapping) else {}
    state = check.choice(
        said.get("state"),
        "consent",
        Enquiry.Consent,
        message="Say whether the family agreed, refused, or was not asked",
    )
    not_asked = "Say why the family was not asked" if state == Enquiry.Consent.NOT_SOUGHT else ""
    return state, check.text(said.get("why"), "consent_why", required=not_asked)


def _origin(check: Checking, me: Acting, referrer: Any) -> dict[str, Any]:
    if referrer is not None and not isinstance(referrer, Mapping):
        check.wrong("referrer", "Say who tells this, or that they stay anonymous")
    said: Mapping[str, Any] = referrer if isinstance(referrer, Mapping) else {}
    texts = {name: check.text(said.get(name), f"referrer_{name}", most=most) for name, most in ORIGIN_TEXTS.items()}
    anonymous = is_yes(said.get("anonymous"))
    own = me.member if me.seat is Seat.INTAKE else None
    if own and not anonymous and not any(texts.values()):
        texts |= {"name": own.name, "agency": own.agency.name, "phone": own.phone, "email": own.email}
    return {
        **texts,
        "member": own.pk if own else None,
        "taken_down_by": me.member.pk if me.member and not own else None,
        "anonymous": anonymous,
        "withheld": anonymous or is_yes(said.get("withhold_identity")),
    }
