"""The worklist, two records side by side, and naming two by hand, as people use them."""

from __future__ import annotations

import re
import uuid
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import declare_tie
from mash.pathway.people.lists.doubles import find_doubles
from mash.pathway.people.merging.doubting import keep_doubts, tell_apart
from mash.pathway.people.models import Doubt, Merging, Person
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import reading, told
from tests.pathway.people.merging.conftest import (
    LATER,
    OTHER,
    PM,
    SW,
    WHY,
    boy,
    merged,
    person,
    proposed,
    registered,
    twofold,
)

DOUBLES = "/people/doubles"


def shown(who: str, address: str) -> str:
    """What somebody reads there; empty where it is not there for them."""
    with at(LATER):
        answer = signed_in(who).get(address)
    return reading(answer) if answer.status_code == 200 else ""


def sent(who: str, address: str, **typed: str) -> Any:
    """Open a form and send it, as somebody who fills in these boxes."""
    with at(LATER):
        browser = signed_in(who)
        form = browser.get(address).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        return browser.post(address, {**hidden, **typed})


def of(doubt: uuid.UUID) -> str:
    return f"{DOUBLES}/{doubt}"


def test_two_people_find_merge_and_read_the_record_that_stays() -> None:
    two = twofold()
    assert "Ro Testerby-Loom" in shown(SW, DOUBLES)
    page = shown(SW, of(two.doubt))
    assert "What speaks for one person" in page
    assert two.of_kept.reference in page
    assert two.of_folded.reference in page
    assert "999 000 0018" in page or "9990000018" in page
    answer = sent(SW, of(two.doubt), answer=str(two.kept), why=WHY)
    assert answer.status_code == 302
    assert "Waiting for somebody else" in shown(SW, DOUBLES)
    assert "Somebody else must confirm it, a practice manager" in shown(SW, of(two.doubt))
    assert "Waiting for you" in shown(PM, DOUBLES)
    assert "Records to merge" in shown(PM, "/start")
    assert sent(PM, of(two.doubt), answer="confirm").status_code == 302
    with at(LATER):
        led = signed_in(SW).get(f"/people/{two.folded}")
    assert (led.status_code, led.headers["Location"]) == (302, f"/people/{two.kept}")
    page = shown(SW, f"/people/{two.kept}")
    assert "Records that were merged into this one" in page
    assert two.of_folded.reference in page
    page = shown(SW, of(two.doubt))
    assert "These records are merged" in page
    assert "9990000018" in page  # what was told of the other record stays readable
    assert sent(SW, of(two.doubt), answer="back", why="They are cousins.").status_code == 302
    assert sent(PM, of(two.doubt), answer="confirm").status_code == 302
    assert person(two.folded).merged_into_id is None
    assert "They are cousins." in shown(SW, of(two.doubt))


def test_errors_stand_beside_their_field_and_what_was_typed_stays() -> None:
    two = twofold()
    page = reading(sent(SW, of(two.doubt), why=WHY))
    assert "Choose one of these" in page
    assert WHY in page
    page = reading(sent(SW, of(two.doubt), answer="apart", why=""))
    assert "Say what shows that they are two people" in page
    proposed(two)
    assert "Say why not" in reading(sent(PM, of(two.doubt), answer="refuse"))


def test_a_stale_tab_says_so_and_changes_nothing() -> None:
    two = twofold()
    with at(LATER):
        browser = signed_in(OTHER)
        form = browser.get(of(two.doubt)).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        proposed(two)
        answer = browser.post(of(two.doubt), {**hidden, "answer": "apart", "why": "They have two mothers."})
    assert answer.status_code == 200
    assert "Look again" in reading(answer)
    assert "They have two mothers." in reading(answer)
    with world.backstage():
        assert Doubt.objects.get().finding == ""


def test_a_double_click_proposes_and_confirms_once() -> None:
    two = twofold()
    with at(LATER):
        for who, typed in ((SW, {"answer": str(two.kept), "why": WHY}), (PM, {"answer": "confirm"})):
            browser = signed_in(who)
            form = browser.get(of(two.doubt)).content.decode()
            hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
            answers = [browser.post(of(two.doubt), {**hidden, **typed}) for _ in range(2)]
            assert [answer.status_code for answer in answers] == [302, 302]
    with world.backstage():
        assert Merging.objects.count() == 1


def test_whoever_may_not_confirm_is_not_offered_it() -> None:
    two = twofold()
    proposed(two)
    for who, offered, withheld in (
        (SW, "Withdraw it", "Confirm: they are"),
        (OTHER, "Refuse: leave them apart", "Confirm: they are"),
        (PM, "Confirm: they are", "Withdraw it"),
    ):
        page = shown(who, of(two.doubt))
        assert offered in page
        assert withheld not in page
    assert "Choose one of these" in reading(sent(OTHER, of(two.doubt), answer="confirm"))


