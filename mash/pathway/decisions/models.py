"""Strategy discussions, decisions, and the outcome for each subject."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member, Team
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.triage.models import OutcomeKind

# What an operational team carries out: the page asks which, and nothing is closed before one is named.
NEEDS_TEAM = frozenset(
    {OutcomeKind.SECTION_47, OutcomeKind.ASSESSMENT, OutcomeKind.EARLY_HELP, OutcomeKind.ALLOCATED_WORKER}
)
DECIDED: Reach = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}


class Party(models.TextChoices):
    """Who should take part in a strategy discussion, or the record says that they did not (rule 65)."""

    SOCIAL_WORKER = "social_worker", "a social worker"
    HEALTH = "health", "health"
    POLICE = "police", "police"


class StrategyDiscussion(Kept):
    """Who took part, what they decided, and whether section 47 enquiries follow (rule 65)."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = DECIDED

    class Inquiry(models.TextChoices):
        """Who looks into it."""

        SINGLE = "single", "Single agency"
        JOINT = "joint", "Joint with police"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="strategy_discussions")
    area = models.UUIDField()
    present = ArrayField(models.CharField(max_length=120))
    decision = models.TextField()
    section_47 = models.BooleanField()
    inquiry = models.CharField(max_length=6, choices=Inquiry.choices)
    absent = ArrayField(models.CharField(max_length=16, choices=Party.choices), default=list)
    absent_why = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()

    class Meta:
        ordering = ["held_at"]

    def __str__(self) -> str:
        return "Strategy discussion"


class Decision(Kept):
    """What was decided. Append-only: a correction is a new decision, and the old one is shown struck (rule 69)."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = DECIDED

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="decisions")
    area = models.UUIDField()
    threshold = models.PositiveSmallIntegerField(help_text="1 universal, 2 early help, 3 targeted, 4 specialist")
    level = models.CharField(max_length=5, blank=True, help_text="The rating that stood")
    missing = ArrayField(models.SlugField(), default=list, help_text="Asked, and had not answered or only held")
    nobody_asked = models.BooleanField(default=False)
    rated_higher = ArrayField(models.SlugField(), default=list, help_text="Agencies whose higher rating is unresolved")
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                name="threshold_is_one_to_four", condition=models.Q(threshold__gte=1, threshold__lte=4)
            ),
            models.UniqueConstraint(
                fields=["enquiry"], condition=models.Q(replaces__isnull=True), name="one_first_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"Decided by {self.decided_by}"


class Outcome(Kept):
    """What a decision means for one subject. Its `why` goes out; the rationale never does."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = DECIDED

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="outcomes")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="outcomes")
    area = models.UUIDField()
    subject = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=20, choices=OutcomeKind.choices)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=160, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "subject"], name="one_outcome_for_a_subject")]

    def __str__(self) -> str:
        return self.get_outcome_display()


def lacks_team(subject: str, outcome: str, team: str) -> str:
    """What to say when an outcome needs a team and names none; empty when all is well."""
    return "" if team or outcome not in NEEDS_TEAM else f"Choose the team that takes {subject}"
