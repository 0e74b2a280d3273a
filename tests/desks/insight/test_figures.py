"""What analysts see: counts, and none from which somebody could be told."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.models import Model
from django.utils.html import strip_tags

from mash.desks.insight import counting
from mash.foundation.access.guards import guarded_models
from mash.foundation.zones import Seat, Zone
from mash.pathway.decisions.models import Decision, Outcome
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.browsing import signed_in
from tests.pathway import scene

pytestmark = pytest.mark.django_db

CONTENT = {Zone.INTAKE, Zone.HUB, Zone.SEALED, Zone.RELEASE, Zone.EXCHANGE, Zone.LEDGER}


def rows_read(username: str, model: type[Model]) -> int:
    """How many rows of a table somebody gets; none where their seat may not even name it."""
    with world.as_(username):
        try:
            with transaction.atomic():
                return model._default_manager.count()
        except ProgrammingError:
            return 0


NEXT_WEEK = world.MONDAY_NINE + timedelta(days=7)


def enquiries(number: int, level: str, *, late: int = 0, decided: bool = True, area: str = "tamarshire") -> None:
    """So many enquiries of one level, decided in time but for the last few."""
    for n in range(number):
        made = scene.enquiry(area=area)
        due = world.MONDAY_NINE + timedelta(days=1)
        with world.backstage():
            Enquiry.objects.filter(pk=made.pk).update(
                level=level,
                due_at=due,
                state="decided" if decided else "gathering",
                decided_at=(due + timedelta(hours=1 if n >= number - late else -1)) if decided else None,
            )


def counted(function: str, username: str = "analyst.1", seat: Seat | None = None) -> list[tuple[Any, ...]]:
    with world.as_(username, when=NEXT_WEEK, seat=seat), connection.cursor() as cursor:
        cursor.execute(f"select * from figures.{function}(12)")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@pytest.mark.rule(79)
def test_numbers_under_five_do_not_leave_the_database():
    enquiries(5, "red")
    enquiries(4, "amber")
    ((_, month, red, amber, green, not_rated),) = counted("received")
    assert (month.year, month.month) == (2026, 3)
    assert (red, amber, green, not_rated) == (5, None, 0, 0)


@pytest.mark.rule(79)
def test_a_part_is_hidden_when_it_would_give_away_how_few_the_others_are():
    enquiries(7, "red", late=2)
    enquiries(6, "amber")
    enquiries(12, "green", late=6)
    rows = {level: (decided, in_time) for _, level, decided, in_time in counted("in_time")}
    assert rows == {"red": (7, None), "amber": (6, 6), "green": (12, 6)}


@pytest.mark.rule(79)
def test_outcomes_count_the_decision_that_stands_and_hide_the_few():
    manager = world.member("pm.tamarshire.1")
    for n in range(6):
        made = scene.enquiry()
        rowan = scene.people(made)["rowan"]
        with world.backstage():
            facts = {"enquiry": made, "area": made.area_id, "threshold": 4, "decided_by": manager}
            first = Decision.add(decided_at=made.received_at, **facts)
            outcome = {"enquiry": made, "area": made.area_id, "subject": rowan}
            Outcome.add(decision=first, outcome="no_further_action", **outcome)
            second = Decision.add(decided_at=made.received_at + timedelta(hours=1), replaces=first, **facts)
            Outcome.add(decision=second, outcome="assessment" if n < 5 else "early_help", **outcome)
    assert counted("outcomes") == [("Tamarshire", "assessment", 5), ("Tamarshire", "early_help", None)]


@pytest.mark.rule(57, 60)
@pytest.mark.parametrize(
    "model", [model for model in guarded_models() if model.zone in CONTENT], ids=lambda model: model._meta.label
)
def test_an_analyst_reads_no_row_of_any_enquiry(model):
    scene.enquiry()
    assert rows_read("analyst.1", model) == 0


def test_nobody_else_counts():
    enquiries(5, "red")
    assert counted("received", "sw.tamarshire.1", Seat.FIGURES) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        counted("received", "sw.tamarshire.1")
    assert signed_in("sw.tamarshire.1").get("/insight/").status_code == 404


def test_the_page_says_fewer_than_five_and_adds_nothing_up(monkeypatch):
    monkeypatch.setattr("mash.foundation.access.pages.now", lambda: NEXT_WEEK)
    monkeypatch.setattr("mash.foundation.access.acting.clock_now", lambda: NEXT_WEEK)
    enquiries(3, "red")
    enquiries(6, "amber", late=1)
    shown = unescape(strip_tags(signed_in("analyst.1").get("/insight/").content.decode()))
    assert "March 2026" in shown
    assert counting.FEW in shown
    assert counting.HIDDEN in shown
    assert "Testerby" not in shown
    assert "total" not in shown.lower()
