"""How many of the register bear a name, were born in a year or live at a postcode: what an agreement is worth."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone


class Tally(Kept):
    """How many people share something. Counted every day and after a list; what has come since changes little."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {
        Seat.HUB: "select",
        Seat.SYSTEM: "select, insert, delete",
        Seat.DEFINER: "select",
    }

    class Kind(models.TextChoices):
        """What is shared."""

        PEOPLE = "people", "being in the register"
        GIVEN = "given", "a given name, by its letters"
        FAMILY = "family", "a family name, by its letters"
        YEAR = "year", "a year of birth"
        POSTCODE = "postcode", "a postcode"
        ADDRESSED = "addressed", "having an address"
        TOGETHER = "together", "having an address that another has too"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    value = models.CharField(max_length=120, blank=True)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="one_tally_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.people} share {self.get_kind_display()}"
