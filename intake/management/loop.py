"""The loop of a worker: does what is due, rests, gives signs of life, and ends when asked."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime

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


def work_until_asked_to_end(
    name: str,
    do_next: Callable[..., bool],
    *,
    parent: int | None,
    each_beat: Callable[..., object] | None = None,
) -> None:
    """``do_next(at=…)`` says whether something was due; with ``parent`` it ends when that does."""
    ending, last_beat = _asked_to_end(), -BEAT
    while not ending.is_set() and parent in (None, os.getppid()):
        pause = NAP
        try:
            close_old_connections()
            if time.monotonic() - last_beat >= BEAT:
                last_beat = time.monotonic()
                _beat(name, each_beat, timezone.now())
            pause = 0 if do_next(at=timezone.now()) else NAP
        except DatabaseError:
            logger.exception("no database", extra={"event": f"{name}.no_database"})
            connection.close()
            pause = AWAY
        ending.wait(pause)


def _beat(name: str, each_beat: Callable[..., object] | None, at: datetime) -> None:
    if each_beat:
        each_beat(at=at)
    sign_of_life(name, at=at)


def _asked_to_end() -> threading.Event:
    ending = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_signal: ending.set())
    return ending
