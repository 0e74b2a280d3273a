"""Opens documents that are containers, carefully, and makes a copy without what tells of their authors."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from mash.foundation.files.kinds import Unfit, ending_of
from mash.foundation.files.recordings import jpeg_without_words

MOST_MEMBERS = 2_000
MOST_BYTES = 150_000_000
MOST_RATIO = 200
RATIO_FROM_BYTES = 2_000_000
MOST_NESTED = 1
CHUNK = 1 << 16
ENCRYPTED = 0x1

MAIN = {
    "docx": (("[Content_Types].xml", "word/document.xml"), b"wordprocessingml.document.main+xml"),
    "xlsx": (("[Content_Types].xml", "xl/workbook.xml"), b"spreadsheetml.sheet.main+xml"),
}
ODT = b"application/vnd.oasis.opendocument.text"
HELD = frozenset(
    {
        *("xml", "rels", "rdf", "vml", "txt", "svg", "png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff"),
        *("emf", "wmf", "wdp", "fntdata", "odttf", "ttf", "otf", "docx", "xlsx"),
    }
)
SETTINGS_OF_PRINTERS = re.compile(r"^xl/printerSettings/[^/]+\.bin$")
MACROS = re.compile(r"(vbaproject|vbadata|/activex/|/macrosheets/|^basic/|^scripts/)", re.IGNORECASE)
INSERTED = re.compile(r"(^|/)(embeddings/.*\.bin|oleobject[^/]*|object \d+)(/|$)", re.IGNORECASE)
# What a document fetches from elsewhere when it is opened: templates, frames, pictures. Links wait for a click.
FETCHED = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.DOTALL)
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# The same in OpenDocument, which has no list of what it fetches.
FETCHED_ODT = re.compile(rb"<draw:[^>]*xlink:href=[\"'](?:[a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)
CALLS = re.compile(rb"\bDDE(?:AUTO)?\b(?=[^<]{0,40}\\)|<(?:\w+:)?ddeLink\b")
AUTHORS = re.compile(
    rb"(\b(?:w|w15|x15|x18)?:?(?:author|initials|userId|providerId|displayName|person|lastEdited)=)(\"[^\"]*\"|'[^']*')"
)
NAMED = re.compile(
    rb"(<(?P<tag>dc:creator|meta:creator-initials|meta:initial-creator|author)(?: [^>]*)?>)[^<]*(</(?P=tag)>)"
)
NOTHING = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>',
}
SMALL_PICTURE_NAMED = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*/metadata/thumbnail[^>]*/>")
SMALL_PICTURES = re.compile(r"^(docProps/thumbnail\.\w+|Thumbnails/.*)$", re.IGNORECASE)


def is_container(content: bytes) -> bool:
    """Whether a file that is something else can be opened as a container too."""
    if b"PK\x05\x06" not in content[-66_000:]:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            return bool(found.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, IndexError):
        return False


def open_document(content: bytes) -> tuple[str, bytes]:
    """Look into everything inside a document. Gives its kind and a copy without its properties and authors.

    Raises:
        Unfit: `password`, `macros`, `bomb`, `holds_files`, `fetches`, `archive`, `two_in_one` or `broken`.
    """
    return _Opened(content, depth=0, budget=[MOST_BYTES]).copy()


class _Opened:
    """One container; `budget` is what all of them together may still unpack to."""

    def __init__(self, content: bytes, *, depth: int, budget: list[int]) -> None:
        self.depth, self.budget = depth, budget
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(content))
            self.members = self.zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, IndexError):
            raise Unfit("broken") from None
        self.names = {member.filename for member in self.members}
        self._look_at_the_list(len(content))

    def _look_at_the_list(self, size: int) -> None:
        files = [member for member in self.members if not member.is_dir()]
        if len(files) > MOST_MEMBERS or len(files) != len({member.filename for member in files}):
            raise Unfit("bomb")
        if sum(member.compress_size for member in files) > size:  # members that overlap: a bomb
            raise Unfit("bomb")
        if any(member.flag_bits & ENCRYPTED for member in files):
            raise Unfit("password")
        if not files:
            raise Unfit("archive")
        if min(member.header_offset for member in files) != 0:
            raise Unfit("two_in_one")
        if any(_is_elsewhere(member.filename) for member in files):
            raise Unfit("broken")
        if any(_is_too_small(member.file_size, member.compress_size) for member in files):
            raise Unfit("bomb")

    def copy(self) -> tuple[str, bytes]:
        kind = self._kind()
        if any(MACROS.search(name) for name in self.names):
            raise Unfit("macros")
        if any(INSERTED.search(name) for name in self.names):
            raise Unfit("holds_files")
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
            for member in self.members:
                if member.is_dir() or SMALL_PICTURES.match(member.filename):
                    continue
                told = zipfile.ZipInfo(member.filename)  # without the times and systems of the original
                told.compress_type = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
                made.writestr(told, self._cleaned(member))
        return kind, written.getvalue()

    def _kind(self) -> str:
        if "mimetype" in self.names:
            return self._open_document_kind()
        for kind, (needed, content_type) in MAIN.items():
            if set(needed) <= self.names:
                types = self._read(self.zip.getinfo("[Content_Types].xml"))
                if b"macroEnabled" in types:
                    raise Unfit("macros")
                if content_type not in types:
                    raise Unfit("unknown")
                return kind
        raise Unfit("archive")

    def _open_document_kind(self) -> str:
        if self._read(self.zip.getinfo("mimetype")).strip() != ODT or "content.xml" not in self.names:
            raise Unfit("unknown")
        if "META-INF/manifest.xml" in self.names:
            manifest = self._read(self.zip.getinfo("META-INF/manifest.xml"))
            if b"encryption-data" in manifest:
                raise Unfit("password")
        return "odt"

    def _cleaned(self, member: zipfile.ZipInfo) -> bytes:
        name, content = member.filename, self._read(member)
        if name in NOTHING:
            return NOTHING[name]
        ending = ending_of(name.rpartition("/")[2])
        if ending not in HELD and name not in ("mimetype", "_rels/.rels", "layout-cache"):
            if SETTINGS_OF_PRINTERS.match(name):
                return b""  # holds the printer's name and place
            raise Unfit("holds_files")
        if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            if self.depth >= MOST_NESTED:
                raise Unfit("holds_files")
            return _Opened(content, depth=self.depth + 1, budget=self.budget).copy()[1]
        if content[:2] == b"MZ" or content[:4] in (b"\x7fELF", b"\xd0\xcf\x11\xe0"):
            raise Unfit("holds_files")
        return _cleaned_xml(name, content) if ending in ("xml", "rels", "rdf", "vml", "svg") else _cleaned_rest(content)

    def _read(self, member: zipfile.ZipInfo) -> bytes:
        """A member's bytes, no more than may still be unpacked: sizes in the list may lie."""
        parts = []
        try:
            with self.zip.open(member) as opened:
                while part := opened.read(CHUNK):
                    self.budget[0] -= len(part)
                    if self.budget[0] < 0:
                        raise Unfit("bomb")
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
            raise Unfit("broken") from None
        return b"".join(parts)


