"""What the machine and the settings say: profile, static files, disk, the database's file."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from clinicsite.doctor.health import is_collected

from .findings import Finding

LEAST_FREE = 0.10
LEAST_BYTES, ENOUGH = 1_000_000_000, 20_000_000_000


def profile(_at: datetime) -> Iterator[Finding]:
    if settings.DEBUG or os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        yield Finding(
            "debug",
            "Debug is on: its pages show patients' answers to strangers.",
            "Unset DEBUG.",
        )
    if settings.DEMONSTRATION:
        yield Finding(
            "demonstration",
            "This is a demonstration: its keys lie beside its database.",
            "Enter no real patient here. For a clinic, unset INTAKE_DEMONSTRATION and make keys.",
        )


def static_files(_at: datetime) -> Iterator[Finding]:
    if not is_collected():
        yield Finding(
            "no_static_files",
            "Static files were not collected: pages have no style.",
            "Run manage.py collectstatic --no-input, and restart.",
        )


def disk(_at: datetime) -> Iterator[Finding]:
    folders = {settings.BASE_DIR / "var", database_file().parent if database_file() else None}
    folders.add(settings.BACKUP.folder)
    for folder in sorted(filter(None, folders)):
        if not folder.is_dir():
            continue
        room = shutil.disk_usage(folder)
        if room.free < min(LEAST_FREE * room.total, ENOUGH) or room.free < LEAST_BYTES:
            yield Finding(
                "disk_nearly_full",
                f"Only {room.free // 1_000_000} MB are free for {folder}.",
                "Make room or a larger disk: a full one answers “try again” to every patient.",
            )


def file_of_database(_at: datetime) -> Iterator[Finding]:
    path = database_file()
    if path is None or not path.exists():
        return
    for each in sorted(path.parent.glob(f"{path.name}*")):
        if stat.S_IMODE(each.stat().st_mode) & 0o077:
            yield Finding(
                "file_readable_by_others",
                f"Others on this machine may read {each}.",
                f"chmod 600 {each}",
            )


def database_file() -> Path | None:
    """SQLite's; PostgreSQL keeps its own."""
    database = settings.DATABASES["default"]
    return Path(database["NAME"]) if database["ENGINE"].endswith("sqlite3") else None
