"""The command that writes to patients: plans what is due, and sends it, one after another."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.actions.visits.messages import came_back, plan
from intake.management.loop import work_until_asked_to_end
from intake.outbox.bounces import MOST_BYTES, read_bounce
from intake.outbox.work import send_next


class Command(BaseCommand):
    """``messages [--once] [--with-parent] [--bounce]``: one is enough; several share the work."""

    help = (
        "Send links and reminders to patients whose mail address the desk knows. Start it as a"
        " service beside the site. It ends at SIGTERM, after the message in hand."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due, then end")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started it ends"
        )

        parser.add_argument(
            "--bounce",
            action="store_true",
            help="only read a returned mail from standard input, as a pipe of the mail server's",
        )

    def handle(self, *, once: bool, with_parent: bool, bounce: bool, **_options: Any) -> None:
        if bounce:
            # A mail server answers a failing pipe with another bounce: whatever comes is taken.
            if returned := read_bounce(sys.stdin.buffer.read(MOST_BYTES)):
                came_back(returned.job, returned.status, at=timezone.now())
            return
        if once:
            plan(at=timezone.now())
            while send_next(at=timezone.now()):
                pass
            return
        parent = os.getppid() if with_parent else None
        work_until_asked_to_end("messages", send_next, parent=parent, each_beat=plan)
