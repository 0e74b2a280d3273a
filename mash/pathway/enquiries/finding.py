"""Narrows a list of enquiries to those of a reference, or about somebody of a name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value

from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.people.matching.names import fold

LONGEST = 100


def found_by(typed: str) -> Q:
    """The enquiries whose reference holds what is typed, or one of whose subjects goes by each of its words.

    It looks at what a line of a list says of an enquiry and at nothing else, no address, number or referrer, so that a
    value which is hidden from somebody cannot find anything for them. No query of its own.
    """
    typed = typed.strip()[:LONGEST]
    words = fold(typed).split()
    by_reference = Q(reference__icontains=typed)
    return by_reference | Q(Exists(_called(words))) if words else by_reference


def _called(words: list[str]) -> QuerySet[DescribedPerson]:
    names = (F("given"), F("middle"), F("family"), F("also_known_as"))
    goes_by = Func(
        Value(words, ArrayField(TextField())), *names, function="pathway.goes_by", output_field=BooleanField()
    )
    return DescribedPerson.objects.filter(goes_by, enquiry=OuterRef("pk"), is_subject=True)
