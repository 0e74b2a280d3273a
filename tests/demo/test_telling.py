"""The county's own stories: whom they name, when they happen, and that nobody in them is anybody."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

from mash.demo.people_of_the_hub import NAMES as MEMBERS
from mash.demo.telling import names
from mash.demo.telling.county import told
from mash.foundation.clock.london import in_london
from mash.pathway.people.matching import check_nhs_number

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)  # the middle of a Sunday night


def test_the_same_seed_tells_the_same_stories_and_another_seed_tells_others():
    assert told(1, NOW) == told(1, NOW)
    assert json.dumps([story.scenario for story in told(1, NOW)]) != json.dumps(
        [story.scenario for story in told(2, NOW)]
    )


def test_whoever_is_told_of_lives_nowhere_and_has_a_number_that_nobody_has():
    for story in told(3, NOW):
        for step in story.scenario["steps"]:
            for person in step["with"].get("people", ()):
                assert person.get("postcode", "ZZ99").startswith("ZZ99")
                if number := person.get("nhs_number"):
                    assert number.startswith("999")
                    assert check_nhs_number(number).valid
                assert person.get("phone", "01632 960").startswith("01632 960")


def test_no_name_of_a_story_is_a_members_nor_a_word():
    invented = {*names.GIRLS, *names.BOYS, *names.FROM_FURTHER}
    assert not invented & {part for name in MEMBERS for part in name.split()}
    words = {word.lower() for story in told(1, NOW) for word in re.findall(r"\b[a-z]+\b", json.dumps(story.scenario))}
    assert not words & {name.lower() for name in invented}


def test_a_county_has_two_years_behind_it_more_in_winter_and_work_under_way_now():
    starts = [story.start for seed in range(12) for story in told(seed, NOW)]
    assert min(starts) < NOW - timedelta(days=600)
    months = Counter(start.month for start in starts if start < NOW - timedelta(days=10))
    assert sum(months[m] for m in (11, 12, 1, 2)) > 1.3 * sum(months[m] for m in (5, 6, 7, 8))
    assert sum(start > NOW - timedelta(days=7) for start in starts) >= 12 * 8


def test_a_red_one_comes_at_five_to_five_on_a_friday():
    for seed in range(5):
        (friday,) = (story for story in told(seed, NOW) if story.name == "five_to_five_in_winter")
        came = in_london(friday.start)
        assert (came.weekday(), came.hour, came.minute) == (4, 16, 55)
        assert any(step["with"].get("level") == "red" for step in friday.scenario["steps"])


def test_no_story_runs_ahead_of_the_clock_whenever_it_is_told():
    for hours in range(0, 24 * 8, 5):
        now = NOW + timedelta(hours=hours)
        for story in told(1, now):
            assert datetime.fromisoformat(story.scenario["steps"][-1]["at"]) <= now, story.name


def test_there_are_names_enough_for_a_county():
    draw = Random(1)
    assert len({(names.given_name(draw, "female"), names.family_name(draw)) for _ in range(20_000)}) > 15_000
