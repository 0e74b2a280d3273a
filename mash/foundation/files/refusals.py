"""Why a file is not taken, said to whoever sends it: what happened and what to do."""

from __future__ import annotations

MOST_MEGABYTES = 20
MOST_FILES = 10
MOST_MEGABYTES_TOGETHER = 100
MOST_NAME = 60
NOT_SENT = "The other files were not sent either. Choose them again"
TOO_MANY = f"Choose {MOST_FILES} files at most, and send the others after them"
TOO_MUCH = (
    f"Together these files are larger than {MOST_MEGABYTES_TOGETHER} MB. Send some of them now and the others after"
)

SENTENCES: dict[str, str] = {
    "empty": "is empty. Choose it again",
    "too_big": f"is larger than {MOST_MEGABYTES} MB. Send a smaller copy, or ring us",
    "unknown": "is of a kind that we cannot take. Send a photo, a PDF, a Word, Excel or text document, "
    "or a recording (MP3, M4A, WAV, MP4)",
    "lies": "is not what its name says. Save it again under its right name, then choose it",
    "broken": "cannot be opened. It may be damaged, or not have arrived whole. Choose it again, or send a photo of it",
    "password": "is protected by a password. Save it without one, then choose it again",  # nosec B105  words, not a password
    "macros": "holds macros, which are small programs. Save it as a PDF and send that",
    "acts": "holds scripts, which are small programs. Print it to a new PDF and send that",
    "holds_files": "holds other files inside it. Send each of them by itself",
    "fetches": "fetches parts of itself from elsewhere. Save it as a PDF and send that",
    "archive": "is a packed folder. Send the files in it by themselves",
    "old_office": "is an old kind of document, or protected by a password. Save it as a PDF or as .docx and send that",
    "web_page": "is a web page. Send a screenshot or a PDF of it",
    "program": "is a program, which we never take",
    "two_in_one": "is two kinds of file in one. Save it again, or send a screenshot of it",
    "bomb": "takes too much to open. Send a smaller copy, or a PDF of it",
    "too_many_pixels": "is too large a picture. Make it smaller, then choose it again",
    "virus": "holds a virus, and was not kept. Have your device checked",
}


def refusal(name: str, code: str) -> str:
    """The sentence for one file, by the name that its sender knows it by."""
    called = " ".join(name.split())
    called = called if len(called) <= MOST_NAME else f"{called[: MOST_NAME - 1]}…"
    return f"‘{called or 'The file'}’ {SENTENCES[code]}"
