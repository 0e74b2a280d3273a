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
from mash.foundation.access.permit import visible_enquiries
from mash.foundation.access.plugs import alerts
from mash.foundation.access.policy import CORE
from mash.foundation.access.sightings import note
from mash.foundation.clock.when import when
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Message
from mash.pathway.enquiries.risks import waiting_risks
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
        seen_url=reverse("enquiries:risk", args=[told["reference"], told["id"]]),
        seen_label="I have seen it",
    )


def _called(somebody: Mapping[str, Any]) -> str:
    name = " ".join(part for part in (somebody["given"], somebody["family"]) if part)
    return name or next(iter(somebody["also"]), "") or "somebody without a name"


@alerts(_lives_there, order=30)
def adults_of_risk(me: Acting) -> QuerySet[Any] | None:
    """Adults with a caution who live with a child of an open enquiry, for whoever is told and has not seen it yet."""
    waiting = waiting_risks(me)
    if waiting is None:
        return None
    names = {"id": "pk", "given": "given", "family": "family", "also": "also_known_as"}
    adult = Person.objects.filter(pk=OuterRef("adult")).values(named=JSONObject(**names))
    caution = Caution.objects.filter(pk=OuterRef("caution")).values("kind")
    found: QuerySet[Any] = waiting.annotate(
        told=JSONObject(
            id="id",
            enquiry="enquiry_id",
            reference="enquiry__reference",
            adult=Subquery(adult),
            kind=Subquery(caution),
            child=JSONObject(id="child__pk", given="child__given", family="child__family", also="child__also_known_as"),
            at="told_at",
        )
    )
    return found
