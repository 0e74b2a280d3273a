"""Who else is at work with somebody, and what must be known of them: loaded from the agencies' own systems."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.people.models.persons import Person

LOADED: Reach = {Seat.HUB: "select", Seat.SYSTEM: "select, insert, update", Seat.DEFINER: "select, update (person_id)"}


class Involvement(Kept):
    """That somebody is, or was, open to a service: which team and worker, and how to reach them (rule 22).

    `source` and `source_ref` say whose record it is, so that a later load finds it again.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = LOADED

    class Service(models.TextChoices):
        """Who works with them."""

        SOCIAL_CARE = "social_care", "social care"
        EARLY_HELP = "early_help", "early help"
        ADULTS = "adults", "adult social care"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    area = models.UUIDField()
    service = models.CharField(max_length=12, choices=Service.choices)
    team = models.CharField(max_length=120, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    manager = models.CharField(max_length=120, blank=True)
    plan = models.CharField(max_length=120, blank=True, help_text="For example a child protection plan")
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="The first day on which they are no longer open")
    source = models.CharField(max_length=60)
    source_ref = models.CharField(max_length=60)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "source", "source_ref", "service"],
                condition=models.Q(until=None),
                name="open_once_to_a_service",
            )
        ]

    def __str__(self) -> str:
        return f"Open to {self.get_service_display()}"


class Caution(Kept):
    """What must be known of somebody by whoever meets them or the children with whom they live."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = LOADED

    class Kind(models.TextChoices):
        """What it warns of."""

        RISK_TO_CHILDREN = "risk_to_children", "May be a risk to children"
        VIOLENCE = "violence", "Has been violent"
        DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
        WEAPONS = "weapons", "Weapons"
        VISIT_IN_PAIRS = "visit_in_pairs", "Do not visit alone"
        OTHER = "other", "Take care"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cautions")
    area = models.UUIDField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.CharField(max_length=250, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    source = models.CharField(max_length=60)
    source_ref = models.CharField(max_length=60)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "source", "source_ref", "kind"],
                condition=models.Q(until=None),
                name="one_caution_of_a_kind",
            )
        ]

    @staticmethod
    def standing_on(day: date) -> models.Q:
        """What finds those that have not ended on a day."""
        return models.Q(until=None) | models.Q(until__gt=day)

    def __str__(self) -> str:
        said = self.get_kind_display()
        return f"{said}: {self.text}" if self.text else said
