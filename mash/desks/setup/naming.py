"""Names that are taken, and the short names that addresses and commands know things by."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.text import slugify

M = TypeVar("M", bound=Model)
LONGEST = 40


def same_name(rows: QuerySet[M], name: str, of: Model | None = None) -> M | None:
    """Another row of this name, whichever way it is written."""
    return rows.filter(name__iexact=name).exclude(pk=of.pk if of else None).first()


def free_slug(model: type[Any], name: str) -> str:
    """A short name that nothing of this kind has: `port-ellery`, then `port-ellery-2`. Take the lock on names first."""
    begins = slugify(name)[:LONGEST].strip("-") or (model._meta.model_name or "one")
    taken = set(model.objects.filter(slug__startswith=begins).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := begins if n == 1 else f"{begins}-{n}") not in taken)
