"""That an adult of whom one must take care lives with a child of an open enquiry: told once, and seen by each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models.enquiries import Enquiry
from mash.pathway.enquiries.models.people import DescribedPerson
from mash.pathway.people.models import Person


class AdultRisk(Kept):
    """An adult's caution and a child of an open enquiry who lives with them. The database writes it, each once.

    `seen_at` and `seen_by` are of the time when whoever saw it first had seen it for everybody: nobody writes them any
    more, and what was seen then stays seen.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select", Seat.DEFINER: "select, insert, update (adult_id)"}

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


class SeenRisk(Kept):
    """That one of those who are told of an adult's caution has seen it. The others are told all the same."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert"}

    risk = models.ForeignKey(AdultRisk, on_delete=models.PROTECT, related_name="seen")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["risk", "member"], name="a_risk_is_seen_once_by_each")]

    def __str__(self) -> str:
        return f"Seen by {self.member}"
