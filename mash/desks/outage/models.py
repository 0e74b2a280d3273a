"""What an area's hub would need on paper, as it stood one morning: kept for a few days, then thrown away.

A pack is kept as entries and not as one document: so each is shut by its own enquiry's wall, and is printed for whoever
may read it.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing
from mash.foundation.access.permit import has_reason, no_wall
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Area, Role
from mash.foundation.zones import Reach, Seat, Zone

MADE: Reach = {Seat.HUB: "select", Seat.SYSTEM: "select, insert, delete"}


class PackQuerySet(models.QuerySet["Pack"]):
    """Packs, for those who print them."""

    def visible_to(self, me: Acting) -> PackQuerySet:
        """Those of the areas whose practice manager somebody is. No query of its own; the database says so again."""
        return self.filter(area__in=me.areas_as(Role.PRACTICE_MANAGER))


class Pack(Kept):
    """One area's pack of one day."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {**MADE, Seat.SYSTEM: "select, insert, update (made_at), delete"}

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField()

    objects = PackQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "day"], name="one_pack_a_day")]

    def __str__(self) -> str:
        return f"Outage pack of {self.area}, {self.day:%d %B %Y}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries of packs, for those who print them."""

    def visible_to(self, me: Acting) -> EntryQuerySet:
        """Those of enquiries that a practice manager may read now. No query of its own; the database says so again."""
        kinds = Standing.Kind
        hub = has_reason(me, Q(kind=kinds.HUB, holder=OuterRef("area")), "enquiry")
        glass = has_reason(me, Q(kind=kinds.GLASS, holder=me.known.pk), "enquiry")
        return self.filter(hub | glass, no_wall(me, "enquiry"), area__in=me.areas_as(Role.PRACTICE_MANAGER))


class Entry(Kept):
    """One open enquiry on a pack: all of it where it is red or not rated yet, one line of the others."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = MADE

    class Part(models.TextChoices):
        """Where it stands on paper."""

        RED = "red", "Red"
        TO_RATE = "to_rate", "To rate"
        QUEUE = "queue", "In the queue"

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="entries")
    enquiry = models.UUIDField()
    area = models.UUIDField()
    order = models.PositiveIntegerField()
    part = models.CharField(max_length=8, choices=Part.choices)
    people = ArrayField(models.UUIDField(), default=list, help_text="Everybody whom it names, for the ledger")
    told = models.JSONField(help_text="What is printed of it; no protected address, no withheld referrer")

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return "An enquiry on a pack"
