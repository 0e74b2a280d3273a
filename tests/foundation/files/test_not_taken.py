"""Bad files are not taken, each with an answer that says what to do; none of them breaks anything."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.foundation.files import apart
from mash.foundation.files.apart import look_apart
from mash.foundation.files.checking import MEGABYTE, Given, check_all, plain_name
from mash.foundation.files.kinds import Unfit
from mash.foundation.files.looking import look
from mash.foundation.files.refusals import SENTENCES, refusal
from tests.foundation.files import made

EXTERNAL = (
    '<Relationships><Relationship Id="r9" Type="http://x/attachedTemplate" Target="http://x.example/t.dotm" '
    'TargetMode="External"/></Relationships>'
)
LINK = EXTERNAL.replace("attachedTemplate", "hyperlink")
MACRO_TYPES = (
    f'<Types><Override ContentType="{made.WORD.replace("document.main", "document.macroEnabled.main")}"/></Types>'
)


def flagged_encrypted(content: bytes) -> bytes:
    """A container whose members say that they need a password."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content = content[: place + at] + b"\x01\x00" + content[place + at + 2 :]
            place = content.find(mark, place + 4)
    return content


def lying_sizes(content: bytes) -> bytes:
    """A container whose list says that everything in it is small."""
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content = content[: place + 24] + struct.pack("<I", 100) + content[place + 28 :]
        place = content.find(b"PK\x01\x02", place + 4)
    return content


