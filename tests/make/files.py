"""A database in a file, shared by threads or as a migration left it; pictures to upload."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
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


@contextmanager
def using(path: Path) -> Iterator[None]:
    """Every connection, of this thread and of new ones, goes to this file."""
    in_memory, settings = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**settings, "NAME": str(path)}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = in_memory
        connections.settings["default"] = settings


@contextmanager
def migrated_to(path: Path, name: str) -> Iterator[Apps]:
    """A file as this migration left it, with the models of that time."""
    with using(path):
        call_command("migrate", "intake", name, verbosity=0)
        yield MigrationExecutor(connection).loader.project_state([("intake", name)]).apps
