"""A file that others may not read, and of which there is never half."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_privately(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only. It replaces what lies there.

    Raises:
        OSError: it could not be written; nothing of the content is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".draft", dir=file.parent)  # readable by its owner only
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
