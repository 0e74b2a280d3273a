"""The base of every model: an id made in Python, a zone, and who reaches the table."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from django.db import models

from mash.foundation.zones import Reach, Zone

# Stands for 'no end' where a row has a period: comparable, indexable, and readable by Python.
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


class Kept(models.Model):
    """A row with an id of its own, made before it is written.

    Several seats may insert what they may not read, so nothing is ever asked back from the database.
    `personal` says that rows tell something about a person: the table then needs row-level security, and a test looks.
    """

    zone: ClassVar[Zone]
    reach: ClassVar[Reach] = {}
    personal: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def add(cls, **fields: Any) -> Self:
        """Insert a row without reading anything back."""
        row = cls(**fields)
        row.save(force_insert=True)
        return row

    def change(self, **fields: Any) -> None:
        """Update these columns. An update that a row policy hides is an error here, never silence."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields), force_update=True)
