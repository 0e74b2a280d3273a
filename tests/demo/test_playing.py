"""A story is played as it is told: by whom, when, and with what end."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import Malformed, scenario
from mash.demo.play.terminal import play_file
from mash.foundation.ledger.models import Event, Leaf
from tests import world
from tests.demo.conftest import RAN

pytestmark = pytest.mark.usefixtures("small_verbs")
START = "2026-03-02T09:00:00+00:00"


def played(*steps, start=START):
    return play(
        scenario({"name": "A story", "start": start, "steps": list(steps)}, verbs=verbs(), usernames=usernames())
    )


def outcomes(result):
    return [step["outcome"] for step in result["steps"]]


def events(**wanted):
    with world.backstage():
        return list(Event.objects.filter(**wanted).order_by("seq"))


def test_each_step_is_done_by_whom_and_when_the_story_says():
    result = played(
        {"by": "sw.tamarshire.1", "do": "told", "as": "a"},
        {"at": "+20m", "by": None, "do": "told"},
        {"at": "2026-03-05T12:00:00+01:00", "by": "system", "do": "told"},
    )
    assert [step["result"]["who"] for step in result["steps"]] == ["sw.tamarshire.1", "intake", "system"]
    assert [step["at"] for step in result["steps"]] == [
        "2026-03-02T09:00:00+00:00",
        "2026-03-02T09:20:00+00:00",
        "2026-03-05T11:00:00+00:00",
    ]
    assert result["steps"][0]["as"] == "a"
    assert result["failed"] == 0


def test_a_reference_is_the_thing_itself_or_a_field_of_it_and_what_was_not_made_is_none():
    result = played(
        {"by": None, "do": "told", "as": "a", "with": {"deep": {"er": "x"}, "all": [{"id": "w-1"}, "y"]}},
        {"by": "sw.tamarshire.1", "do": "refuse", "as": "no", "expect": "refused"},
        {
            "by": None,
            "do": "told",
            "with": {
                "it": "$a",
                "field": "$a.told.deep.er",
                "list": ["$a.who", 3],
                "place": "$a.told.all.1",
                "part": "$a.told.all.0",
                "beyond": "$a.told.all.2",
                "none": "$no",
                "text": "$5 or $a",
            },
        },
    )
    assert result["steps"][2]["result"]["told"] == {
        "it": "t-1",
        "field": "x",
        "list": ["intake", 3],
        "place": "y",
        "part": "w-1",
        "beyond": None,
        "none": None,
        "text": "$5 or $a",
    }


def test_a_name_alone_means_what_is_expected_where_it_stands():
    result = played(
        {"by": "sw.tamarshire.1", "do": "agree", "as": "ok"},
        {
            "by": None,
            "do": "told",
            "with": {"item": "$ok", "items": ["$ok"], "permission": "$ok", "deep": [{"item": "$ok"}], "id": "$ok.id"},
        },
    )
    assert result["steps"][1]["result"]["told"] == {
        "item": "i-7",
        "items": ["i-7"],
        "permission": "p-7",
        "deep": [{"item": "i-7"}],
        "id": "p-7",
    }


def test_a_page_is_looked_at_by_the_name_of_what_it_shows():
    result = played(
        {"by": "sw.tamarshire.1", "do": "agree", "as": "ok"},
        {"by": None, "do": "see", "with": {"url": "$ok", "find": "Report a worry"}},
        {"by": None, "do": "see", "with": {"url": "$ok.id"}, "expect": "invalid"},
    )
    assert result["failed"] == 0
    assert result["steps"][1]["result"]["status"] == 200


def test_a_refusal_undoes_the_step_and_stays_in_the_ledger():
    result = played({"by": "sw.tamarshire.1", "do": "refuse", "expect": "refused"})
    assert result["steps"][0]["reasons"] == ["role"]
    assert result["steps"][0]["message"] == "You may not do this."
    assert not events(verb="undone")
    (event,) = events(verb="say_no")
    assert (event.outcome, event.reasons, event.at) == (
        "refused",
        ["role", "tied"],
        datetime(2026, 3, 2, 9, tzinfo=UTC),
    )
    assert event.play is not None


def test_what_is_invalid_is_told_by_field_and_undone():
    result = played({"by": None, "do": "find_wrong"}, {"by": None, "do": "told"})
    assert result["steps"][0]["errors"] == {"level": ["Choose red, amber or green"]}
    assert outcomes(result) == ["invalid", "made"]
    assert result["failed"] == 1
    assert not events(verb="half_done")


def test_a_step_that_breaks_is_told_by_its_kind_alone_and_the_rest_still_runs():
    result = played({"by": None, "do": "break_down"}, {"by": None, "do": "told"})
    assert outcomes(result) == ["error", "made"]
    assert result["steps"][0]["error"] == "KeyError"
    assert "Rowan" not in json.dumps(result)
    assert not events(verb="half_done")


def test_what_falls_due_between_two_steps_happens_before_the_later_one_at_its_own_time():
    result = played(
        {"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "second", "hours": 3}},
        {"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "first", "hours": 2}},
        {"at": "+4h", "by": None, "do": "told"},
    )
    assert RAN == [("first", "2026-03-02T11:00:00+00:00"), ("second", "2026-03-02T12:00:00+00:00")]
    assert result["failed"] == 0


def test_waiting_runs_what_is_due_and_the_story_goes_on_from_there():
    bell = {"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "one", "hours": 2}}
    result = played(
        bell,
        {"at": "+1h", "do": "wait"},
        {"do": "wait", "with": {"until": "2026-03-02T12:00:00+00:00"}},
        {"at": "+5m", "by": None, "do": "told"},
    )
    assert [step["result"].get("ran") for step in result["steps"]] == [None, 0, 1, None]
    assert result["steps"][-1]["at"] == "2026-03-02T12:05:00+00:00"


def test_a_wait_ends_when_something_is_due_that_the_story_made():
    result = played(
        {"by": "sw.tamarshire.1", "do": "agree", "as": "ok"},
        {"do": "wait", "with": {"until": "$ok.due"}},
        {"do": "wait", "with": {"until": "$ok"}},
        {"do": "wait", "with": {"until": "$ok.url"}, "expect": "invalid"},
        {"at": "2026-03-02T10:00:00+00:00", "by": None, "do": "told"},
    )
    assert result["failed"] == 0
    assert {step["at"] for step in result["steps"][1:]} == {"2026-03-02T13:00:00+00:00"}
    assert "is not a time" in result["steps"][3]["errors"]["until"][0]


def test_reminders_and_escalations_are_counted_and_neither_mail_nor_what_came_to_nothing():
    result = played(
        {"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "one", "hours": 1}},
        {"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "dumb", "hours": 1}},
        {"by": "sw.tamarshire.1", "do": "send_card", "with": {"hours": 1}},
        {"at": "+1h", "do": "wait"},
    )
    assert [bell for bell, _ in RAN] == ["one", "card"]
    assert result["steps"][3]["result"]["ran"] == 1


def test_what_is_still_due_at_the_end_of_a_past_story_is_dropped_with_an_event():
    played({"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "never", "hours": 2}})
    assert RAN == []
    assert [event.details["ids"] for event in events(verb="drop_job")] == [["bell: never"]]


def test_what_falls_due_after_the_real_now_is_the_hubs():
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    played({"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "to come", "hours": 2}}, start=tomorrow)
    with world.backstage() as _:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("select queue_name from procrastinate_jobs")
            assert cursor.fetchall() == [("clock",)]


def test_a_job_that_breaks_fails_the_play_and_the_story_goes_on():
    result = played(
        {"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "cracked", "hours": 1}},
        {"by": "sw.tamarshire.1", "do": "set_bell", "with": {"bell": "whole", "hours": 2}},
        {"at": "+3h", "by": None, "do": "told"},
    )
    assert (result["broken_jobs"], result["failed"]) == (["ZeroDivisionError"], 1)
    assert [bell for bell, _ in RAN] == ["whole"]


def test_the_ledger_is_sealed_when_the_play_is_over():
    give_up = time.monotonic() + 30  # other tests' transactions in the cluster hold the sealing up
    while not sealed_events():
        assert time.monotonic() < give_up
        played({"by": "sw.tamarshire.1", "do": "refuse", "expect": "refused"})


def sealed_events() -> int:
    with world.backstage():
        return Leaf.objects.count()


ONE = {"by": None, "do": "told"}


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "an object with a list"),
        ({"steps": {}}, "an object with a list"),
        ({"steps": [3]}, "Step 1: it must be an object"),
        ({"steps": [ONE, {"by": None, "do": "fly"}]}, "Step 2: there is no verb 'fly'"),
        ({"steps": [{**ONE, "by": "nobody.1"}]}, "nobody called 'nobody.1'"),
        ({"steps": [{**ONE, "by": ["sw.tamarshire.1"]}]}, "nobody called"),
        ({"steps": [{**ONE, "wit": {}}]}, "unknown: wit"),
        ({"steps": [{**ONE, "with": []}]}, "'with' must be an object"),
        ({"steps": [{**ONE, "expect": "maybe"}]}, "'expect' must be one of"),
        ({"steps": [{**ONE, "as": "a"}, {**ONE, "as": "a"}]}, "Step 2: the name 'a' is taken"),
        ({"steps": [{**ONE, "as": "a", "with": {"x": "$a"}}]}, r"\$a refers to no step before"),
        ({"steps": [{**ONE, "with": {"x": ["$later.id"]}}]}, r"\$later refers to no step before"),
        ({"start": "yesterday", "steps": []}, "The start"),
        ({"start": "2026-03-02T09:00:00", "steps": []}, "needs its zone"),
        ({"steps": [{**ONE, "at": "-5m"}]}, "is not a time"),
        ({"start": "9999-12-31T09:00:00Z", "steps": [{**ONE, "at": "+9d"}]}, "is not a time"),
        ({"start": "0001-01-01T00:00:00+12:00", "steps": []}, "is not a time"),
        ({"start": START, "steps": [{**ONE, "at": "2026-03-01T09:00:00Z"}]}, "before the step before it"),
        ({"steps": [{"do": "wait", "with": {"until": "soon"}}]}, "is not a time"),
    ],
)
def test_a_malformed_story_says_where_and_why(document, why):
    with pytest.raises(Malformed, match=why):
        scenario(document, verbs=verbs(), usernames=usernames())


@pytest.mark.parametrize("text", ["not json", '{"steps": [{"do": "told"}, {"do": "fly"}]}'])
def test_a_malformed_file_is_exit_code_2_and_changes_nothing(text, tmp_path):
    file = tmp_path / "story.json"
    file.write_text(text)
    said: list[str] = []
    assert play_file(file, as_json=True, say=said.append) == 2
    assert said
    assert not events()


def test_a_file_may_begin_with_the_mark_that_some_editors_write(tmp_path, capsys):
    file = tmp_path / "story.json"
    file.write_text("\ufeff" + json.dumps({"name": "Marked", "start": START, "steps": [ONE]}), "utf-8")
    assert play_file(file, as_json=True, say=lambda _: None) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "Marked"


def test_with_json_only_json_is_on_standard_output(tmp_path, capsys):
    file = tmp_path / "story.json"
    file.write_text(json.dumps({"name": "Two", "start": START, "steps": [ONE, {"by": None, "do": "refuse"}]}))
    assert play_file(file, as_json=True, say=lambda _: None) == 1
    assert json.loads(capsys.readouterr().out)["failed"] == 1


def test_only_a_demo_hub_plays(tmp_path, settings, capsys):
    settings.DEMO = False
    file = tmp_path / "story.json"
    file.write_text(json.dumps({"steps": [ONE]}))
    said: list[str] = []
    assert play_file(file, as_json=True, say=said.append) == 1
    assert "demo hub only" in said[0]
    assert capsys.readouterr().out == ""
    assert not events()
