"""One event has one form in bytes, sealing gives it its place, and an export gives back what was put in."""

from __future__ import annotations

import gzip
import io
import json
from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mash.foundation.ledger import export
from mash.foundation.ledger.canonical import canonical
from mash.foundation.ledger.merkle import Frontier, Tree, leaf_hash
from mash.foundation.ledger.sealing import seal

pytestmark = pytest.mark.rule(86)


def test_an_event_is_one_line_of_ascii_with_sorted_keys(new_event):
    line = canonical(new_event(0) | {"details": {"b": 1, "a": "\u00e9\n"}})
    assert line == json.dumps(json.loads(line), sort_keys=True, separators=(",", ":")).encode("ascii")
    assert b"\n" not in line
    assert json.loads(line)["at"] == "2026-03-02T09:00:00.000000Z"


def test_the_same_moment_people_and_identifiers_give_the_same_bytes(new_event):
    event = new_event(3)
    same = event | {
        "at": event["at"].astimezone(timezone(timedelta(hours=1))),
        "id": str(event["id"]).upper(),
        "people": [UUID(int=60), str(UUID(int=61)), UUID(int=60)],
    }
    assert canonical(same) == canonical(event)


def test_people_stand_in_order_whoever_was_named_first(new_event):
    people = [UUID(int=number) for number in range(20, 0, -1)]
    line = canonical(new_event(0) | {"people": people})
    assert json.loads(line)["people"] == [str(person) for person in sorted(people)]


def test_what_is_read_back_gives_the_same_bytes(new_event):
    line = canonical(new_event(3) | {"seq": 12, "play": UUID(int=9)})
    assert canonical(json.loads(line)) == line


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "x"}, "unknown: name"),
        ({"at": datetime(2026, 3, 2, 9)}, "needs its zone"),
        ({"written_at": "2026-03-02T09:00:00Z"}, "Not a time"),
        ({"actor": "somebody"}, "UUID"),
        ({"seq": -1}, "whole number"),
        ({"seq": True}, "whole number"),
        ({"details": {"share": float("nan")}}, "JSON"),
    ],
)
def test_a_malformed_event_is_not_put_into_bytes(new_event, changed, why):
    with pytest.raises(ValueError, match=why):
        canonical(new_event(0) | changed)


def test_a_field_may_not_be_left_out(new_event):
    event = new_event(0)
    del event["purpose"]
    with pytest.raises(ValueError, match="purpose"):
        canonical(event)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the fixture is a function without memory
@given(batches=st.lists(st.integers(0, 9), max_size=8))
def test_sealing_in_any_batches_gives_the_tree_over_all_events(new_event, batches):
    events = [new_event(number) for number in range(sum(batches))]
    frontier, done = Frontier(), 0
    hashed: list[bytes] = []
    for batch in batches:
        frontier, sealed = seal(frontier, events[done : done + batch])
        assert (sealed.first, sealed.size, len(sealed.leaves)) == (done, done + batch, batch)
        hashed += sealed.leaves
        done += batch
        assert sealed.root == frontier.root() == Tree(hashed).root()
    assert hashed == [leaf_hash(canonical(event | {"seq": place})) for place, event in enumerate(events)]


def test_an_event_is_sealed_in_one_place_only(new_event):
    with pytest.raises(ValueError, match="sealed already, at place 4"):
        seal(Frontier(), [new_event(0) | {"seq": 4}])


def test_an_export_gives_back_what_was_put_in(ledger):
    header, *entries, end = export.read(io.BytesIO(ledger.export()))
    events = [entry for entry in entries if isinstance(entry, export.Event)]
    assert header == export.Header("mash.example/ledger", ledger.trusted)
    assert [event.line for event in events] == [canonical(event) for event in ledger.events]
    assert [canonical(event.fields) for event in events] == [event.line for event in events]
    assert entries[len(events) :] == ledger.notes
    assert end == export.End(53, 4)


def test_an_export_says_the_same_twice(ledger):
    assert ledger.export() == ledger.export()


def test_an_export_packed_or_not_is_opened_alike(ledger, tmp_path):
    plain, packed = tmp_path / "ledger.jsonl", tmp_path / "ledger.jsonl.gz"
    plain.write_bytes(ledger.export())
    packed.write_bytes(gzip.compress(ledger.export()))
    with export.opened(plain) as one, export.opened(packed) as other:
        assert one.read() == other.read() == ledger.export()


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (lambda text: text[:-1], "no end"),
        (lambda text: text[: text.rindex(b'{"end"')], "cut short"),
        (lambda text: text + text[text.rindex(b'{"end"') :], "after the end"),
        (lambda text: text[text.index(b"\n") + 1 :], "header must be the first"),
        (lambda text: text.replace(b'"actor":', b'"actor":1,"actor":', 1), "Line 2: .* one way only"),
        (lambda text: text.replace(b"hub", "h\u00fcb".encode(), 1), "Line 2"),
        (lambda text: text.replace(b"\n", b"\n\n", 1), "Line 2"),
        (lambda text: text.replace(b"\n", b"\n[]\n", 1), "neither an event nor"),
        (lambda text: text.replace(b"\n", b"\n" + b"[" * 90_000 + b"\n", 1), "Line 2"),
        (lambda text: text.replace(b"\n", b"\n" + b" " * (1 << 20) + b"\n", 1), "too long"),
    ],
)
def test_reading_stops_at_what_is_not_an_export(ledger, spoilt, why):
    with pytest.raises(export.ExportError, match=why):
        list(export.read(io.BytesIO(spoilt(ledger.export()))))
