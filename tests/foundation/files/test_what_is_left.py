"""What is shown of a file tells nothing of place, device and person."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from mash.foundation.files.apart import look_apart
from mash.foundation.files.looking import look
from tests.foundation.files import made

NAMED = [
    ("photo.jpg", made.photo(), "jpeg"),
    ("photo.png", made.photo("PNG"), "png"),
    ("photo.webp", made.photo("WEBP"), "webp"),
    ("photo.heic", made.HEIC, "heic"),
    ("photo.gif", made.photo("GIF"), "gif"),
    ("letter.docx", made.word(), "docx"),
    ("list.xlsx", made.sheet(), "xlsx"),
    ("letter.odt", made.open_document(), "odt"),
    ("report.pdf", made.pdf(), "pdf"),
    ("note.txt", "He said: ‘no’".encode(), "text"),
    ("call.wav", made.sound(), "wav"),
    ("call.mp3", made.mp3(), "mp3"),
    ("call.m4a", made.film(b"M4A "), "m4a"),
    ("film.mp4", made.film(), "mp4"),
    ("film.mov", made.film(b"qt  "), "mov"),
]


def everything_in(content: bytes) -> bytes:
    """The bytes, with those of everything packed inside."""
    found = [content, content.decode("utf-16-le", errors="ignore").encode(errors="ignore")]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            found += [everything_in(opened.read(name)) for name in opened.namelist()]
    if content.startswith(b"%PDF"):
        for number in range(1, 40):
            one = PdfReader(io.BytesIO(content)).get_object(number)
            found += [str(one).encode(), getattr(one, "_data", b"")]
    return b"\n".join(found)


@pytest.mark.parametrize(("name", "content", "kind"), NAMED, ids=[name for name, _, _ in NAMED])
def test_what_tells_of_place_device_and_person_is_in_the_original_and_not_in_the_copy(name, content, kind):
    secret = made.SECRET.encode()
    assert name == "note.txt" or secret in everything_in(content)
    found = look(content, name)
    assert found.kind == kind
    assert found.stripped
    assert secret not in everything_in(found.shown)
    assert secret not in found.small


def test_a_photo_is_drawn_anew_upright_with_a_small_one_beside_it():
    turned = Image.new("RGB", (60, 20), "red")
    told = Image.Exif()
    told[0x0112] = 6
    written = io.BytesIO()
    turned.save(written, "JPEG", exif=told)
    found = look(written.getvalue(), "")
    shown, small = Image.open(io.BytesIO(found.shown)), Image.open(io.BytesIO(found.small))
    assert shown.size == (20, 60)
    assert not shown.getexif()
    assert not {"comment", "xmp", "icc_profile", "exif"} & shown.info.keys()
    assert max(small.size) <= 240


def test_a_telephones_own_kind_of_photo_is_taken_and_shown_as_one_that_browsers_draw():
    found = look_apart(made.HEIC, "IMG_2041.HEIC")
    assert (found.kind, found.shown_as) == ("heic", "jpeg")
    assert max(Image.open(io.BytesIO(found.shown)).getchannel("R").tobytes()) > 150


def test_a_large_photo_is_shown_smaller():
    found = look(made.photo(size=(5000, 100)), "wide.jpg")
    assert Image.open(io.BytesIO(found.shown)).size == (4000, 80)


def test_the_words_of_a_document_stay():
    word = look(made.word("Nan’s house"), "a.docx").shown
    with zipfile.ZipFile(io.BytesIO(word)) as opened:
        assert "Nan’s house" in opened.read("word/document.xml").decode()
        assert Image.open(io.BytesIO(opened.read("word/media/image1.jpeg"))).size == (64, 48)
        assert Image.open(io.BytesIO(opened.read("word/media/image2.png"))).size == (64, 48)
    written = look(made.pdf("At nan"), "a.pdf").shown
    assert PdfReader(io.BytesIO(written)).pages[0].extract_text() == "At nan"
    assert not PdfReader(io.BytesIO(written)).metadata


def test_what_stood_in_a_pdf_before_it_was_changed_is_gone():
    writer = PdfWriter(io.BytesIO(made.pdf("Not for you")), incremental=True)
    words = DecodedStreamObject()
    words.set_data(b"BT /F1 12 Tf 20 100 Td (For you) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(words)
    written = io.BytesIO()
    writer.write(written)
    assert b"Not for you" in written.getvalue()
    shown = look(written.getvalue(), "a.pdf").shown
    assert b"For you" in shown
    assert b"Not for you" not in shown


def test_sound_and_film_play_as_before():
    assert look(made.sound(), "").shown.count(b"data") == 1
    film = made.film()
    shown = look(film, "").shown
    assert len(shown) == len(film)
    assert shown.index(b"mdat") == film.index(b"mdat")
    assert look(made.mp3(), "").shown.startswith(b"\xff\xfb")
    assert look(made.ogg(), "a.ogg").stripped is False


@settings(max_examples=40)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80))
def test_any_words_come_out_as_they_went_in(words):
    if words.lstrip().startswith(("<", "%PDF", "ID3", "MZ", "PK", "GIF8", "RIFF", "#!", "Rar!", "BZh", "7z", "{")):
        return
    if words[4:8] == "ftyp" or "PK\x05\x06" in words:
        return
    assert look(words.encode(), "note.txt").shown.decode() == words.lstrip("\ufeff")
