"""Files that come with an enquiry or after it: by whom, kept how, and who sees them where."""

from __future__ import annotations

import hashlib
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from mash.foundation.access.models import Standing
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.files.checking import Given
from mash.foundation.files.models import Original, Shown
from mash.foundation.ledger.models import Event
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import ask_enquirer, attach_files
from mash.pathway.enquiries.files import names_of
from mash.pathway.enquiries.models import Attachment, Enquiry, Message
from tests import world
from tests.browsing import signed_in
from tests.foundation.files import made
from tests.pathway import scene
from tests.pathway.enquiries.conftest import reading, told

NOON = world.MONDAY_NINE + timedelta(hours=3)
OWN = ["pm.tamarshire.1", "sw.tamarshire.1", "calls.tamarshire.1"]
OTHERS = ["police.1", "health.1", "team.tamar-north.1", "school.1", "auditor.1", "admin.1", "pm.port-ellery.2", ""]
PHOTO = made.photo()
NOTE = "She hit him again: ‘he knows why’".encode()


def given(*files: tuple[str, bytes]) -> list[Given]:
    return [Given(name, content, len(content)) for name, content in files]


def sent(received: Any, *files: tuple[str, bytes], by: str | None = None) -> list[Attachment]:
    """Somebody sends files: an enquirer with their code, or a member of the hub."""
    with world.as_(by) as me:
        if by is None or me.seat is Seat.INTAKE:
            code = {"reference": received.reference} | ({} if by else {"code": received.code})
            return attach_files(me, files=given(*files), **code)
        return attach_files(me, files=given(*files), enquiry=received.id)


def page(path: str, by: str) -> Any:
    client = signed_in(by) if by else Client()
    with at(NOON):
        return client.get(path)


@pytest.mark.parametrize("by", [None, *OWN])
def test_the_enquirer_and_the_areas_own_people_send_files(by):
    received = told()
    one, other = sent(received, ("IMG_2041.jpg", PHOTO), ("diary.txt", NOTE), by=by)
    assert (one.group, one.given_name, one.stripped, one.scanned) == ("photo", "IMG_2041.jpg", True, False)
    assert (other.group, other.size) == ("document", len(NOTE))
    with world.backstage():
        originals = {bytes(row.content): bytes(row.digest) for row in Original.objects.filter(enquiry=received.id)}
        shown = Shown.objects.get(pk=one.shown_id)
    assert originals == {content: hashlib.sha256(content).digest() for content in (PHOTO, NOTE)}
    assert bytes(shown.digest) == hashlib.sha256(bytes(shown.content)).digest()
    assert made.SECRET.encode() in PHOTO
    assert made.SECRET.encode() not in bytes(shown.content) + bytes(shown.small or b"")


def test_a_professional_sends_files_to_what_they_sent_from_their_account_and_to_nothing_else():
    mine, other = told(by="school.1"), told()
    assert len(sent(mine, ("a.jpg", PHOTO), by="school.1")) == 1
    with pytest.raises(Refused, match="not_found"):
        sent(other, ("a.jpg", PHOTO), by="school.1")


@pytest.mark.parametrize("by", ["police.1", "team.tamar-north.1", "auditor.1", "pm.port-ellery.2"])
def test_nobody_else_does(by):
    received = told()
    with world.as_(by) as me, pytest.raises(Refused):
        attach_files(me, enquiry=received.id, files=given(("a.jpg", PHOTO)))
    with world.as_(None) as me, pytest.raises(Refused, match="not_found"):
        attach_files(me, reference=received.reference, code="WRONG", files=given(("a.exe", b"MZ")))
    with world.backstage():
        assert not Original.objects.exists()


@pytest.mark.rule(1)
def test_the_same_file_sent_twice_is_one_file():
    received = told()
    sent(received, ("a.jpg", PHOTO))
    assert sent(received, ("b.jpg", PHOTO), ("note.txt", NOTE), ("again.txt", NOTE))
    with world.backstage():
        assert Attachment.objects.filter(enquiry=received.id).count() == 2
        assert Message.objects.filter(enquiry=received.id).count() == 2


