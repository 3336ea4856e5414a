"""The command that writes to patients: plans what is due, and sends it, one after another."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.utils import timezone

from intake.actions.visits.messages import came_back, plan
from intake.management.loop import Worker
from intake.outbox.bounces import MOST_BYTES, read_bounce
from intake.outbox.work import send_next


class Command(Worker):
    """``messages [--once] [--with-parent] [--bounce]``: one is enough; several share the work."""

    help = (
        "Send links and reminders to patients whose mail address the desk knows. Start it as a"
        " service beside the site. It ends at SIGTERM, after the message in hand."
    )

    name = "messages"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--bounce",
            action="store_true",
            help="only read a returned mail from standard input, as a pipe of the mail server's",
        )

    def handle(self, *, bounce: bool, **options: Any) -> None:
        if not bounce:
            super().handle(**options)
        # A mail server answers a failing pipe with another bounce: whatever comes is taken.
        elif returned := read_bounce(sys.stdin.buffer.read(MOST_BYTES)):
            came_back(returned.job, returned.status, at=timezone.now())

    def do_next(self, *, at: datetime) -> bool:
        return send_next(at=at)

    def each_beat(self, *, at: datetime) -> object:
        return plan(at=at)
