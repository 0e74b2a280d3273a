"""Accounts, live reasons, walls, ties and broken glass: the facts from which access is decided."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from mash.foundation.kept import FOREVER, Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat, Zone


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there is no super-user."""

    def create_user(
        self, username: str, *, password: str | None, member: Member | None = None, email: str = ""
    ) -> Account:
        """Make an account; without a password it can only be entered by a one-time link or in demo mode."""
        account = Account(username=username, email=email, member_id=member.pk if member else None)
        account.set_password(password)
        account.save(force_insert=True)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """Find an account by the name that is typed at sign-in."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """What somebody signs in with. Says nothing about what they may do: that is the member's roles."""

    zone: ClassVar = Zone.ACCOUNTS
    reach: ClassVar = {
        Seat.DOOR: "select, insert, update",
        Seat.SYSTEM: "select, insert, update",
        Seat.DEFINER: "select",
    }
    personal: ClassVar = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    member = models.OneToOneField(Member, on_delete=models.PROTECT, null=True, related_name="account")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    def __str__(self) -> str:
        return self.username


class Standing(Kept):
    """A live reason: why somebody may see an enquiry, as a row (DESIGN section 4)."""

    zone: ClassVar = Zone.HUB
    personal: ClassVar = False
    reach: ClassVar = {
        Seat.PARTNER: "select",
        Seat.HUB: "select",
        Seat.OPS: "select",
        Seat.INTAKE: "select",
        Seat.SYSTEM: "select",
        Seat.DEFINER: "select, insert, update",
    }

    class Kind(models.TextChoices):
        """Whose reason it is; the holder is an area, an agency, a team or a member."""

        HUB = "hub"
        RATER = "rater"
        ASKED = "asked"
        TEAM = "team"
        REFERRER = "referrer"
        GLASS = "glass"
        EARLIER = "earlier"

    enquiry = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    holder = models.UUIDField()
    since = models.DateTimeField()
    until = models.DateTimeField(default=FOREVER)

    class Meta:
        indexes = [
            models.Index(fields=["enquiry", "kind", "holder", "until"], name="standing_to_an_enquiry"),
            models.Index(fields=["holder", "kind", "until"], include=["enquiry"], name="standing_of_a_holder"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "kind", "holder", "since"], name="one_standing_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.kind} until {self.until:%d %B %Y %H:%M}"


class Tie(Kept):
    """A member's tie to somebody: to a person of the register, or to somebody described on an enquiry."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {
        **dict.fromkeys((Seat.HUB, Seat.PARTNER, Seat.OPS, Seat.INTAKE, Seat.FIGURES, Seat.SETUP), "select, insert"),
        Seat.AUDIT: "select, insert, update",
        Seat.DEFINER: "select, insert, update (person)",
    }

    class Kind(models.TextChoices):
        """How the member is tied."""

        SELF = "self", "It is me"
        HOUSEHOLD = "household", "Lives with me"
        RELATIVE = "relative", "A relative"
        COLLEAGUE = "colleague", "A colleague"
        OTHER = "other", "Another tie"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.UUIDField(null=True)
    described = models.UUIDField(null=True)
    enquiry = models.UUIDField(null=True)
    declared_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_tie_is_to_somebody",
                condition=models.Q(person__isnull=False) | models.Q(described__isnull=False, enquiry__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display().lower()}"


class Wall(Kept):
    """That a member may not see an enquiry, whatever else holds. Worked out from ties; nothing opens it."""

    zone: ClassVar = Zone.HUB
    personal: ClassVar = False
    reach: ClassVar = {
        **dict.fromkeys((Seat.HUB, Seat.PARTNER, Seat.OPS, Seat.INTAKE, Seat.AUDIT, Seat.SYSTEM), "select"),
        Seat.DEFINER: "select, insert, delete",
    }

    member = models.UUIDField()
    enquiry = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "enquiry"], name="one_wall")]

    def __str__(self) -> str:
        return "A wall between a member and an enquiry"


class Glass(Kept):
    """A practice manager's broken glass: sixty minutes, one enquiry, a reason, and a review that must follow."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {
        Seat.HUB: "select, insert",
        Seat.AUDIT: "select, update",
        Seat.DEFINER: "select",
        Seat.SYSTEM: "select",
    }

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="glasses")
    enquiry = models.UUIDField()
    why = models.TextField()
    broken_at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "glasses"

    def __str__(self) -> str:
        return f"Glass broken by {self.member}"


class Once(models.Model):
    """A form that was submitted, by its token, and where that led: a double click makes one thing."""

    zone: ClassVar = Zone.ACCOUNTS
    personal: ClassVar = False
    reach: ClassVar = {Seat.DEFINER: "select, insert"}

    token = models.CharField(max_length=64, primary_key=True)
    led_to = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "A form that was submitted"


class Attempt(Kept):
    """A wrong password or code, or a code that was used: where, as a keyed hash, and when."""

    zone: ClassVar = Zone.ACCOUNTS
    reach: ClassVar = {Seat.DOOR: "select, insert, delete"}

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="attempts_at_a_place")]

    def __str__(self) -> str:
        return "A wrong attempt, or a used code"
