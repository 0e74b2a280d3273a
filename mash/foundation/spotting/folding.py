"""Undoes the disguises of writing: look-alike letters, invisible characters, accents, odd spaces."""

from __future__ import annotations

import unicodedata
from pathlib import Path

# Letters of other scripts that a reader takes for Latin ones; what NFKD resolves by itself (full-width, mathematical,
# accented, superscript) is not listed.
LOOKALIKES = {
    ord(odd): plain
    for plain, odds in map(
        str.split, Path(__file__).with_name("lookalikes.txt").read_text(encoding="utf-8").splitlines()
    )
    for odd in odds
}


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text as a reader sees it, in plain letters, its case kept.

    Returns:
        The folded text; and for each of its characters the offset in `text` that it came from, or none where every
        offset is its own (plain ASCII, the common and fast case).
    """
    if text.isascii():
        return text, None
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for plain in character if character.isascii() else _plain(character):
            folded.append(plain)
            offsets.append(offset)
    return "".join(folded), offsets


def _plain(character: str) -> str:
    known = LOOKALIKES.get(ord(character))
    if known is not None:
        return known
    out = []
    for part in unicodedata.normalize("NFKD", character):
        match unicodedata.category(part):
            case "Cf" | "Mn" | "Me" | "Cc" if not part.isspace():
                continue
            case "Zs" | "Zl" | "Zp":
                out.append(" ")
            case _:
                out.append(LOOKALIKES.get(ord(part), part))
    return "".join(out)
