"""Events and the tree that seals them. Identifiers and codes only: no names, no free text."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone

# Events come in through `ledger.append` and are read through definer functions: no seat reaches the tables, except
# the sealing job and the operator's commands.
SEALER: Reach = {Seat.DEFINER: "select, insert", Seat.SYSTEM: "select, insert"}


class Event(Kept):
    """One thing that somebody did, saw, or was refused."""

    zone: ClassVar = Zone.LEDGER
    reach: ClassVar = {Seat.DEFINER: "select, insert", Seat.SYSTEM: "select"}

    seq = models.BigIntegerField(unique=True, help_text="Given by the database; order of writing")
    transaction = models.BigIntegerField(
        help_text="The writing transaction's id; nothing newer than the oldest open one is sealed"
    )
    at = models.DateTimeField(help_text="The time of the story; the same as written_at outside a play")
    written_at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    seat = models.CharField(max_length=10)
    verb = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.UUIDField(null=True)
    enquiry = models.UUIDField(null=True)
    people = ArrayField(models.UUIDField(), default=list)
    purpose = models.CharField(max_length=60, blank=True)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    policy = models.CharField(max_length=20)
    details = models.JSONField(default=dict)
    play = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["enquiry", "seq"], name="events_of_an_enquiry"),
            models.Index(fields=["actor", "at"], name="events_of_a_member"),
            models.Index(fields=["transaction"], name="events_of_a_transaction"),
            GinIndex(fields=["people"], name="events_about_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} ({self.outcome}) at {self.at:%d %B %Y %H:%M}"


class Leaf(models.Model):
    """The place of an event in the sealed tree."""

    zone: ClassVar = Zone.LEDGER
    reach: ClassVar = SEALER
    personal: ClassVar = False

    index = models.BigIntegerField(primary_key=True)
    event = models.UUIDField(unique=True)

    class Meta:
        verbose_name_plural = "leaves"

    def __str__(self) -> str:
        return f"Leaf {self.index}"


class Checkpoint(models.Model):
    """A signed root of the tree at a size, with what is needed to go on from there."""

    zone: ClassVar = Zone.LEDGER
    reach: ClassVar = {**SEALER, Seat.AUDIT: "select"}
    personal: ClassVar = False

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    frontier = models.JSONField()
    horizon = models.BigIntegerField(
        help_text="Every transaction of a lower number had ended, and what it wrote was in the tree"
    )
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Checkpoint at {self.size}"
