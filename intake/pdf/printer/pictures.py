"""Draws a patient's photo anew, in this very process; runs in the limited child."""

import io
from typing import Any

from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from intake.core.limits import PHOTO_PIXELS, PHOTO_QUALITY, PHOTO_SIDE, PHOTO_SMALL_SIDE

# Named here, so that the printer loads them before a child is forked; nothing else is decoded.
FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
    )
)
TOO_MANY_PIXELS, NOT_A_PICTURE = "too_many_pixels", "not_a_picture"


class CannotRedraw(Exception):
    """The message is one of the two codes above."""


def redrawn(content: bytes) -> tuple[bytes, bytes]:
    """The same picture upright as a JPEG of ours, large and small, and nothing else of the file.

    Its size is looked at before a pixel is decoded. Raises ``CannotRedraw``.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint says otherwise when it is loaded
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > PHOTO_PIXELS:
                raise CannotRedraw(TOO_MANY_PIXELS)
            # Smaller first: turning and flattening sixty megapixels takes room. First frame only.
            picture.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
            turned = ImageOps.exif_transpose(picture)
            if turned.has_transparency_data:
                white = Image.new("RGBA", turned.size, "white")
                turned = Image.alpha_composite(white, turned.convert("RGBA"))
            # A new picture knows neither place, camera, comment nor colour profile of the old one.
            large = Image.new("RGB", turned.size, "white")
            large.paste(turned.convert("RGB"))
    except CannotRedraw:
        raise
    except (MemoryError, Image.DecompressionBombError):
        raise CannotRedraw(TOO_MANY_PIXELS) from None
    except Exception:  # noqa: BLE001 - a broken file fails in many ways
        raise CannotRedraw(NOT_A_PICTURE) from None
    small = large.copy()
    small.thumbnail((PHOTO_SMALL_SIDE, PHOTO_SMALL_SIDE))
    return _as_jpeg(large), _as_jpeg(small)


def _as_jpeg(picture: Any) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=PHOTO_QUALITY, optimize=True)
    return kept.getvalue()
