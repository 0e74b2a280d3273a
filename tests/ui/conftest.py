"""Stands the user interface up for its tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.frame import stand_up
from tests.ui.gallery import build, served


@pytest.fixture(scope="session", autouse=True)
def _stands(tmp_path_factory: pytest.TempPathFactory) -> None:
    stand_up(tmp_path_factory.mktemp("ui") / "static")


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every component's page."""
    folder = tmp_path_factory.mktemp("gallery")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def address(gallery: Path) -> Iterator[str]:
    """Where the gallery is served, under the hub's content policy."""
    with served(gallery) as where:
        yield where
