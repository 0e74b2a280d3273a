"""Who lives together, from when to when: a household is a thing of its own, so that it can be asked of a date."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.matching.places import write_postcode
from mash.pathway.people.models.persons import Person

LIVING_TOGETHER: Reach = {Seat.HUB: "select, insert, update", Seat.DEFINER: "select, insert, update"}


class Household(Kept):
    """Those who live at one place, as one area's hub was told (rule 19). Who, and when, stands in `Resident`.

    `place` makes spellings of one address meet; it is empty where no address is known, and then the household is found
    through its residents alone.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = LIVING_TOGETHER

    area = models.UUIDField(help_text="The area whose hub was told")
    uprn = models.CharField(max_length=12, blank=True, help_text="Unique property reference number, where it is known")
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=20, blank=True, help_text="Capitals, without spaces")
    place = models.CharField(max_length=120, blank=True, help_text="The address in a form that can be compared")
    protected = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area", "place"], name="household_at_a_place")]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.address, write_postcode(self.postcode)) if part) or "Address not known"


class ResidentQuerySet(models.QuerySet["Resident"]):
    """Who lives where."""

    def on(self, day: date) -> ResidentQuerySet:
        """Those who lived there on a day. From the day on which it was told, where nobody knows since when.

        No query of its own.
        """
        began = Q(since__lte=day) | Q(since=None, told_on__lte=day)
        return self.filter(began, Q(until=None) | Q(until__gt=day), taken_back=False)


class Resident(Kept):
    """That a person lives, or lived, in a household: in which role, since when, and until when.

    Who leaves and comes back has two stays there, so that nobody is taken to have lived there in between; one alone may
    be without an end (an index in `sql/households.sql`).
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = LIVING_TOGETHER

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="homes")
    area = models.UUIDField()
    enquiry = models.UUIDField(null=True, help_text="The enquiry that told it first")
    role = models.CharField(max_length=60, blank=True, help_text="How they belong to the household")
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="The first day on which they no longer lived there")
    ended_by = models.UUIDField(null=True, help_text="The enquiry that told that it ended; none where a move did")
    told_on = models.DateField(help_text="The day of the enquiry that told it first")
    taken_back = models.BooleanField(default=False, help_text="Somebody else was meant")

    objects = ResidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_stay_ends_after_it_began",
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}" if self.role else str(self.person)

    @property
    def began(self) -> date:
        """The day from which it counts: the one on which it was told, where nobody knows since when."""
        return self.since or (min(self.told_on, self.until) if self.until else self.told_on)

    @property
    def in_words(self) -> str:
        """`since 3 May 2024, until 1 September 2025`; when it was told, where neither is known."""
        since = f"since {in_words(self.since)}" if self.since else ""
        until = f"until {in_words(self.until)}" if self.until else ""
        return ", ".join(part for part in (since, until) if part) or f"told {in_words(self.told_on)}"
