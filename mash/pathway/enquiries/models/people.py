"""The people as they were described, who they were found to be, and how they belong together."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models.enquiries import TOLD, Enquiry
from mash.pathway.people.matching.dates import birth_in_words
from mash.pathway.people.models import Person

OF_AGE = 18


class DescribedPerson(Kept):
    """Anyone described on an enquiry, in the words used then, and whom the hub found that to be."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {
        Seat.INTAKE: "insert",
        Seat.HUB: "select, insert, update (person_id, identified_by, identified_at)",
        Seat.DEFINER: "select, update (role, address, postcode, uprn, place, school, gp, address_protected, person_id)",
    }

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="people")
    area = models.UUIDField()
    order = models.PositiveSmallIntegerField()
    alias = models.CharField(max_length=60, blank=True, help_text="What a scenario calls them")
    is_subject = models.BooleanField(default=False)
    given = models.CharField(max_length=120, blank=True)
    middle = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120, blank=True)
    also_known_as = ArrayField(models.CharField(max_length=200), default=list)
    born = models.DateField(null=True)
    age = models.PositiveSmallIntegerField(null=True, help_text="In whole years, when the enquiry came")
    due_date = models.DateField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=60, blank=True, help_text="How they belong to the household")
    address = models.CharField(max_length=250, blank=True, help_text="Empty when it is protected")
    postcode = models.CharField(max_length=20, blank=True)
    uprn = models.CharField(max_length=20, blank=True, help_text="As supplied")
    place = models.CharField(max_length=120, blank=True, help_text="The address in a form that can be compared")
    address_protected = models.BooleanField(default=False)
    nhs_number = models.CharField(max_length=40, blank=True, help_text="As supplied")
    nhs_number_is_right = models.BooleanField(default=False)
    upn = models.CharField(max_length=40, blank=True, help_text="As supplied")
    upn_is_right = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=254, blank=True, help_text="As supplied")
    school = models.CharField(max_length=160, blank=True, help_text="Empty when the address is protected")
    gp = models.CharField(max_length=160, blank=True, help_text="Empty when the address is protected")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="described_as")
    identified_by = models.UUIDField(null=True)
    identified_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField(null=True, help_text="When they were described; empty when with the enquiry itself")

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "described people"
        indexes = [
            models.Index(fields=["person"], name="described_as"),
            models.Index(fields=["area", "place"], name="described_at_a_place", condition=~models.Q(place="")),
        ]

    def __str__(self) -> str:
        name = " ".join(part for part in (self.given, self.family) if part)
        return name or (self.also_known_as[0] if self.also_known_as else "") or self.role or "Name not known"

    @property
    def whole_name(self) -> str:
        """The name with the middle name in it; empty where no middle name is known."""
        return " ".join(part for part in (self.given, self.middle, self.family) if part) if self.middle else ""

    @property
    def whereabouts(self) -> DescribedPerson | ProtectedAddress | None:
        """Where it stands how to find them: address, school and GP practice. None where whoever acts may not read it.

        One query when it is protected and not at hand.
        """
        return getattr(self, "protected_address", None) if self.address_protected else self

    @property
    def clues(self) -> list[str]:
        """What leads to where they live without naming it, as far as everybody may read it."""
        return [clue for clue in (self.school, self.gp) if clue]

    @property
    def birth(self) -> str:
        """`14 May 2018`, `due 1 June 2026`; empty when neither is known."""
        return birth_in_words(born=self.born, about=None, due=self.due_date)

    def age_on(self, day: date) -> int | None:
        """Age in whole years on a day, from the date of birth or else as described; none when neither is known."""
        if self.born is None:
            return self.age
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def is_of_age_on(self, day: date) -> bool | None:
        """Whether somebody was an adult on a day; none when nobody knows. An unborn child is a child (rule 13)."""
        if self.due_date and not self.born:
            return False
        age = self.age_on(day)
        return None if age is None else age >= OF_AGE


class ProtectedAddress(Kept):
    """An address that few may read (rule 21): practice managers, social workers and call handlers of the area.

    School and GP practice stand with it, because they say where somebody lives as well.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {**TOLD, Seat.DEFINER: "select, insert"}

    described = models.OneToOneField(DescribedPerson, on_delete=models.PROTECT, related_name="protected_address")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="protected_addresses")
    area = models.UUIDField()
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    uprn = models.CharField(max_length=20, blank=True, help_text="As supplied")
    school = models.CharField(max_length=160, blank=True)
    gp = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name_plural = "protected addresses"

    def __str__(self) -> str:
        return ", ".join(part for part in (self.address, self.postcode) if part) or (
            f"UPRN {self.uprn}" if self.uprn else ""
        )

    @property
    def clues(self) -> list[str]:
        """What leads there without naming it."""
        return [clue for clue in (self.school, self.gp) if clue]


class Identification(Kept):
    """Whom somebody found a described person to be, and what stood on the screen then. A change is a new row."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select, update (person_id, learned)"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="identifications")
    area = models.UUIDField()
    described = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="identifications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_new = models.BooleanField()
    likelihood = models.FloatField(null=True, help_text="0 to 1; none for a new person")
    candidates = models.JSONField(default=list, help_text="Everybody who was shown: id, p, why, differs")
    learned = models.JSONField(null=True, help_text="What the register learned by it, so that it can be taken back")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    identified_at = models.DateTimeField()

    class Meta:
        ordering = ["identified_at"]

    def __str__(self) -> str:
        return f"{self.by} identified somebody"


class Living(Kept):
    """Whether somebody described lives with those whom the enquiry is about, and since when. The latest one counts."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    class Where(models.TextChoices):
        """With the subjects, or not."""

        HERE = "here", "Lives with them"
        ELSEWHERE = "elsewhere", "Lives somewhere else"
        LEFT = "left", "Used to live with them"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="livings")
    area = models.UUIDField()
    described = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="livings")
    where = models.CharField(max_length=10, choices=Where.choices)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    told_at = models.DateTimeField()
    told_by = models.UUIDField(null=True, help_text="The member of the hub who wrote it; none on receipt")

    class Meta:
        ordering = ["told_at"]

    def __str__(self) -> str:
        return self.get_where_display()


class Relation(Kept):
    """How two of the people described belong together, and who has parental responsibility."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="relations")
    area = models.UUIDField()
    one = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    parental_responsibility = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"{self.one} is {self.kind} of {self.other}"
