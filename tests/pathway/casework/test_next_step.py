"""One next thing to do, for each role, at every stage of the pathway."""

from __future__ import annotations

import uuid
from itertools import product

import pytest

from mash.foundation.partnership.models import Role
from mash.pathway.casework.doings import way_of
from mash.pathway.casework.next_step import Progress, next_step

PM, SW, CALLS, RESEARCHER = Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER, Role.CALL_HANDLER, Role.RESEARCHER
SOMEBODY, POLICE, RELEASE = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
NORTH = (("tamar-north", "Tamar North"),)
HIGHER = ((POLICE, "Police"),)

RECEIVED = Progress("received", unidentified=(SOMEBODY,))
WAITING = Progress("gathering", "amber", asked=3, open_agencies=("Health", "Education"))
LATE = Progress("gathering", "amber", asked=3, open_agencies=("Health", "Education"), late_agencies=("Education",))
ANSWERED = Progress("gathering", "amber", asked=3)
UP_RATED = Progress("gathering", "amber", asked=3, open_agencies=("Health",), rated_higher=HIGHER)
PROPOSED = Progress("received", proposed=True)
DECIDED = Progress("decided", "amber", asked=3, teams_to_send=NORTH)

TABLE = [
    # who, how far it has come, what stands there, which page
    (SW, RECEIVED, "Next: rate it", "triage:rate"),
    (SW, WAITING, "Waiting for 2 agencies", ""),
    (SW, LATE, "Next: chase who is late", "gathering:agencies"),
    (SW, ANSWERED, "Next: propose a decision", "triage:propose"),
    (SW, UP_RATED, "Next: answer a higher rating", "triage:rate"),
    (SW, PROPOSED, "Waits for a decision", ""),
    (SW, DECIDED, "Next: tell the referrer", "handover:feedback"),
    (SW, Progress("decided", "amber", told=True), "With the practice managers", ""),
    (SW, Progress("decided", "amber", rated_higher=HIGHER), "Next: answer a higher rating", "triage:keep"),
    (SW, Progress("closed", "amber"), "Closed", ""),
    (PM, RECEIVED, "Waits to be rated", ""),
    (PM, WAITING, "Next: decide", "decisions:decide"),
    (PM, PROPOSED, "Next: decide", "decisions:decide"),
    (PM, DECIDED, "Next: hand over to Tamar North", "handover:prepare"),
    (PM, Progress("decided", teams_to_send=NORTH, waits_for_second=True), "Waits for a second reader", ""),
    (PM, Progress("decided", second_reading=RELEASE), "Next: read what is to leave", "handover:release"),
    (PM, Progress("gathering", "red", second_reading=RELEASE), "Next: read what is to leave", "handover:release"),
    (PM, Progress("decided", late_answers=(POLICE,)), "Next: read a late answer", "decisions:review"),
    (PM, Progress("decided", handovers_waiting=True), "Waits for a team", ""),
    (PM, Progress("decided", rated_higher=HIGHER), "Waits for a social worker", ""),
    (PM, Progress("decided"), "Next: tell the referrer", "handover:feedback"),
    (PM, Progress("decided", told=True), "Next: close", "handover:close"),
    (CALLS, RECEIVED, "Next: find out who they are", "enquiries:identify"),
    (CALLS, Progress("received"), "Waits to be rated", ""),
    (CALLS, WAITING, "Waiting for 2 agencies", ""),
    (CALLS, ANSWERED, "Waits for a decision", ""),
    (CALLS, DECIDED, "Decided", ""),
    (RESEARCHER, Progress("gathering", "amber", own_request=POLICE), "Next: answer", "gathering:request"),
    (RESEARCHER, ANSWERED, "Your agency has answered", ""),
]


@pytest.mark.parametrize(("role", "progress", "title", "page"), TABLE)
def test_the_page_says_what_is_to_be_done_next(role: Role, progress: Progress, title: str, page: str) -> None:
    step = next_step(progress, frozenset({role}))
    assert (step.title, step.url_name) == (title, page)
    assert bool(step.button) == bool(page)


def test_somebody_who_may_not_rate_is_not_sent_to_rate() -> None:
    assert next_step(RECEIVED, frozenset({SW}), qualified=False).url_name == ""
    assert next_step(UP_RATED, frozenset({SW}), qualified=False).url_name == ""


def test_who_has_not_answered_is_said_by_name() -> None:
    assert next_step(LATE, frozenset({PM})).note == "Not answered yet: Health and Education (late)."
    assert next_step(Progress("gathering"), frozenset({PM})).note == "Nobody has been asked."


def test_every_step_that_can_be_pressed_leads_to_a_page() -> None:
    stages = [progress for _, progress, _, _ in TABLE]
    for role, progress in product(Role, stages):
        step = next_step(progress, frozenset({role}))
        assert step.title
        assert way_of(step, "TM-7QK4-9").startswith("/") or not step.button
