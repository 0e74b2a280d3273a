"""What administrators changed in the set-up: who, when, what stood before and what stands now."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.access.table import DONE
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat, Zone


class LostFactor(Kept):
    """That somebody has lost their second factor: one administrator says so, another makes sure and agrees."""

    zone: ClassVar = Zone.SETUP
    reach: ClassVar = {Seat.SETUP: "select, insert, update (agreed_by_id, agreed_at)", Seat.AUDIT: "select"}

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=400)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(agreed_at=None), name="one_lost_factor_at_a_time"
            ),
            models.CheckConstraint(
                name="a_lost_factor_takes_two",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} has lost their second factor"


class Change(Kept):
    """One change of one row. The ledger tells that it was made; here stands what it said, which no ledger may hold."""

    zone: ClassVar = Zone.SETUP
    reach: ClassVar = {Seat.SETUP: "select, insert", Seat.AUDIT: "select"}

    row = models.UUIDField()
    kind = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    was = models.JSONField(default=dict, help_text="What stood before, where it is different now")
    becomes = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["row", "at"], name="changes_of_a_row")]

    def __str__(self) -> str:
        return f"{self.verb} by {self.by}"

    @property
    def in_words(self) -> str:
        """What was done, and to which of its boxes: `changed what an area says of itself: phone, hours`."""
        did = DONE.get(self.verb, self.verb.replace("_", " "))
        boxes = ", ".join(name.replace("_", " ") for name in self.was)
        return did + (f": {boxes}" if boxes else "")
