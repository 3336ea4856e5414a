"""The command that looks whether everything is in place, and says how to mend what is not."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from clinicsite.doctor import machine, outside, records, runs
from clinicsite.doctor.findings import Check, Finding

WITHOUT_A_DATABASE: tuple[Check, ...] = (
    machine.profile,
    machine.static_files,
    machine.disk,
    machine.file_of_database,
)
IN_THE_DATABASE: tuple[Check, ...] = (
    records.keys,
    records.published,
    records.clock,
    records.role,
    runs.services,
    runs.jobs,
    runs.nightly,
    runs.feeds,
)
OUTSIDE: tuple[Check, ...] = (outside.public_address, outside.mail)


class Command(BaseCommand):
    """``doctor [--here]``: exit 1 if anything is wrong, with a sentence and a cure for each."""

    help = (
        "Look whether everything is in place: keys, migrations, static files, workers, nightly"
        " commands, backup, clock, disk, proxy, mail. --here asks nothing over the network."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--here", action="store_true", help="ask nothing over the network")

    def handle(self, *, here: bool, **_options: Any) -> None:
        findings = list(found(at=timezone.now(), here=here))
        for each in findings:
            self.stdout.write(f"{each.name}: {each.problem}\n    {each.cure}")
        if findings:
            raise CommandError(f"{len(findings)} to mend.", returncode=1)
        self.stdout.write("All is well.")


def found(*, at: datetime, here: bool) -> Iterator[Finding]:
    for check in WITHOUT_A_DATABASE:
        yield from check(at)
    try:
        behind = list(records.migrations(at))
        yield from behind
        # Tables of another release can't be asked.
        for check in () if behind else IN_THE_DATABASE:
            yield from check(at)
    except DatabaseError as why:
        yield Finding(
            "no_database",
            f"The database does not answer ({type(why).__name__}).",
            "Look at DATABASE_URL and at the server: systemctl status postgresql.",
        )
    for check in () if here else OUTSIDE:
        yield from check(at)
