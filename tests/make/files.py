"""Pictures and photos to upload."""

import io

from django.utils import timezone
from PIL import Image, ImageDraw

from intake.actions.answers.photos import add_photo
from intake.models import Photo, PhotoKind, Submission


def a_picture(width: int = 8, height: int = 4, kind: str = "PNG") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(kept, kind)
    return kept.getvalue()


def a_label(words: str = "EXO-7 LOT 41") -> bytes:
    """A photo of a label as a phone makes it: lying on its side, with camera and place."""
    drawn = Image.new("RGB", (1200, 900), "#d8d2c4")
    ImageDraw.Draw(drawn).rectangle((150, 200, 1050, 700), fill="white", outline="black", width=4)
    ImageDraw.Draw(drawn).text((200, 380), words, fill="black", font_size=96)
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "Phonemaker"
    told.get_ifd(0x8825).update({1: "N", 2: (41.0, 53.0, 24.0)})
    kept = io.BytesIO()
    drawn.save(kept, "JPEG", exif=told, comment=b"Maria's phone")
    return kept.getvalue()


def a_photo(
    submission: Submission, kind: PhotoKind = PhotoKind.LABEL, content: bytes = b""
) -> Photo:
    """One that is added without being decoded: who tests what is done with it draws it alike."""
    jpeg = content or a_picture(40, 30, "JPEG")
    return add_photo(submission, jpeg, a_picture(8, 6, "JPEG"), kind=kind, at=timezone.now())
