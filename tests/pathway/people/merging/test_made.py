"""Every merging that two people have made, on one page: what stands and what was taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import declare_tie
from mash.pathway.people.merging.actions import refuse_merge
from mash.pathway.people.models import Doubt, Merging, Person
from tests import world
from tests.browsing import signed_in
from tests.pathway.people.merging.conftest import (
    DAY,
    LATER,
    PM,
    SECOND,
    SW,
    WHY,
    boy,
    merged,
    proposed,
    twofold,
    unmerged,
)
from tests.pathway.people.merging.test_pages import shown

MERGINGS = "/people/mergings"


def names(*usernames: str) -> list[str]:
    """What these are called."""
    with world.backstage():
        return [str(world.member(one)) for one in usernames]


@pytest.mark.rule(16)
def test_a_merging_says_which_records_who_proposed_and_confirmed_it_when_and_why() -> None:
    two = twofold()
    merged(two)
    page = shown(SW, MERGINGS)
    for words in ("Ro Testerby-Loom into Rowan Testerby-Loom", WHY, *names(SW, PM), "Stands", "14 May 2018"):
        assert words in page, words
    assert "Taken back" not in page
    assert "Mergings that stand, and those taken back" in shown(SW, "/people/doubles")
    with at(LATER):
        assert f"/people/doubles/{two.doubt}" in signed_in(SW).get(MERGINGS).content.decode()


@pytest.mark.rule(16)
def test_one_that_was_taken_back_says_so_and_each_state_is_asked_for_alone() -> None:
    back, stands = twofold(), twofold(first=boy(given="Bo"), second=boy(given="Beau"))
    merged(back)
    unmerged(back, by=PM, second=SW)
    merged(stands, second=SECOND, when=LATER + 2 * DAY)
    page = shown(SW, MERGINGS)
    assert page.index("Bo Testerby-Loom into Beau") < page.index("Ro Testerby-Loom into Rowan")  # newest first
    assert "They are cousins." in page
    standing = shown(SW, f"{MERGINGS}?state=standing")
    assert "Bo Testerby-Loom" in standing
    assert "Ro Testerby-Loom" not in standing
    taken_back = shown(SW, f"{MERGINGS}?state=back")
    assert "Ro Testerby-Loom" in taken_back
    assert "Bo Testerby-Loom" not in taken_back
    merged(back, when=LATER + 3 * DAY)  # merged once more: both mergings have a line of their own
    page = shown(SW, MERGINGS)
    assert page.count("Ro Testerby-Loom into Rowan") == 2
    assert "Ro Testerby-Loom" in shown(SW, f"{MERGINGS}?state=standing")


def test_what_was_only_proposed_or_was_refused_is_no_merging() -> None:
    two = twofold()
    proposal = proposed(two)
    assert "Testerby-Loom" not in shown(SW, MERGINGS)
    with world.as_(PM, when=LATER) as me:
        refuse_merge(me, proposal.pk, why="Cousins.")
    assert "Once two of you have merged two records" in shown(SW, MERGINGS)
    assert "There are none of these" in shown(SW, f"{MERGINGS}?state=back")


@pytest.mark.rule(56)
def test_another_area_reads_none_and_who_does_not_weigh_finds_no_such_page() -> None:
    merged(twofold())
    assert "Testerby-Loom" not in shown("pm.port-ellery.1", MERGINGS)
    assert "Once two of you" in shown("pm.port-ellery.1", MERGINGS)
    with at(LATER):
        for who in ("calls.tamarshire.1", "health.1", "team.tamar-north.1"):
            assert signed_in(who).get(MERGINGS).status_code in (403, 404), who
            assert shown(who, MERGINGS) == ""


@pytest.mark.rule(56)
def test_a_merging_of_which_one_record_is_another_areas_alone_is_not_shown() -> None:
    two = twofold()
    merged(two)
    with world.backstage():
        Person.objects.filter(pk=two.folded).update(areas=[world.area("port-ellery").pk])
    for who in (SW, PM, "pm.port-ellery.1"):
        assert "Testerby-Loom" not in shown(who, MERGINGS)


@pytest.mark.rule(59)
@pytest.mark.parametrize("record", ["kept", "folded"])
def test_who_is_tied_to_either_reads_nothing_of_it(record: str) -> None:
    two = twofold()
    with world.as_(PM, when=LATER) as me:
        declare_tie(me, kind="relative", person=getattr(two, record))
    merged(two, second=SECOND)
    assert "Testerby-Loom" not in shown(PM, MERGINGS)
    assert "Testerby-Loom" in shown(SECOND, MERGINGS)


@pytest.mark.rule(58)
def test_reading_it_is_recorded_with_whom_it_named() -> None:
    two = twofold()
    merged(two)
    shown(SW, MERGINGS)
    with world.backstage():
        read = Event.objects.filter(outcome="read", people__contains=[two.kept, two.folded]).order_by("seq").last()
    assert read is not None


def test_many_are_paged_newest_first_with_as_many_queries_as_one() -> None:
    merged(twofold())

    def queries(address: str) -> int:
        with at(LATER):
            browser = signed_in(SW)
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200
        return len(asked)

    few = queries(MERGINGS)
    with world.backstage():
        area, by, second = world.area().pk, world.member(SW), world.member(PM)
        people = sorted(
            (Person.add(given="Bo", family=f"Loom-{n}", areas=[area], made_at=LATER) for n in range(61)),
            key=lambda one: one.pk,
        )
        for n, (one, other) in enumerate(pairwise(people)):
            doubt = Doubt.add(one=one, other=other, p=0.9, why=["the same name"], found_at=LATER, finding="merged")
            told = {"doubt": doubt, "kept": one, "folded": other, "by_manager": False, "proposed_at": LATER}
            when = LATER - timedelta(hours=n + 1)
            answered = {"answer": "confirmed", "answered_by": second, "answered_at": when}
            made = Merging.add(**told, why=f"Reason {n:02}.", proposed_by=by, **answered)
            if n % 2:
                Merging.add(**told, why="Slip.", undoes=made, proposed_by=by, **answered)
    assert queries(MERGINGS) == queries(f"{MERGINGS}?page=2") == queries(f"{MERGINGS}?state=back") == few
    read = [re.findall(r"Reason (\d\d)\.", shown(SW, f"{MERGINGS}?page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in read] == [24, 25, 11]
    assert [one for page in read for one in page] == [f"{n:02}" for n in range(60)]
    back = shown(SW, f"{MERGINGS}?state=back&page=2")
    assert re.findall(r"Reason (\d\d)\.", back) == [f"{n:02}" for n in range(51, 60, 2)]
    with at(LATER):
        assert "state=back&amp;page=2" in signed_in(SW).get(f"{MERGINGS}?state=back").content.decode()
    assert "There are no more" in shown(SW, f"{MERGINGS}?page=9")
    for odd in ("page=0", "page=-1", "page=x", f"page={'9' * 30}", "state=%00", "state=<script>", "state=apart"):
        assert "Loom-" in shown(SW, f"{MERGINGS}?{odd}")
