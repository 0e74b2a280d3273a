"""What a page loads: little of it, all from here, and nothing that is licensed for GOV.UK only."""

import gzip
import re
from pathlib import Path

import pytest

FIRST_VIEW_LIMIT = 150_000


def loaded_by(page: Path) -> list[Path]:
    """The page and every file that its first view may load, images of its styles included."""
    html = page.read_text("utf-8")
    files = [
        page.parent / path for path in set(re.findall(r'(?:href|src|data-govuk|data-moj)="/?(static/[^"]+)"', html))
    ]
    for style in [file for file in files if file.suffix == ".css"]:
        files += {style.parent / image for image in re.findall(r"url\(([\w/.-]+)\)", style.read_text("utf-8"))}
    return [page, *files]


def test_a_first_view_is_light(gallery: Path) -> None:
    for name in ("board", "enquiry", "public"):
        weight = sum(len(gzip.compress(file.read_bytes())) for file in loaded_by(gallery / f"{name}.html"))
        assert weight < FIRST_VIEW_LIMIT, f"{name}: {weight}"


def test_nothing_is_taken_that_is_for_gov_uk_only(gallery: Path) -> None:
    everything = [path for path in (gallery / "static").rglob("*") if path.is_file()]
    assert not [
        path for path in everything if path.suffix in (".woff", ".woff2") or re.search("crest|crown", path.name)
    ]
    for style in (gallery / "static").rglob("*.css"):
        text = style.read_text("utf-8")
        found = re.search(r"@font-face|GDS Transport|/assets/|crest[^};]*svg|sourceMappingURL|@import", text)
        assert not found, f"{style.name}: {found}"
        assert not re.search(r"url\(.?https?:", text), f"{style.name} loads from elsewhere"


def test_every_image_of_a_style_is_served(gallery: Path) -> None:
    for style in (gallery / "static").rglob("*.css"):
        for image in re.findall(r"url\(([\w/.-]+)\)", style.read_text("utf-8")):
            assert (style.parent / image).is_file(), image


def test_a_file_that_did_not_change_is_not_written_again(gallery: Path) -> None:
    from mash.ui.static import OWN_STYLE, FrontEndFinder

    finder = FrontEndFinder()
    where = Path(finder.find(OWN_STYLE))
    assert gzip.decompress(where.with_name(f"{where.name}.gz").read_bytes()) == where.read_bytes()
    before = where.stat().st_mtime_ns
    assert Path(finder.find(OWN_STYLE)).stat().st_mtime_ns == before
    assert finder.find("vendor/../../secret") == []
    assert finder.find("elsewhere.css") == []


def test_what_a_server_offers_stays_as_it_was_when_a_newer_hub_starts_beside_it(
    gallery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mash.ui import static

    finder = static.FrontEndFinder()
    offered = {path: Path(storage.path(path)) for path, storage in finder.list(None)}
    before = {path: file.read_bytes() for path, file in offered.items()}
    monkeypatch.setattr(static, "own_style", lambda labels=(): "b { color: black }")
    newer = Path(finder.find(static.OWN_STYLE))
    assert newer.read_text("utf-8") == "b { color: black }"
    assert static.OWN_STYLE in before
    assert {path: file.read_bytes() for path, file in offered.items()} == before
