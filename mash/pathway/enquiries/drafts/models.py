"""Drafts: what was told so far, by part, and the files that were chosen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone


class Draft(Kept):
    """An enquiry that is being told. No seat reads the table: it opens, one draft at a time, by functions.

    It opens to the browser that began it, to whoever has its reference and code, and to the member whose it is.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar[Reach] = {
        Seat.INTAKE: "insert",
        Seat.HUB: "insert",
        Seat.DEFINER: "select, update, delete",
    }

    class Door(models.TextChoices):
        """Which front door it was begun at."""

        PUBLIC = "public", "Public form"
        PROFESSIONAL = "professional", "Professional form"
        PHONE = "phone", "Telephone call"

    door = models.CharField(max_length=12, choices=Door.choices)
    area = models.SlugField(blank=True)
    told = models.JSONField(default=dict, help_text="What was typed, by part and name, as it was typed")
    version = models.PositiveIntegerField(default=1, help_text="Counts the saves, so that two tabs notice each other")
    owner = models.UUIDField(null=True, help_text="The member whose it is")
    reference = models.CharField(max_length=14, unique=True)
    by_key = models.CharField(max_length=64, unique=True, help_text="Keyed hash of what the browser holds")
    by_code = models.CharField(max_length=64, help_text="Keyed hash of reference and code")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    until = models.DateTimeField(help_text="When it is thrown away")
    enquiry = models.UUIDField(null=True, help_text="What became of it")
    noted_at = models.DateTimeField(null=True, help_text="When the ledger last heard that it was kept")
    noted_by = models.UUIDField(null=True, help_text="The member of whom it heard that")

    class Meta:
        indexes = [
            models.Index(fields=["owner"], name="drafts_of_a_member", condition=models.Q(owner__isnull=False)),
            models.Index(fields=["until"], name="drafts_to_throw_away"),
        ]

    def __str__(self) -> str:
        return f"Draft {self.reference}"


class DraftFile(Kept):
    """A file that was chosen for a draft: the original and the copy that is to be shown.

    No seat reads it, not even whoever chose it: pages tell of it as 'Photo 1'. It goes where its draft goes, to the
    enquiry or away: the database itself holds that, so that nothing is left of a draft that is gone.
    """

    zone: ClassVar = Zone.SEALED
    reach: ClassVar[Reach] = {Seat.DEFINER: "select, insert, delete"}

    # The constraint stands in the migration, for Django makes none that deletes.
    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="files", db_constraint=False, db_index=False
    )
    content = models.BinaryField()
    digest = models.BinaryField(max_length=32, help_text="SHA-256")
    shown = models.BinaryField()
    media_type = models.CharField(max_length=100, help_text="Of the copy")
    small = models.BinaryField(null=True, help_text="A small JPEG of a picture")
    known = models.JSONField(help_text="What an attachment says of a file")
    order = models.PositiveSmallIntegerField(help_text="Among those of the draft")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "digest"], name="the_same_file_once_in_a_draft")]

    def __str__(self) -> str:
        return "A file that is not sent yet"
