"""Uploads: never more than the limits, the words beside them never lost, and none that broke off."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from mash.foundation.files.checking import MEGABYTE
from mash.foundation.files.field import FilesField
from mash.foundation.files.uploads import MOST_REQUEST_BYTES, Whole
from tests.foundation.files import made


class Sending(forms.Form):
    text = forms.CharField(required=False)
    attachments = FilesField()


def sent(**told: Any) -> HttpRequest:
    return RequestFactory().post("/", told)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_several_files_come_in_their_order_and_are_ready_to_be_kept():
    request = sent(text="Look", attachments=[file("a.jpg", made.photo()), file("b.txt", b"He cries.")])
    form = Sending(request.POST, request.FILES)
    assert form.is_valid()
    assert [(one.name, one.group) for one in form.cleaned_data["attachments"]] == [
        ("a.jpg", "photo"),
        ("b.txt", "document"),
    ]


def test_of_a_file_of_30_megabytes_no_more_than_20_is_kept_and_the_words_stay():
    request = sent(text="Look", attachments=[file("film.mp4", bytes(30 * MEGABYTE))], after="still here")
    (upload,) = request.FILES.getlist("attachments")
    assert upload.size == 30 * MEGABYTE
    assert len(upload.read()) <= 20 * MEGABYTE
    form = Sending(request.POST, request.FILES)
    assert form.errors == {"attachments": ["‘film.mp4’ is larger than 20 MB. Send a smaller copy, or ring us"]}
    assert (request.POST["text"], request.POST["after"]) == ("Look", "still here")


def test_more_than_any_submission_may_be_is_refused_before_it_is_read():
    request = RequestFactory().generic(
        "POST", "/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(MOST_REQUEST_BYTES + 1)
    )
    with pytest.raises(RequestDataTooBig):
        _ = request.POST


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_an_upload_that_breaks_off_is_no_upload(part):
    whole = RequestFactory().post("/", {"text": "Look", "attachments": file("a.txt", b"He cries. " * 5_000)})
    body = whole.body
    request = RequestFactory().generic("POST", "/", body, content_type=whole.META["CONTENT_TYPE"])
    request._stream = io.BytesIO(body[: int(len(body) * part)])  # the line dropped

    def answer(asked: HttpRequest) -> HttpResponse:
        return HttpResponse(asked.POST["text"])

    with pytest.raises(UnreadablePostError):
        Whole(answer)(request)


def test_a_whole_upload_passes():
    request = sent(text="Look", attachments=file("a.txt", b"He cries. " * 5_000))
    assert Whole(lambda asked: HttpResponse(asked.POST["text"]))(request).content == b"Look"  # type: ignore[attr-defined]  # no stream
    (upload,) = request.FILES.getlist("attachments")
    assert upload.size == 50_000


def test_a_name_is_never_a_path():
    request = sent(attachments=file("..\\..\\photo\u202egpj.exe", b"He cries."))
    form = Sending(request.POST, request.FILES)
    assert "photo" in form.errors["attachments"][0]
    assert "\u202e" not in form.errors["attachments"][0]


def test_nothing_chosen_is_nothing():
    assert Sending({}, MultiValueDict()).is_valid()
    assert Sending({"attachments": "typed by hand"}, MultiValueDict()).is_valid()
