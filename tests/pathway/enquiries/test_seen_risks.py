"""An adult of whom one must take care: each who is told of them has seen it for themselves, and for nobody else."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction
from django.test import Client

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import see_risks, take_enquiry
from mash.pathway.enquiries.models import AdultRisk, SeenRisk
from mash.pathway.people.models import Caution
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.test_risks import LATER, PM, SW, TOLD, alerts, joined


def buttons(by: str, when: Any = LATER) -> list[str]:
    """Where the buttons lead with which somebody says that they have seen whom they are told of."""
    with at(when):
        return re.findall(r'action="(/enquiries/[^"]+/risks/[^"]+)"', signed_in(by).get("/alerts").content.decode())


@pytest.mark.rule(25)
def test_it_is_told_once_and_each_who_is_told_has_seen_it_for_themselves():
    first = joined(taken=SW)
    with world.backstage():
        assert AdultRisk.objects.filter(enquiry=first.id).count() == 1
    assert buttons(SW) == buttons(PM)
    (button,) = buttons(SW)
    with at(LATER):
        for _ in range(2):
            assert signed_in(SW).post(button).status_code == 302
    assert TOLD not in alerts(SW)
    assert TOLD in alerts(PM)
    with world.as_(PM, when=LATER) as me:
        see_risks(me, first.id)
    assert first.reference not in alerts(PM)
    with world.backstage():
        seen = SeenRisk.objects.order_by("member__username").values_list("member__username", "seen_at")
        assert list(seen) == [(PM, LATER), (SW, LATER)]
        assert Event.objects.filter(verb="see_risks", enquiry=first.id).count() == 2


@pytest.mark.rule(25)
def test_two_who_press_at_once_have_both_seen_it_and_one_who_presses_twice_once(committed: Any):
    first = joined(taken=SW)
    (button,) = buttons(SW)

    def press(browser: Client) -> int:
        try:
            with at(LATER):
                return browser.post(button).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as presses:
        assert list(presses.map(press, [signed_in(by) for by in (SW, SW, PM, PM)])) == [302] * 4
    with world.backstage():
        assert SeenRisk.objects.count() == 2
        assert Event.objects.filter(verb="see_risks", enquiry=first.id).count() == 2


@pytest.mark.rule(25)
def test_what_has_come_since_the_page_was_drawn_is_not_taken_for_seen():
    first = joined(taken=SW)
    (button,) = buttons(SW)
    with world.backstage():
        (told,) = AdultRisk.objects.all()
        other = Caution.add(
            person_id=told.adult_id, kind="weapons", since=None, until=None, area=told.area, source="police",
            source_ref="P-2", loaded_at=LATER,
        )  # fmt: skip
        AdultRisk.add(
            enquiry=told.enquiry, area=told.area, adult=told.adult, caution=other.pk, child=told.child, told_at=LATER
        )
    with at(LATER):
        signed_in(SW).post(button)
    assert TOLD not in alerts(SW)
    assert first.reference in alerts(SW)


@pytest.mark.rule(25)
def test_whoever_is_not_told_takes_nothing_away_from_themselves():
    first = joined(taken="sw.tamarshire.2")
    (button,) = buttons(PM)
    with at(LATER):
        signed_in(SW).post(button)
    with world.as_(SW, when=LATER) as me:
        take_enquiry(me, first.id)
    assert TOLD in alerts(SW)


def test_what_one_had_seen_for_all_of_them_before_stays_seen():
    first = joined(taken=SW)
    with world.backstage():
        AdultRisk.objects.update(seen_at=LATER, seen_by=world.member(PM).pk)
    for by in (SW, PM):
        assert first.reference not in alerts(by)


@pytest.mark.rule(54, 59)
def test_the_database_lets_nobody_say_what_somebody_else_has_seen_nor_read_it():
    first = joined(taken=SW)
    with world.as_(PM, when=LATER) as me:
        see_risks(me, first.id)
    with world.backstage():
        (told,) = AdultRisk.objects.all()
    row = {"risk_id": told.pk, "enquiry_id": told.enquiry_id, "seen_at": LATER}
    with world.as_(SW, when=LATER) as me, transaction.atomic():
        assert not SeenRisk.objects.exists()
        with pytest.raises(ProgrammingError):
            SeenRisk.add(**row, member=world.member("sw.tamarshire.2"))
    for by in ("police.1", "sw.port-ellery.1"):
        with world.as_(by, when=LATER), transaction.atomic(), pytest.raises(ProgrammingError):
            SeenRisk.add(**row, member=world.member(by))


@pytest.mark.rule(54, 59)
def test_the_button_is_not_found_by_those_to_whom_the_enquiry_is_shut_and_does_nothing_when_it_is_only_followed():
    first = joined(taken=SW)
    (button,) = buttons(SW)
    with at(LATER):
        for by in ("sw.port-ellery.1", "police.1", "health.1"):
            assert {signed_in(by).get(button).status_code, signed_in(by).post(button).status_code} == {404}
        assert signed_in(SW).get(button)["Location"] == f"/enquiries/{first.reference}/?open=people#people"
    assert TOLD in alerts(SW)
    with world.backstage():
        assert not SeenRisk.objects.exists()