def test_bad_files_are_named_and_nothing_of_the_submission_is_kept():
    received = told()
    with pytest.raises(Invalid) as invalid:
        sent(received, ("fine.jpg", PHOTO), ("shut.pdf", made.pdf(password="x")), ("a.exe", b"MZ"))
    assert "‘shut.pdf’ is protected by a password" in invalid.value.errors["files"]
    assert "‘a.exe’ is a program" in invalid.value.errors["files"]
    with pytest.raises(Invalid, match="Choose a file"):
        sent(received)
    for nonsense in (None, "a.jpg", [None], [b"x"], 7):
        with world.as_("sw.tamarshire.1") as me, pytest.raises(Invalid, match="Choose"):
            attach_files(me, enquiry=received.id, files=nonsense)
    with world.backstage():
        assert not Attachment.objects.exists()
        assert not Original.objects.exists()


def test_a_closed_enquiry_takes_no_more_and_a_full_one_says_so(monkeypatch):
    received = told()
    with world.backstage():
        row = {"enquiry": received.id, "area": received.area, "kept_at": world.MONDAY_NINE}
        contents = [str(number).encode() for number in range(100)]
        Original.objects.bulk_create(
            Original(**row, content=content, digest=hashlib.sha256(content).digest()) for content in contents
        )
    with pytest.raises(Invalid, match="as many files"):
        sent(received, ("a.txt", NOTE))
    with world.backstage():
        scene.close(received.id, closed_at=world.MONDAY_NINE)
    with pytest.raises(Invalid, match="closed"):
        sent(received, ("a.txt", NOTE))


def test_whoever_has_the_enquiry_is_alerted_as_of_an_addition():
    received = told()
    sent(received, ("a.jpg", PHOTO), ("b.txt", NOTE))
    said = reading(page("/start", "sw.tamarshire.1"))
    assert "The enquirer added something" in said
    assert "Sent 1 photo and 1 document." in reading(page(f"/enquiries/{received.reference}/", "sw.tamarshire.1"))
    with world.backstage():
        Message.objects.update(heard_at=NOON)
    sent(told(), ("a.jpg", PHOTO), by="calls.tamarshire.1")
    assert "The enquirer added something" not in reading(page("/start", "sw.tamarshire.1"))


@pytest.mark.rule(86)
def test_each_file_is_in_the_ledger_with_its_hash_and_without_its_name():
    received = told()
    sent(received, ("IMG_2041.jpg", PHOTO), ("diary.txt", NOTE))
    with world.backstage():
        events = list(Event.objects.filter(verb="attach_files"))
    assert {event.details["sha256"] for event in events} == {hashlib.sha256(c).hexdigest() for c in (PHOTO, NOTE)}
    assert "IMG_2041" not in str([event.details for event in events])


@pytest.mark.parametrize("by", OWN)
def test_the_areas_own_people_see_them_on_the_enquiry_and_one_by_one(by):
    received = told()
    photo, note, call = sent(received, ("IMG_2041.jpg", PHOTO), ("diary.txt", NOTE), ("call.wav", made.sound()))
    here = f"/enquiries/{received.reference}/"
    listed = reading(page(here, by))
    assert "1 photo, 1 document and 1 recording" in listed
    assert "Photo 1 of 2 March" in listed
    assert "None of them was scanned for viruses." in listed
    assert "IMG_2041" not in listed
    one = reading(page(f"{here}files/{photo.pk}", by))
    assert "IMG_2041.jpg" in one
    assert photo.digest in one
    assert "‘he knows why’" in reading(page(f"{here}files/{note.pk}", by))
    assert "<audio" in page(f"{here}files/{call.pk}", by).content.decode()


