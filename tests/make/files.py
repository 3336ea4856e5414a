"""A database in a file, shared by threads or as a migration left it; a picture to upload."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
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


@contextmanager
def migrated_to(path: Path, name: str) -> Iterator[Apps]:
    """A file as this migration left it, with the models of that time."""
    with using(path):
        call_command("migrate", "intake", name, verbosity=0)
        yield MigrationExecutor(connection).loader.project_state([("intake", name)]).apps
