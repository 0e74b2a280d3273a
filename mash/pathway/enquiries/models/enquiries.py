"""An enquiry: one contact with the hub about one household, in whose words, from whom, and what lets them come back."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import visible_enquiries
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Area, Member, ServiceStandard
from mash.foundation.zones import Reach, Seat, Zone

# What comes in at a front door is written by those who may not read it.
TOLD: Reach = {Seat.INTAKE: "insert", Seat.HUB: "select, insert", Seat.DEFINER: "select"}


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Enquiries, for those who read them."""

    def visible_to(self, me: Acting) -> EnquiryQuerySet:
        """Those that a member of the hub may read now. No query of its own; the database says so again."""
        return self.filter(visible_enquiries(me))


class Enquiry(Kept):
    """One contact with the hub about one household.

    The narrative stands here with protected marks masked; the enquirer's own words stand in `Words`, which fewer
    people may read. Overdue, child protection, waiting for police and the like are derived.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {
        Seat.INTAKE: "insert",
        Seat.HUB: "select, insert, "
        "update (narrative, consent_why, taken_by_id, level, due_at, state, decided_at, closed_at)",
        Seat.SYSTEM: "select",
        Seat.DEFINER: "select, update (taken_by_id)",
    }
    walled_by: ClassVar = "id"

    class State(models.TextChoices):
        """Where it is on the pathway. A closed enquiry is never reopened: a new one links to it."""

        RECEIVED = "received", "Received"
        GATHERING = "gathering", "Gathering"
        DECIDED = "decided", "Decided"
        CLOSED = "closed", "Closed"

    class Consent(models.TextChoices):
        """Whether the family agreed that agencies are asked."""

        GIVEN = "given", "The family agreed"
        REFUSED = "refused", "The family refused"
        NOT_SOUGHT = "not_sought", "The family was not asked"

    reference = models.CharField(max_length=14, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="enquiries")
    received_at = models.DateTimeField()
    standard = models.ForeignKey(ServiceStandard, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    narrative = models.TextField(help_text="Protected marks masked")
    concerns = ArrayField(models.SlugField(), default=list)
    immediate_danger = models.BooleanField(default=False)
    consent = models.CharField(max_length=12, choices=Consent.choices, blank=True)
    consent_why = models.TextField(blank=True)
    taken_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=5, blank=True, help_text="The rating that stands")
    due_at = models.DateTimeField(null=True, help_text="When the decision is due under it")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True, help_text="When it was keyed that had been taken on paper (rule 89)")
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        indexes = [
            models.Index(fields=["area", "state", "due_at"], name="open_enquiries", condition=~models.Q(state="closed"))
        ]
        constraints = [
            models.CheckConstraint(
                name="enquiry_level_is_known", condition=models.Q(level__in=["", "red", "amber", "green"])
            ),
            models.CheckConstraint(
                name="a_rated_enquiry_is_due", condition=models.Q(level="") | models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Enquiry {self.reference}"


class Words(Kept):
    """The enquirer's own words, unmasked: for the hub's own people and the enquirer."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="words")
    area = models.UUIDField()
    narrative = models.TextField()
    consent_why = models.TextField(blank=True)
    childs_words = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    family_told_why = models.TextField(blank=True)
    lawful_basis_why = models.TextField(blank=True)
    duty_did = models.TextField(blank=True, help_text="What the duty team did, when it came out of hours (rule 8)")

    class Meta:
        verbose_name_plural = "words"

    def __str__(self) -> str:
        return "The enquirer's own words"


class Origin(Kept):
    """How an enquiry came and from whom. A withheld one is read by the hub's own people and the enquirer only."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    class Channel(models.TextChoices):
        """The front door that was used."""

        PUBLIC = "public", "Public form"
        PROFESSIONAL = "professional", "Professional form"
        PHONE = "phone", "Telephone"
        POLICE = "police", "Police"
        API = "api", "Another system"
        MAIL = "mail", "E-mail"

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="origin")
    area = models.UUIDField()
    channel = models.CharField(max_length=12, choices=Channel.choices)
    name = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    job = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    safe_contact = models.CharField(max_length=250, blank=True, help_text="Whether and how it is safe to get in touch")
    member = models.UUIDField(null=True, help_text="The referrer's own account, where they signed in")
    taken_down_by = models.UUIDField(null=True, help_text="The member of the hub who keyed it")
    anonymous = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False)
    out_of_hours = models.BooleanField(default=False, help_text="Told while the area's hub was closed (rule 8)")

    def __str__(self) -> str:
        return self.name or ("Anonymous" if self.anonymous else "Not given")


class Receipt(Kept):
    """What lets an enquirer come back: the hash of their code; and what makes a double submit one enquiry."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {Seat.INTAKE: "insert", Seat.HUB: "insert", Seat.DEFINER: "select"}

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="receipt")
    reference = models.CharField(max_length=14, unique=True)
    code_hash = models.CharField(max_length=64)
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001  # many have none, those that do differ

    def __str__(self) -> str:
        return f"Receipt of {self.reference}"


class Link(Kept):
    """That two enquiries belong together."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="links")
    area = models.UUIDField()
    to = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="linked_from")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enquiry", "to"], name="linked_once")]

    def __str__(self) -> str:
        return "A link between two enquiries"