@pytest.mark.rule(21)
@pytest.mark.parametrize("by", OTHERS)
def test_nobody_else_finds_that_there_is_a_file(by):
    received = told(by="school.1")
    (photo,) = sent(received, ("IMG_2041.jpg", PHOTO))
    with world.backstage():
        for username in ("police.1", "health.1"):
            holder = world.member(username).agency_id
            Standing.add(enquiry=received.id, kind="asked", holder=holder, since=world.MONDAY_NINE)
    here = f"/enquiries/{received.reference}/"
    for path in ("", "/small", "/copy"):
        assert page(f"{here}files/{photo.pk}{path}", by).status_code in (302, 404)
        assert page(f"{here}files/{uuid.uuid4()}{path}", by).status_code in (302, 404)
    assert "Photo 1" not in reading(page(here, by))


@pytest.mark.rule(59)
def test_a_wall_stands_before_files_too():
    received = told()
    (photo,) = sent(received, ("a.jpg", PHOTO))
    scene.wall(Enquiry(pk=received.id), "sw.tamarshire.1")
    for path in ("", "/small", "/copy"):
        assert page(f"/enquiries/{received.reference}/files/{photo.pk}{path}", "sw.tamarshire.1").status_code == 404
    with world.as_("sw.tamarshire.1"):
        assert not Shown.objects.exists()


def test_a_copy_is_served_so_that_it_can_do_nothing():
    received = told()
    photo, note = sent(received, ("a\r\nX-Evil: 1.jpg", PHOTO), ("page.txt", b"Hi <script>alert(1)</script>"))
    here = f"/enquiries/{received.reference}/files/"
    copy = page(f"{here}{photo.pk}/copy", "sw.tamarshire.1")
    assert copy.headers["Content-Disposition"] == 'attachment; filename="photo-1-of-2-march.jpg"'
    assert copy.headers["Content-Type"] == "image/jpeg"
    for answer in (copy, page(f"{here}{photo.pk}/small", "sw.tamarshire.1"), page(f"{here}{note.pk}/copy", OWN[0])):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert made.SECRET.encode() not in answer.content
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "<script>alert" not in page(f"{here}{note.pk}", "sw.tamarshire.1").content.decode()
    assert page(f"{here}{note.pk}/small", "sw.tamarshire.1").status_code == 404


@pytest.mark.rule(86)
def test_every_look_at_a_file_is_recorded_with_which_it_was():
    received = told()
    (photo,) = sent(received, ("a.jpg", PHOTO))
    for path, look in (("", "attachment"), ("/small", "attachment_small"), ("/copy", "attachment_copy")):
        page(f"/enquiries/{received.reference}/files/{photo.pk}{path}", "sw.tamarshire.1")
        with world.backstage():
            event = Event.objects.get(verb=look, object_id=photo.pk)
        assert (event.outcome, event.enquiry) == ("read", received.id)


@pytest.mark.rule(60)
def test_no_seat_reads_an_original_and_none_writes_one_but_by_the_function():
    received = told()
    sent(received, ("a.jpg", PHOTO))
    for seat in (Seat.HUB, Seat.INTAKE, Seat.AUDIT, Seat.OPS, Seat.SYSTEM):
        for kind, verb in ((Original, "select content from"), (Original, "delete from"), (Shown, "delete from")):
            with world.as_("sw.tamarshire.1" if seat is Seat.HUB else None, seat=seat):
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"{verb} {kind._meta.db_table}")
    with world.as_(None):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            stranger = [uuid.uuid4(), uuid.uuid4(), received.area]
            cursor.execute("select intake.keep_file(%s, %s, %s, 'x'::bytea, 'x'::bytea, 'a', null)", stranger)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_enquirer_comes_back_and_sends_a_photo_without_a_word():
    received = told()
    opened = {"reference": received.reference, "code": received.code}
    with at(NOON):
        asked = Client().post("/enquire/back", opened).content.decode()
        answer = Client().post("/enquire/back", {**opened, "text": "", "attachments": [upload("a.jpg", PHOTO)]})
        became = reading(Client().post("/enquire/back", opened))
    assert 'enctype="multipart/form-data"' in asked
    assert answer.headers["Location"] == "/enquire/back?added=1"
    assert "Sent 1 photo." in became


