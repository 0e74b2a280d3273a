"""How urgent it is, the child protection fast path, the duty to an adult, and what a social worker proposes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.particulars.care import QUESTIONS, duty_of
from mash.pathway.gathering.models import URGENCY

__all__ = ["URGENCY", "Acknowledgement", "Alert", "CareDuty", "Level", "OutcomeKind", "Pause", "Proposal", "Rating"]


class Level(models.TextChoices):
    """Red, amber, green: how soon a decision is due."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


class OutcomeKind(models.TextChoices):
    """What may be proposed and decided for a subject (rule 63): PLAY's list."""

    SECTION_47 = "section_47", "Section 47 enquiry"
    ASSESSMENT = "assessment", "Assessment"
    EARLY_HELP = "early_help", "Early help"
    ALLOCATED_WORKER = "allocated_worker", "To the worker who knows them"
    ADULT_SAFEGUARDING = "adult_safeguarding", "Adult safeguarding"
    OTHER_AUTHORITY = "other_authority", "To another authority"
    SIGNPOST = "signpost", "Signpost to a service"
    ADVICE = "advice", "Information and advice"
    RETURNED = "returned", "Returned to the referrer"
    NO_FURTHER_ACTION = "no_further_action", "No further action"


class Rating(Kept):
    """How urgent a social worker finds an enquiry. A change is a new row, never an edit (rule 27)."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="ratings")
    area = models.UUIDField()
    level = models.CharField(max_length=5, choices=Level.choices)
    rated_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()
    due_at = models.DateTimeField()
    basis = models.TextField(help_text="The lawful basis for asking agencies (rule 39)")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["rated_at"]
        constraints = [
            models.CheckConstraint(
                name="rating_level_is_known", condition=models.Q(level__in=["red", "amber", "green"])
            ),
            models.CheckConstraint(name="a_rating_states_its_basis", condition=~models.Q(basis="")),
            models.UniqueConstraint(
                fields=["enquiry"], condition=models.Q(replaces__isnull=True), name="one_first_rating"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rated_by} rated this {self.level}"


class Alert(Kept):
    """Somebody in the hub says that this is of child protection nature: managers and police are told at once."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.INTAKE: "insert", Seat.DEFINER: "select"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="alerts")
    area = models.UUIDField()
    reference = models.CharField(max_length=14)
    subjects = models.CharField(max_length=400, help_text="Who it is about, for those who may not read the enquiry yet")
    about = ArrayField(models.UUIDField(), default=list, help_text="The same as described people, for the ledger")
    why = models.TextField()
    raised_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["raised_at"]

    def __str__(self) -> str:
        return "Child protection"


class Acknowledgement(Kept):
    """That a practice manager or police in the hub has seen an alert."""

    zone: ClassVar = Zone.HUB
    personal: ClassVar = False
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="acknowledgements")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "member"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"Seen by {self.member}"


class CareDuty(Kept):
    """What the hub finds of an adult by the Care Act 2014, section 42 (rule 12). A change is a new row, never an edit.

    What whoever told it had answered stays with the enquiry. The reason is a `Rationale` about this row.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}

    class Instead(models.TextChoices):
        """Which action follows where no duty applies."""

        OTHER_ENQUIRY = "other_enquiry", "Enquiries all the same, without the duty"
        NEEDS = "needs", "An assessment of their needs: Care Act 2014, section 9"
        OTHER_AUTHORITY = "other_authority", "It goes to the authority in whose area they are"
        ADVICE = "advice", "Information and advice"
        NOTHING = "nothing", "Nothing more"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="care_duties")
    area = models.UUIDField()
    adult = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="care_duties")
    needs_care = models.BooleanField(null=True, help_text="Section 42(1)(a); none when not known")
    at_risk = models.BooleanField(null=True, help_text="Section 42(1)(b)")
    cannot_protect = models.BooleanField(null=True, help_text="Section 42(1)(c)")
    in_area = models.BooleanField(null=True, help_text="Whether they are in the area, ordinarily resident or not")
    instead = models.CharField(max_length=16, choices=Instead.choices, blank=True)
    weighed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    weighed_at = models.DateTimeField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["weighed_at"]
        verbose_name_plural = "care duties"
        constraints = [
            models.UniqueConstraint(
                fields=["adult"], condition=models.Q(replaces__isnull=True), name="one_first_weighing_of_an_adult"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weighed_by} weighed this"

    @property
    def answers(self) -> dict[str, bool | None]:
        """The four answers, by the name of their question."""
        return {name: getattr(self, name) for name in (*QUESTIONS, "in_area")}

    @property
    def applies(self) -> bool | None:
        """Whether the duty to make enquiries applies; none while something is not known."""
        return duty_of(*self.answers.values())


class Proposal(Kept):
    """What a social worker proposes to decide; no agency need have been asked."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="proposals")
    area = models.UUIDField()
    outcomes = models.JSONField(help_text="As `decide` takes them")
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["proposed_at"]

    def __str__(self) -> str:
        return f"Proposed by {self.proposed_by}"


class Pause(Kept):
    """That the hub waits for something outside it, from when to when, and why (rule 37).

    A pause moves no due time: a child does not wait because the hub does. It is kept so that the time taken can be
    told twice, with the pauses and without them.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert, update (ended_at, ended_by_id)", Seat.DEFINER: "select"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="pauses")
    area = models.UUIDField()
    why = models.TextField()
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["began_at"]
        constraints = [
            models.CheckConstraint(name="a_pause_says_why", condition=~models.Q(why="")),
            models.CheckConstraint(
                name="a_pause_ends_after_it_began",
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("began_at")),
            ),
            models.UniqueConstraint(
                fields=["enquiry"], condition=models.Q(ended_at__isnull=True), name="one_pause_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.began_by} paused the clock"
