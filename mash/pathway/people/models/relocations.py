"""That people have moved to another area, as the hub that knows them tells the hub there."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE, WEIGHS
from mash.foundation.clock.london import london_date
from mash.foundation.clock.now import now
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.models.persons import Person
from mash.pathway.people.models.tied import Tied


class RelocationQuerySet(models.QuerySet["Relocation"]):
    """Who moved, for the two hubs between which they did."""

    def visible_to(self, me: Acting) -> RelocationQuerySet:
        """Those of the reader's own hubs, of people whom they may read. No query of its own."""
        own = list(me.areas_as(*CORE))
        theirs = self.filter(Q(area__in=own) | Q(to_area__in=own))
        # A hub that reads them no longer reads that it was a mistake, and not of whom.
        mistaken = Q(taken_back_at__isnull=False)
        return theirs.filter(Q(person__in=Person.objects.visible_to(me)) | mistaken & ~Q(Tied("person")))

    def standing(self) -> RelocationQuerySet:
        """Without those that were taken back. No query of its own."""
        return self.filter(taken_back_at=None)

    def to_note(self, me: Acting) -> RelocationQuerySet:
        """Those of which whoever acts may take note, and nobody has. No query of its own."""
        return self.visible_to(me).standing().filter(to_area__in=list(me.areas_as(*WEIGHS)), noted_at=None)


class Relocation(Kept):
    """That one person has moved from one area to another, and that somebody there has taken note of it.

    A family is told together: a row for each of them, so that a tie to one hides only that one. The database writes it
    with all that follows from it (`people.goes_to`).
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {
        Seat.HUB: "select, update (noted_by_id, noted_at)",
        Seat.DEFINER: "select, insert, update (person_id, taken_back_by_id, taken_back_at, taken_back_why)",
    }

    together = models.UUIDField(help_text="The same for all who were told to move at once")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relocations")
    area = models.UUIDField(help_text="The area that tells it")
    to_area = models.UUIDField()
    moved_on = models.DateField()
    told_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_why = models.TextField(blank=True, help_text="Why it was a mistake; the hub that was told reads it too")

    objects = RelocationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["together"], name="who_moved_together")]
        constraints = [
            models.CheckConstraint(name="moved_to_another_area", condition=~Q(area=models.F("to_area"))),
            models.CheckConstraint(
                name="a_move_is_taken_back_by_somebody_who_says_why",
                condition=Q(taken_back_by=None, taken_back_at=None, taken_back_why="")
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False) & ~Q(taken_back_why=""),
            ),
            models.CheckConstraint(
                name="a_move_is_noted_by_somebody",
                condition=Q(noted_by=None, noted_at=None) | Q(noted_by__isnull=False, noted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moved} on {self.day}"

    @property
    def waits(self) -> bool:
        """Whether nobody has taken note of it yet, nor taken it back."""
        return self.noted_at is None and self.taken_back_at is None

    @property
    def moved(self) -> str:
        """`Moved`; `Moves` before the day."""
        return "Moves" if self.moved_on > london_date(now()) else "Moved"

    @property
    def day(self) -> str:
        """`3 March 2026`."""
        return in_words(self.moved_on)


class Carried(Kept):
    """What telling of one person's move changed in the register, so that it can go back. For the database alone."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {Seat.DEFINER: "select, insert"}

    relocation = models.OneToOneField(Relocation, on_delete=models.PROTECT, related_name="carried")
    area = models.BooleanField(help_text="Whether the hub there could not read the person before")
    homes = ArrayField(models.UUIDField(), default=list, help_text="The addresses that it told")
    stays = models.JSONField(help_text="Each stay that it began or ended: its row before and after")

    class Meta:
        verbose_name_plural = "carried"

    def __str__(self) -> str:
        return "What a move changed"
