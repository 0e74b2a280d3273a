"""Who somebody described is: found among the candidates by a named member, never by a machine (rule 16)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Invalid, Refused, action, followed, hold_each, record
from mash.foundation.access.words import checking
from mash.pathway.enquiries.actions.people import CLOSED, described_on
from mash.pathway.enquiries.earlier import work_out_earlier
from mash.pathway.enquiries.household import home_of, settle_household
from mash.pathway.enquiries.known import KnownPerson, candidates_for, description_of
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Identification, Rationale
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.enquiries.taught import take_back
from mash.pathway.people import register
from mash.pathway.people.learned import Learned
from mash.pathway.people.matching import may_be_one_of, single_best
from mash.pathway.people.models import Person

NEW, BEST = "new", "best"
NOT_ONE = "There is not just one likely person. Choose one, or say that this is a new person"
MERGED = "This record has been merged into another one since you opened this page. Look again"


@dataclass(frozen=True, slots=True)
class Identified:
    """Whom somebody was found to be, and who else stood on the screen."""

    id: uuid.UUID
    person: uuid.UUID
    candidates: Sequence[KnownPerson]


@action
def identify_subject(me: Acting, enquiry: uuid.UUID | str, *, subject: Any, person: Any, why: Any = "") -> Identified:
    """Confirm who somebody described is, or that the register does not know them yet.

    Search comes before create: a new person beside a candidate of 0.85 or more needs a reason (rule 18). Whoever is
    found to be somebody else leaves nothing behind with the first: what the register had learned of that person by this
    description alone is taken back (rule 16).

    Args:
        subject: the described person, by id or by a scenario's name.
        person: somebody of the register by id; `"new"`; or `"best"`, the only candidate of 0.85 or more.
        why: why a new person is none of the likely candidates.

    Raises:
        Refused: not one of the area's own people; or subject or person is not found.
        Invalid: no reason, no single best candidate, or the enquiry is closed; or somebody merges a record meanwhile.

    Source: DESIGN section 2; DOMAIN rules 16 to 19.
    """
    found = lock_enquiry(enquiry)
    permit(me, "identify_subject", found)
    described = described_on(found, subject)
    # It may be protected and nobody has told where it is: then school and practice are hidden all the same.
    home = replace(home_of(described), protected=described.address_protected)
    description = description_of(described, found)
    chosen = _meant(me, person, found, described)
    before = described.person_id
    # Whoever is just merging or teaching one of them is waited for; nothing of either is read before.
    hold_each(Person, [key for key in (before, chosen) if key])
    candidates = candidates_for(me, found, described)
    _check_held(me, described, chosen, candidates)
    with checking() as check:
        if found.state == Enquiry.State.CLOSED:
            check.wrong("person", CLOSED)
        alike = person == NEW and may_be_one_of([c.candidate for c in candidates])
        ask_why = "Somebody alike is known. Say why this is not the same person" if alike else ""
        reason = check.text(why, "why", required=ask_why)
    if person == BEST and (chosen is None or chosen != _best(candidates)):
        raise Invalid(person=NOT_ONE)
    public = description.without_home() if described.address_protected else description
    if chosen is None:
        made, learned = register.make(me, public, home, found.area_id)
        chosen = made.pk
    else:
        learned = register.learn(me, chosen, public, home, found.area_id)
    described.change(person_id=chosen, identified_by=me.known.pk, identified_at=me.now)
    settle_household(me, found)  # while the one whom they were mistaken for is still known here
    if before not in (None, chosen):
        take_back(described, before)
    identification = _write(me, found, described, chosen, candidates, made_new=person == NEW, learned=learned)
    if person == NEW and reason:
        Rationale.add(
            enquiry=found,
            area=found.area_id,
            kind=Rationale.Kind.NOT_THE_SAME,
            about=identification.pk,
            text=reason,
            by=me.known,
            given_at=me.now,
        )
    with connection.cursor() as cursor:
        cursor.execute("select pathway.work_out_walls_of_described(%s)", [described.pk])
    work_out_earlier(found.area_id, [key for key in (before, chosen) if key], at=me.now)
    record(
        me,
        "identify_subject",
        about=identification,
        people=[described.pk, chosen],
        new=person == NEW,
        percent=round(100 * (identification.likelihood or 0)),
    )
    followed(me, "identify_subject", described)
    return Identified(identification.pk, chosen, candidates)


def _meant(me: Acting, person: Any, enquiry: Enquiry, described: DescribedPerson) -> uuid.UUID | None:
    """Somebody whom this hub knows, or who stands among the candidates; none for a new person. To be looked at again
    once they are held."""
    if person == NEW:
        return None
    if person == BEST:
        return _best(candidates_for(me, enquiry, described))
    try:
        key = uuid.UUID(str(person))
    except ValueError:
        raise Refused("not_found", about=enquiry) from None
    if not Person.objects.visible_to(me).filter(pk=key).exists() and key not in _shown(
        candidates_for(me, enquiry, described)
    ):
        raise Refused("not_found", about=enquiry)
    return key


def _check_held(
    me: Acting, described: DescribedPerson, chosen: uuid.UUID | None, candidates: Sequence[KnownPerson]
) -> None:
    """Nobody merged one of the two before they were held: a record of another area is then no candidate any more."""
    before = described.person_id
    if before and not DescribedPerson.objects.filter(pk=described.pk, person=before).exists():
        raise Invalid(person=MERGED)
    if chosen is None or chosen in _shown(candidates):
        return
    if not Person.objects.visible_to(me).unmerged().filter(pk=chosen).exists():
        raise Invalid(person=MERGED)


def _best(candidates: Sequence[KnownPerson]) -> uuid.UUID | None:
    best = single_best([one.candidate for one in candidates])
    return best.id if best else None


def _shown(candidates: Sequence[KnownPerson]) -> set[uuid.UUID]:
    return {one.known.pk for one in candidates}


def _write(
    me: Acting,
    enquiry: Enquiry,
    described: DescribedPerson,
    person: uuid.UUID,
    candidates: Sequence[KnownPerson],
    *,
    made_new: bool,
    learned: Learned,
) -> Identification:
    return Identification.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        described=described,
        person_id=person,
        made_new=made_new,
        likelihood=next((c.candidate.p for c in candidates if c.known.pk == person), None),
        candidates=[as_shown(c) for c in candidates],
        learned=learned.plain(),
        by=me.known,
        identified_at=me.now,
    )


def as_shown(found: KnownPerson) -> dict[str, Any]:
    """A candidate as plain values: what stood on the screen."""
    shown = found.candidate
    return {"id": str(shown.id), "p": round(shown.p, 4), "why": list(shown.why), "differs": list(shown.differs)}
