"""What administrators changed in the set-up: who, when, what stood before and what stands now."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.access.table import DONE
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat, Zone


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
