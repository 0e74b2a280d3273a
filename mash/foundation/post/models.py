"""Notices that wait to be delivered: to whom, what kind, and where it leads. No personal data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Agency, Area, Member, Team
from mash.foundation.zones import Seat, Zone


class Notice(Kept):
    """One message to one address. Its words are fixed for its kind; it never says whom an enquiry is about."""

    zone: ClassVar = Zone.EXCHANGE
    personal: ClassVar = False
    reach: ClassVar = {
        Seat.HUB: "insert",
        Seat.SETUP: "insert",
        Seat.SYSTEM: "select, insert, update",
    }

    class Kind(models.TextChoices):
        """What happened; the subject line of the mail."""

        REQUEST = "request", "A request waits for your answer"
        REMINDER = "reminder", "A request still waits for your answer"
        ESCALATION = "escalation", "A request to your agency is late"
        LATE_ANSWER = "late_answer", "An agency is far behind with an answer"
        PERMISSION = "permission", "The hub asks to pass on something of yours"
        HANDOVER = "handover", "A handover waits for your team"
        HANDOVER_LATE = "handover_late", "A handover has not been acknowledged"
        GLASS = "glass", "Glass was broken"
        DISAGREEMENT = "disagreement", "Somebody disagrees with a decision"
        DISAGREEMENT_YOURS = "disagreement_yours", "A disagreement is yours to see to"
        DISAGREEMENT_LATE = "disagreement_late", "A disagreement has not been settled in time"
        DISAGREEMENT_OVER = "disagreement_over", "Your disagreement has been settled"
        MOVED = "moved", "Somebody has moved to your area"
        NOT_MOVED = "not_moved", "A move to your area was told by mistake"
        WELCOME = "welcome", "Your account at the safeguarding hub"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=20, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, db_index=False)
    path = models.CharField(max_length=200, help_text="Where it leads, behind sign-in")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mails = models.JSONField(
        null=True,
        help_text="By member, the number of the next attempt, 0 when handed over; null until they are settled",
    )

    def __str__(self) -> str:
        return self.get_kind_display()
