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


class Check(Kept):
    """A check of the whole ledger against all that was signed of it: who asked for it, and what it found.

    `known` is a checkpoint that somebody has kept elsewhere: against that a rewritten history shows too.
    """

    zone: ClassVar = Zone.LEDGER
    reach: ClassVar = {Seat.AUDIT: "select, insert", Seat.SYSTEM: "select, insert, update"}

    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True, help_text="The auditor; none for the hub's own daily check")
    known = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    ok = models.BooleanField(null=True, help_text="All that is sealed stands as it was sealed")
    events = models.BigIntegerField(default=0)
    checkpoints = models.BigIntegerField(default=0)
    unsealed = models.BigIntegerField(default=0)
    findings = models.JSONField(default=list, help_text="Sentences")

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["asked_at"], name="checks_by_time")]

    def __str__(self) -> str:
        return f"Check of {self.asked_at:%d %B %Y %H:%M}"
