"""Agencies, what they have signed, and the teams that receive handovers."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mash.foundation.kept import FOREVER, Kept
from mash.foundation.partnership.models.areas import SET_UP, Area
from mash.foundation.zones import Zone


class Agency(Kept):
    """Police, health, education and so on: in the hub, or virtual."""

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    class Section(models.TextChoices):
        """A part of a request that this agency's template carries (rule 45: the minimum it needs)."""

        BIRTH = "birth", "Dates of birth"
        ADDRESS = "address", "Addresses"
        NHS_NUMBER = "nhs_number", "NHS numbers"
        UPN = "upn", "Unique pupil numbers"
        SCHOOL = "school", "Schools"
        GP = "gp", "GPs"
        PHONE = "phone", "Phone numbers"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    mark = models.CharField(max_length=3, help_text="Two or three letters for the strip of marks")
    virtual = models.BooleanField(default=False, help_text="Answers from outside the hub's room")
    police = models.BooleanField(default=False, help_text="In the hub, its people are alerted and may refer")
    host = models.BooleanField(default=False, help_text="Social care: keeps the hub, so is never asked")
    areas = models.ManyToManyField(Area, through="Serving", related_name="agencies")
    sections = ArrayField(models.CharField(max_length=20, choices=Section.choices), default=list)
    question = models.TextField(help_text="What this agency is asked, unless somebody asks otherwise")
    escalation_contact = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["virtual", "name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Serving(Kept):
    """That an agency serves an area."""

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    area = models.ForeignKey(Area, on_delete=models.PROTECT)
    until = models.DateTimeField(default=FOREVER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "area"], name="an_agency_serves_an_area_once")]

    def __str__(self) -> str:
        return f"{self.agency} serves {self.area}"


class SharingAgreement(Kept):
    """The agreement without which an agency is asked nothing: proposed, then signed by both sides, from when to when.

    A new one is a row of its own; what held before stays.
    """

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="agreements")
    signed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=200, blank=True, help_text="Who signed for the agency: name and office")
    countersigned_by = models.CharField(max_length=200, blank=True, help_text="Who signed for the hub: name and office")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "area", "signed_at"], name="one_agreement_at_a_time")]

    def __str__(self) -> str:
        return f"{self.agency} and {self.area}, " + ("signed" if self.signed_at else "proposed")

    def holds_at(self, moment: datetime) -> bool:
        """Whether it is signed and has not ended at a moment."""
        begun = self.signed_at is not None and self.signed_at <= moment
        return begun and (self.ends_at is None or self.ends_at > moment)


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams, and those among them that work."""

    def receiving(self, area: uuid.UUID, at: datetime) -> TeamQuerySet:
        """The teams of an area to which something may be handed over at a moment."""
        return self.filter(area=area, until__gt=at)


class Team(Kept):
    """An operational team that receives handovers."""

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="teams")
    phone = models.CharField(max_length=30, blank=True)
    early_help = models.BooleanField(default=False)
    until = models.DateTimeField(default=FOREVER, help_text="From then on it receives nothing new")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
