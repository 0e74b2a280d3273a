"""Whoever changes an export is found out, however carefully they mend the rest of the file."""

from __future__ import annotations

import copy
import gzip
import io
import json
from random import Random

import pytest

from mash.foundation.ledger.canonical import encoded
from mash.foundation.ledger.checkpoint import Checkpoint, sign
from mash.foundation.ledger.export import opened
from mash.foundation.ledger.verify import verify

pytestmark = pytest.mark.rule(86)

SEALED = 50


def check(text, ledger, **kept):
    return verify(io.BytesIO(text), trusted_key=ledger.trusted, **kept)


def taken_apart(text):
    header, *rest, _end = text.splitlines()
    return header, [line for line in rest if b'"checkpoint"' not in line], [line for line in rest if b'"note"' in line]


def put_together(header, events, checkpoints):
    """As a careful forger does it: with a last line that counts right."""
    end = encoded({"end": {"checkpoints": len(checkpoints), "events": len(events)}})
    return b"\n".join([header, *events, *checkpoints, end, b""])


def renumbered(events):
    """As a careful forger does it: with places that follow each other again."""
    mended = []
    for place, line in enumerate(events):
        event = json.loads(line)
        mended.append(encoded(event | {"seq": place if event["seq"] is not None else None}))
    return mended


def edit(random, events):
    at = random.randrange(SEALED)
    event = json.loads(events[at])
    field = random.choice(sorted(event.keys() - {"seq", "id"}))
    other = [{"level": "green"}, ["nobody"], "00000000-0000-0000-0000-0000000000ff", 7, ""]
    event[field] = random.choice([value for value in other if value != event[field]])
    events[at] = encoded(event)


def flip(random, events):
    at = random.randrange(SEALED)
    line = bytearray(events[at])
    line[random.randrange(len(line))] ^= 1 << random.randrange(7)
    events[at] = bytes(line).replace(b"\n", b" ")


def remove(random, events):
    del events[random.randrange(SEALED)]


def remove_many(random, events):
    first = random.randrange(SEALED)
    del events[first : first + random.randrange(1, 10)]


def insert(random, events):
    at = random.randrange(SEALED)
    event = json.loads(random.choice(events)) | {"id": f"00000000-0000-0000-0000-{random.getrandbits(48):012x}"}
    events.insert(at, encoded(event | {"seq": at}))


def double(random, events):
    at = random.randrange(SEALED)
    events.insert(random.randrange(SEALED), events[at])


def swap(random, events):
    one, other = random.sample(range(SEALED), 2)
    events[one], events[other] = events[other], events[one]


def move(random, events):
    one, other = random.sample(range(SEALED), 2)
    events.insert(other, events.pop(one))


def shuffle(random, events):
    before = list(events)
    while events == before:
        random.shuffle(events)


def change_events(random, ledger, how):
    header, events, checkpoints = taken_apart(ledger.export())
    how(random, events)
    carefully = random.random() < 0.5 and how is not flip
    return put_together(header, renumbered(events) if carefully else events, checkpoints)


def truncate(random, ledger):
    text = ledger.export()
    return text[: random.randrange(len(text))]


def truncate_at_a_line_and_mend(random, ledger):
    header, events, checkpoints = taken_apart(ledger.export())
    return put_together(header, events[: random.randrange(SEALED)], checkpoints)


def roll_back(random, ledger):
    """An older state of the ledger, whole and genuine: only those who remember the newer can tell."""
    keep = random.randrange(len(ledger.notes))
    header, events, checkpoints = taken_apart(ledger.export())
    return put_together(header, events[: ledger.notes[keep - 1][0] if keep else 0], checkpoints[:keep])


def rewrite_with_the_key(random, ledger):
    """Somebody who holds the key edits one event and seals all anew."""
    forged = copy.copy(ledger)
    forged.events = [event | {"seq": None} for event in ledger.events[:SEALED]]
    forged.events[random.randrange(SEALED)]["outcome"] = "refused"
    forged.notes, forged.frontier = [], type(ledger.frontier)()
    return forged.seal().export()


def unseal_and_rewrite(random, ledger):
    """The last checkpoints are taken away, and what they covered is edited and passed off as not yet sealed."""
    header, events, checkpoints = taken_apart(ledger.export())
    cut = random.randrange(1, len(checkpoints))
    size = ledger.notes[cut - 1][0]
    events[size:] = [encoded(json.loads(line) | {"seq": None, "outcome": "read"}) for line in events[size:]]
    return put_together(header, events, checkpoints[:cut])


def spoil_a_checkpoint(random, ledger):
    header, events, checkpoints = taken_apart(ledger.export())
    at = random.randrange(len(checkpoints))
    document = json.loads(checkpoints[at])["checkpoint"]
    place = random.randrange(len(document["note"]))
    character = chr(ord(document["note"][place]) ^ 1)
    document["note"] = document["note"][:place] + character + document["note"][place + 1 :]
    checkpoints[at] = encoded({"checkpoint": document})
    return put_together(header, events, checkpoints)


