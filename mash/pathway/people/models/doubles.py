"""Two records that may be one person, what was found of them, and their merging: by two people, and reversible."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import PM, WEIGHS
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.people.models.persons import Person
from mash.pathway.people.models.tied import Tied

TO_SETTLE = Q(finding="") | Q(again_at__isnull=False)


class DoubtQuerySet(models.QuerySet["Doubt"]):
    """Pairs of records that may be one person."""

    def visible_to(self, me: Acting) -> DoubtQuerySet:
        """Those of whom a member may weigh both: known in their areas, and no tie to either. No query of its own."""
        areas = list(me.areas_as(*WEIGHS))
        tied = Tied("one", "other", "one__merged_into", "other__merged_into")
        return self.filter(~tied, one__areas__overlap=areas, other__areas__overlap=areas)

    def unsettled(self) -> DoubtQuerySet:
        """Those that wait for somebody to look, or to look again, likeliest first. No query of its own."""
        waiting = self.filter(TO_SETTLE, one__merged_into=None, other__merged_into=None)
        return waiting.order_by("-p", "found_at", "pk")


class Doubt(Kept):
    """That two records of the register may be one person: found by `mash people dedupe`, or named by somebody.

    `one` is the one with the smaller id, so that a pair stands here once. What stands of it is what was found last.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {
        Seat.HUB: "select, insert, update (finding, found_out_by_id, found_out_at, reason, again_at)",
        Seat.SYSTEM: "select, insert, update (p, why, differs, again_at)",
        Seat.DEFINER: "select",
    }

    class Finding(models.TextChoices):
        """What people found."""

        APART = "apart", "Two people"
        MERGED = "merged", "One person: the records are merged"

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    p = models.FloatField(help_text="0 to 1: how likely they are one person")
    why = ArrayField(models.TextField(), default=list, help_text="What speaks for it, in words")
    differs = ArrayField(models.TextField(), default=list, help_text="What speaks against it, in words")
    found_at = models.DateTimeField()
    named_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=10, choices=Finding.choices, blank=True)
    found_out_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    found_out_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    again_at = models.DateTimeField(
        null=True, help_text="Since when two that were told apart are listed again, because what is known has changed"
    )

    objects = DoubtQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-p"], name="doubts_to_settle", condition=TO_SETTLE)]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_doubt_of_a_pair"),
            models.CheckConstraint(name="the_smaller_id_is_one", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return "Two records that may be one person"

    @property
    def stays_apart(self) -> bool:
        """Whether people have told the two apart, and nothing has come since that asks them again."""
        return self.finding == self.Finding.APART and self.again_at is None


class ToldApart(Kept):
    """That somebody told two records apart, and what was known of them then: each time a row of its own, never an edit.

    `known` holds marks that the hub's key makes, by record and part (`merging.known`); empty where it was not kept,
    which the next comparison of the register makes good.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {
        Seat.HUB: "select, insert",
        Seat.SYSTEM: "select, update (known, changed)",
    }

    doubt = models.ForeignKey(Doubt, on_delete=models.PROTECT, related_name="told_apart")
    told_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    reason = models.TextField()
    known = models.JSONField(default=dict)
    changed = ArrayField(models.TextField(), default=list, help_text="What had changed when the two were listed again")

    class Meta:
        verbose_name_plural = "told apart"
        constraints = [models.CheckConstraint(name="told_apart_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.told_by} told two records apart"


class MergingQuerySet(models.QuerySet["Merging"]):
    """Proposals to merge two records, or to take a merging back."""

    def waiting(self) -> MergingQuerySet:
        """Those that a second person has not answered, of records that are still apart or still merged."""
        return self.filter(answer="")

    def standing(self) -> MergingQuerySet:
        """Mergings that hold: confirmed, and not taken back."""
        return self._confirmed().filter(~Exists(self._undoing()))

    def taken_back(self) -> MergingQuerySet:
        """Mergings that were confirmed, and then taken back by two people."""
        return self._confirmed().filter(Exists(self._undoing()))

    def made_for(self, me: Acting) -> MergingQuerySet:
        """Mergings that two people have made, of records that whoever acts may weigh. No query of its own."""
        return self._confirmed().filter(doubt__in=Doubt.objects.visible_to(me))

    def for_second_person(self, me: Acting) -> MergingQuerySet:
        """Those that wait for whoever acts: proposed by somebody else, and one of the two is a practice manager."""
        theirs = self.waiting().exclude(proposed_by=me.member).filter(doubt__in=Doubt.objects.visible_to(me))
        manages = list(me.areas_as(*PM))
        enough = Q(by_manager=True) | Q(kept__areas__overlap=manages, folded__areas__overlap=manages)
        apart = Q(kept__merged_into=None, folded__merged_into=None)  # otherwise there is nothing to merge any more
        return theirs.filter(enough, ~Q(undoes=None) | apart)

    def _confirmed(self) -> MergingQuerySet:
        return self.filter(undoes=None, answer=Merging.Answer.CONFIRMED)

    @staticmethod
    def _undoing() -> MergingQuerySet:
        return Merging.objects.filter(undoes=OuterRef("pk"), answer=Merging.Answer.CONFIRMED)


class Merging(Kept):
    """That two records be one, or be two again: proposed by one person with a reason, answered by another."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {
        Seat.HUB: "select, insert, update (answer, answered_by_id, answered_at, answer_why)",
        Seat.DEFINER: "select",
    }

    class Answer(models.TextChoices):
        """What the second person said."""

        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    doubt = models.ForeignKey(Doubt, on_delete=models.PROTECT, related_name="mergings")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="The record that stays")
    folded = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", help_text="The one that goes into it"
    )
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    why = models.TextField()
    by_manager = models.BooleanField(help_text="Whether a practice manager proposed it")
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_why = models.TextField(blank=True)

    objects = MergingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-answered_at", "id"], name="mergings_made", condition=Q(undoes=None, answer="confirmed")
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["doubt"], condition=Q(answer=""), name="one_proposal_at_a_time"),
            models.CheckConstraint(
                name="merging_takes_two_people",
                condition=~Q(answer="confirmed") | Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by")),
            ),
            models.CheckConstraint(name="merging_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return "Taking a merging back" if self.undoes_id else "Merging two records"


class Moved(Kept):
    """What a merging changed in one row of whatever table: its columns before and after, so that they can go back."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {Seat.DEFINER: "select, insert, update (became)"}

    merging = models.ForeignKey(Merging, on_delete=models.PROTECT, related_name="moved")
    place = models.CharField(max_length=63, help_text="The table")
    line = models.UUIDField(help_text="The row's id")
    was = models.JSONField()
    became = models.JSONField()

    class Meta:
        verbose_name_plural = "moved"
        indexes = [models.Index(fields=["place", "line"], name="moved_rows")]

    def __str__(self) -> str:
        return f"A row of {self.place}"
