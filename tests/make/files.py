"""A database in a file, which several threads share as workers do; a picture to upload."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from PIL import Image


def a_picture(width: int = 8, height: int = 4, kind: str = "PNG") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(kept, kind)
    return kept.getvalue()


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