CHANGES = [edit, flip, remove, remove_many, insert, double, swap, move, shuffle]
FORGERIES = [
    truncate,
    truncate_at_a_line_and_mend,
    roll_back,
    rewrite_with_the_key,
    unseal_and_rewrite,
    spoil_a_checkpoint,
]


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("how", CHANGES + FORGERIES)
def test_tampering_is_found(how, seed, ledger):
    random = Random(seed)
    tampered = change_events(random, ledger, how) if how in CHANGES else how(random, ledger)
    assert tampered != ledger.export()
    report = check(tampered, ledger, known=[note for _, note in ledger.notes])
    assert not report.ok
    assert report.findings


@pytest.mark.parametrize("how", CHANGES)
def test_a_change_to_what_is_sealed_is_found_without_any_witness(how, ledger):
    missed = [seed for seed in range(100, 140) if check(change_events(Random(seed), ledger, how), ledger).ok]
    assert not missed


def test_an_untouched_export_has_nothing_against_it(ledger):
    report = check(ledger.export(), ledger, known=[note for _, note in ledger.notes])
    assert report.ok
    assert (report.events, report.checkpoints, report.unsealed) == (53, 4, 3)
    assert report.findings == ("Not yet sealed: 3, the oldest written at 2026-03-02T09:05:50.000000Z.",)


def test_a_sealed_export_has_nothing_to_report_at_all(ledger, new_ledger):
    assert check(ledger.seal().export(), ledger).findings == ()
    assert check(new_ledger().export(), new_ledger(ledger.key)).ok is False  # another key
    empty = new_ledger()
    assert check(empty.export(), empty).findings == ()
    assert check(empty.seal().export(), empty).findings == ()


def test_an_export_packed_is_checked_unpacked_and_one_cut_short_is_noticed(ledger, tmp_path):
    path = tmp_path / "ledger.jsonl.gz"
    packed = gzip.compress(ledger.export())
    path.write_bytes(packed)
    with opened(path) as stream:
        assert verify(stream, trusted_key=ledger.trusted).ok
    path.write_bytes(packed[:-40])
    with opened(path) as stream:
        assert any("cannot be read beyond" in finding for finding in verify(stream).findings)


def test_the_batch_in_which_an_event_was_edited_is_named(ledger):
    edited = ledger.export().replace(b'"shown":9}', b'"shown":8}')
    (found, _waiting) = check(edited, ledger).findings
    assert found == (
        "Among events 7 to 22 at least one is not what was sealed: edited, removed, added or moved. "
        "3 checkpoints from there on cannot be matched."
    )


def test_the_place_of_a_removed_event_is_named(ledger):
    header, events, checkpoints = taken_apart(ledger.export())
    del events[11]
    findings = check(put_together(header, events, checkpoints), ledger).findings
    assert "Line 13: here should be event 11, but it is event 12. Events have been removed, added or moved." in findings


def test_an_event_that_stands_twice_is_named(ledger):
    header, events, checkpoints = taken_apart(ledger.export())
    findings = check(put_together(header, [*events, events[5]], checkpoints), ledger).findings
    assert "Line 55: event 00000000-0000-0000-0000-000000001005 is in the file twice." in findings


def test_taking_checkpoints_away_shows_on_the_events_that_they_covered(ledger):
    header, events, checkpoints = taken_apart(ledger.export())
    report = check(put_together(header, events, checkpoints[:-1]), ledger)
    assert not report.ok
    assert any(finding.startswith("26 events from place 24 on had been sealed") for finding in report.findings)


def test_events_under_no_checkpoint_at_all_are_not_relied_on(new_ledger):
    young = new_ledger().write(2)
    report = check(young.export(), young)
    assert not report.ok
    assert "There is no genuine checkpoint, so nothing in this file can be relied on." in report.findings


def test_a_roll_back_shows_only_to_those_who_remember(ledger):
    older = roll_back(Random(2), ledger)
    assert check(older, ledger).ok
    report = check(older, ledger, known=[ledger.notes[-1][1]])
    assert not report.ok
    assert any("rolled back" in finding for finding in report.findings)


def test_a_history_rewritten_by_the_keys_holder_shows_only_to_those_who_remember(ledger):
    rewritten = rewrite_with_the_key(Random(0), ledger)
    assert check(rewritten, ledger).ok
    report = check(rewritten, ledger, known=[ledger.notes[-1][1]])
    assert any("history has been rewritten" in finding for finding in report.findings)


