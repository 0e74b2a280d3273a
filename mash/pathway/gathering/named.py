"""Whom an event of the ledger is about: those described, and the persons of the register that they are found to be."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from mash.pathway.enquiries.models import DescribedPerson


def ids_of(people: Iterable[DescribedPerson]) -> set[uuid.UUID]:
    """The ids by which an auditor may ask who dealt with these people."""
    return {key for person in people for key in (person.pk, person.person_id) if key}