def _is_too_small(size: int, packed: int) -> bool:
    return size > RATIO_FROM_BYTES and size > MOST_RATIO * max(packed, 1)


def _is_elsewhere(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name.partition("/")[0]


def _cleaned_xml(name: str, content: bytes) -> bytes:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):  # what follows reads UTF-8 alone
        content = content.decode("utf-16", errors="replace").replace("UTF-16", "UTF-8").encode()
    if ENTITIES.search(content) or FETCHED_ODT.search(content):
        raise Unfit("fetches")
    if name.endswith(".rels"):
        for relationship in FETCHED.findall(content):
            if b'TargetMode="External"' in relationship and b"/hyperlink" not in relationship:
                raise Unfit("fetches")
        content = SMALL_PICTURE_NAMED.sub(b"", content)
    if CALLS.search(content):
        raise Unfit("macros")
    return NAMED.sub(rb"\g<1>\g<3>", AUTHORS.sub(rb'\g<1>""', content))


def _cleaned_rest(content: bytes) -> bytes:
    if content[:3] == b"\xff\xd8\xff":
        return jpeg_without_words(content)
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return _png_without_words(content)
    return content


DRAWN = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD", b"sBIT"})


def _png_without_words(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        size = 12 + int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] in DRAWN:
            kept.append(content[at : at + size])
        at += size
    return b"".join(kept)
