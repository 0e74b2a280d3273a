"""Why a checker asks, as codes that the ledger keeps."""

from __future__ import annotations

from django.db import models


class Why(models.TextChoices):
    """For which kind of case a checker asks."""

    PRIVATE_LAW = "private_law", "Private law: with whom a child lives, or whom they see"
    PUBLIC_LAW = "public_law", "Public law: care or supervision proceedings"
    ADOPTION = "adoption", "Adoption or special guardianship"
    OTHER = "other_case", "Another case of your agency"
