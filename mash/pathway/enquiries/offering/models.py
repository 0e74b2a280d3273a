"""Offers of an enquiry to another area."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Reach, Seat, Zone


class Offer(Kept):
    """That an enquiry is offered to another area of the hub, and what that area says.

    The other area gets an enquiry of its own, with story, people and household. Neither area reads the other's: each
    knows only that the people are known there.
    """

    zone: ClassVar = Zone.HUB
    reach: ClassVar[Reach] = {
        Seat.HUB: "select, insert, update (answer, why_returned, answered_by, answered_at)",
        Seat.DEFINER: "select",
    }

    class Why(models.TextChoices):
        """Why it is theirs. No words of one's own: they might tell what an agency said in confidence."""

        LIVES = "lives", "They live there"
        MOVED = "moved", "They have moved there"
        FOUND = "found", "They are there now"

    class Answer(models.TextChoices):
        """What the other area says."""

        ACCEPTED = "accepted", "Taken on"
        RETURNED = "returned", "Sent back"

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="offers")
    area = models.UUIDField(help_text="The area that offers")
    to_area = models.UUIDField()
    became = models.UUIDField(unique=True, help_text="The other area's own enquiry")
    why = models.CharField(max_length=8, choices=Why.choices)
    offered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    why_returned = models.TextField(blank=True, help_text="Read by both areas")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=~models.Q(answer="returned"), name="offered_to_one_area_at_a_time"
            ),
            models.CheckConstraint(
                name="what_is_sent_back_says_why", condition=~models.Q(answer="returned", why_returned="")
            ),
        ]

    def __str__(self) -> str:
        return "An offer to another area"
