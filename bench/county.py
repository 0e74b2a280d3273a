"""A register and a pile of enquiries of a given size, copied in bulk from one that is like a real one."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import connections
from django.utils import timezone
from psycopg import sql

from mash.foundation.access.guards import apply_guards, role_name
from mash.foundation.access.models import Standing
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Agency, Area, Member
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Origin, Rationale, Words
from mash.pathway.gathering.models import Request
from mash.pathway.intelligence.models import Item
from mash.pathway.triage.models import Rating
from tests.conftest import let_fixtures_do_everything
from tests.world import FIXTURES, backstage

BATCH = 500
ITEMS_EACH = 6
WORRIES = (
    "Came to school without a coat or lunch for the third day. Said nobody was home last night.",
    "Neighbours hear shouting most evenings and a child crying after it. A window was broken on Sunday.",
    "Missed two appointments. The health visitor could not get in; a man she did not know answered the door.",
)


def open_the_stage() -> None:
    """Let the bench write rows as the tests' scene-setters do."""
    apply_guards(extra_seats=[FIXTURES])
    name = connections["owner"].settings_dict["NAME"]
    let_fixtures_do_everything(role_name(FIXTURES, name), role_name("mash_login", name))


def fill(enquiries: int, still_open: int) -> list[str]:
    """Add enquiries until there are this many, each with four people, four requests and six items.

    The newest are open, as in a county whose enquiries take days; the others are closed and their reasons have ended.
    Gives the references of open ones.
    """
    with backstage():
        area = Area.objects.get(slug="tamarshire")
        workers = list(Member.objects.filter(username__startswith="sw.tamarshire."))
        agencies = list(Agency.objects.filter(slug__in=["police", "health", "education", "probation"]))
        there = Enquiry.objects.count()
    now = timezone.now()
    for start in range(there, enquiries, BATCH):
        with backstage():
            _batch(range(start, min(start + BATCH, enquiries)), still_open, area, workers, agencies, now)
    with connections["owner"].cursor() as cursor:
        for model in (Enquiry, DescribedPerson, Item, Request, Standing):
            cursor.execute(sql.SQL("analyze {}").format(sql.Identifier(model._meta.db_table)))
    with backstage():
        made = Enquiry.objects.filter(narrative__in=WORRIES, area=area, state="gathering")
        return list(made.order_by("-received_at").values_list("reference", flat=True)[:200])


def _batch(
    numbers: range, still_open: int, area: Area, workers: list[Member], agencies: list[Agency], now: datetime
) -> None:
    standard = area.standard_on(now)
    rows: dict[type, list[object]] = {
        kind: [] for kind in (Enquiry, Words, Origin, DescribedPerson, Standing, Rating, Rationale, Request, Item)
    }
    for number in numbers:
        received = now - timedelta(minutes=7 * number)
        closed = received + timedelta(days=6) if number >= still_open else None
        worker = workers[number % len(workers)]
        worry = WORRIES[number % len(WORRIES)]
        enquiry = Enquiry(
            reference=f"B{secrets.token_hex(5).upper()}",
            area=area,
            received_at=received,
            standard=standard,
            state="closed" if closed else "gathering",
            decided_at=closed,
            closed_at=closed,
            narrative=worry,
            concerns=["neglect"],
            taken_by=worker,
            level=("red", "amber", "green")[number % 3],
            due_at=received + timedelta(hours=8),
        )
        rows[Enquiry].append(enquiry)
        rows[Words].append(Words(enquiry=enquiry, area=area.pk, narrative=worry))
        rows[Origin].append(Origin(enquiry=enquiry, area=area.pk, channel="professional", name="A. Teacher"))
        people = [
            DescribedPerson(
                enquiry=enquiry,
                area=area.pk,
                order=order,
                is_subject=order < 2,
                given=given,
                family=f"Bench{number % 997}",
                age=age,
                role=role,
            )
            for order, (given, age, role) in enumerate(
                (("Robin", 7, "child"), ("Kit", 3, "child"), ("Alex", 31, "mother"), ("Sam", 34, "father"))
            )
        ]
        rows[DescribedPerson] += people
        live_until = closed + timedelta(days=14) if closed else FOREVER
        rows[Standing] += [
            Standing(enquiry=enquiry.pk, kind=kind, holder=holder, since=received, until=live_until)
            for kind, holder in [("hub", area.pk), ("rater", worker.pk), *(("asked", a.pk) for a in agencies)]
        ]
        rating = Rating(
            enquiry=enquiry,
            area=area.pk,
            level=enquiry.level,
            rated_by=worker,
            rated_at=received,
            due_at=enquiry.due_at,
            basis="Public task",
        )
        rows[Rating].append(rating)
        rows[Rationale].append(
            Rationale(
                enquiry=enquiry, area=area.pk, kind="rating", about=rating.pk, text=worry, by=worker, given_at=received
            )
        )
        for agency in agencies:
            rows[Request].append(
                Request(
                    enquiry=enquiry,
                    area=area.pk,
                    agency=agency,
                    what="What is known?",
                    content={"narrative": worry, "people": []},
                    basis="Public task",
                    why_asked="always asked",
                    level=enquiry.level,
                    asked_by=worker,
                    asked_at=received,
                    due_at=received + timedelta(hours=4),
                )
            )
        rows[Item] += [
            Item(
                id=uuid.uuid4(),
                enquiry=enquiry,
                area=area.pk,
                agency=agencies[n % len(agencies)],
                about=[people[n % 4].pk],
                text=worry,
                happened=(received - timedelta(days=30 * n)).date(),
                handling=("open", "restricted", "open")[n % 3],
                held_as=("open", "restricted", "open")[n % 3],
                given_by=worker,
                given_at=received,
            )
            for n in range(ITEMS_EACH)
        ]
    for kind, made in rows.items():
        kind._default_manager.bulk_create(made)  # type: ignore[attr-defined]  # each key is a model
