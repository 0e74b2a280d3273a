"""Finds in free text who made an enquiry, for those who asked not to be named."""

from __future__ import annotations

from collections.abc import Iterable

from mash.foundation.spotting.contacts import find_email, find_job, find_organisation, find_phone, is_telling
from mash.foundation.spotting.names import find_name, parse_name
from mash.foundation.spotting.reading import Reading, Span, merge, read


def find_referrer(
    text: str | Reading,
    *,
    name: str = "",
    job: str = "",
    agency: str = "",
    phone: str = "",
    email: str = "",
    described: Iterable[str] = (),
) -> list[Span]:
    """Where a text shows who made the enquiry: by name, job, agency, phone or e-mail.

    The given name counts alone unless somebody described has it too. A referrer who is described on the enquiry
    themselves (a mother who asked for help) is named wherever the family is; then the name counts only beside a word
    of telling ('reported', 'rang').

    Args:
        described: names of everyone described on the enquiry.
    """
    reading, described = read(text), tuple(described)
    spans: list[Span] = []
    if name:
        person, family = parse_name(name), [parse_name(other) for other in described]
        if person in family:
            named = find_name(reading, name, alone=True)
            spans += [span for span in named if is_telling(reading, *reading.tokens_of(span))]
        else:
            given = {word for other in family for word in other.given}
            spans += find_name(reading, name, alone=given.isdisjoint(person.given[:1]), shared=described)
    spans += find_job(reading, job)
    spans += find_organisation(reading, agency)
    spans += find_phone(reading, phone)
    spans += find_email(reading, email)
    return merge(spans)
