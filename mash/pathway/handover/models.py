"""What may leave the hub, to whom, who agreed to it, and whether it arrived."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Wall
from mash.foundation.access.permit import visible_enquiries
from mash.foundation.access.policy import WEIGHS
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Agency, Member, Role, Team
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.intelligence.models import Item

OWNER_SAYS = "state, answered_by_id, answered_at, why_not, gist_id"
TEAM_SAYS = "state, opened_at, opened_by, answered_at, answered_by, why_returned"


def weighed_by(me: Acting, column: str, area: str = "area") -> Q:
    """The condition under which a row is read by those who weigh an enquiry: its practice managers and social workers.

    Takes the names of the columns that hold the enquiry's id and area.
    """
    return visible_enquiries(me, column, area) & Q(**{f"{area}__in": me.areas_as(*WEIGHS)})


def not_tied(me: Acting, column: str) -> Q:
    """The condition under which no conflict wall stands between whoever acts and a row's enquiry."""
    return ~Q(Exists(Wall.objects.filter(enquiry=OuterRef(column), member=me.known.pk)))


class PermissionQuerySet(models.QuerySet["Permission"]):
    """Permissions, for those who ask and those who answer."""

    def visible_to(self, me: Acting) -> PermissionQuerySet:
        """Those that whoever acts may read: the item's owner, and who weighs the enquiry. No query of its own."""
        return self.filter(Q(weighed_by(me, "enquiry_id")) | Q(pk__in=self.model.objects.owned_by(me).values("pk")))

    def owned_by(self, me: Acting) -> PermissionQuerySet:
        """Those that a researcher's own agency is asked for."""
        owned = Q(owner=me.known.agency_id, area__in=me.areas_as(Role.RESEARCHER))
        return self.filter(owned & not_tied(me, "enquiry_id"))


class Permission(Kept):
    """The hub asks an item's owner whether it may go to a team, for a purpose."""

    zone: ClassVar = Zone.EXCHANGE
    reach: ClassVar = {
        Seat.HUB: f"select, insert, update ({OWNER_SAYS})",
        Seat.PARTNER: f"select, update ({OWNER_SAYS})",
        Seat.DEFINER: "select",
    }

    class State(models.TextChoices):
        """What the owner said."""

        ASKED = "asked", "Asked"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="permissions")
    area = models.UUIDField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="permissions")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    why_not = models.TextField(blank=True)
    gist = models.OneToOneField(Item, on_delete=models.PROTECT, null=True, related_name="let_out_by")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"Permission of {self.owner}, {self.get_state_display().lower()}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases, for those who prepare and read them."""

    def visible_to(self, me: Acting) -> ReleaseQuerySet:
        """Those of enquiries that whoever acts weighs. No query of its own; the database says so again."""
        return self.filter(weighed_by(me, "enquiry_id"))


