"""Serves what pages load: of the npm packages only the needed files, without GDS Transport and crown; and our styles.

GDS Transport and the crown are licensed for services on GOV.UK only, which a hub is not.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

from mash.ui.trimming import only

GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
AUTOCOMPLETE = Path("accessible-autocomplete/dist")
PACKAGE_FILES = {
    "vendor/govuk-frontend.min.css": GOVUK / "govuk-frontend.min.css",
    "vendor/govuk-frontend.min.js": GOVUK / "govuk-frontend.min.js",
    "vendor/moj-frontend.min.css": MOJ / "moj-frontend.min.css",
    "vendor/moj-frontend.min.js": MOJ / "moj-frontend.min.js",
    "vendor/accessible-autocomplete.min.css": AUTOCOMPLETE / "accessible-autocomplete.min.css",
    "vendor/accessible-autocomplete.min.js": AUTOCOMPLETE / "accessible-autocomplete.min.js",
}
OWN_STYLE = "ui/mash.css"
# For front doors, where the line may be slow: only what their pages draw.
GOVUK_DOOR, OWN_DOOR = "vendor/govuk-door.min.css", "ui/door.css"
DOOR_APPS = ("ui", "enquiries")

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=[^*]*\*/)")
ASSET = re.compile(r"url\(/assets/images/([\w-]+\.svg)\)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANK_LINES = re.compile(r"\n\s*")


class FrontEndFinder(BaseFinder):
    """Builds `vendor/…` and `ui/mash.css` beside the static root whenever their sources changed, and offers them.

    Each state of the sources has a folder of its own, named by what is in it, and nothing there changes any more: a
    server that has told a browser how long a file is would otherwise send a newer one of another length, and the
    browser would wait for the rest.
    """

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.built = Path(settings.STATIC_ROOT).parent / "static-src"
        self.packages = Path(settings.NODE_MODULES)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check before the files are asked for."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 Django's signature
        """The absolute path of one file (or a list, with `find_all`), built if need be; an empty list when not ours."""
        if not path.startswith(("vendor/", OWN_STYLE, OWN_DOOR)):
            return []
        folder, names = self.build()
        if path not in names:
            return []
        found = str(folder / path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every file with the storage that holds it."""
        folder, names = self.build()
        storage = FileSystemStorage(location=folder)
        for path in names:
            yield path, storage

    def build(self) -> tuple[Path, Collection[str]]:
        """Write what is missing, and say in which folder which files are.

        Raises:
            ImproperlyConfigured: the npm packages are not installed.
        """
        texts = dict(self.texts())
        folder = self.built / sha256(repr(sorted(texts.items())).encode()).hexdigest()[:16]
        for path, text in texts.items():
            if not (folder / path).is_file():
                put(folder / path, text.encode())
        return folder, texts.keys()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each file's name and text, as the sources stand."""
        yield OWN_STYLE, own_style()
        yield OWN_DOOR, own_style(DOOR_APPS)
        for target, source in PACKAGE_FILES.items():
            text = self.package_text(source)
            images = set(ASSET.findall(text)) if target.endswith(".css") else set()
            drawn = {name for name in images if (self.packages / MOJ / "assets/images" / name).is_file()}
            yield target, freed(text, drawn)
            if source.name == "govuk-frontend.min.css":
                yield GOVUK_DOOR, only(COMMENT.sub("", freed(text, drawn)))
            for name in drawn:
                yield f"vendor/images/{name}", self.package_text(MOJ / "assets/images" / name)

    def package_text(self, source: Path) -> str:
        """The text of one file of a package."""
        try:
            return (self.packages / source).read_text("utf-8")
        except FileNotFoundError as missing:
            raise ImproperlyConfigured(f"{source} is not installed: run 'make install'.") from missing


def put(target: Path, content: bytes) -> None:
    """Put a file in its place at once, compressed beside it: WhiteNoise sends that one to browsers that take it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for name, written in ((f"{target.name}.gz", gzip.compress(content, mtime=0)), (target.name, content)):
        draft = target.with_name(f"{name}.{os.getpid()}")
        draft.write_bytes(written)
        draft.replace(target.with_name(name))


def freed(text: str, drawn: set[str]) -> str:
    """A package's file without GDS Transport and source maps, its images beside it; an image not in `drawn` is none."""
    text = SOURCE_MAP.sub("", FONT_FACE.sub("", text))
    text = text.replace("GDS Transport,arial", "arial")
    return ASSET.sub(lambda found: f"url(images/{found[1]})" if found[1] in drawn else "none", text)


def own_style(labels: Collection[str] = ()) -> str:
    """Our stylesheet: what stands in `style/`, then every component's `style.css`, of these apps or of all."""
    parts = sorted((Path(__file__).parent / "style").glob("*.css"))
    for app in apps.get_app_configs():
        if labels and app.label not in labels:
            continue
        parts += sorted(Path(app.path, "components").glob("*/style.css"))
    text = "\n".join(part.read_text("utf-8") for part in parts)
    return BLANK_LINES.sub("\n", COMMENT.sub("", text)).strip() + "\n"
