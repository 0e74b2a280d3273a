"""Persons as the hub knows them, and where they live or lived."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.clock.london import london_date
from mash.foundation.clock.now import now
from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.people.matching.dates import birth_in_words
from mash.pathway.people.matching.places import write_postcode
from mash.pathway.people.models.tied import Tied
from mash.pathway.people.naming import died_in_words, heading_of

# The operator's command that loads a register (`mash register load`) writes persons too.
REGISTER: Reach = {
    Seat.HUB: "select, insert, update",
    Seat.SYSTEM: "select, insert, update",
    Seat.DEFINER: "select, update",
}

TOLD = (
    "given, middle, family, also_known_as, born, born_from, born_to, due_date, died, sex, nhs_number, upn, "
    "phone, email, school, practice, areas, keys"
)


class PersonQuerySet(models.QuerySet["Person"]):
    """People of the register, for those who read them."""

    def visible_to(self, me: Acting) -> PersonQuerySet:
        """Those whom the hubs know in which a member takes or weighs enquiries, and to whom they are not tied.

        No query of its own; the database says so again.
        """
        return self.filter(~Tied("pk", "merged_into"), areas__overlap=list(me.areas_as(*CORE)))

    def unmerged(self) -> PersonQuerySet:
        """Without the records that were merged into another one. No query of its own."""
        return self.filter(merged_into=None)


class PersonAddressQuerySet(models.QuerySet["PersonAddress"]):
    """Addresses of people, for those who read them."""

    def visible_to(self, me: Acting) -> PersonAddressQuerySet:
        """Those of people whom they may read; a protected one only in the area that was told it, and which it is."""
        people = Person.objects.visible_to(me)
        told = self.exclude(protected=True, address="", postcode="", uprn="")
        return told.filter(Q(protected=False) | Q(area__in=me.areas_as(*CORE)), person__in=people)


class Person(Kept):
    """A person as the hub knows them, across enquiries and areas.

    `areas` are those whose hubs may read the person: each area with an enquiry that describes them.
    """

    zone: ClassVar = Zone.HUB
    # Nobody writes `merged_into` but the function that merges.
    reach: ClassVar = {
        **REGISTER,
        Seat.HUB: f"select, insert, update ({TOLD})",
        Seat.SYSTEM: f"select, insert, update ({TOLD})",
    }

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
    email = models.CharField(max_length=254, blank=True, help_text="In small letters")
    school = models.CharField(max_length=160, blank=True)
    practice = models.CharField(max_length=160, blank=True, help_text="GP or GP practice")
    areas = ArrayField(models.UUIDField(), default=list)
    keys = ArrayField(models.CharField(max_length=120), default=list, help_text="What finds this person")
    died = models.DateField(null=True, help_text="The day on which they died; none of the living")
    made_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="merged",
        help_text="The record that stays; this one is kept, so that it can be taken back",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="person_keys")]

    def __str__(self) -> str:
        years = (self.born_from, self.born_to) if self.born_from and self.born_to else None
        return heading_of(
            self.name,
            also_known_as=self.also_known_as,
            sex=self.sex,
            years=(self.born.year, self.born.year) if self.born else years,
            due=None if self.born else self.due_date,
            on=london_date(now()),
        )

    @property
    def name(self) -> str:
        """The name alone, as far as there is one."""
        return " ".join(part for part in (self.given, self.middle, self.family) if part)

    @property
    def death(self) -> str:
        """`died 3 May 2024`; empty of the living."""
        return died_in_words(self.died)

    @property
    def birth(self) -> str:
        """`14 May 2018`, `about 2018`, `due 1 June 2026`; empty when nothing is known."""
        return birth_in_words(born=self.born, about=self.born_from, due=self.due_date)

    @property
    def born_when(self) -> str:
        """`born 14 May 2018`, `born about 2018`; empty of the unborn, whose heading says when they are due."""
        return f"born {self.birth}" if self.birth and not self.due_date else ""


class PersonAddress(Kept):
    """Where a person lives or lived. A protected one is read by few, and finds nobody for the others.

    A list may tell that it is protected, and not where it is: that is a row without a place, which nobody reads.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {**REGISTER, Seat.DEFINER: "select, insert, update, delete"}

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    area = models.UUIDField(help_text="The area whose enquiry told it")
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=20, blank=True, help_text="Capitals, without spaces")
    uprn = models.CharField(max_length=12, blank=True, help_text="The property's number")
    protected = models.BooleanField(default=False)
    told_at = models.DateTimeField()

    objects = PersonAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "person addresses"
        indexes = [models.Index(fields=["postcode"], name="persons_at_a_postcode")]

    def __str__(self) -> str:
        told = ", ".join(part for part in (self.address, write_postcode(self.postcode)) if part)
        return told or f"UPRN {self.uprn}"
