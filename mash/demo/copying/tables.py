"""Which rows belong to a story, table by table, and how they are written out and in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from psycopg import sql

from mash.foundation.access.models import Standing, Tie, Wall
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.drafts.models import Draft
from mash.pathway.enquiries.models import Attachment, Enquiry, Identification, Receipt
from mash.pathway.gathering.models import AskedAbout
from mash.pathway.people.models import Household, Person, PersonAddress, Resident
from mash.pathway.triage.models import Acknowledgement

PATHWAY = ("enquiries", "intelligence", "gathering", "triage", "decisions", "handover", "disagreements")
# Drafts have no enquiry yet; files are made of bytes, not of words.
LEFT_OUT = (Draft, Attachment)
OF_ENQUIRIES = "{} = any(%(enquiries)s)"


def _table(model: Any) -> str:
    name: str = model._meta.db_table
    return name


# Those who were found, and those for whom somebody was mistaken before.
PERSONS = """in (
    select person_id from enquiries_describedperson where enquiry_id = any(%(enquiries)s)
    union select person_id from enquiries_identification where enquiry_id = any(%(enquiries)s)
)"""
HOMES = "id in (select household_id from people_resident where enquiry = any(%(enquiries)s))"
OF_REQUESTS = "request_id in (select id from gathering_request where enquiry_id = any(%(enquiries)s))"
OF_ALERTS = "alert_id in (select id from triage_alert where enquiry_id = any(%(enquiries)s))"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of which a story has rows.

    Attributes:
        where: which rows, given the `enquiries` and the `play`.
        written: what is written out instead of a column.
        read: what is put in instead of a column.
    """

    name: str
    columns: tuple[str, ...]
    where: str
    written: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)
    order: str = ""

    def copied_out(self) -> sql.Composed:
        """The statement that writes a story's rows out."""
        chosen = [
            sql.SQL(self.written[name]) if name in self.written else sql.Identifier(name) for name in self.columns
        ]
        return sql.SQL("copy (select {} from {} where {} {}) to stdout").format(
            sql.SQL(", ").join(chosen), sql.Identifier(self.name), sql.SQL(self.where), sql.SQL(self.order)
        )

    @property
    def stage(self) -> str:
        """The temporary table that copies wait in: COPY does not write into a table with row policies."""
        return f"stage_{self.name}"

    def staged(self) -> sql.Composed:
        """The statement that makes the temporary table."""
        return sql.SQL("create temporary table if not exists {} (like {}) on commit delete rows").format(
            sql.Identifier(self.stage), sql.Identifier(self.name)
        )

    def copied_in(self) -> sql.Composed:
        """The statement that takes copies into the temporary table."""
        return sql.SQL("copy {} ({}) from stdin").format(self._stage(), self._columns())

    def moved(self) -> sql.Composed:
        """The statement that puts them where they belong."""
        chosen = [sql.SQL(self.read[name]) if name in self.read else sql.Identifier(name) for name in self.columns]
        return sql.SQL("insert into {} ({}) select {} from {}").format(
            sql.Identifier(self.name), self._columns(), sql.SQL(", ").join(chosen), self._stage()
        )

    def _stage(self) -> sql.Identifier:
        return sql.Identifier(self.stage)

    def _columns(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))


def _of(model: Any, where: str = "", **how: Any) -> Table:
    columns = tuple(column.column for column in model._meta.concrete_fields)
    if not where:
        where = OF_ENQUIRIES.format(model._meta.get_field("enquiry").column)
    return Table(_table(model), columns, where, **how)


KEYS_WORKED_OUT_ANEW = {"keys": "case when keys = '{}' then '{}' else '{@keys ' || id || '@}' end"}
KEYS_LEARNED = {
    "learned": "case when jsonb_array_length(coalesce(learned -> 'keys', '[]')) > 0 then jsonb_set(learned, '{keys}', "
    "jsonb_build_array('@keys ' || person_id || '@')) else learned end"
}
# A story's events are written again as any other: in the order of writing, by a transaction of now.
WRITTEN_NOW = {
    "seq": "nextval('ledger.event_seq')",
    "transaction": "pg_current_xact_id()::text::bigint",
    "written_at": "clock_timestamp()",
}
WITHOUT_THESE = "play = %(play)s and verb <> 'play_story' and verb <> 'drop_job'"

EVENTS = _of(Event, WITHOUT_THESE, read=WRITTEN_NOW, order="order by seq")
TABLES: tuple[Table, ...] = (
    _of(Person, f"id {PERSONS}", written=KEYS_WORKED_OUT_ANEW),
    _of(PersonAddress, f"person_id {PERSONS}"),
    _of(Household, HOMES),
    _of(Resident),
    _of(Enquiry, "id = any(%(enquiries)s)"),
    *(
        _of(
            model,
            written=KEYS_LEARNED if model is Identification else {"key": "null"} if model is Receipt else {},
        )
        for app in PATHWAY
        for model in apps.get_app_config(app).get_models()
        if model not in LEFT_OUT and any(column.name == "enquiry" for column in model._meta.concrete_fields)
    ),
    _of(AskedAbout, OF_REQUESTS),
    _of(Acknowledgement, OF_ALERTS),
    _of(Standing),
    _of(Wall),
    _of(Tie),
    EVENTS,
)

# Everybody and every place of a story, and its references, in one list. `at_home`: their address finds them.
PEOPLE = """
    select given, family, sex, address, postcode, nhs_number, phone, '' as reference, null::uuid as person,
        null::date as born, null::date as due_date, false as at_home
    from enquiries_describedperson where enquiry_id = any(%(enquiries)s)
    union all
    select p.given, p.family, p.sex, coalesce(a.address, ''), coalesce(a.postcode, ''), p.nhs_number, p.phone, '', p.id,
        p.born, p.due_date, exists (select from unnest(p.keys) key where starts_with(key, 'pc:'))
    from people_person p left join lateral (
        select address, postcode from people_personaddress where person_id = p.id order by told_at limit 1
    ) a on true
    where p.id in (
        select person_id from enquiries_describedperson where enquiry_id = any(%(enquiries)s)
        union select person_id from enquiries_identification where enquiry_id = any(%(enquiries)s)
    )
    union all
    select '', '', '', address, postcode, '', '', '', null, null, null, false
    from enquiries_protectedaddress where enquiry_id = any(%(enquiries)s)
    union all
    select split_part(name, ' ', 1), substr(name, strpos(name || ' ', ' ') + 1), '', '', '', '', phone, '', null, null,
        null, false
    from enquiries_origin where enquiry_id = any(%(enquiries)s) and member is null and taken_down_by is null
        or enquiry_id = any(%(enquiries)s) and taken_down_by is not null
    union all
    select '', '', '', '', '', '', '', reference, null, null, null, false
    from enquiries_enquiry where id = any(%(enquiries)s)
"""
RELEASES = "select digest, html from handover_release where enquiry_id = any(%(enquiries)s)"
