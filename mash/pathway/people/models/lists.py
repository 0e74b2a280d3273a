"""What agencies' own lists have told: whose number is whose, how a list is laid out, and how far it was read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.people.models.persons import Person


class Reference(Kept):
    """The number by which an agency's own system knows a person."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {
        Seat.HUB: "select",
        Seat.SYSTEM: "select, insert, update",
        Seat.DEFINER: "select, update (person_id)",
    }

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="references")
    area = models.UUIDField()
    source = models.CharField(max_length=60, help_text="Whose list it stands in")
    number = models.CharField(max_length=60)
    told = models.CharField(max_length=64, help_text="Digest of what the list told last: the same needs no reading")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "source", "number"], name="one_person_of_a_number")]

    def __str__(self) -> str:
        return f"{self.number} ({self.source})"


class AgencyList(Kept):
    """That a list was taken in, or how far: the next of its source is laid out alike, and a broken off one goes on."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {Seat.SYSTEM: "select, insert, update"}
    personal: ClassVar = False

    area = models.UUIDField()
    source = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, help_text="Of the file's bytes")
    columns = models.JSONField(default=dict, help_text="What is told, and the name of the column that tells it")
    last_line = models.PositiveIntegerField(default=0, help_text="The last line of the file that has been dealt with")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "source", "made_at"], name="lists_of_a_source")]

    def __str__(self) -> str:
        return f"A list of {self.source}"
