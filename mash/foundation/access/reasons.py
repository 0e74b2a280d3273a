"""The reasons and walls between whoever acts and an enquiry, as parts of a query.

Written as SQL and not as nested querysets: every page asks them many times, and to build them anew each time takes the
ORM longer than PostgreSQL takes to answer.
"""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, TextField

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.partnership.models import Role

NOBODY = uuid.UUID(int=0)
WALL = "wall"
VALUE = re.compile(r"(?<!:):(member|agency|now|core|researching)\b")


class OfAnEnquiry(Func):
    """An expression over the columns that hold an enquiry's id and its area, for somebody at a moment."""

    sql = ""

    def __init__(
        self,
        enquiry: Any,
        area: Any,
        *,
        member: uuid.UUID,
        agency: uuid.UUID,
        now: datetime,
        core: tuple[uuid.UUID, ...],
        researching: tuple[uuid.UUID, ...],
    ) -> None:
        super().__init__(enquiry, area)
        self.told = {
            "member": member,
            "agency": agency,
            "now": now,
            "core": list(core),
            "researching": list(researching),
        }

    @classmethod
    def of(cls, me: Acting, enquiry: str, area: str) -> Self:
        """The expression for whoever acts; takes the names of the two columns."""
        return cls(
            F(enquiry),
            F(area),
            member=me.member.pk if me.member else NOBODY,
            agency=me.member.agency_id if me.member else NOBODY,
            now=me.now,
            core=tuple(me.areas_as(*CORE)),
            researching=tuple(me.areas_as(Role.RESEARCHER)),
        )

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """The expression with its columns in place and its values beside it, in the order in which they stand."""
        (enquiry, _none), (area, _none) = (compiler.compile(column) for column in self.get_source_expressions())
        sql = self.sql.replace(":enquiry", enquiry).replace(":area", area)
        return VALUE.sub("%s", sql), tuple(self.told[name] for name in VALUE.findall(sql))


class Visible(OfAnEnquiry):
    """Whether an enquiry may be read: no wall, and a live reason by a role of its area; the facts of `read_part`."""

    output_field = BooleanField()
    sql = """(
        not exists (select from access_wall w where w.enquiry = :enquiry and w.member = :member)
        and exists (
            select from access_standing s
            where s.enquiry = :enquiry and s.since <= :now and s.until > :now and (
                s.kind = 'hub' and s.holder = :area and s.holder = any (:core::uuid[])
                or s.kind = 'asked' and s.holder = :agency and :area = any (:researching::uuid[])
                or s.kind = 'glass' and s.holder = :member)))"""


class Reasons(OfAnEnquiry):
    """The kinds of the live reasons that hold for whoever acts, and `wall` where one stands between."""

    output_field = ArrayField(TextField())
    sql = """(
        select coalesce(array_agg(s.kind::text), '{}') || array(
            select 'wall' from access_wall w where w.enquiry = :enquiry and w.member = :member)
        from access_standing s
        where s.enquiry = :enquiry and s.since <= :now and s.until > :now and case s.kind
            when 'hub' then s.holder = :area
            when 'earlier' then s.holder = :area
            when 'asked' then s.holder = :agency
            when 'rater' then s.holder = :member
            when 'glass' then s.holder = :member
        end)"""