ZEROS = bytes(50_000_000)
BAD: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("a.jpg", b"", "empty"),
    "an empty container": ("a.docx", b"PK\x05\x06" + bytes(18), "archive"),
    "a packed folder": ("a.zip", made.zipped({"a.txt": "x"}), "archive"),
    "a program": ("a.exe", b"MZ" + bytes(200), "program"),
    "a program called a photo": ("photo.jpg", b"MZ" + bytes(200), "program"),
    "a photo called a program": ("photo.exe", made.photo(), "lies"),
    "a PDF called a photo": ("photo.jpg", made.pdf(), "lies"),
    "a document called a photo": ("photo.jpg", made.word(), "lies"),
    "a name that is turned round": (plain_name("photo\u202egpj.exe"), made.photo(), "lies"),
    "two endings": ("photo.jpg.scr", made.photo(), "lies"),
    "a web page": ("page.txt", b"<html><script>alert(1)</script>", "web_page"),
    "a drawing with a script": ("a.svg", b'<svg xmlns="x"><script>1</script></svg>', "web_page"),
    "noise": ("a.bin", bytes(range(256)) * 3, "unknown"),
    "an old document": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    "a photo that broke off": ("a.jpg", made.photo(size=(300, 300))[:-9000], "broken"),
    "a document that broke off": ("a.docx", made.word()[:-40], "broken"),
    "a PDF that broke off": ("a.pdf", made.pdf()[:300], "broken"),
    "a film that broke off": ("a.mp4", made.film()[:-30], "broken"),
    "a recording that broke off": ("a.wav", made.sound()[:-60], "broken"),
    "a PDF with a password": ("a.pdf", made.pdf(password="shut"), "password"),
    "a document with a password": ("a.docx", flagged_encrypted(made.word()), "password"),
    "an OpenDocument with a password": (
        "a.odt",
        made.open_document({"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "password",
    ),
    "a PDF that runs a script": ("a.pdf", made.pdf(acts="script"), "acts"),
    "a PDF that starts a program": ("a.pdf", made.pdf(acts="launch"), "acts"),
    "a PDF with a file in it": ("a.pdf", made.pdf(acts="holds"), "holds_files"),
    "macros": ("a.docx", made.word(more={"word/vbaProject.bin": b"x"}), "macros"),
    "macros by type": ("a.docx", made.word(more={"[Content_Types].xml": MACRO_TYPES}), "macros"),
    "a command": ("a.docx", made.word(r"DDEAUTO c:\\windows\\system32\\cmd.exe"), "macros"),
    "macros in OpenDocument": ("a.odt", made.open_document({"Basic/Standard/M.xml": "<x/>"}), "macros"),
    "a template from elsewhere": ("a.docx", made.word(more={"word/_rels/settings.xml.rels": EXTERNAL}), "fetches"),
    "entities": ("a.docx", made.word(more={"word/x.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "fetches"),
    "an inserted object": ("a.docx", made.word(more={"word/embeddings/oleObject1.bin": b"x"}), "holds_files"),
    "a program inside": ("a.docx", made.word(more={"word/media/a.png": b"MZ" + bytes(99)}), "holds_files"),
    "an unknown part": ("a.docx", made.word(more={"word/setup.exe": b"x"}), "holds_files"),
    "documents in documents": ("a.docx", made.nested(3), "holds_files"),
    "a bomb": ("a.docx", made.word(more={"word/big.xml": ZEROS}), "bomb"),
    "a bomb of many parts": ("a.docx", made.word(more={f"word/{n}.xml": "" for n in range(2_100)}), "bomb"),
    "a path that leads out": ("a.docx", made.word(more={"../../etc/x.xml": "x"}), "broken"),
    "a picture of billions of pixels": ("a.png", made.png_of(60_000, 60_000), "too_many_pixels"),
    "a photo that is a container": ("a.jpg", made.photo() + made.zipped({"a.js": "1"}), "two_in_one"),
    "a photo that is a PDF": ("a.gif", b"GIF89a" + made.pdf(), "two_in_one"),
    "a PDF that is a container": ("a.pdf", made.pdf() + made.zipped({"a.js": "1"}), "two_in_one"),
    "a text that is a container": ("a.txt", b"hello " + made.zipped({"a": ""}, compress_type=0), "unknown"),
    "a program that is a document": ("a.docx", b"PK\x03\x04" + bytes(60) + made.word(), "two_in_one"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_not_taken_and_the_answer_says_what_to_do(what):
    name, content, code = BAD[what]
    with pytest.raises(Unfit) as unfit:
        look(content, name)
    assert unfit.value.code == code
    said = refusal(name, code)
    assert said.startswith("‘")
    assert len(said) < 260


def test_a_container_that_lies_about_its_sizes_is_no_way_round_the_limits():
    with pytest.raises(Unfit) as unfit:
        look(lying_sizes(made.word(more={"word/big.xml": ZEROS})), "a.docx")
    assert unfit.value.code in ("bomb", "broken")


def test_parts_that_lie_over_each_other_are_a_bomb():
    content = made.word(more={"word/media/a.png": made.photo("PNG", size=(200, 200))})
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        first = opened.getinfo("word/media/a.png")
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as more:
        for number in range(40):
            copy = zipfile.ZipInfo(f"word/media/b{number}.png")
            for part in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(copy, part, getattr(first, part))
            more.filelist.append(copy)
            more.NameToInfo[copy.filename] = copy
        more._didModify = True  # type: ignore[attr-defined]  # so that the list is written again
    with pytest.raises(Unfit, match="bomb"):
        look(written.getvalue(), "a.docx")


def test_a_link_is_no_reason_and_a_document_in_a_document_is_opened():
    assert look(made.word(more={"word/_rels/document.xml.rels": LINK}), "a.docx").kind == "docx"
    assert look(made.nested(1), "a.docx").kind == "docx"


def test_a_pdf_that_opens_without_a_password_is_taken():
    assert look(made.pdf(password=""), "a.pdf").kind == "pdf"


def test_pictures_and_films_may_be_called_by_each_others_names():
    assert look(made.photo("PNG"), "photo.jpg").kind == "png"
    assert look(made.film(b"qt  "), "film.mp4").kind == "mov"
    assert look(made.photo(), "IMG_2041").kind == "jpeg"


def test_more_than_20_megabytes_and_more_than_ten_files_are_said_so():
    large = Given("film.mp4", b"", 30 * MEGABYTE)
    assert check_all([large]) == ([], ["‘film.mp4’ is larger than 20 MB. Send a smaller copy, or ring us"])
    assert "10 files at most" in check_all([Given("a", b"x", 1)] * 11)[1][0]
    assert "100 MB" in check_all([Given("a", b"x", 19 * MEGABYTE)] * 6)[1][0]


def test_every_bad_file_of_a_submission_is_named_and_the_good_ones_are_not():
    taken, wrong = check_all(
        [Given("note.txt", b"He cries.", 9), Given("a.exe", b"MZ", 2), Given("b.pdf", b"%PDF-", 5)]
    )
    assert [one.name for one in taken] == ["note.txt"]
    assert [said.split("’")[0] for said in wrong] == ["‘a.exe", "‘b.pdf"]


def test_what_takes_too_long_or_too_much_is_stopped(monkeypatch):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.01)
    with pytest.raises(Unfit, match="bomb"):
        look_apart(b"Hello", "a.txt")
    monkeypatch.setattr(apart, "MOST_SECONDS", 30)
    monkeypatch.setattr(apart, "COMMAND", [*apart.COMMAND[:2], "-c", "import os; os.kill(os.getpid(), 9)"])
    with pytest.raises(Unfit, match="bomb"):
        look_apart(b"Hello", "a.txt")


def test_the_process_that_looks_holds_no_secret_and_writes_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("MASH_SECRET_KEY", "plantedkey")
    code = (
        "import os, json\nfrom mash.foundation.files.apart import _confine\n_confine()\n"
        f"handle = os.open({str(tmp_path / 'written')!r}, os.O_CREAT | os.O_WRONLY)\n"
        "try:\n    wrote = os.write(handle, b'x')\nexcept OSError:\n    wrote = 0\n"
        "kind = json.dumps([sorted(k for k in os.environ if 'MASH' in k), wrote])\n"
        "print(json.dumps({'kind': kind, 'shown_as': '', 'shown': 0, 'stripped': True}))\n"
    )
    monkeypatch.setattr(apart, "COMMAND", [*apart.COMMAND[:2], "-c", code])
    assert look_apart(b"", "").kind == "[[], 0]"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\Ida\\photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\n.txt", "ab .txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("صورة.jpg", "صورة.jpg"),
        ("👩‍👧.png", "👩‍👧.png"),
        ("", ""),
    ],
)
def test_a_name_is_kept_as_typed_but_for_what_deceives(typed, kept):
    assert plain_name(typed) == kept


GOOD = [made.photo(), made.word(), made.pdf(), made.film(), made.sound(), made.mp3(), made.open_document(), made.ogg()]


@settings(max_examples=150)
@given(st.sampled_from(GOOD), st.integers(0), st.binary(max_size=12), st.booleans())
def test_whatever_is_done_to_a_file_it_is_taken_or_there_is_a_sentence_for_it(content, at, noise, cut):
    at %= len(content)
    spoilt = content[:at] if cut else content[:at] + noise + content[at + len(noise) :]
    told = json.loads(apart._answer(b'{"name": ""}\n' + spoilt).partition(b"\n")[0])
    assert told["unfit"] in SENTENCES if "unfit" in told else told["shown"]
