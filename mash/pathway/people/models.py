"""The register: persons as the hub knows them, where they lived, and how they belong together."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone

REGISTER: Reach = {Seat.HUB: "select, insert, update", Seat.DEFINER: "select, update"}


class Person(Kept):
    """A person as the hub knows them, across enquiries and areas.

    `areas` are those whose hubs may read the person: each area with an enquiry that describes them.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = REGISTER

    given = models.CharField(max_length=120, blank=True)
    middle = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120, blank=True)
    also_known_as = ArrayField(models.CharField(max_length=200), default=list)
    born = models.DateField(null=True)
    born_from = models.PositiveSmallIntegerField(null=True, help_text="Earliest year of birth, from an age")
    born_to = models.PositiveSmallIntegerField(null=True, help_text="Latest year of birth, from an age")
    due_date = models.DateField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True, help_text="Only with a right check digit")
    upn = models.CharField(max_length=13, blank=True, help_text="Only with a right check letter")
    phone = models.CharField(max_length=30, blank=True)
    areas = ArrayField(models.UUIDField(), default=list)
    keys = ArrayField(models.CharField(max_length=120), default=list, help_text="What finds this person")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="person_keys")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.given, self.middle, self.family) if part) or "Name not known"


class PersonAddress(Kept):
    """Where a person lives or lived. A protected one is read by few, and finds nobody for the others."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = REGISTER

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    area = models.UUIDField(help_text="The area whose enquiry told it")
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=20, blank=True, help_text="Capitals, without spaces")
    protected = models.BooleanField(default=False)
    told_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "person addresses"
        indexes = [models.Index(fields=["postcode"], name="persons_at_a_postcode")]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.address, self.postcode) if part)
