"""Two records, as whoever acts may weigh them: loaded and locked, or refused as not found."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit_role
from mash.foundation.access.policy import WEIGHS
from mash.foundation.access.verbs import Refused, hold_each, lock
from mash.foundation.partnership.models import Role
from mash.pathway.people.models import Doubt, Person, PersonQuerySet

Key = uuid.UUID | str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, and as what whoever acts weighs them."""

    doubt: Doubt
    roles: frozenset[Role]

    @property
    def manages(self) -> bool:
        """Whether whoever acts is a practice manager for both."""
        return Role.PRACTICE_MANAGER in self.roles


def weighable(me: Acting) -> PersonQuerySet:
    """The records that whoever acts may weigh: of areas where they do, and no tie. No query of its own."""
    return Person.objects.visible_to(me).filter(areas__overlap=list(me.areas_as(*WEIGHS)))


def roles_for(me: Acting, one: Person, other: Person) -> frozenset[Role]:
    """As what somebody acts on two records: as a practice manager or a social worker where they are that for both."""
    of_one, of_other = (
        {Role(held.role) for held in me.roles if held.area_id in person.areas} for person in (one, other)
    )
    both = of_one & of_other
    if not both & WEIGHS and of_one & WEIGHS and of_other & WEIGHS:
        both.add(Role.SOCIAL_WORKER)  # a manager of one and a social worker of the other weighs, and does not manage
    return frozenset(both)


def lock_pair(me: Acting, verb: str, doubt: Key) -> Pair:
    """Lock both records of a pair, whoever they are; then the verb may look at them.

    Raises:
        Refused: `not_found`, where one of the two is not theirs to weigh.
    """
    found = doubt_of(me, doubt)
    hold_each(Person, [found.one_id, found.other_id])
    found = doubt_of(me, lock(Doubt, found.pk).pk)
    roles = roles_for(me, found.one, found.other)
    permit_role(me, verb, roles, about=found)
    return Pair(found, roles)


def doubt_of(me: Acting, doubt: Key) -> Doubt:
    """A pair with both its records, as whoever acts may weigh them. One query.

    Raises:
        Refused: `not_found`.
    """
    try:
        key = doubt if isinstance(doubt, uuid.UUID) else uuid.UUID(str(doubt))
    except ValueError:
        raise Refused("not_found") from None
    pairs = Doubt.objects.visible_to(me).select_related("one", "other", "found_out_by", "named_by")
    found = pairs.filter(pk=key).first()
    if found is None:
        raise Refused("not_found")
    return found
