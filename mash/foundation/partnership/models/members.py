"""Members and the roles that they hold."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from mash.foundation.kept import FOREVER, Kept
from mash.foundation.partnership.models.agencies import Agency, Team
from mash.foundation.partnership.models.areas import SET_UP, Area
from mash.foundation.zones import Zone


class Role(models.TextChoices):
    """What a member may be in an area. No role implies another (DESIGN section 4)."""

    REFERRER = "referrer", "Professional who refers"
    CALL_HANDLER = "call_handler", "Call handler"
    SOCIAL_WORKER = "social_worker", "Social worker"
    PRACTICE_MANAGER = "practice_manager", "Practice manager"
    RESEARCHER = "researcher", "Researcher"
    POLICE_EVALUATOR = "police_evaluator", "Police evaluator"
    TEAM_MEMBER = "team_member", "Team member"
    EARLY_HELP = "early_help", "Early help coordinator"
    CONFERENCES = "conferences", "Conference coordinator"
    CHECKER = "checker", "Checker"
    ANALYST = "analyst", "Analyst"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class Member(Kept):
    """A person of one agency who works in, or with, the hub."""

    zone: ClassVar = Zone.SETUP
    reach: ClassVar = SET_UP

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    registration_number = models.CharField(max_length=30, blank=True, help_text="Social Work England number")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    manager = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="manages")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MemberRole(Kept):
    """That a member holds a role in an area, from when until when. Ending one hides nothing that it wrote."""

    zone: ClassVar = Zone.SETUP
    reach: ClassVar = SET_UP

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="roles")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="roles")
    since = models.DateTimeField()
    until = models.DateTimeField(default=FOREVER)
    stands_in_for = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="Inherits no wall of theirs",
    )

    class Meta:
        indexes = [models.Index(fields=["member", "role", "until"], name="roles_of_a_member")]
        constraints = [
            models.CheckConstraint(name="role_ends_after_it_begins", condition=models.Q(until__gt=models.F("since")))
        ]

    def __str__(self) -> str:
        return f"{self.member} is {self.get_role_display()} in {self.area}"

    def is_held_at(self, moment: datetime) -> bool:
        """Whether the role is held at a moment."""
        return self.since <= moment < self.until
