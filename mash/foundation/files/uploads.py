"""Takes uploads in: never more than the limits, never a name on the disk, and nothing of one that broke off."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase

from mash.foundation.files.checking import MOST_BYTES, MOST_BYTES_TOGETHER

IN_MEMORY_BYTES = 1 << 20
MOST_REQUEST_BYTES = MOST_BYTES_TOGETHER + 8 * 1024 * 1024


class Bounded(FileUploadHandler):
    """Keeps no more of a file than may be sent, so that the words beside one that is too large are not lost.

    What does not fit into memory goes into a file without a name, which is gone with the process.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._sent = self._together = 0
        self._kept: IO[bytes] | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803  # Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a request that is longer than any that is taken before a byte of it is read."""
        if content_length > MOST_REQUEST_BYTES:
            raise RequestDataTooBig("longer than any submission may be")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the next file."""
        super().new_file(*args, **kwargs)
        self._sent = 0
        self._kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part of the file, as far as the limits go."""
        self._sent += len(raw_data)
        self._together += len(raw_data)
        if self._kept is not None and self._sent <= MOST_BYTES and self._together <= MOST_REQUEST_BYTES:
            self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """The file, with the size that it had, whatever was kept of it."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.seek(0)
        return UploadedFile(kept, self.file_name, self.content_type, self._sent, self.charset, self.content_type_extra)

    def upload_interrupted(self) -> None:
        """Let go of what had come of a file that broke off."""
        if self._kept is not None:
            self._kept.close()


class Whole:
    """Lets no request through of which less came than was announced.

    Django takes what had come of a file when the line dropped for the file: half a document would be kept as a whole.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; reading a body that ends early is an error, as if nothing had been sent."""
        stream = getattr(request, "_stream", None)
        if stream is not None:
            setattr(request, "_stream", _Counted(stream, _announced(request)))  # noqa: B010  # Django's own, untyped
        return self.get_response(request)


class _Counted:
    """A request's body that notices when it ends before it should."""

    def __init__(self, stream: Any, announced: int) -> None:
        self._stream = stream
        self._left = announced

    def read(self, *size: int) -> bytes:
        """Read on."""
        return self._counted(self._stream.read(*size), asked=size[0] if size else -1)

    def readline(self, *size: int) -> bytes:
        """Read on to the end of a line."""
        return self._counted(self._stream.readline(*size), asked=size[0] if size else -1)

    def close(self) -> None:
        """Close what it reads from."""
        if hasattr(self._stream, "close"):
            self._stream.close()

    def _counted(self, part: bytes, *, asked: int) -> bytes:
        self._left -= len(part)
        if asked != 0 and self._left > 0 and (not part or asked < 0):
            raise OSError("the upload broke off")
        return part


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
