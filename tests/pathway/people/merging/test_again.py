"""Two that were told apart stay away from the worklist, until what is known of one of them changes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from mash.foundation.access.acting import Acting, serving
from mash.foundation.access.verbs import Invalid
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.ledger.terms import sealed
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.people.lists.doubles import PURPOSE, Double, find_doubles
from mash.pathway.people.matching import Description
from mash.pathway.people.merging.doubting import keep_doubts, tell_apart
from mash.pathway.people.merging.known import changes, marks_of
from mash.pathway.people.models import Doubt, Person, ToldApart
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import reading, told
from tests.pathway.people.merging.conftest import (
    DAY,
    LATER,
    OTHER,
    PM,
    SW,
    Twofold,
    boy,
    merged,
    twofold,
    unmerged,
)
from tests.pathway.people.merging.test_pages import DOUBLES, of, sent, shown

NUMBER = "999 000 0018"
COUSINS = "Cousins: two mothers, two schools."


def apart(*, first: Any | None = None, who: str = SW) -> Twofold:
    """Two records that are somewhat alike, told apart by somebody."""
    # Robin shares day, place and family name; nothing yet that only one child has
    two = twofold(first=first or boy(given="Robin", nhs_number="", dob="2018-05-15"), second=boy(nhs_number=NUMBER))
    with world.as_(who, when=LATER) as me:
        tell_apart(me, two.doubt, why=COUSINS)
    return two


def compared(*, days: int = 1) -> None:
    """The register is compared with itself, some days later."""
    with at(LATER + days * DAY):
        find_doubles(keep=keep_doubts)


def learns(person: uuid.UUID, *, days: int = 1, **others: Any) -> None:
    """An enquiry tells more of somebody of the register."""
    received = told(people=[boy(**others)], when=LATER + days * DAY - timedelta(hours=2))
    with world.as_("calls.tamarshire.1", when=LATER + days * DAY - timedelta(hours=1)) as me:
        identify_subject(me, received.id, subject="rowan", person=person, why="The same mother.")


def pair(two: Twofold) -> Doubt:
    """The pair as it stands."""
    with world.backstage():
        return Doubt.objects.get(pk=two.doubt)


def listed_again() -> int:
    """How often the ledger tells that two were listed again."""
    with world.backstage():
        return Event.objects.filter(verb="list_double_again").count()


@pytest.mark.rule(16)
def test_two_who_were_told_apart_stay_away_however_alike_they_are() -> None:
    two = apart(first=boy(given="Ro", nhs_number=NUMBER))
    for days in (1, 2):
        compared(days=days)
    assert pair(two).p >= 0.95
    assert pair(two).stays_apart
    assert str(two.doubt) not in shown(SW, DOUBLES)
    assert listed_again() == 0


@pytest.mark.rule(16)
def test_a_number_that_both_share_since_lists_them_again_with_who_told_them_apart_and_why() -> None:
    two = apart()
    compared()
    assert pair(two).stays_apart
    learns(two.folded, days=2, given="Robin", nhs_number=NUMBER, dob="2018-05-15")
    compared(days=2)
    assert pair(two).finding == "apart"
    assert pair(two).again_at == LATER + 2 * DAY
    assert listed_again() == 1
    assert "told apart before; changed since" in shown(SW, DOUBLES)
    page = shown(OTHER, of(two.doubt))
    which = "First" if two.folded < two.kept else "Second"
    with world.backstage():
        name = str(world.member(SW))
    for words in (COUSINS, name, "They have changed since", f"{which} record: NHS number", "They are two people"):
        assert words in page
    compared(days=3)
    assert pair(two).again_at == LATER + 2 * DAY
    assert listed_again() == 1


@pytest.mark.rule(16)
def test_told_apart_once_more_they_stay_away_and_both_answers_are_kept() -> None:
    two = apart()
    learns(two.folded, given="Robin", nhs_number=NUMBER, dob="2018-05-15")
    compared()
    assert "changed since" in shown(OTHER, DOUBLES)
    assert "They are two people" in shown(OTHER, of(two.doubt))
    with world.as_(OTHER, when=LATER + DAY) as me:
        with pytest.raises(Invalid, match="Say what shows"):
            tell_apart(me, two.doubt, why="")
        tell_apart(me, two.doubt, why="The number was a slip.")
    compared(days=2)
    assert pair(two).stays_apart
    assert "changed since" not in shown(SW, DOUBLES)
    page = shown(SW, of(two.doubt))
    assert "The number was a slip." in page
    assert COUSINS in page
    assert "Changed after that" in page
    with world.backstage():
        assert ToldApart.objects.count() == 2
    learns(two.folded, days=3, given="Rowan", nhs_number=NUMBER, dob="2018-05-15", postcode="ZZ99 3VZ")
    compared(days=3)
    assert pair(two).again_at == LATER + 3 * DAY


@pytest.mark.rule(16)
def test_what_changes_without_making_them_one_lists_nobody() -> None:
    two = apart()
    learns(two.folded, given="Robin", nhs_number="999 000 0026", dob="2018-05-15")
    compared()
    assert pair(two).stays_apart


def test_two_who_were_listed_again_may_be_merged_and_taken_back() -> None:
    two = apart()
    learns(two.folded, given="Robin", nhs_number=NUMBER, dob="2018-05-15")
    compared()
    merged(two, when=LATER + DAY)
    assert (pair(two).finding, pair(two).again_at) == ("merged", None)
    assert COUSINS in shown(SW, of(two.doubt))
    unmerged(two, when=LATER + 2 * DAY)
    compared(days=3)
    assert pair(two).stays_apart  # two people said so, of what is known today
    with world.backstage():
        assert [told.reason for told in ToldApart.objects.order_by("told_at")] == [COUSINS, "They are cousins."]
        assert all(told.known for told in ToldApart.objects.all())


def test_what_was_not_kept_in_former_days_is_noted_first_and_counts_from_then() -> None:
    two = apart()
    with world.backstage():
        ToldApart.objects.update(known={})
    learns(two.folded, given="Robin", nhs_number=NUMBER, dob="2018-05-15")
    compared()
    assert pair(two).stays_apart
    with world.backstage():
        Person.objects.filter(pk=two.folded).update(born=date(2018, 5, 14))
    compared(days=2)
    assert pair(two).again_at == LATER + 2 * DAY


def test_somebody_who_tells_them_apart_while_the_register_is_compared_has_the_last_word() -> None:
    two = twofold(second=boy(nhs_number=NUMBER))
    old: list[Double] = []

    def first(me: Acting, doubles: Sequence[Double]) -> None:
        old.extend(doubles)

    with at(LATER):
        find_doubles(keep=first)
    learns(two.folded, given="Ro", family="Loom")
    with world.as_(SW, when=LATER + DAY) as me:
        tell_apart(me, two.doubt, why=COUSINS)
    with serving(PURPOSE) as me:
        keep_doubts(me, old)
    assert old
    assert pair(two).stays_apart


@pytest.mark.rule(16)
def test_a_page_that_was_opened_before_they_were_listed_again_is_not_taken_for_an_answer() -> None:
    two = apart()
    with at(LATER):
        browser = signed_in(OTHER)
        form = browser.get(of(two.doubt)).content.decode()
        seen = re.findall(r'name="seen" value="([^"]*)"', form)[0]
    learns(two.folded, given="Robin", nhs_number=NUMBER, dob="2018-05-15")
    compared()
    with at(LATER + DAY):
        answer = browser.post(of(two.doubt), {"seen": seen, "answer": "apart", "why": "As before."})
    assert "Look again" in reading(answer)
    assert pair(two).again_at is not None
    assert sent(OTHER, of(two.doubt), answer="apart", why="The number was a slip.").status_code == 302
    assert pair(two).stays_apart


def test_while_they_stay_apart_nobody_says_so_twice() -> None:
    two = apart()
    with world.as_(OTHER, when=LATER) as me, pytest.raises(Invalid, match="has found out already"):
        tell_apart(me, two.doubt, why="Again.")


@pytest.mark.rule(59)
def test_who_is_tied_reads_nothing_of_it_and_nobody_edits_what_was_said() -> None:
    two = apart()
    with world.as_(PM, when=LATER) as me:
        declare_tie(me, kind="relative", person=two.folded)
        assert not ToldApart.objects.exists()
    assert shown(PM, of(two.doubt)) == ""
    with world.as_(SW, when=LATER):
        assert ToldApart.objects.count() == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            ToldApart.objects.update(reason="Something else.")
    with serving(PURPOSE), pytest.raises(ProgrammingError), transaction.atomic():
        Doubt.objects.filter(pk=two.doubt).update(finding="")
    with serving("count the register"):
        assert not ToldApart.objects.exists()


RO = Description(
    given="Ro",
    family="Testerby-Loom",
    also_known_as=("Robin", "Bo"),
    nhs_number="9990000018",
    address="9 Row",
    uprn="1",
)


def test_how_something_is_written_and_in_what_order_changes_nothing() -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    same = replace(RO, given="RO ", family="testerby-loom", also_known_as=("Bo", "robin"), address="9  row")
    moved = replace(RO, address="", uprn="", earlier_homes=(("9 Row",),))
    then = {"one": marks_of(one, RO), "other": marks_of(other, Description())}
    assert then["other"] == {}
    assert changes(then, {"one": marks_of(one, same), "other": {}}) == []
    phoned = marks_of(other, Description(phone="01632 960118"))
    assert changes(then, {"one": marks_of(one, moved), "other": phoned}) == [
        "First record: addresses",
        "Second record: phone",
    ]


@pytest.mark.rule(21)
def test_what_was_known_is_kept_so_that_nobody_without_the_hubs_key_finds_it_by_trying(settings: Any) -> None:
    record = uuid.uuid4()
    kept = marks_of(record, RO)
    assert kept.keys() == {"name", "other names", "NHS number", "addresses"}
    assert kept["NHS number"] != sealed(RO.nhs_number)  # nor by what the ledger has of a search
    assert not kept.items() & marks_of(uuid.uuid4(), RO).items()  # nor do two records say that they share a home
    settings.SECRET_KEY = "another hub's key, of forty characters or so"
    assert not kept.items() & marks_of(record, RO).items()
