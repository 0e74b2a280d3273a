"""Draws a picture anew, so that nothing is left of it but what can be seen; and small, for lists."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from pi_heif import register_heif_opener
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from mash.foundation.files.kinds import Unfit

# A telephone's largest photo has 200 million pixels; in JPEG it is read at a fraction of its size. Whatever else must
# be held whole stays below what the apart process may use.
MOST_PIXELS = 64_000_000
MOST_PIXELS_JPEG = 220_000_000
MOST_SIDE = 4_000
SMALL_SIDE = 240
MOST_PNG_BYTES = 6_000_000
OPENED_AS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "heic": "HEIF"}

register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew. `kind` is `jpeg` or `png`."""

    kind: str
    content: bytes
    small: bytes


def redraw(content: bytes, kind: str) -> Picture:
    """Draw the first picture of a file anew, upright, at most 4,000 pixels long, without anything but its pixels.

    Raises:
        Unfit: `broken`, or `too_many_pixels`.
    """
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_JPEG
    try:
        with Image.open(io.BytesIO(content), formats=[OPENED_AS[kind]]) as opened:
            return _drawn(opened, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit("too_many_pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError):
        raise Unfit("broken") from None


def _drawn(opened: Image.Image, kind: str) -> Picture:
    width, height = opened.size
    if width * height > (MOST_PIXELS_JPEG if kind == "jpeg" else MOST_PIXELS):
        raise Unfit("too_many_pixels")
    if kind == "jpeg":
        opened.draft("RGB", (MOST_SIDE, MOST_SIDE))
    opened.load()
    picture = ImageOps.exif_transpose(opened)
    if picture.mode in ("1", "P", "PA"):  # which can only be made smaller roughly
        picture = picture.convert("RGBA")
    picture.thumbnail((MOST_SIDE, MOST_SIDE))
    picture = _plain(picture)
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    lossless = _saved(picture, "PNG") if kind in ("png", "gif") else b""
    if lossless and len(lossless) <= MOST_PNG_BYTES:
        return Picture("png", lossless, _saved(small, "JPEG", quality=75))
    return Picture("jpeg", _saved(picture, "JPEG", quality=88), _saved(small, "JPEG", quality=75))


def _plain(picture: Image.Image) -> Image.Image:
    """The pixels alone, in common colours, on white where they were transparent."""
    picture = _in_common_colours(picture)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        picture = Image.alpha_composite(paper, seen)
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain


def _in_common_colours(picture: Image.Image) -> Image.Image:
    """Without the colour profile, which may name the device; colours stay what they were."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed or picture


def _saved(picture: Image.Image, form: str, **options: int) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()
