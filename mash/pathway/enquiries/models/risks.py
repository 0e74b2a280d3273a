"""That an adult of whom one must take care lives with a child of an open enquiry: told once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models.enquiries import Enquiry
from mash.pathway.enquiries.models.people import DescribedPerson
from mash.pathway.people.models import Person


class AdultRisk(Kept):
    """An adult's caution and a child of an open enquiry who lives with them. The database writes it, each once."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, update (seen_at, seen_by)", Seat.DEFINER: "select, insert, update (adult_id)"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="adult_risks")
    area = models.UUIDField()
    adult = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    caution = models.UUIDField()
    child = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enquiry", "caution"], name="a_risk_is_told_once")]
        indexes = [models.Index(fields=["area"], name="risks_to_see", condition=models.Q(seen_at=None))]

    def __str__(self) -> str:
        return "Somebody to take care of lives with a child"
