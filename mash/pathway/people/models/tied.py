"""To whom of the register a member is tied: as a person, or as somebody described who was found to be one."""

from __future__ import annotations

from django.db.models import BooleanField, Func


class Tied(Func):
    """Whether whoever acts is tied to any of these persons, who may be none.

    The database works out once for a statement who they all are: an enquiry on which somebody was described as one of
    them is behind a wall, and only the database reads past it.
    """

    template = "(array[%(expressions)s] && (select people.shut()))"
    output_field = BooleanField()
