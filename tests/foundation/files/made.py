"""Real files, made here: photos, documents and recordings, good and bad."""

from __future__ import annotations

import base64
import io
import struct
import wave
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

SECRET = "plantedplace"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ODT = "application/vnd.oasis.opendocument.text"
GPS = {1: "N", 2: (50.0, 22.0, 15.0), 3: "W", 4: (4.0, 8.0, 32.0), 29: SECRET}

# A photo as some telephones make it, which nothing here can write: 64 by 48 pixels, with its maker's name.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA"
    "AAAERAAAIAAQAAAAAB4gABAAAAAAAAAD8AAgAAAAACIQABAAAAAAAAAD4AAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp"
    "bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE"
    "ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAhW1kYXQAAAA7KAGvGYD3hHwH"
    "/nICMwTflQaaN8dwuZ078rCCgrHKREgWJrnRiAJ1IncSLFY4uCZ3AucwgeQHI8uuwrYAAAAGRXhpZgAATU0AKgAAAAgAAgEPAAIAAAANAAAAJg"
    "ESAAMAAAABAAYAAAAAAABwbGFudGVkcGxhY2UAAA=="
)


def photo(
    kind: str = "JPEG", *, secret: str = SECRET, size: tuple[int, int] = (64, 48), colour: str = "", **options: Any
) -> bytes:
    """A photo as a telephone makes it: with place, device and a comment, where the kind has room for them.

    Of a `colour` it can be known again, also when it was made smaller.
    """
    picture = Image.new("RGB", size, colour) if colour else Image.effect_noise(size, 60).convert("RGB")
    told = Image.Exif()
    told[0x010F], told[0x013B], told[0x9286] = secret, secret, secret.encode()
    told.get_ifd(0x8825).update({**GPS, 29: secret})
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", secret)
        words.add_itxt("XML:com.adobe.xmp", f"<x>{secret}</x>")
        options["pnginfo"] = words
    elif kind == "JPEG":
        options |= {"comment": secret.encode(), "xmp": f"<x:xmpmeta>{secret}</x:xmpmeta>".encode()}
    elif kind == "GIF":
        options["comment"] = secret.encode()
    written = io.BytesIO()
    picture.save(written, kind, **(options if kind == "GIF" else {"exif": told, **options}))
    return written.getvalue()


def zipped(members: Mapping[str, bytes | str], **options: Any) -> bytes:
    """A container with these members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content, **options)
    return written.getvalue()


def word(text: str = "He is afraid.", more: Mapping[str, bytes | str] | None = None, *, secret: str = SECRET) -> bytes:
    """A Word document with an author, a remark by somebody, and a picture of its own."""
    return zipped(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>',
            "_rels/.rels": '<Relationships><Relationship Id="r1" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document><w:p><w:ins w:author="{secret}">{text}</w:ins></w:p></w:document>',
            "word/comments.xml": f'<w:comments><w:comment w:author="{secret}" w:initials="{secret}"/></w:comments>',
            "word/media/image1.jpeg": photo(secret=secret),
            "word/media/image2.png": photo("PNG", secret=secret),
            "docProps/core.xml": f"<cp:coreProperties><dc:creator>{secret}</dc:creator></cp:coreProperties>",
            "docProps/app.xml": f"<Properties><Company>{secret}</Company></Properties>",
            "docProps/thumbnail.jpeg": photo(secret=secret),
            **(more or {}),
        }
    )


def sheet(more: Mapping[str, bytes | str] | None = None) -> bytes:
    """An Excel workbook."""
    return zipped(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{SHEET}"/></Types>',
            "xl/workbook.xml": "<workbook/>",
            "xl/printerSettings/printerSettings1.bin": SECRET.encode("utf-16-le"),
            **(more or {}),
        }
    )


def open_document(more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A text of LibreOffice."""
    return zipped(
        {
            "mimetype": ODT,
            "content.xml": f"<office:annotation><dc:creator>{SECRET}</dc:creator>Seen.</office:annotation>",
            "meta.xml": f"<meta:initial-creator>{SECRET}</meta:initial-creator>",
            "META-INF/manifest.xml": "<manifest:manifest/>",
            **(more or {}),
        }
    )


def pdf(text: str = "He is afraid.", *, secret: str = SECRET, password: str | None = None, acts: str = "") -> bytes:
    """A PDF of one page with words, an author, a remark by somebody and a photo."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")}
        | {NameObject("/BaseFont"): NameObject("/Helvetica")}
    )
    drawn = DecodedStreamObject()
    drawn.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)}),
            NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(_photo_in_pdf(secret))}),
        }
    )
    page[NameObject("/Contents")] = writer._add_object(drawn)
    remark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Rect"): ArrayObject(FloatObject(n) for n in (0, 0, 9, 9)),
            NameObject("/T"): TextStringObject(secret),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(remark)])
    writer.add_metadata({"/Author": secret, "/Title": secret})
    match acts:
        case "script":
            run = DictionaryObject(
                {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
            )
            writer._root_object[NameObject("/OpenAction")] = writer._add_object(run)
        case "launch":
            run = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")})
            remark[NameObject("/A")] = run
        case "holds":
            writer.add_attachment("inside.exe", b"MZ")
    if password is not None:
        writer.encrypt(password, "owner")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _photo_in_pdf(secret: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream._data = photo(secret=secret)
    for name, value in (("/Type", "/XObject"), ("/Subtype", "/Image"), ("/Filter", "/DCTDecode")):
        stream[NameObject(name)] = NameObject(value)
    return stream


def sound(seconds: float = 0.1) -> bytes:
    """A WAV with a title beside its sound."""
    written = io.BytesIO()
    with wave.open(written, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8_000)
        made.writeframes(bytes(int(16_000 * seconds)))
    told = b"INFOINAM" + struct.pack("<I", len(SECRET)) + SECRET.encode()
    content = written.getvalue() + b"LIST" + struct.pack("<I", len(told)) + told
    return content[:4] + struct.pack("<I", len(content) - 8) + content[8:]


def mp3() -> bytes:
    """An MP3 with tags on both ends."""
    frames = (b"\xff\xfb\x90\x00" + bytes(413)) * 3
    told = b"TIT2" + struct.pack(">I", len(SECRET) + 1) + b"\0\0\0" + SECRET.encode()
    head = b"ID3\x04\0\0" + bytes([0, 0, len(told) >> 7, len(told) & 0x7F]) + told
    return head + frames + b"TAG" + SECRET.encode().ljust(125, b"\0")


def film(brand: bytes = b"isom") -> bytes:
    """A film with the place where it was taken."""
    place = _box(b"udta", _box(b"\xa9xyz", SECRET.encode())) + _box(b"meta", bytes(4) + SECRET.encode())
    moov = _box(b"mvhd", bytes(100)) + _box(b"trak", _box(b"tkhd", bytes(84)) + place) + place
    return _box(b"ftyp", brand + bytes(4)) + _box(b"moov", moov) + _box(b"mdat", b"\x01\x02" * 50)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def ogg() -> bytes:
    """The first page of an Opus recording."""
    content = b"OpusHead" + bytes(11)
    return b"OggS\0\x02" + bytes(20) + bytes([1, len(content)]) + content


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and packs into almost nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + 3 * width)) for _ in range(min(height, 500)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows + packer.flush()) + chunk(b"IEND", b"")


def nested(depth: int) -> bytes:
    """A document in a document in a document."""
    inner = sheet()
    for _ in range(depth):
        inner = word(more={"word/embeddings/sheet.xlsx": inner})
    return inner
