"""The form field for files: `attachments = FilesField()`. Its value is what was checked and is ready to be kept.

Never call it `files`: every form has that already. The form takes `request.FILES` beside `request.POST`, and its page
opens it with `form_start(files=true)`. A browser cannot fill such a box again: put it where the rest of the page is
already saved, or rarely wrong. At the front doors it has a page of its own, and what was chosen is kept with the draft
at once; where somebody adds to an enquiry it stands beside their words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from mash.foundation.files.checking import MOST_BYTES, Checked, Given, check_all
from mash.foundation.files.refusals import MOST_FILES, MOST_MEGABYTES, NOT_SENT

LABEL = "Photos, documents or recordings"
HINT = (
    f"Up to {MOST_FILES}, each up to {MOST_MEGABYTES} MB: photos, PDF, Word, Excel or text, sound or film. "
    "We hide where and with what a photo was taken."
)
# HEIC is taken but not asked for: a telephone that reads this list sends JPEG, which is smaller work for everybody.
ACCEPTED = (
    "image/jpeg,image/png,image/webp,image/gif,.pdf,.docx,.xlsx,.odt,.txt,audio/*,.mp3,.m4a,.wav,.ogg,"
    "video/mp4,video/quicktime,.mp4,.mov"
)


class ManyFiles(forms.FileInput):
    """A box for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[Any]:
        """Every file that was chosen."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Up to ten files; each is opened and checked while the form is read, and said by its name when it is not taken."""

    def __init__(self, *, label: str = LABEL, help_text: str = HINT, required: bool = False) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=required,
            widget=ManyFiles(attrs={"multiple": "multiple", "accept": ACCEPTED}),
            error_messages={"required": "Choose a file"},
        )

    def clean(self, value: Any) -> list[Checked]:
        """The checked files, in the order in which they were chosen."""
        chosen = [one for one in value or [] if isinstance(one, UploadedFile)]
        if not chosen and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        taken, wrong = check_all(given_of(one) for one in chosen)
        if wrong and taken:
            wrong.append(NOT_SENT)
        if wrong:
            raise ValidationError([ValidationError(said, code="unfit") for said in wrong])
        return taken


def given_of(upload: UploadedFile[Any]) -> Given:
    """A file of a request, as it came; of one that is too large not a byte."""
    size = upload.size or 0
    return Given(upload.name or "", upload.read() if size <= MOST_BYTES else b"", size)
