"""The command that prints: a worker that takes print jobs from the database, one after another."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.actions.privacy.sealed_log import seal_log
from intake.management.loop import work_until_asked_to_end
from intake.printing.work import print_next

NICE = 5
"""Pages go first: a copy may wait a second, a patient who presses Continue may not."""


class Command(BaseCommand):
    """``printer [--once] [--with-parent]``: start several, they share the work."""

    help = (
        "Print the copies of what was sent and signed. Start it as a service beside the site, more"
        " than one if they fall behind. It ends at SIGTERM, after the copy in hand."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="print what is due, then end")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started it ends"
        )

    def handle(self, *, once: bool, with_parent: bool, **_options: Any) -> None:
        if once:
            while print_next(at=timezone.now()):
                pass
            return
        os.nice(NICE)
        parent = os.getppid() if with_parent else None
        # Lines of the access log are chained soon after they were added.
        work_until_asked_to_end("printer", print_next, parent=parent, each_beat=seal_log)
