"""Takes out of sound and film what tells of place, device and person, where that leaves the rest as it is. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mash.foundation.files.kinds import Unfit

# Boxes of MP4 and QuickTime in which places, titles and devices stand; boxes that hold others.
TELLING = frozenset({b"udta", b"meta", b"uuid", b"XMP_"})
HOLDING = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"moof", b"traf"})
MOST_DEPTH = 12
SOUND = frozenset({b"fmt ", b"data", b"fact"})
ID3_HEADER = 10
ID3_TAIL = 128


def strip_film(content: bytes) -> bytes:
    """MP4, M4A or QuickTime with the boxes that tell of place and person made empty; every offset stays right.

    Raises:
        Unfit: `broken`, when its boxes do not fit into it, or there is nothing to play.
    """
    found = bytearray(content)
    seen = {kind for kind, _, _ in _blanked(found, 0, len(found), 0)}
    if not {b"moov", b"mdat"} <= seen:
        raise Unfit("broken")
    return bytes(found)


def _blanked(found: bytearray, start: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    if depth > MOST_DEPTH:
        raise Unfit("broken")
    while start + 8 <= end:
        size, kind, head = int.from_bytes(found[start : start + 4], "big"), bytes(found[start + 4 : start + 8]), 8
        if size == 1:
            size, head = int.from_bytes(found[start + 8 : start + 16], "big"), 16
        elif size == 0 and depth == 0:
            size = end - start
        if size < head or start + size > end:
            if depth and not any(found[start:end]):  # QuickTime ends some lists with zeros
                return
            raise Unfit("broken")
        yield kind, start, start + size
        if kind in TELLING:
            found[start + 4 : start + 8] = b"free"
            found[start + head : start + size] = bytes(size - head)
        elif kind in HOLDING:
            yield from _blanked(found, start + head, start + size, depth + 1)
        start += size


def strip_mp3(content: bytes) -> bytes:
    """MP3 without the tags before and after the sound, with their pictures, places and names.

    Raises:
        Unfit: `broken`, when there is no sound between them.
    """
    while content[:3] == b"ID3" and len(content) > ID3_HEADER:
        footer = ID3_HEADER if content[5] & 0x10 else 0
        content = content[ID3_HEADER + _seven_bits(content[6:10]) + footer :]
        content = content.lstrip(b"\0")
    if content[-ID3_TAIL:][:3] == b"TAG":
        content = content[:-ID3_TAIL]
    ape = content[-32:]
    if ape[:8] == b"APETAGEX":
        content = content[: -(int.from_bytes(ape[12:16], "little") + (32 if ape[23] & 0x80 else 0)) or None]
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE6 != 0xE2:
        raise Unfit("broken")
    return content


def _seven_bits(four: bytes) -> int:
    size = 0
    for byte in four:
        size = size << 7 | byte & 0x7F
    return size


def strip_wav(content: bytes) -> bytes:
    """WAV with its sound alone.

    Raises:
        Unfit: `broken`.
    """
    kept, at = b"", 12
    kinds = set()
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + size > len(content):
            raise Unfit("broken")
        if kind in SOUND:
            kept += content[at : at + 8 + size] + b"\0" * (size % 2)
            kinds.add(kind)
        at += 8 + size + size % 2
    if not {b"fmt ", b"data"} <= kinds:
        raise Unfit("broken")
    return b"RIFF" + (4 + len(kept)).to_bytes(4, "little") + b"WAVE" + kept


def look_at_ogg(content: bytes) -> None:
    """Walk the pages of an Ogg recording to their end.

    Raises:
        Unfit: `broken`, when they do not fit, or the first one starts no sound that is taken.
    """
    if not any(mark in content[:80] for mark in (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")):
        raise Unfit("unknown")
    at = 0
    while at < len(content):
        if content[at : at + 4] != b"OggS" or at + 27 > len(content):
            raise Unfit("broken")
        segments = content[at + 26]
        at += 27 + segments + sum(content[at + 27 : at + 27 + segments])
    if at != len(content):
        raise Unfit("broken")


def jpeg_without_words(content: bytes) -> bytes:
    """A JPEG without comments and application segments but those by which it is drawn; its pixels are not touched.

    For pictures inside documents, which cannot be drawn anew without a change to the document. What cannot be walked
    is given back empty: a gap in a document is better than a place that is given away.
    """
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return b""
        marker = content[at + 1]
        if marker == 0xDA:  # the picture itself, to its end
            end = content.rfind(b"\xff\xd9")
            return b"".join((*kept, content[at : end + 2 if end > at else None]))
        size = 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(content[at : at + size])
        at += size
    return b""