class Release(Kept):
    """What a practice manager prepares for a named team. A second one approves it, and that sends it."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {
        Seat.HUB: "select, insert, update (state, read_by_id, read_digest, marks, approved_by_id, approved_at)",
        Seat.DEFINER: "select",
    }

    class State(models.TextChoices):
        """Prepared until a second person approves it."""

        PREPARED = "prepared", "Prepared"
        APPROVED = "approved", "Approved"
        WITHDRAWN = "withdrawn", "Withdrawn"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="releases")
    area = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    items = ArrayField(models.UUIDField(), default=list)
    addresses = ArrayField(models.UUIDField(), default=list, help_text="Described people whose protected address goes")
    with_narrative = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    product = models.JSONField(help_text="Exactly what the recipient will read, in parts")
    html = models.TextField(help_text="The same, rendered once")
    digest = models.CharField(max_length=64, help_text="SHA-256 of `html`")
    prepared_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    read_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    read_digest = models.CharField(max_length=64, blank=True, help_text="What the second person read")
    marks = models.TextField(blank=True, help_text="What the second person marked before seeing what was cleared")
    approved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["prepared_at"]

    def __str__(self) -> str:
        return f"Release to {self.team}"


class Finding(Kept):
    """What the egress gate found in a release, and who cleared it and why."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert, update (cleared_by_id, cleared_at, why)", Seat.DEFINER: "select"}

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="findings")
    enquiry = models.UUIDField()
    area = models.UUIDField()
    key = models.CharField(max_length=64, help_text="Kind, part and words: a clearance holds only while they do")
    kind = models.CharField(max_length=24)
    part = models.CharField(max_length=80)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    by_approver = models.BooleanField(help_text="Only the second person may clear it")
    cleared_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["part", "start"]
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="one_finding")]

    def __str__(self) -> str:
        return self.kind


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Handovers, for those who receive and those who sent them."""

    def visible_to(self, me: Acting) -> HandoverQuerySet:
        """Those of the own team, unless withdrawn before it was opened; and of enquiries that whoever acts weighs."""
        if me.seat is Seat.OPS:
            unread = Q(state=Handover.State.WITHDRAWN, opened_at__isnull=True)
            return self.filter(Q(team__in=me.teams) & not_tied(me, "enquiry") & ~unread)
        return self.filter(weighed_by(me, "enquiry"))


class Handover(Kept):
    """What a team receives: sent, opened, acknowledged or returned are different things.

    `title`, `html` and `product` are emptied when it is withdrawn; the release keeps them for the hub.
    """

    zone: ClassVar = Zone.RELEASE
    reach: ClassVar = {
        Seat.HUB: "select, insert, update (state, title, html, product)",
        Seat.OPS: f"select, update ({TEAM_SAYS})",
        Seat.SYSTEM: "select, update (escalated_at)",
        Seat.DEFINER: "select",
    }

    class State(models.TextChoices):
        """How far it came."""

        SENT = "sent", "Sent"
        OPENED = "opened", "Opened"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        RETURNED = "returned", "Returned"
        WITHDRAWN = "withdrawn", "Withdrawn"

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="handover")
    enquiry = models.UUIDField()
    area = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="handovers")
    reference = models.CharField(max_length=14)
    level = models.CharField(max_length=5, blank=True)
    title = models.CharField(max_length=400, blank=True, help_text="Whom it is about, for the team's worklist")
    html = models.TextField()
    product = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Acknowledge by")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    why_returned = models.TextField(blank=True)
    escalated_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at"]
        indexes = [
            models.Index(fields=["enquiry"], name="handovers_of_an_enquiry"),
            models.Index(
                fields=["team", "due_at"], name="unanswered", condition=models.Q(state__in=["sent", "opened"])
            ),
        ]

    def __str__(self) -> str:
        return f"Handover to {self.team}"


class SentElsewhere(Kept):
    """That an enquiry went to an authority outside this hub: when, how, and when they said that they have it (rule 9).

    The hub sends nothing there by itself: this is what somebody writes down who did. Sent again is a row of its own.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {
        Seat.HUB: "select, insert, update (acknowledged_at, acknowledged_there, heard_by_id)",
        Seat.DEFINER: "select",
    }

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="sent_elsewhere")
    area = models.UUIDField()
    named = models.CharField(max_length=160, help_text="The authority's name")
    code = models.CharField(max_length=9, blank=True, help_text="Its GSS code; empty outside England")
    how = models.CharField(max_length=250)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_there = models.CharField(max_length=160, blank=True, help_text="Who there said that they have it")
    heard_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sent_at"]
        verbose_name_plural = "sent elsewhere"

    def __str__(self) -> str:
        return f"Sent to {self.named}"


class Feedback(Kept):
    """What the referrer was told."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="feedback")
    area = models.UUIDField()
    text = models.TextField()
    told_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["told_at"]

    def __str__(self) -> str:
        return "What the referrer was told"
