"""Which agencies are asked about what: the hub's rules, as rows."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models.agencies import Agency
from mash.foundation.partnership.models.areas import SET_UP, Area
from mash.foundation.zones import Zone


class AskingRule(Kept):
    """Ask this agency: always, or when an adult is described, a concern is named, or a subject's age fits.

    Each condition that is filled in is a reason of its own: one that holds is enough.
    """

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="asking_rules")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="asking_rules")
    always = models.BooleanField(default=False)
    when_adult = models.BooleanField(default=False)
    concerns = ArrayField(models.SlugField(), default=list, blank=True)
    from_age = models.PositiveSmallIntegerField(null=True, help_text="Youngest age in whole years")
    to_age = models.PositiveSmallIntegerField(null=True, help_text="Oldest age in whole years")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "agency"], name="one_asking_rule_for_an_agency")]

    def __str__(self) -> str:
        return f"{self.area} asks {self.agency}"

    def why(self, *, concerns: set[str], ages: list[int], adult: bool) -> str:
        """Why this agency is asked, in words; empty when it is not. Ages are those of subjects, in whole years."""
        if self.always:
            return "always asked"
        if self.when_adult and adult:
            return "an adult is described"
        named = sorted(concerns & set(self.concerns))
        if named:
            return "the concern is " + ", ".join(named).replace("-", " ")
        low, high = self.from_age or 0, 200 if self.to_age is None else self.to_age
        fitting = [age for age in ages if low <= age <= high]
        if fitting and not (self.from_age is None and self.to_age is None):
            return f"a child is {fitting[0]}"
        return ""