@pytest.mark.rule(59)
def test_who_is_tied_to_either_is_shown_neither() -> None:
    two = twofold()
    proposed(two)
    with world.as_(PM, when=LATER) as me:
        declare_tie(me, kind="relative", person=two.folded)
    assert "Testerby-Loom" not in shown(PM, DOUBLES)
    assert "Records to merge" not in shown(PM, "/start")
    assert shown(PM, of(two.doubt)) == ""
    assert shown(PM, f"/people/{two.folded}/twice") == ""
    assert "Ro Testerby-Loom" not in shown(PM, f"/people/{two.kept}/twice")


@pytest.mark.rule(56)
def test_another_area_finds_no_pair_and_nobody_to_name() -> None:
    two = twofold()
    for who in ("sw.port-ellery.1", "calls.tamarshire.1", "health.1"):
        assert "Testerby-Loom" not in shown(who, DOUBLES)
        assert shown(who, of(two.doubt)) == ""
        assert shown(who, f"/people/{two.kept}/twice") == ""
    elsewhere = registered(told(people=[boy(given="Ro")], area="port-ellery"), area="port-ellery")
    assert str(elsewhere) not in shown(SW, f"/people/{two.kept}/twice?q=Testerby-Loom")
    assert sent(SW, f"/people/{two.kept}/twice?q=Testerby-Loom", other=str(elsewhere)).status_code == 404


def test_a_protected_address_of_another_area_is_not_shown_beside_the_record() -> None:
    hidden = told(
        people=[boy(given="Ro", address_protected=True, address="1 Hidden Place", postcode="ZZ99 9ZZ")],
        area="port-ellery",
    )
    folded = registered(hidden, area="port-ellery")
    two = twofold()
    with world.backstage():
        Person.objects.filter(pk=folded).update(areas=[world.area("port-ellery").pk, world.area().pk])
    answer = sent(SW, f"/people/{two.kept}/twice?q=Testerby-Loom", other=str(folded))
    assert answer.status_code == 302
    assert "Hidden Place" not in shown(SW, answer.headers["Location"])


def test_two_are_named_by_hand_and_looked_at() -> None:
    two = twofold()
    third = registered(told(people=[boy(given="Robin")], when=LATER), when=LATER)
    assert "Is this somebody whom the register has twice?" in shown(SW, f"/people/{third}")
    with at(LATER):
        page = signed_in(SW).get(f"/people/{two.kept}/twice").content.decode()
    assert str(two.folded) in page  # somebody alike, before anything is typed
    assert f'value="{two.kept}"' not in page
    answer = sent(SW, f"/people/{third}/twice", other=str(two.kept))
    assert answer.status_code == 302
    assert "Robin Testerby-Loom" in shown(SW, answer.headers["Location"])
    again = sent(OTHER, f"/people/{two.kept}/twice", other=str(third))
    assert again.headers["Location"] == answer.headers["Location"]


def test_what_the_register_is_found_to_hold_twice_waits_for_people_and_what_they_said_stays() -> None:
    two = twofold()
    third = registered(told(people=[boy()], when=LATER), when=LATER)
    with world.as_(SW, when=LATER) as me:
        found_apart = Doubt.objects.get(pk=two.doubt)
        tell_apart(me, found_apart.pk, why="Cousins.")
    for _ in range(2):
        with at(LATER):
            find_doubles(keep=keep_doubts)
    with world.backstage():
        kept = {frozenset((doubt.one_id, doubt.other_id)): doubt for doubt in Doubt.objects.all()}
    assert kept[frozenset((two.kept, third))].named_by_id is None
    assert kept[frozenset((two.kept, two.folded))].finding == "apart"
    page = shown(SW, DOUBLES)
    assert "same date of birth" in page.lower() or "born" in page.lower()
    merged(type(two)(two.kept, third, kept[frozenset((two.kept, third))].pk, None, None))
    with at(LATER):
        assert all(third not in (one.one.person, one.other.person) for one in find_doubles())


def test_the_number_of_queries_is_the_same_however_long_the_worklist_is() -> None:
    two = twofold()

    def queries(who: str, address: str) -> int:
        with at(LATER):
            browser = signed_in(who)
            browser.get(address)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert browser.get(address).status_code == 200
        return len(asked)

    few = {address: queries(SW, address) for address in (DOUBLES, of(two.doubt), f"/people/{two.kept}/twice")}
    proposed(two)
    with world.backstage():
        area = world.area().pk
        people = sorted(
            (Person.add(given="Rowan", family=f"Loom-{n}", areas=[area], made_at=LATER) for n in range(60)),
            key=lambda one: one.pk,
        )
        for one, other in pairwise(people):
            Doubt.add(one=one, other=other, p=0.9, why=["the same name"], found_at=LATER)
        for doubt in Doubt.objects.filter(p=0.9)[:20]:
            member = world.member(PM)
            Merging.add(
                doubt=doubt,
                kept=doubt.one,
                folded=doubt.other,
                why=WHY,
                by_manager=True,
                proposed_by=member,
                proposed_at=LATER,
            )
    assert {address: queries(SW, address) for address in few} == few
    assert "Less likely" in shown(SW, DOUBLES)
    assert "Likelier" in shown(SW, f"{DOUBLES}?page=2")
    for odd in ("0", "-1", "x", "99999", "9" * 30):
        assert shown(SW, f"{DOUBLES}?page={odd}")