def test_what_was_typed_stays_when_a_file_is_not_taken_and_nothing_was_sent():
    received = told()
    told_now = {"reference": received.reference, "code": received.code, "text": "He is back, and hurt."}
    with at(NOON):
        answer = Client().post("/enquire/back", {**told_now, "attachments": [upload("a.pdf", made.pdf(password="x"))]})
    said = answer.content.decode()
    assert "‘a.pdf’ is protected by a password" in said
    assert "He is back, and hurt.</textarea>" in said
    with world.backstage():
        assert not Message.objects.filter(enquiry=received.id).exists()


def test_it_is_said_that_the_good_files_must_be_chosen_again():
    received = told()
    files = [upload("a.jpg", PHOTO), upload("b.exe", b"MZ")]
    with at(NOON):
        answer = Client().post(
            "/enquire/back",
            {"reference": received.reference, "code": received.code, "text": "Look", "attachments": files},
        )
    assert "The other files were not sent either" in answer.content.decode()


def test_words_and_files_sent_together_are_one_alert():
    received = told()
    with at(NOON):
        body = {"reference": received.reference, "code": received.code, "text": "Look"}
        assert Client().post("/enquire/back", {**body, "attachments": upload("a.jpg", PHOTO)}).status_code == 302
    assert reading(page("/start", "sw.tamarshire.1")).count("The enquirer added something") == 1


def test_an_answer_may_be_a_photo_beside_words_and_the_sent_page_takes_both():
    received = told(by="school.1")
    with world.as_("sw.tamarshire.1") as me:
        ask_enquirer(me, received.id, text="What does it look like?")
    with at(NOON):
        client = signed_in("school.1")
        body = {"text": "Like this.", "attachments": [upload("a.jpg", PHOTO)]}
        assert client.post(f"/enquire/mine/{received.reference}", body).status_code == 302
    with world.backstage():
        kinds = [message.kind for message in Message.objects.filter(enquiry=received.id)]
    assert sorted(kinds) == ["addition", "answer", "question"]


def test_a_call_handler_adds_a_recording_and_neither_words_nor_file_is_an_error():
    received = told()
    path = f"/enquiries/{received.reference}/add"
    with at(NOON):
        client = signed_in("calls.tamarshire.1")
        nothing = reading(client.post(path, {"text": " "}))
        assert client.post(path, {"text": "", "attachments": [upload("call.wav", made.sound())]}).status_code == 302
    assert "Write what you want to say, or choose a file" in nothing
    with world.backstage():
        assert Attachment.objects.get(enquiry=received.id).group == "recording"


def test_a_file_that_was_too_large_is_said_so_on_the_page():
    received = told()
    opened = {"reference": received.reference, "code": received.code, "text": "A film"}
    with at(NOON):
        answer = Client().post("/enquire/back", {**opened, "attachments": upload("film.mp4", bytes(21 * 1024 * 1024))})
    assert "‘film.mp4’ is larger than 20 MB" in answer.content.decode()


def test_names_are_numbered_by_kind_and_day():
    day = world.MONDAY_NINE.date()
    later = day + timedelta(days=12)
    named = names_of([("photo", day), ("document", day), ("photo", day), ("photo", later)])
    assert named == ["Photo 1 of 2 March", "Document 1 of 2 March", "Photo 2 of 2 March", "Photo 1 of 14 March"]


def test_a_picture_that_is_shown_is_one_a_browser_can_draw():
    from PIL import Image

    received = told()
    (photo,) = sent(received, ("a.webp", made.photo("WEBP")))
    copy = page(f"/enquiries/{received.reference}/files/{photo.pk}/copy", "sw.tamarshire.1")
    assert Image.open(io.BytesIO(copy.content)).format == "JPEG"
    assert photo.kind == "webp"
