"""What a backup says of itself: counts, end of the log, release, keys, and nothing of anybody."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from intake import __version__

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Runs one query on the database that is meant, which need not be Django's own."""


@dataclass(frozen=True)
class Manifest:
    """What must be there again after a restore."""

    made_at: str
    release: str
    vendor: str
    counts: dict[str, int]
    log_head: str
    migration: str
    keys: dict[str, str]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        return cls(**json.loads(text))

    def differences(self, found: "Manifest") -> list[str]:
        """One sentence for each thing that is not as it was; empty when all of it is."""
        told = [
            f"{table} has {found.counts.get(table, 0)} rows instead of {count}."
            for table, count in self.counts.items()
            if found.counts.get(table, 0) != count
        ]
        for name in ("log_head", "migration", "keys"):
            before, after = getattr(self, name), getattr(found, name)
            if before != after:
                told.append(f"{name} is {after} instead of {before}.")
        return told


def manifest_of(ask: Ask, *, vendor: str, at: datetime) -> Manifest:
    """Read within one snapshot, or from a copy that nobody writes to."""
    tables = sorted(
        {
            model._meta.db_table
            for model in apps.get_app_config("intake").get_models(include_auto_created=True)
        }
    )
    # Names come from the models, not from outside.
    counts = {table: int(ask(f'SELECT COUNT(*) FROM "{table}"')[0][0]) for table in tables}  # noqa: S608  # nosec B608
    head = ask("SELECT sequence, digest FROM intake_accessevent ORDER BY sequence DESC LIMIT 1")
    newest = "SELECT name FROM django_migrations WHERE app = 'intake' ORDER BY name DESC LIMIT 1"
    keys = ask("SELECT key_id, digest FROM intake_keycheck ORDER BY key_id")
    return Manifest(
        made_at=at.isoformat(timespec="seconds"),
        release=__version__,
        vendor=vendor,
        counts=counts,
        log_head=f"{head[0][0]}-{head[0][1]}" if head else "",
        migration=str(ask(newest)[0][0]),
        keys={str(key_id): str(digest) for key_id, digest in keys},
    )
