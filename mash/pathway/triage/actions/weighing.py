"""Weighing whether the duty of the Care Act applies to an adult."""

from __future__ import annotations

from typing import Any, Literal

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import action, followed, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.clock.london import london_date
from mash.pathway.enquiries.actions.people import described_on
from mash.pathway.enquiries.adults import was_then
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Rationale
from mash.pathway.enquiries.particulars.care import duty_of
from mash.pathway.enquiries.particulars.reading import yes_or_no
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.triage.actions.rating import STANDS, Key, Stands, give_reason
from mash.pathway.triage.models import CareDuty
from mash.pathway.triage.standing import standing_care_duty


@action
def weigh_care_duty(
    me: Acting,
    enquiry: Key,
    *,
    adult: Any,
    needs_care: Any = None,
    at_risk: Any = None,
    cannot_protect: Any = None,
    in_area: Any = None,
    instead: Any = "",
    why: Any = "",
    seen: Key | Literal[Stands.NOW] | None = STANDS,
) -> CareDuty:
    """Answer the three questions of the Care Act for an adult, and whether they are in the area.

    The duty to make enquiries applies when all four are so. What was found before stays; the latest stands.

    Args:
        adult: somebody described, by their id or the name that a scenario gave them.
        instead: which action follows where no duty applies (`CareDuty.Instead`).
        why: the reason; it must be given where no duty applies.
        seen: the id of the finding that stood on the page; none for 'not weighed'.

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied; or nobody such is described here.
        Invalid: not an adult when the enquiry came; no duty, and not said why or which other action; somebody else
            weighed it since `seen`; closed.

    Source: Care Act 2014, section 42(1); DOMAIN rules 12 and 13.
    """
    found = lock_enquiry(enquiry)
    permit(me, "weigh_care_duty", found)
    person = described_on(found, adult)
    former = standing_care_duty(person)
    with checking() as check:
        _look_at_age(check, found, person)
        if found.state == Enquiry.State.CLOSED:
            check.wrong("enquiry", "This enquiry is closed. Send a new enquiry to add to it.")
        elif seen is not STANDS and str(seen or "") != str(former.pk if former else ""):
            check.wrong("seen", f"{former or 'Somebody'} since you opened this page. Look again, then save.")
        said = {"needs_care": needs_care, "at_risk": at_risk, "cannot_protect": cannot_protect, "in_area": in_area}
        answers = {name: yes_or_no(check, value, name) for name, value in said.items()}
        no_duty = duty_of(*answers.values()) is False
        other = _read_instead(check, instead, needed=no_duty)
        reason = check.text(why, "why", required="Say why no duty applies" if no_duty else "")
    weighed = CareDuty.add(
        enquiry=found,
        area=found.area_id,
        adult=person,
        **answers,
        instead=other if no_duty else "",
        weighed_by=me.known,
        weighed_at=me.now,
        replaces=former,
    )
    if reason:
        give_reason(me, found, Rationale.Kind.CARE_DUTY, weighed.pk, reason)
    record(me, "weigh_care_duty", about=weighed, people=[person.pk], applies=weighed.applies)
    followed(me, "weigh_care_duty", weighed)
    return weighed


def _look_at_age(check: Checking, enquiry: Enquiry, person: DescribedPerson) -> None:
    on = london_date(enquiry.received_at)
    if person.is_of_age_on(on) is False:
        check.wrong("adult", f"{was_then(person, on)}: the duty of the Care Act is to adults")


def _read_instead(check: Checking, instead: Any, *, needed: bool) -> str:
    if not needed and not instead:
        return ""
    return check.choice(instead, "instead", CareDuty.Instead, message="Choose which other action follows")
