"""The form of the front doors for photos and files, which are kept with a draft as soon as they are chosen."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.foundation.files.field import FilesField
from mash.pathway.enquiries.drafts.opening import Begun

MORE = "Add more"


class FilesForm(forms.Form):
    """Files that go with what is told; those that are there already stand on the page beside it."""

    attachments = FilesField()

    def __init__(self, data: Any = None, files: Any = None, *, draft: Begun | None) -> None:
        super().__init__(data, files)
        if draft is not None and draft.files:
            self.fields["attachments"].label = MORE
