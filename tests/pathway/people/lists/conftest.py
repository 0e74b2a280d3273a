"""Lists as agencies send them, written to a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEADING = "person_id,given,family,dob,address,postcode,nhs_number"
Write = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> Write:
    def write(*rows: str, heading: str = HEADING) -> Path:
        path = tmp_path / "list.csv"
        path.write_text("\n".join([heading, *rows]) + "\n")
        return path

    return write
