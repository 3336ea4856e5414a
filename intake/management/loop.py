"""The loop of a worker: does what is due, rests, gives signs of life, and ends when asked."""

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from intake.actions.jobs import sign_of_life

logger = logging.getLogger(__name__)

NAP = 0.5
"""Seconds between two looks when nothing is due."""
BEAT = 30.0
"""Seconds between two signs of life."""
AWAY = 5.0
"""Seconds to wait while the database is away."""


class Worker(BaseCommand):
    """A command that does what is due (``--once``), or works until it is asked to end."""

    name: str
    niceness = 0

    def do_next(self, *, at: datetime) -> bool:
        """Whether something was due."""
        raise NotImplementedError

    def each_beat(self, *, at: datetime) -> object:
        """What is done at the start and every half minute."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due, then end")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started it ends"
        )

    def handle(self, *, once: bool, with_parent: bool, **_options: Any) -> None:
        if once:
            self.each_beat(at=timezone.now())
            while self.do_next(at=timezone.now()):
                pass
            return
        os.nice(self.niceness)
        parent = os.getppid() if with_parent else None
        work_until_asked_to_end(self.name, self.do_next, parent=parent, each_beat=self.each_beat)


def work_until_asked_to_end(
    name: str,
    do_next: Callable[..., bool],
    *,
    parent: int | None,
    each_beat: Callable[..., object] | None = None,
) -> None:
    """``do_next(at=…)`` says whether something was due; with ``parent`` it ends when that does."""
    ending, last_beat = threading.Event(), -BEAT
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_signal: ending.set())
    while not ending.is_set() and parent in (None, os.getppid()):
        pause = NAP
        try:
            close_old_connections()
            if time.monotonic() - last_beat >= BEAT:
                last_beat = time.monotonic()
                at = timezone.now()
                if each_beat:
                    each_beat(at=at)
                sign_of_life(name, at=at)
            pause = 0 if do_next(at=timezone.now()) else NAP
        except DatabaseError:
            logger.exception("no database", extra={"event": f"{name}.no_database"})
            connection.close()
            pause = AWAY
        ending.wait(pause)
