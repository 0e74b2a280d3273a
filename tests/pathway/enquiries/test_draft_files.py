"""Files that are chosen before anything is sent: kept with the draft, read by nobody, and gone with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.files.checking import MOST_BYTES_TOGETHER, Given
from mash.foundation.files.models import Original, Shown
from mash.foundation.files.refusals import MOST_FILES
from mash.foundation.files.scanning import Scan
from mash.foundation.ledger.models import Event
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import Received, receive_enquiry
from mash.pathway.enquiries.drafts.actions import (
    begin_draft,
    end_draft,
    hand_draft_on,
    throw_draft_away,
    throw_old_drafts_away,
)
from mash.pathway.enquiries.drafts.files import keep_draft_files, remove_draft_file
from mash.pathway.enquiries.drafts.opening import Begun, open_draft, opener_of
from mash.pathway.enquiries.models import Attachment, DraftFile, Message
from tests import world
from tests.foundation.files import made
from tests.pathway.enquiries.conftest import STORY

PHOTO, OTHER = made.photo(), made.photo("PNG")
NOTE = "She hit him again: ‘he knows why’".encode()
HER = ("IMG_2041.jpg", PHOTO)
DIARY = ("diary.txt", NOTE)
Named = tuple[str, bytes]


def given(files: Sequence[Named]) -> list[Given]:
    return [Given(name, content, len(content)) for name, content in files]


def begun(*files: Named, by: str | None = None, door: str = "public") -> Begun:
    """Somebody begins to tell, and chooses files."""
    with world.as_(by, seat=Seat.INTAKE) as me:
        draft = begin_draft(me, door=door, area="tamarshire")
        keep_draft_files(me, draft, files=given(files))
        return open_draft(me, opener=draft.opener, key=draft.id)


def chosen(draft: Begun, *files: Named) -> Begun:
    """The same draft, with more files chosen for it."""
    with world.as_(None) as me:
        keep_draft_files(me, draft, files=given(files))
        return open_draft(me, opener=draft.opener)


def sent(draft: Begun, by: str | None = None) -> Received:
    """The draft is sent, as a door sends it."""
    with world.as_(by, seat=Seat.INTAKE) as me:
        received = receive_enquiry(me, **STORY)
        end_draft(me, draft, enquiry=received.id)
        return received


def names(draft: Begun) -> list[str]:
    return [file.name for file in draft.files]


def waiting() -> int:
    with world.backstage():
        return DraftFile.objects.count()


def events(verb: str) -> list[Event]:
    with world.backstage():
        return list(Event.objects.filter(verb=verb, outcome="made").order_by("seq"))


@pytest.mark.parametrize("by", [None, "school.1"])
def test_what_was_chosen_goes_to_the_enquiry_with_the_draft(by):
    draft = begun(HER, DIARY, by=by)
    received = sent(draft, by)
    with world.backstage():
        photo, diary = Attachment.objects.filter(enquiry=received.id)
        originals = {bytes(row.content): row.pk for row in Original.objects.filter(enquiry=received.id)}
        shown = {row.pk: row for row in Shown.objects.filter(enquiry=received.id, area=received.area)}
        assert not Message.objects.exists()
    assert originals == {PHOTO: photo.shown_id, NOTE: diary.shown_id}
    assert (photo.group, photo.given_name, photo.stripped, photo.scanned) == ("photo", "IMG_2041.jpg", True, False)
    assert (diary.group, diary.size, diary.digest) == ("document", len(NOTE), hashlib.sha256(NOTE).hexdigest())
    assert (photo.by, photo.attached_at) == (world.member(by).pk if by else None, world.MONDAY_NINE)
    copy = shown[photo.shown_id]
    assert made.SECRET.encode() in PHOTO
    assert made.SECRET.encode() not in bytes(copy.content) + bytes(copy.small or b"")
    assert bytes(shown[diary.shown_id].content) == NOTE
    assert waiting() == 0


def test_that_a_scanner_has_looked_is_known_afterwards_too(monkeypatch):
    monkeypatch.setattr("mash.foundation.files.checking.scan", lambda content: Scan.CLEAN)
    received = sent(begun(DIARY))
    with world.backstage():
        assert Attachment.objects.get(enquiry=received.id).scanned


def test_whoever_tells_sees_of_what_kind_they_are_and_how_large_and_not_what_they_are_called():
    draft = begun(HER, DIARY, ("her room.png", OTHER))
    assert [(file.name, file.group, file.size) for file in draft.files] == [
        ("Photo 1", "photo", len(PHOTO)),
        ("Document 1", "document", len(NOTE)),
        ("Photo 2", "photo", len(OTHER)),
    ]
    assert "IMG_2041" not in repr(draft)


@pytest.mark.rule(1)
def test_the_same_file_chosen_twice_is_one_file():
    draft = begun(HER, ("again.jpg", PHOTO))
    assert names(chosen(draft, ("once more.jpg", PHOTO), DIARY)) == ["Photo 1", "Document 1"]
    assert names(begun(HER)) == ["Photo 1"], "another draft has its own"


def test_a_file_that_is_not_taken_is_named_and_none_of_those_beside_it_is_kept():
    draft = begun(HER)
    with pytest.raises(Invalid) as invalid:
        chosen(draft, DIARY, ("shut.pdf", made.pdf(password="x")), ("a.exe", b"MZ"))
    assert "‘shut.pdf’ is protected by a password" in invalid.value.errors["attachments"]
    assert "‘a.exe’ is a program" in invalid.value.errors["attachments"]
    for nonsense in (None, "a.jpg", [None], 7):
        with world.as_(None) as me, pytest.raises(Invalid, match="Choose the files again"):
            keep_draft_files(me, draft, files=nonsense)
    assert waiting() == 1


def test_a_draft_takes_ten_files_and_says_what_to_do_with_the_others():
    draft = begun(*(few := [(f"{n}.txt", f"Day {n}".encode()) for n in range(MOST_FILES - 1)]))
    with pytest.raises(Invalid, match=r"we can take 10 files\. Remove one, or send the others later"):
        chosen(draft, HER, DIARY)
    assert waiting() == len(few), "nothing of what was too much is kept"
    assert len(chosen(draft, HER).files) == MOST_FILES
    assert len(chosen(draft, HER).files) == MOST_FILES, "what is there already is not one too many"


def test_a_draft_takes_no_more_than_all_files_together_may_be():
    draft = begun(HER)
    filling = MOST_BYTES_TOGETHER - len(PHOTO) - len(NOTE)
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute(
            """insert into enquiries_draftfile (id, draft_id, content, digest, shown, media_type, known, "order")
            select gen_random_uuid(), %s, convert_to(repeat('x', %s), 'utf8'), '', '', '', '{"group": "photo"}', 2""",
            [draft.id, filling],
        )
    with pytest.raises(Invalid, match="larger than 100 MB"):
        chosen(draft, ("longer.txt", NOTE + b"!"))
    assert len(chosen(draft, DIARY).files) == 3


def test_it_is_taken_out_again_and_twice_is_once():
    draft = begun(HER, DIARY)
    for _ in range(2):
        with world.as_(None) as me:
            remove_draft_file(me, draft, file=str(draft.files[0].id))
    with world.as_(None) as me:
        assert names(open_draft(me, opener=draft.opener)) == ["Document 1"]
        for nonsense in (None, "", "photo", 7):
            with pytest.raises(Refused):
                remove_draft_file(me, draft, file=nonsense)
    assert len(events("remove_draft_file")) == 1
    received = sent(draft)
    with world.backstage():
        assert [bytes(row.content) for row in Original.objects.filter(enquiry=received.id)] == [NOTE]


@pytest.mark.rule(60)
def test_nobody_reaches_the_files_of_a_draft_that_is_not_theirs():
    draft, mine = begun(HER), begun(by="school.1", door="professional")
    stranger = replace(draft, opener="a-key-of-another-browser")
    for by in (None, "school.1", "calls.tamarshire.1", "sw.tamarshire.1"):
        with world.as_(by) as me:
            remove_draft_file(me, stranger, file=str(draft.files[0].id))
            remove_draft_file(me, replace(mine, opener=""), file=str(draft.files[0].id))
            with pytest.raises(Refused):
                keep_draft_files(me, stranger, files=given([DIARY]))
            with connection.cursor() as cursor:
                cursor.execute("select intake.send_draft_files('', %s)", [draft.id])
                assert cursor.fetchone() == ("[]",)
    assert waiting() == 1
    assert events("remove_draft_file") == []


@pytest.mark.rule(60)
def test_no_seat_reads_or_writes_them_but_by_the_functions():
    begun(HER)
    for seat in (Seat.HUB, Seat.INTAKE, Seat.PARTNER, Seat.OPS, Seat.AUDIT, Seat.SETUP, Seat.SYSTEM):
        by = {Seat.HUB: "sw.tamarshire.1", Seat.AUDIT: "auditor.1", Seat.SETUP: "admin.1"}.get(seat)
        for statement in ("select id from", "delete from", "insert into"):
            with world.as_(by, seat=seat), pytest.raises(DatabaseError, match="permission denied"):
                tail = " default values" if statement == "insert into" else ""
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"{statement} enquiries_draftfile{tail}")


def test_what_is_sent_or_over_takes_no_more():
    draft, old = begun(HER), begun(HER)
    sent(draft)
    with world.as_(None) as me, pytest.raises(Refused):
        keep_draft_files(me, draft, files=given([DIARY]))
    with world.as_(None, when=world.MONDAY_NINE + timedelta(days=28)) as me, pytest.raises(Refused):
        keep_draft_files(me, old, files=given([DIARY]))


def test_choosing_a_file_is_going_on_the_draft_is_kept_for_28_days_from_then():
    draft = begun()
    with world.as_(None, when=world.MONDAY_NINE + timedelta(days=27)) as me:
        keep_draft_files(me, draft, files=given([HER]))
    with world.as_(None, when=world.MONDAY_NINE + timedelta(days=54)) as me:
        assert names(open_draft(me, opener=draft.opener)) == ["Photo 1"]


def test_they_are_gone_with_a_draft_that_is_thrown_away_or_that_nobody_came_back_to():
    thrown = begun(HER)
    begun(DIARY)
    with world.as_(None) as me:
        throw_draft_away(me, thrown)
    assert waiting() == 1
    with world.as_(None, seat=Seat.SYSTEM, when=world.MONDAY_NINE + timedelta(days=28)) as me:
        assert throw_old_drafts_away(me) == 1
    assert waiting() == 0


def test_a_colleague_who_goes_on_has_them_too_and_sends_them():
    draft = begun(HER, by="school.1", door="professional")
    with world.as_("school.1", seat=Seat.INTAKE) as me:
        code = hand_draft_on(me, draft)
    with world.as_(None) as me:
        handed = open_draft(me, opener=opener_of(draft.reference, code))
    assert names(handed) == ["Photo 1"]
    received = sent(chosen(handed, DIARY))
    with world.backstage():
        assert Attachment.objects.filter(enquiry=received.id).count() == 2


@pytest.mark.rule(86)
def test_the_ledger_hears_of_them_by_id_and_of_their_hash_when_they_have_come():
    draft = begun(HER, DIARY)
    chosen(draft, HER)
    with world.as_(None) as me:
        remove_draft_file(me, draft, file=str(draft.files[1].id))
    photo, diary = (str(file.id) for file in draft.files)
    (kept,), (removed,) = events("keep_draft_files"), events("remove_draft_file")
    assert (kept.object_id, kept.details) == (draft.id, {"files": [photo, diary]})
    assert (removed.object_id, removed.details) == (draft.id, {"file": diary})
    received = sent(draft)
    (came,) = events("attach_files")
    assert (came.enquiry, came.details) == (
        received.id,
        {"kind": "jpeg", "sha256": hashlib.sha256(PHOTO).hexdigest()},
    )


def test_a_draft_that_became_nothing_moves_nothing():
    draft = begun(HER)
    with world.as_(None) as me:
        end_draft(me, draft, enquiry=uuid4())
    with world.backstage():
        assert not Original.objects.exists()
