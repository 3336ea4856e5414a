"""The command that puts a backup back into an empty database, or only tries whether it would."""

import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clinicsite.backup import dumps, files
from clinicsite.backup.manifest import Manifest
from intake.actions.key_checks import key_fits


class Command(BaseCommand):
    """``restore FILE --identity KEYFILE [--check]``"""

    help = (
        "Put a backup into the database of DATABASE_URL, which must be empty. --check puts it into"
        " a database of its own, compares everything with the manifest, and takes it away again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument(
            "--identity", type=Path, required=True, help="the file with the private key"
        )
        parser.add_argument("--check", action="store_true", help="only try it")

    def handle(self, *, backup: Path, identity: Path, check: bool, **_options: Any) -> None:
        began = time.monotonic()
        try:
            manifest, found = _restored(backup, identity, check)
        except (dumps.CannotDump, files.CannotRead, OSError) as why:
            raise CommandError(str(why)) from None
        # Whether the keys of this environment open what was restored.
        problems = manifest.differences(found) + [
            f"The key “{key_id}” of this environment is missing or another one: nobody could be"
            " read."
            for key_id, digest in manifest.keys.items()
            if not key_fits(key_id, digest)
        ]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(
            f"{'It can be restored' if check else 'Restored'} in {time.monotonic() - began:.0f} s:"
            f" {sum(found.counts.values())} rows of release {manifest.release},"
            f" made {manifest.made_at}.\nCounts, keys and the end of the access log"
            f" ({found.log_head or 'none'}) are as they were."
        )
        if not check:
            self.stdout.write("Next: manage.py migrate, manage.py verify_access_log, doctor.")


def _restored(backup: Path, identity: Path, check: bool) -> tuple[Manifest, Manifest]:
    at = timezone.now()
    if not check:
        dumps.expect_empty()
    with tempfile.TemporaryDirectory(prefix="restoring-") as folder:
        dumped, manifest = files.read(backup, identity, Path(folder))
        vendor = "sqlite" if dumps.is_sqlite() else "postgresql"
        if manifest.vendor != vendor:
            raise dumps.CannotDump(
                f"It is a backup of {manifest.vendor}, and DATABASE_URL names {vendor}."
            )
        if not check:
            return manifest, dumps.load(dumped, at=at)
        with dumps.scratch(Path(folder)) as name:
            return manifest, dumps.load(dumped, at=at, name=name)
