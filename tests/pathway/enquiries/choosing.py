"""Files as they stand on a page of a door, and the buttons that take them out."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.faults.reading_forms import Form, page_of
from tests.foundation.files import made
from tests.pathway.enquiries.telling import DOOR

HER, ROOM = ("IMG_2041.jpg", made.photo()), ("his room.png", made.photo("PNG"))
DIARY = ("diary.txt", b"Monday: he hit her.")
LINE = re.compile(r'<li>\s*<span>([\w ]+) <span class="mash-quiet">[\d.]+ [KM]B</span></span>')


def listed(answer: Any) -> list[str]:
    """The files of a page, by the names that they have there."""
    return LINE.findall(answer.content.decode())


def removal(client: Client, address: str, name: str) -> Form:
    """The form whose button takes a file out."""
    answer = client.get(address)
    forms = [form for form in page_of(address, answer).forms if "file" in form.boxes]
    return forms[listed(answer).index(name)]


def box(client: Client, address: str) -> Form:
    """The form into which files are chosen."""
    return next(form for form in page_of(address, client.get(address)).forms if form.files)


def choose(client: Client, home: str, *files: tuple[str, bytes]) -> Any:
    """Open the professional's page of the files, and choose some."""
    address = home.replace(DOOR, f"{DOOR}files")
    form = box(client, address)
    uploads = [SimpleUploadedFile(*file) for file in files]
    return client.post(address, {**form.as_it_stands(), "attachments": uploads})
