"""What a file is, by its first bytes; its name is only asked whether it lies. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

KIND_BYTES = 64
# Files are told apart by what they are to somebody who sends one; these are the words of the pages.
BRANDS_OF_PICTURES = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Group(StrEnum):
    """What a file is to whoever reads the enquiry."""

    PHOTO = "photo"
    DOCUMENT = "document"
    RECORDING = "recording"
    FILM = "film"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind that is taken. `ending` is what a copy is called; `endings` are names that do not lie about it."""

    code: str
    group: Group
    media_type: str
    ending: str
    endings: frozenset[str]


def _kind(code: str, group: Group, media_type: str, *endings: str) -> Kind:
    return Kind(code, group, media_type, endings[0], frozenset(endings))


# Telephones and messengers call one kind of picture by another's name every day; as a picture is drawn anew, that does
# no harm. The same holds for the relatives among recordings and films.
PICTURES = ("jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "heic", "heif")
FILMS = ("mp4", "m4v", "mov", "qt", "m4a", "3gp")

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        _kind("jpeg", Group.PHOTO, "image/jpeg", *PICTURES),
        _kind("png", Group.PHOTO, "image/png", "png", *PICTURES),
        _kind("gif", Group.PHOTO, "image/gif", "gif", *PICTURES),
        _kind("webp", Group.PHOTO, "image/webp", "webp", *PICTURES),
        _kind("heic", Group.PHOTO, "image/heic", "heic", *PICTURES),
        _kind("pdf", Group.DOCUMENT, "application/pdf", "pdf"),
        _kind(
            "docx", Group.DOCUMENT, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
        ),
        _kind("xlsx", Group.DOCUMENT, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        _kind("odt", Group.DOCUMENT, "application/vnd.oasis.opendocument.text", "odt"),
        _kind("text", Group.DOCUMENT, "text/plain", "txt", "text", "log", "md", "csv"),
        _kind("mp3", Group.RECORDING, "audio/mpeg", "mp3"),
        _kind("m4a", Group.RECORDING, "audio/mp4", "m4a", "m4b", *FILMS),
        _kind("wav", Group.RECORDING, "audio/wav", "wav", "wave"),
        _kind("ogg", Group.RECORDING, "audio/ogg", "ogg", "oga", "opus"),
        _kind("mp4", Group.FILM, "video/mp4", "mp4", *FILMS),
        _kind("mov", Group.FILM, "video/quicktime", "mov", *FILMS),
    )
}


class Unfit(Exception):
    """A file that is not taken. `code` says why; `refusals.py` says it to people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def recognise(content: bytes) -> str:
    """The code of a file's kind, or `zip` for a container that has to be opened first.

    Raises:
        Unfit: it is empty, or of a kind that is not taken.
    """
    head = content[:KIND_BYTES]
    if not head:
        raise Unfit("empty")
    if head.startswith(b"PK\x05\x06"):
        raise Unfit("archive")
    for start, code in STARTS:
        if head.startswith(start):
            return code
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head[:4] == b"RIFF":
        return _by_form(head[8:12])
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # MPEG audio, layer III
        return "mp3"
    return _by_refusal(head) or _as_text(content)


STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
)
REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "old_office"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
)


def _by_brand(brand: bytes) -> str:
    if brand in BRANDS_OF_PICTURES:
        return "heic"
    if brand == b"qt  ":
        return "mov"
    return "m4a" if brand in (b"M4A ", b"M4B ") else "mp4"


def _by_form(form: bytes) -> str:
    if form == b"WEBP":
        return "webp"
    if form == b"WAVE":
        return "wav"
    raise Unfit("unknown")


def _by_refusal(head: bytes) -> str:
    for start, code in REFUSED:
        if head.startswith(start):
            raise Unfit(code)
    return ""


def _as_text(content: bytes) -> str:
    as_text(content)
    return "text"


def as_text(content: bytes) -> str:
    """Plain text in UTF-8, UTF-16 with its mark, or what Windows makes of Western European.

    Raises:
        Unfit: `unknown`, for what holds control characters, which is no text, and for the sources of web pages.
    """
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROLS.search(text):
            break
        if re.match(r"\s*<(!doctype|\?xml|html|svg|script|head|body)\b", text, re.IGNORECASE):
            raise Unfit("web_page")
        return text.replace("\r\n", "\n")
    raise Unfit("unknown")


def ending_of(name: str) -> str:
    """The last ending of a name, in small letters; empty when it has none."""
    stem, dot, ending = name.strip().rpartition(".")
    return ending.lower() if dot and stem and ending.isalnum() and len(ending) <= 10 else ""


def lies(name: str, kind: Kind) -> bool:
    """Whether a name's ending says that it is something else. A name without one says nothing."""
    ending = ending_of(name)
    return bool(ending) and ending not in kind.endings