def test_two_histories_signed_by_one_key_do_not_stand_in_one_file(ledger):
    header, events, checkpoints = taken_apart(ledger.export())
    other = taken_apart(rewrite_with_the_key(Random(0), ledger))[2]
    findings = check(put_together(header, events, checkpoints + other), ledger).findings
    assert any("a checkpoint over 50 events stands after one over 50" in finding for finding in findings)
    assert any("Among events" in finding for finding in findings)


def test_a_file_signed_anew_by_a_stranger_vouches_for_itself_only(ledger, new_ledger):
    stranger = new_ledger().write(20).seal()
    alone = verify(io.BytesIO(stranger.export()))
    assert alone.ok
    assert alone.key_from_file
    report = check(stranger.export(), ledger)
    assert not report.key_from_file
    assert any("another key than the one you trust" in finding for finding in report.findings)
    assert any("not signed by the key" in finding for finding in report.findings)


def test_a_known_checkpoint_that_is_not_genuine_is_said_so(ledger, new_ledger):
    stranger = new_ledger().write(3).seal()
    report = check(ledger.export(), ledger, known=[stranger.notes[0][1], "nonsense"])
    assert sum(finding.startswith("Known checkpoint") for finding in report.findings) == 2


def test_a_known_checkpoint_that_the_file_leaves_out_is_missed(ledger):
    header, events, checkpoints = taken_apart(ledger.export())
    thinned = put_together(header, events, checkpoints[:1] + checkpoints[2:])
    assert check(thinned, ledger).ok
    assert check(thinned, ledger, known=[ledger.notes[1][1]]).findings[0] == (
        "A known checkpoint over 23 events is missing from this file."
    )


def test_the_first_batch_that_fails_is_named_when_later_ones_hold(ledger):
    """The sealer's own fault, or a forger with the key: a root that is wrong under a genuine signature."""
    wrong = Checkpoint("mash.example/ledger", 23, b"\x00" * 32)
    ledger.notes[1] = (23, sign(wrong, ledger.key))
    assert check(ledger.export(), ledger).findings[0].startswith("Among events 7 to 22 ")
    assert "1 checkpoint from there on" in check(ledger.export(), ledger).findings[0]


END = b'{"end":{"checkpoints":4,"events":53}}\n'


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        (b'"size":23}', b'"size":24}', "Line 56: a checkpoint over 23 events is kept as one over 24."),
        (b'"origin":"mash', b'"origin":"smash', "The file says it is of smash.example/ledger, but its key is of mash."),
        (b"ledger-1", b"ledger-9", "The file is in the format openmash-ledger-9; this checks openmash-ledger-1."),
        (END, END + END, "Line 60: there is something after the end."),
        (END, b'{"end":{"checkpoints":4,"events":54}}\n', "The last line counts 54 events and 4 checkpoints, but"),
        (END, b"", "The file has been cut short: its last line is missing."),
        (END, b"nonsense\n" + END, "Line 59: this is not plain JSON"),
        (b'"public_key":"mash', b'"public_key":"+', "Header: "),
    ],
)
def test_what_does_not_fit_together_is_named(before, after, finding, ledger):
    text = ledger.export()
    assert text.count(before) == 1
    found = check(text.replace(before, after), ledger).findings[:-1]
    assert [said for said in found if said.startswith(finding)]


def test_a_line_out_of_place_is_named_and_the_rest_is_still_checked(ledger):
    header, events, checkpoints = taken_apart(ledger.seal().export())
    stray = put_together(header, events[:-1], [*checkpoints[:2], events[-1], *checkpoints[2:]])
    assert "Line 56: an event stands among the checkpoints." in check(stray, ledger).findings
    twice = put_together(header, events, [header, *checkpoints])
    assert "Line 55: a second header." in check(twice, ledger).findings
    spoilt = put_together(header, [*events[:30], b"nonsense", *events[31:]], checkpoints)
    report = check(spoilt, ledger)
    assert report.events == 53
    assert [finding[:24] for finding in report.findings] == ["Line 32: this is not pla", "Among events 24 to 49 at"]


@pytest.mark.parametrize(
    "nonsense",
    [b"", b"\n", b"\x00" * 500, b"{}\n", b"[1]\n" * 9, b'{"end":{"checkpoints":0,"events":0}}\n', b"9" * 5000 + b"\n"],
)
def test_a_file_that_is_no_export_is_reported_and_never_raises(nonsense, ledger):
    report = verify(io.BytesIO(nonsense))
    assert not report.ok
    assert any("no header" in finding for finding in report.findings)


def test_many_findings_of_a_kind_are_counted_not_listed(ledger):
    header, events, checkpoints = taken_apart(ledger.export())
    findings = check(put_together(header, events[::-1], checkpoints), ledger).findings
    assert len(findings) < 12
    assert any(finding.endswith("more of this kind: wrong place.") for finding in findings)
