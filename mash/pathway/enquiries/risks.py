"""Tells those who have an open enquiry about a child that an adult with a caution lives with the child."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing
from mash.foundation.access.permit import has_reason, visible_enquiries
from mash.foundation.access.policy import CORE
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import AdultRisk, Enquiry, SeenRisk
from mash.pathway.people.models import Caution, Person


def tell_of_risks(persons: Sequence[uuid.UUID], *, telling: uuid.UUID | None = None) -> None:
    """Write what is new of these persons, adults with a caution and children alike, once for an enquiry. One query.

    Args:
        telling: the enquiry that tells who lives there.
    """
    if persons:
        with connection.cursor() as cursor:
            cursor.execute("select pathway.tell_of_risks(%s, %s)", [list(persons), telling])


def waiting_risks(me: Acting) -> QuerySet[AdultRisk] | None:
    """Adults with a caution who live with a child of an open enquiry: for each who has a reason to act on it.

    Whoever has taken it; the social worker whose rating stands, whoever has it; practice managers; and while nobody has
    taken or rated it all of the area's own people, for it waits for any of them. Each until they have seen it
    themselves: that somebody else has does not make them know it.

    Nobody hears of an adult whom they may not read in the register, nor of a caution that has ended. None for those
    whom it never concerns.
    """
    areas = me.areas_as(*CORE)
    if me.seat is not Seat.HUB or not areas:
        return None
    stands = Caution.standing_on(london_date(me.now))
    return AdultRisk.objects.filter(
        ~Exists(SeenRisk.objects.filter(risk=OuterRef("pk"), member=me.known)),
        Exists(Person.objects.visible_to(me).filter(pk=OuterRef("adult"), died=None)),
        Exists(Caution.objects.filter(stands, pk=OuterRef("caution"), area__in=areas)),
        visible_enquiries(me, "enquiry_id", "area"),
        Q(area__in=list(me.areas_as(Role.PRACTICE_MANAGER)))
        | Q(enquiry__taken_by=me.known)
        | has_reason(me, Q(kind=Standing.Kind.RATER, holder=me.known.pk))
        | Q(enquiry__taken_by=None, enquiry__level=""),
        seen_at=None,
        area__in=areas,
    ).exclude(enquiry__state=Enquiry.State.CLOSED)
