"""What is said and sent about an enquiry: messages, files, and the reasons of those who weigh it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.files.models import Shown
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models.enquiries import TOLD, Enquiry


class Message(Kept):
    """What passed between hub and enquirer after receipt: additions, questions and their answers.

    What the enquirer says stands as an alert until somebody in the hub says that they have read it.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {**TOLD, Seat.HUB: "select, insert, update (heard_at, heard_by)"}

    class Kind(models.TextChoices):
        """Which way it went."""

        ADDITION = "addition", "Added"
        QUESTION = "question", "The hub asked"
        ANSWER = "answer", "Answered"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="messages")
    area = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    by = models.UUIDField(null=True, help_text="The member who wrote it; none for the enquirer")
    written_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, help_text="When the hub read it")
    heard_by = models.UUIDField(null=True, help_text="The member who read it")

    class Meta:
        ordering = ["written_at"]
        indexes = [models.Index(fields=["area"], name="not_heard_yet", condition=models.Q(heard_at__isnull=True))]

    def __str__(self) -> str:
        return self.get_kind_display()


class Attachment(Kept):
    """A file that came with an enquiry or after it: what is known of it. Its bytes stand in `files`.

    `given_name` is the enquirer's text, as their words are, and names nothing: pages call it 'Photo 1 of 14 March'.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    class Group(models.TextChoices):
        """What it is to whoever reads the enquiry."""

        PHOTO = "photo", "Photo"
        DOCUMENT = "document", "Document"
        RECORDING = "recording", "Recording"
        FILM = "film", "Film"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="attachments")
    area = models.UUIDField()
    shown = models.OneToOneField(Shown, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=Group.choices)
    kind = models.CharField(max_length=10, help_text="Of the original, as `files` has it")
    shown_as = models.CharField(max_length=10, help_text="Of the copy")
    given_name = models.CharField(max_length=200, blank=True, help_text="As its sender called it")
    size = models.PositiveIntegerField(help_text="Of the original, in bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the original")
    has_small = models.BooleanField()
    stripped = models.BooleanField(help_text="The copy tells nothing of place, device and author")
    scanned = models.BooleanField(help_text="A virus scanner looked at the original")
    order = models.PositiveSmallIntegerField(help_text="Among those sent at once")
    by = models.UUIDField(null=True, help_text="The member who sent it; none for an enquirer without an account")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["attached_at", "order", "pk"]

    def __str__(self) -> str:
        return self.get_group_display()


class Rationale(Kept):
    """A reason that somebody in the hub gave. Read by its practice managers and social workers; never leaves."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select, insert"}

    class Kind(models.TextChoices):
        """What it is the reason for; `about` is the id of that thing."""

        RATING = "rating", "Why this rating"
        CARE_DUTY = "care_duty", "Why the duty of the Care Act applies or not"
        KEPT_RATING = "kept_rating", "Why the rating was kept"
        PROPOSAL = "proposal", "Why this is proposed"
        DECISION = "decision", "Why it was decided so"
        EXCUSED = "excused", "Why the agency was excused"
        LATE_ANSWER = "late_answer", "What the late answer changes"
        NOT_THE_SAME = "not_the_same", "Not the same, because"
        CLEARED = "cleared", "Why it may stay"
        RETURNED = "returned", "Why it came back"
        WITHDRAWN = "withdrawn", "Why it was withdrawn"
        ASKED_FOR = "asked_for", "Why others are asked than the rules name"
        INTERIM_PLAN = "interim_plan", "Who keeps them safe while somebody disagrees"
        DISAGREEMENT = "disagreement", "What a stage of a disagreement came to"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="rationales")
    area = models.UUIDField()
    kind = models.CharField(max_length=14, choices=Kind.choices)
    about = models.UUIDField()
    text = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at"]
        indexes = [models.Index(fields=["about"], name="rationale_about")]
        constraints = [models.CheckConstraint(name="a_rationale_says_why", condition=~models.Q(text=""))]

    def __str__(self) -> str:
        return self.get_kind_display()
