"""Areas and what each has settled for itself: its standard of service, concerns, criteria and what to ask a caller."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import cached_property

from mash.foundation.clock.standard import Standard
from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone, to_all

SET_UP: Reach = {**to_all("select"), Seat.SETUP: "select, insert, update", Seat.SYSTEM: "select, insert, update"}


class Area(Kept):
    """A local authority. Every row of hub data carries its area."""

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = {**SET_UP, Seat.DOOR: "select"}

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=30)
    out_of_hours_phone = models.CharField(max_length=30, blank=True)
    hours = models.CharField(max_length=120, help_text="Opening hours in words, for the public")
    postcodes = ArrayField(
        models.CharField(max_length=8), default=list, help_text="How the area's postcodes begin, such as PL4 or ZZ99 3"
    )
    lawful_basis = models.TextField(help_text="The standing basis on which the hub asks agencies")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def standard_on(self, moment: datetime) -> ServiceStandard:
        """The service standard that held at a moment: an old enquiry keeps the one that it came under (rule 31)."""
        return self.standards.filter(holds_from__lte=moment).order_by("-holds_from")[:1].get()


class Standing(models.Manager["ServiceStandard"]):
    """Standards without those that were taken back before they held: nobody ever came under one."""

    def get_queryset(self) -> models.QuerySet[ServiceStandard]:
        """All but those taken back."""
        return super().get_queryset().filter(taken_back_at=None)


class ServiceStandard(Kept):
    """Opening hours and limits that hold from a date until the next one."""

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="standards")
    holds_from = models.DateTimeField()
    rules = models.JSONField(help_text="As mash.foundation.clock.standard.Standard reads it")
    taken_back_at = models.DateTimeField(null=True, help_text="Before it held, so that nobody came under it")

    objects = Standing()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "holds_from"], name="one_standard_from_a_moment"),
            models.CheckConstraint(
                name="a_standard_is_taken_back_before_it_holds",
                condition=models.Q(taken_back_at=None) | models.Q(taken_back_at__lte=models.F("holds_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"Standard of {self.area} from {self.holds_from:%d %B %Y}"

    @cached_property
    def clock(self) -> Standard:
        """The rules as something that works out due times."""
        return Standard.from_json(self.rules)
