"""A strategy discussion says who took part, and who should have."""

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.pathway.decisions.actions import hold_strategy_discussion
from mash.pathway.decisions.models import StrategyDiscussion
from tests import world
from tests.pathway import scene
from tests.pathway.leaving import NOON, PM

pytestmark = pytest.mark.django_db

SAID = {"decision": "Joint visit today", "section_47": True, "agency": "joint"}


def held(enquiry=None, by=PM, **fields):
    with world.as_(by, when=NOON) as me:
        return hold_strategy_discussion(me, (enquiry or scene.enquiry()).pk, **{**SAID, **fields})


@pytest.mark.rule(65)
def test_the_record_names_those_who_took_part_and_their_agencies():
    discussion = held(present=["police.1", "health.1", "Dr Amis, paediatrician"])
    assert discussion.present[0].endswith(", Police")
    assert discussion.present[2] == "Dr Amis, paediatrician"
    assert discussion.absent == []


@pytest.mark.rule(65)
@pytest.mark.parametrize(
    ("present", "absent"),
    [
        (["police.1"], ["health"]),
        (["A midwife"], ["police"]),
        (["Somebody"], ["health", "police"]),
        (["Marlow", "school nurse"], ["police"]),
        (["DC Marlow", "school nurse"], []),
    ],
)
def test_who_was_missing_stands_in_the_record_and_stops_nobody(present, absent):
    assert held(present=present).absent == absent


@pytest.mark.rule(65)
def test_it_says_whether_section_47_enquiries_follow_and_who_makes_them():
    with pytest.raises(Invalid) as wrong:
        held(present=[], decision="", section_47="perhaps", agency="both")
    assert set(wrong.value.errors) == {"present", "decision", "section_47", "agency"}


def test_only_a_practice_manager_records_it():
    with pytest.raises(Refused, match="role"):
        held(by="sw.tamarshire.1", present=["police.1"])


@pytest.mark.rule(60)
def test_police_who_took_part_do_not_read_the_hubs_record_of_it():
    held(present=["police.1"])
    with world.as_("police.1", when=NOON):
        assert not StrategyDiscussion.objects.exists()
