"""The command that writes to patients: plans what is due, and sends it, one after another."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.actions.visits.messages import plan
from intake.management.loop import work_until_asked_to_end
from intake.outbox.work import send_next


class Command(BaseCommand):
    """``messages [--once] [--with-parent]``: one is enough; several share the work."""

    help = (
        "Send links and reminders to patients whose mail address the desk knows. Start it as a"
        " service beside the site. It ends at SIGTERM, after the message in hand."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due, then end")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started it ends"
        )

    def handle(self, *, once: bool, with_parent: bool, **_options: Any) -> None:
        if once:
            plan(at=timezone.now())
            while send_next(at=timezone.now()):
                pass
            return
        parent = os.getppid() if with_parent else None
        work_until_asked_to_end("messages", send_next, parent=parent, each_beat=plan)
