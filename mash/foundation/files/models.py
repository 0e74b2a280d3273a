"""What is kept of a file: the original, sealed, and the copy that is shown.

Both stand in PostgreSQL and not in a folder: the row policies and the wall that guard an enquiry's words then guard
its files, a backup is whole, and a file and the row that tells of it are written in one transaction or not at all.
Files are few and small here (20 MB at most, most of them photos of a megabyte); what that costs is a larger backup.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Func
from django.db.models.lookups import Exact

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone


def _is_hash_of(digest: str, content: str) -> Exact:
    return Exact(F(digest), Func(F(content), function="sha256", output_field=models.BinaryField()))


class Original(Kept):
    """A file as it came, byte for byte. Nobody reads it: no seat has the right to. Its hash is in the ledger."""

    zone: ClassVar = Zone.SEALED
    reach: ClassVar[Reach] = {Seat.DEFINER: "select (id, enquiry, digest), insert"}

    enquiry = models.UUIDField()
    area = models.UUIDField()
    content = models.BinaryField()
    digest = models.BinaryField(max_length=32, help_text="SHA-256")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "digest"], name="the_same_file_once"),
            models.CheckConstraint(name="the_original_has_its_hash", condition=_is_hash_of("digest", "content")),
        ]

    def __str__(self) -> str:
        return "A file as it came"


class Shown(Kept):
    """The copy of a file that is shown: without what tells of place, device and author. Has its original's id."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar[Reach] = {Seat.HUB: "select", Seat.DEFINER: "insert"}

    enquiry = models.UUIDField(db_index=True)
    area = models.UUIDField()
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    digest = models.BinaryField(max_length=32, help_text="SHA-256")
    small = models.BinaryField(null=True, help_text="A small JPEG of a picture")

    class Meta:
        verbose_name_plural = "shown"
        constraints = [models.CheckConstraint(name="the_copy_has_its_hash", condition=_is_hash_of("digest", "content"))]

    def __str__(self) -> str:
        return "A file as it is shown"
