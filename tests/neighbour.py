"""Somebody at the public door, in a browser without JavaScript: answers questions, checks them, sends them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mash.pathway.enquiries.telling.public.questions import QUESTIONS
from tests.faults.reading_forms import Form, Typed, page_of


class Neighbour:
    """One browser at one area's door."""

    def __init__(self, client: Client | None = None, area: str = "tamarshire") -> None:
        self.client = client or Client()
        self.door = f"/enquire/{area}/"

    def opened(self, page: str) -> Form:
        """The form of a question's page, or of the page where answers are checked, as it stands now."""
        address = f"{self.door}{page}"
        return next(form for form in page_of(address, self.client.get(address)).forms if form.action == address)

    def press(self, form: Form, **typed: Any) -> Any:
        """Send a page that was opened, with these boxes filled."""
        sent: Typed = {**form.as_it_stands(), **{name: [value] for name, value in typed.items()}}
        return self.client.post(form.action, {name: values for name, values in sent.items() if values})

    def answer(self, page: str, **typed: Any) -> Any:
        """Open a question and answer it."""
        return self.press(self.opened(page), **typed)

    def tell(self, **typed: Any) -> None:
        """Answer every question of which a box is named, in their order."""
        for question in QUESTIONS:
            if set(self.opened(question.slug).boxes) & set(typed):
                boxes = self.opened(question.slug).boxes
                answer = self.answer(question.slug, **{name: text for name, text in typed.items() if name in boxes})
                assert answer.status_code == 302, answer.content.decode()

    def show(self, *files: tuple[str, bytes], **typed: Any) -> Any:
        """Choose files to go with what is told: each a name and what is in it."""
        form = self.opened("files")
        uploads = [SimpleUploadedFile(name, content) for name, content in files]
        return self.client.post(form.action, {**form.as_it_stands(), **typed, "attachments": uploads})

    def send(self) -> Any:
        """Send what was told."""
        return self.answer("check")
