"""What stands under the masthead: an enquirer has said something, or an adult with a caution lives with a child."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing
from mash.foundation.access.permit import has_reason, visible_enquiries
from mash.foundation.access.plugs import alerts
from mash.foundation.access.policy import CORE
from mash.foundation.access.sightings import note
from mash.foundation.clock.london import london_date
from mash.foundation.clock.when import when
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import AdultRisk, Enquiry, Message
from mash.pathway.people.models import Caution, Person
from mash.ui.page import Alert


def _spoke(me: Acting, told: Mapping[str, Any]) -> Alert:
    note(enquiry=uuid.UUID(told["enquiry"]))
    return Alert(
        title="The enquirer answered" if told["kind"] == Message.Kind.ANSWER else "The enquirer added something",
        href=f"{reverse('casework:enquiry', args=[told['reference']])}?open=enquirer#enquirer",
        reference=told["reference"],
        text=when(datetime.fromisoformat(told["at"]), me.now),
        seen_url=reverse("enquiries:heard", args=[told["reference"]]),
        seen_label="I have read it",
    )


@alerts(_spoke, order=40)
def enquirer_spoke(me: Acting) -> QuerySet[Any] | None:
    """Additions and answers, for whoever has the enquiry; for the area's own people while nobody has it.

    Of each enquiry the latest: reading one is reading all.
    """
    areas = me.areas_as(*CORE)
    if me.seat is not Seat.HUB or not areas:
        return None
    unheard = Message.objects.filter(heard_at=None).exclude(kind=Message.Kind.QUESTION)
    later = unheard.filter(
        Q(written_at__gt=OuterRef("written_at")) | Q(written_at=OuterRef("written_at"), pk__gt=OuterRef("pk")),
        enquiry=OuterRef("enquiry"),
    )
    found: QuerySet[Any] = (
        # Not `taken_by = me or null`: the plan would begin with all that was ever taken, and not with the few messages.
        unheard.annotate(whose=Coalesce("enquiry__taken_by", Value(me.known.pk, UUIDField())))
        .filter(
            ~Exists(later),
            visible_enquiries(me, "enquiry_id", "enquiry__area_id"),
            area__in=areas,
            whose=me.known.pk,
        )
        .exclude(enquiry__state=Enquiry.State.CLOSED)
        .annotate(told=JSONObject(enquiry="enquiry_id", reference="enquiry__reference", kind="kind", at="written_at"))
    )
    return found


def _lives_there(me: Acting, told: Mapping[str, Any]) -> Alert:
    adult, child = told["adult"], told["child"]
    note(enquiry=uuid.UUID(told["enquiry"]))
    note(uuid.UUID(adult["id"]))
    note(uuid.UUID(child["id"]))
    return Alert(
        title="Take care",
        href=f"{reverse('casework:enquiry', args=[told['reference']])}?open=people#people",
        reference=told["reference"],
        text=f"{_called(adult)} lives with {_called(child)}. {dict(Caution.Kind.choices)[told['kind']]}.",
        seen_url=reverse("enquiries:risks", args=[told["reference"]]),
        seen_label="I have seen it",
    )


def _called(somebody: Mapping[str, Any]) -> str:
    name = " ".join(part for part in (somebody["given"], somebody["family"]) if part)
    return name or next(iter(somebody["also"]), "") or "somebody without a name"


@alerts(_lives_there, order=30)
def adults_of_risk(me: Acting) -> QuerySet[Any] | None:
    """Adults with a caution who live with a child of an open enquiry: for whoever has a reason to act on it.

    Whoever has taken it; the social worker whose rating stands, whoever has it; practice managers; and while nobody has
    taken or rated it all of the area's own people, for it waits for any of them. Not when it is rated: seen by one it
    is seen, and a call handler's button must not keep it from the one who rated.

    Nobody hears of an adult whom they may not read in the register, nor of a caution that has ended.
    """
    areas = me.areas_as(*CORE)
    if me.seat is not Seat.HUB or not areas:
        return None
    names = {"id": "pk", "given": "given", "family": "family", "also": "also_known_as"}
    adult = Person.objects.visible_to(me).filter(pk=OuterRef("adult"), died=None).values(named=JSONObject(**names))
    stands = Caution.standing_on(london_date(me.now))
    caution = Caution.objects.filter(stands, pk=OuterRef("caution"), area__in=areas).values("kind")
    found: QuerySet[Any] = (
        AdultRisk.objects.filter(
            Exists(adult),
            Exists(caution),
            visible_enquiries(me, "enquiry_id", "area"),
            Q(area__in=list(me.areas_as(Role.PRACTICE_MANAGER)))
            | Q(enquiry__taken_by=me.known)
            | has_reason(me, Q(kind=Standing.Kind.RATER, holder=me.known.pk))
            | Q(enquiry__taken_by=None, enquiry__level=""),
            seen_at=None,
            area__in=areas,
        )
        .exclude(enquiry__state=Enquiry.State.CLOSED)
        .annotate(
            told=JSONObject(
                enquiry="enquiry_id",
                reference="enquiry__reference",
                adult=Subquery(adult),
                kind=Subquery(caution),
                child=JSONObject(
                    id="child__pk", given="child__given", family="child__family", also="child__also_known_as"
                ),
                at="told_at",
            )
        )
    )
    return found
