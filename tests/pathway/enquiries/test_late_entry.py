"""What was taken on paper during an outage is entered later with its true time of receipt (rule 89)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from mash.foundation.access.verbs import Invalid
from mash.foundation.clock.now import at
from mash.foundation.clock.standard import Standard
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import ServiceStandard
from mash.pathway.casework.strip import limit_of
from mash.pathway.enquiries.actions import Received, receive_enquiry
from mash.pathway.enquiries.forms.paper import taken_at
from mash.pathway.enquiries.models import Enquiry, Living
from tests import world
from tests.browsing import signed_in
from tests.pathway import steps
from tests.pathway.enquiries.conftest import MUM, ROWAN, STORY, described, reading
from tests.pathway.enquiries.test_calling import Call

HANDLER = "calls.tamarshire.1"
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)  # a Wednesday
TAKEN = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)


def enter(taken: Any, *, by: str | None = HANDLER, when: datetime = NOW, **more: Any) -> Received:
    with world.as_(by, when=when) as me:
        return receive_enquiry(me, on_paper_at=taken, **{**STORY, "channel": "phone", **more})


def kept(received: Received) -> Enquiry:
    with world.backstage():
        return Enquiry.objects.select_related("standard", "entered_by", "area").get(pk=received.id)


@pytest.mark.rule(89)
def test_it_counts_from_when_it_was_taken_and_who_entered_it_when_is_kept():
    enquiry = kept(received := enter(TAKEN))
    assert received.received_at == enquiry.received_at == TAKEN
    assert (enquiry.entered_at, enquiry.entered_by) == (NOW, world.member(HANDLER))
    limit = limit_of(enquiry, NOW, told=False)
    assert limit is not None
    assert limit.at == enquiry.standard.clock.first_rating_due(TAKEN, immediate_danger=False)
    with world.backstage():
        event = Event.objects.get(verb="receive_enquiry", enquiry=enquiry.pk)
    assert (event.at, event.details["on_paper_at"]) == (NOW, TAKEN.isoformat())


@pytest.mark.rule(89)
def test_the_decision_is_due_as_if_it_had_been_keyed_at_once():
    late = enter(TAKEN)
    on_time = enter(None, when=TAKEN)
    for one in (late, on_time):
        steps.rate(kept(one), "amber", when=NOW + timedelta(minutes=5))
    assert kept(late).due_at == kept(on_time).due_at


@pytest.mark.rule(31, 89)
def test_the_standard_is_the_one_that_held_when_it_was_taken():
    with world.backstage():
        area = world.area()
        newer = ServiceStandard.add(area=area, holds_from=TAKEN + timedelta(hours=1), rules=Standard().to_json())
    assert kept(enter(TAKEN)).standard_id != newer.pk
    assert kept(enter(NOW - timedelta(minutes=1))).standard_id == newer.pk


@pytest.mark.rule(89)
@pytest.mark.parametrize(
    ("taken", "says"),
    [
        (NOW + timedelta(seconds=1), "in the time to come"),
        (NOW - timedelta(days=14, seconds=1), "in the last 14 days"),
        ("yesterday", "Enter the day and the time"),
        ("2026-03-02T14:30:00", "Enter the day and the time"),  # of no zone
        (7, "Enter the day and the time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_what_to_do(taken, says):
    with pytest.raises(Invalid, match=says) as wrong:
        enter(taken)
    assert set(wrong.value.errors) == {"paper_day"}
    with world.backstage():
        assert not Enquiry.objects.exists()


@pytest.mark.rule(89)
@pytest.mark.parametrize("taken", [NOW, NOW - timedelta(days=14), "2026-03-02T14:30:00+00:00"])
def test_a_time_at_either_bound_is_taken(taken):
    assert kept(enter(taken)).received_at <= NOW


@pytest.mark.rule(89)
@pytest.mark.parametrize("by", [None, "school.1"])
def test_nobody_outside_the_hub_dates_back(by):
    with pytest.raises(Invalid, match="Only the hub's own people"):
        enter(TAKEN, by=by)


def test_an_area_that_had_no_hub_on_that_day_says_so():
    with world.backstage():
        ServiceStandard.objects.filter(area=world.area()).update(holds_from=TAKEN + timedelta(hours=1))
    with pytest.raises(Invalid, match="Tamarshire had no hub then"):
        enter(TAKEN)


@pytest.mark.rule(13, 19, 89)
def test_people_are_read_as_of_that_day():
    unborn = {"as": "bump", "subject": True, "due_date": "2026-12-07"}  # 280 days ahead of the paper
    made = enter(TAKEN, people=[ROWAN, {**MUM, "lives": "here"}, unborn])
    assert described(made, "bump").due_date is not None
    with world.backstage():
        assert set(Living.objects.filter(enquiry=made.id).values_list("told_at", flat=True)) <= {TAKEN}
    with pytest.raises(Invalid, match="280 days"):
        enter(TAKEN, people=[{**unborn, "due_date": "2026-12-08"}])


def test_entering_it_twice_makes_one_enquiry():
    first = enter(TAKEN, key="a-paper")
    again = enter(TAKEN, key="a-paper", when=NOW + timedelta(minutes=3))
    assert (again.id, again.received_at) == (first.id, TAKEN)


def test_an_enquiry_that_was_keyed_at_once_says_nothing_of_paper():
    enquiry = kept(enter(None))
    assert (enquiry.entered_at, enquiry.entered_by, enquiry.received_at) == (None, None, NOW)


PAPER = {"paper_day_day": "2", "paper_day_month": "3", "paper_day_year": "2026", "paper_time": "14:30"}


@pytest.fixture
def call() -> Any:
    with at(NOW):
        yield Call(signed_in(HANDLER))


def page_of(client: Client, received: Any) -> str:
    """The page of the enquiry to which the answer leads."""
    with world.backstage():
        (enquiry,) = Enquiry.objects.all()
    assert received.status_code == 302
    return reading(client.get(f"/enquiries/{enquiry.reference}/"))


@pytest.mark.rule(89)
def test_the_call_screen_takes_the_day_and_time_and_the_enquirys_page_says_so(call):
    page = page_of(call.client, call.press("receive", **PAPER))
    name = world.member(HANDLER).name
    assert "Entered later" in page
    assert f"Taken on paper during an outage, Mon 2 March 14:30; entered 10:00, now by {name}" in page
    with world.backstage():
        assert Enquiry.objects.get().received_at == TAKEN


@pytest.mark.rule(8, 89)
def test_whether_the_hub_was_closed_is_asked_of_when_it_was_taken(call):
    night = {**PAPER, "paper_time": "22:10"}
    assert "What did the duty team do?" not in reading(call.client.get(call.address))
    call.press("save", **night)
    assert "What did the duty team do?" in reading(call.client.get(call.address))
    page = page_of(call.client, call.press("receive", **night, duty_did="They rang the school."))
    assert "Out of hours" in page
    assert "They rang the school." in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({**PAPER, "paper_time": ""}, "Enter the time at which it was taken"),
        ({"paper_time": "14:30"}, "Enter the day on which it was taken"),
        ({**PAPER, "paper_time": "25:00"}, "Enter the time as hours and minutes, like 14:30"),
        ({**PAPER, "paper_time": "half 2"}, "Enter the time as hours and minutes, like 14:30"),
        ({**PAPER, "paper_day_month": "13"}, "the month must be a number from 1 to 12"),
        ({**PAPER, "paper_day_day": "5"}, "in the time to come"),
        ({**PAPER, "paper_day_month": "1"}, "in the last 14 days"),
    ],
)
def test_what_is_wrong_is_said_beside_the_box_and_what_was_typed_stays(call, typed, says):
    answer = call.press("receive", **typed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert says in reading(answer)
    assert all(f'value="{value}"' in page for value in typed.values() if value)
    assert '<details class="govuk-details" open>' in page
    with world.backstage():
        assert not Enquiry.objects.exists()


def test_the_draft_of_a_call_keeps_when_it_was_taken(call):
    call.keeps(**PAPER)
    page = call.client.get(call.address).content.decode()
    assert all(f'value="{value}"' in page for value in PAPER.values())


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (("29", "3", "2026"), "01:30", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),  # an hour that did not come
        (("29", "3", "2026"), "02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (("25", "10", "2026"), "01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
        (("2", "3", "2026"), "930", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        (("2", "mar", "2026"), "9.30", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        (("2", "3", "2026"), "", None),
        (("31", "2", "2026"), "09:30", None),
        (("", "", ""), "09:30", None),
    ],
)
def test_day_and_time_are_those_of_the_clock_in_london(day, clock, moment):
    names = ("paper_day_day", "paper_day_month", "paper_day_year")
    assert taken_at({**{name: [part] for name, part in zip(names, day, strict=True)}, "paper_time": [clock]}) == moment
