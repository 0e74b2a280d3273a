"""Who hears of it when two records become one: cautions reach whoever has the child, and stale pages are told."""

from __future__ import annotations

from typing import Any

import pytest

from mash.foundation.access.verbs import Invalid
from mash.pathway.enquiries.models import AdultRisk
from mash.pathway.people.actions import say_died
from mash.pathway.people.merging.actions import propose_unmerge
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import told
from tests.pathway.enquiries.test_risks import DAZ, TOLD, alerts, cautioned, child_and_adult, identified
from tests.pathway.enquiries.test_risks import LATER as AFTER
from tests.pathway.people.merging.conftest import DAY, LATER, SW, Twofold, merged, named, person, twofold, unmerged


@pytest.mark.rule(25)
def test_a_caution_is_told_when_its_record_is_merged_with_that_of_an_adult_of_the_household() -> None:
    _, second, people = child_and_adult()
    there = identified(second, "rowan", "daz", when=AFTER, rowan=people["rowan"])["daz"]
    by_police = told(people=[{**DAZ, "subject": True}])
    other = identified(by_police, "daz")["daz"]
    cautioned(other)
    assert TOLD not in alerts(SW)
    two = Twofold(there, other, named(SW, there, other), second, by_police)
    merged(two, when=AFTER)
    assert TOLD in alerts(SW)


@pytest.mark.rule(25)
def test_a_caution_stays_told_once_when_the_merging_is_taken_back() -> None:
    first, second, people = child_and_adult()
    there = identified(second, "rowan", "daz", when=AFTER, rowan=people["rowan"])["daz"]
    cautioned(there)
    by_police = told(people=[{**DAZ, "subject": True}])
    other = identified(by_police, "daz")["daz"]
    two = Twofold(other, there, named(SW, there, other), second, by_police)
    merged(two, when=AFTER)
    unmerged(two, when=AFTER + DAY)
    assert TOLD in alerts(SW, AFTER + DAY)
    with world.backstage():
        assert sorted(AdultRisk.objects.values_list("enquiry", flat=True)) == sorted([first.id, second.id])


def test_nobody_is_said_to_have_died_on_a_record_that_was_merged_since() -> None:
    two = twofold()
    merged(two)
    with world.as_(SW, when=LATER) as me, pytest.raises(Invalid, match="merged with another one since"):
        say_died(me, two.folded, died="2026-02-03")
    assert person(two.folded).died is None
    with world.as_(SW, when=LATER):
        answer = signed_in(SW).get(f"/people/{two.folded}/died")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/people/{two.folded}")


def test_a_merging_is_taken_back_by_a_hub_that_knows_both_records_without_it() -> None:
    two = twofold()
    with world.backstage():
        here, there = world.area().pk, world.area("port-ellery").pk
        Person.objects.filter(pk=two.folded).update(areas=[here, there])
        merged(two)
    taken: dict[str, Any] = {"why": "They are cousins."}
    with world.as_("sw.port-ellery.1", when=LATER + DAY) as me, pytest.raises(Invalid, match="known here by this"):
        propose_unmerge(me, two.doubt, **taken)
    unmerged(two)
    assert [set(person(one).areas) for one in (two.kept, two.folded)] == [{here}, {here, there}]
