"""A disagreement with a decision, and the stages that it goes through (rule 68).

Why a stage did not settle it, what it came to, and who keeps the child safe meanwhile are reasons of the hub: each is a
`Rationale` about the stage or the disagreement, and leaves the hub no more than any other.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Agency, Member
from mash.foundation.zones import Seat, Zone
from mash.pathway.decisions.models import Decision
from mash.pathway.enquiries.models import Enquiry

LAST_STAGE = 3


class Disagreement(Kept):
    """That the referrer, or an agency that was asked, disagrees with a decision. Open until it is settled."""

    zone: ClassVar = Zone.EXCHANGE
    reach: ClassVar = {
        Seat.HUB: "select, insert, update (settled_at, settled_by_id, finding, told)",
        Seat.PARTNER: "insert",
        Seat.INTAKE: "insert",
        Seat.SYSTEM: "select",
        Seat.DEFINER: "select",
    }

    class Party(models.TextChoices):
        """Who disagrees."""

        REFERRER = "referrer", "The referrer"
        AGENCY = "agency", "An agency that was asked"

    class Finding(models.TextChoices):
        """What it came to."""

        UPHELD = "upheld", "Upheld: the decision was wrong"
        PARTLY = "partly", "Partly upheld"
        NOT_UPHELD = "not_upheld", "Not upheld: the decision stands"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="disagreements")
    area = models.UUIDField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="disagreements")
    party = models.CharField(max_length=8, choices=Party.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    request = models.UUIDField(null=True, help_text="The request on whose page an agency reads of it")
    why = models.TextField(help_text="In the words of whoever disagrees; where it was heard, in the hub's own")
    heard = models.CharField(
        max_length=250,
        blank=True,
        help_text="Who said it to the hub, how, and how they were known; empty where they wrote it themselves",
    )
    opened_by = models.UUIDField(null=True, help_text="The member who wrote it; none for a reference and code")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=10, choices=Finding.choices, blank=True)
    told = models.TextField(blank=True, help_text="What whoever disagreed is told of it")

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.CheckConstraint(name="a_disagreement_says_why", condition=~models.Q(why="")),
            models.CheckConstraint(
                name="an_agency_that_disagrees_is_named",
                condition=models.Q(party="referrer", agency=None, request=None)
                | models.Q(party="agency", agency__isnull=False, request__isnull=False),
            ),
            models.CheckConstraint(
                name="settled_with_a_finding_and_words",
                condition=models.Q(settled_at=None, settled_by=None, finding="", told="")
                | models.Q(settled_at__isnull=False, settled_by__isnull=False)
                & ~models.Q(finding="")
                & ~models.Q(told=""),
            ),
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=models.Q(settled_at__isnull=True, party="referrer"),
                name="a_referrer_disagrees_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["enquiry", "agency"],
                condition=models.Q(settled_at__isnull=True, party="agency"),
                name="an_agency_disagrees_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} disagrees"

    @property
    def who(self) -> str:
        """`The referrer`, or the agency's name."""
        return str(self.agency) if self.agency else str(self.Party.REFERRER.label)


class Stage(Kept):
    """One stage of a disagreement: whose it is and until when. It ends with a result, or goes on to the next one."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {
        Seat.HUB: "select, insert, update (ended_at, ended_by_id, owner_id)",
        Seat.PARTNER: "insert",
        Seat.INTAKE: "insert",
        Seat.SYSTEM: "select, update (late_told_at)",
        Seat.DEFINER: "select",
    }

    class Number(models.IntegerChoices):
        """Who talks at it."""

        MANAGERS = 1, "Manager to manager"
        HEADS = 2, "Heads of service"
        PARTNERSHIP = 3, "The partnership"

    disagreement = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="stages")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    area = models.UUIDField()
    number = models.PositiveSmallIntegerField(choices=Number.choices)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    between = models.CharField(max_length=250, blank=True, help_text="Who talks at it, by name and post")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    late_told_at = models.DateTimeField(null=True, help_text="When the practice managers were told that it is late")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="there_are_three_stages", condition=models.Q(number__gte=1, number__lte=LAST_STAGE)
            ),
            models.UniqueConstraint(fields=["disagreement", "number"], name="a_disagreement_passes_each_stage_once"),
            models.UniqueConstraint(
                fields=["disagreement"], condition=models.Q(ended_at__isnull=True), name="one_stage_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Stage {self.number}: {self.get_number_display().lower()}"


Key = uuid.UUID | str
