"""Looks at one file: what it is, whether it is taken, and a copy that may be shown. Reads nothing but its bytes.

Runs in a process of its own (`apart.py`): libraries that read what strangers made are the likeliest way in.
"""

from __future__ import annotations

from dataclasses import dataclass

from mash.foundation.files.kinds import KINDS, Group, Unfit, as_text, lies, recognise

PDF_WITHIN = 1_024


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found.

    `kind` is the original's, `shown_as` that of the copy. `stripped` says that the copy tells nothing of place, device
    or author but what can be seen and heard in it.
    """

    kind: str
    shown_as: str
    shown: bytes
    small: bytes
    stripped: bool


def look(content: bytes, name: str) -> Looked:
    """Look at a file. Its name is asked only whether it lies.

    Raises:
        Unfit: with the reason's code.
    """
    code = recognise(content)
    if code == "zip":
        from mash.foundation.files.containers import open_document

        code, shown = open_document(content)
        looked = Looked(code, code, shown, b"", stripped=True)
    else:
        _is_one_thing(content, code)
        looked = _looked(content, code)
    if lies(name, KINDS[looked.kind]):
        raise Unfit("lies")
    return looked


def _looked(content: bytes, code: str) -> Looked:
    if KINDS[code].group is Group.PHOTO:
        from mash.foundation.files.pictures import redraw

        picture = redraw(content, code)
        return Looked(code, picture.kind, picture.content, picture.small, stripped=True)
    return Looked(code, code, _copy(content, code), b"", stripped=code != "ogg")


def _copy(content: bytes, code: str) -> bytes:
    from mash.foundation.files import recordings

    match code:
        case "pdf":
            from mash.foundation.files.pdfs import rewrite

            return rewrite(content)
        case "text":
            return as_text(content).encode()
        case "mp3":
            return recordings.strip_mp3(content)
        case "wav":
            return recordings.strip_wav(content)
        case "ogg":
            recordings.look_at_ogg(content)
            return content
        case _:
            return recordings.strip_film(content)


def _is_one_thing(content: bytes, code: str) -> None:
    """A file that can be opened as two kinds shows one to whoever checks it and the other to whoever opens it."""
    from mash.foundation.files.containers import is_container

    if code != "pdf" and code != "text" and b"%PDF-" in content[:PDF_WITHIN]:
        raise Unfit("two_in_one")
    if is_container(content):
        raise Unfit("two_in_one")
