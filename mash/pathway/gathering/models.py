"""What agencies are asked, what they answer, and how they are chased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing
from mash.foundation.access.permit import has_reason, no_wall
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Agency, Member, Role
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models import DescribedPerson, Enquiry

# How urgent a rating is, next to others: the hub's own and an agency's.
URGENCY = {"red": 3, "amber": 2, "green": 1, "none": 0, "": 0}


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests, asked for on behalf of somebody."""

    def for_own_agency(self, me: Acting) -> RequestQuerySet:
        """The requests to the agency whose researcher `me` is, in their areas, while there is a live reason."""
        member = me.known
        asked = has_reason(me, Q(kind=Standing.Kind.ASKED, holder=member.agency_id))
        return self.filter(asked, no_wall(me), agency=member.agency_id, area__in=list(me.areas_as(Role.RESEARCHER)))


class Request(Kept):
    """A question to one agency on one enquiry, with what that agency is told, as it was when it was asked."""

    zone: ClassVar = Zone.EXCHANGE
    reach: ClassVar = {
        Seat.HUB: "select, insert, update (state, answered_at, level, due_at)",
        Seat.PARTNER: "select, update (state, answered_at)",
        Seat.SYSTEM: "select",
        Seat.DEFINER: "select, update (what, content, state)",
    }

    class State(models.TextChoices):
        """Late is derived from `due_at`."""

        ASKED = "asked", "Waiting"
        HOLDING = "holding", "Holding"
        ANSWERED = "answered", "Answered"
        EXCUSED = "excused", "Excused"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="requests")
    area = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    what = models.TextField()
    content = models.JSONField(help_text="Narrative, household and facts by the agency's own template, marks masked")
    basis = models.TextField()
    why_asked = models.CharField(max_length=200)
    level = models.CharField(max_length=5, help_text="The rating under which it was asked")
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answered_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "agency"], name="an_agency_is_asked_once"),
            models.CheckConstraint(name="nothing_is_asked_without_a_basis", condition=~models.Q(basis="")),
        ]
        indexes = [
            models.Index(fields=["enquiry"], name="open_requests", condition=models.Q(state__in=["asked", "holding"]))
        ]

    def __str__(self) -> str:
        return f"Request to {self.agency}"

    @property
    def is_open(self) -> bool:
        """Whether an answer, or the rest of one, is still waited for."""
        return self.state in (self.State.ASKED, self.State.HOLDING)


class AskedAbout(Kept):
    """A described person of a request, so that an answer can be checked for having covered everybody."""

    zone: ClassVar = Zone.EXCHANGE
    personal: ClassVar = False
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.PARTNER: "select", Seat.DEFINER: "select"}

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="asked_about")
    described = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="+")
    alias = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "described"], name="asked_about_once")]

    def __str__(self) -> str:
        return "A person of a request"


class Answer(Kept):
    """What an agency said at one time, with its own rating of the urgency (rule 28: apart from the hub's)."""

    zone: ClassVar = Zone.EXCHANGE
    reach: ClassVar = {
        Seat.HUB: "select, insert",
        Seat.PARTNER: "select, insert",
        Seat.SYSTEM: "select",
        Seat.DEFINER: "select",
    }

    class Rating(models.TextChoices):
        """The agency's own view."""

        RED = "red", "Red"
        AMBER = "amber", "Amber"
        GREEN = "green", "Green"
        NONE = "none", "No view"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="answers")
    area = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(max_length=5, choices=Rating.choices)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    holding = models.BooleanField(default=False, help_text="More is to follow for somebody")
    after_decision = models.BooleanField(default=False)

    class Meta:
        ordering = ["given_at"]

    def __str__(self) -> str:
        return f"Answer of {self.agency}"


class Reply(Kept):
    """What an answer says of one person."""

    zone: ClassVar = Zone.EXCHANGE
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.PARTNER: "select, insert", Seat.DEFINER: "select"}

    class Kind(models.TextChoices):
        """Rule 47."""

        NO_TRACE = "no_trace", "No trace"
        NOTHING_RELEVANT = "nothing_relevant", "Known, nothing relevant"
        INFORMATION = "information", "Information"
        HOLDING = "holding", "Cannot answer yet"
        REFUSED = "refused", "Refused"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="replies")
    enquiry = models.UUIDField()
    area = models.UUIDField()
    agency = models.UUIDField()
    described = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="+")
    reply = models.CharField(max_length=16, choices=Kind.choices)
    why = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "replies"
        constraints = [models.UniqueConstraint(fields=["answer", "described"], name="one_reply_for_a_person")]

    def __str__(self) -> str:
        return self.get_reply_display()


class Chase(Kept):
    """A reminder or an escalation that was sent, each once."""

    zone: ClassVar = Zone.EXCHANGE
    personal: ClassVar = False
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.SYSTEM: "select, insert", Seat.DEFINER: "select"}

    class Stage(models.TextChoices):
        """How far the agency's time had run (rule 49)."""

        HALF = "half", "Half of the time gone"
        FOUR_FIFTHS = "four_fifths", "Four fifths of the time gone"
        ALL = "all", "Late: escalation contact told"
        MANAGERS = "managers", "Very late: practice managers told"
        BY_HAND = "by_hand", "Chased by hand"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="chases")
    enquiry = models.UUIDField()
    area = models.UUIDField()
    stage = models.CharField(max_length=12, choices=Stage.choices)
    chased_at = models.DateTimeField()

    class Meta:
        ordering = ["chased_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "stage"], condition=~models.Q(stage="by_hand"), name="each_stage_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_stage_display()
