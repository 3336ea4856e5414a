"""The command that prints: a worker that takes print jobs from the database, one after another."""

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from intake.actions.jobs import sign_of_life
from intake.printing.work import print_next

logger = logging.getLogger(__name__)

NAP = 0.5
"""Seconds between two looks when nothing is due."""
BEAT = 30.0
"""Seconds between two signs of life."""
AWAY = 5.0
"""Seconds to wait while the database is away."""
NICE = 10
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
        _print_until(_asked_to_end(), parent=os.getppid() if with_parent else None)


def _asked_to_end() -> threading.Event:
    ending = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_signal: ending.set())
    return ending


def _print_until(ending: threading.Event, *, parent: int | None) -> None:
    last_beat = -BEAT
    while not ending.is_set() and parent in (None, os.getppid()):
        pause = NAP
        try:
            close_old_connections()
            if time.monotonic() - last_beat >= BEAT:
                sign_of_life("printer", at=timezone.now())
                last_beat = time.monotonic()
            pause = 0 if print_next(at=timezone.now()) else NAP
        except DatabaseError:
            logger.exception("no database", extra={"event": "printer.no_database"})
            connection.close()
            pause = AWAY
        ending.wait(pause)
