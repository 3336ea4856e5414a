"""The access log: lines added one by one, each in a transaction of its own, and a page read."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.privacy.read_log import Wanted, read_log

from .table import Line, in_turns, show
from .visits import a_database

LINES = 1_000
WORKERS = 4
LEAST = 200
MANY = 200_000
BATCH = 10_000
AS_LONG = "x" * 64


def run(_shipped: str) -> None:
    with a_database():
        staff = models.User.objects.create_user("bench")
        writing = partial(_written, staff)
        lines = [_appends("one writer", partial(writing, LINES))]
        lines += [_appends(f"{WORKERS} writers at once", partial(_at_once, writing))]
        show(f"Access log: lines added ({connection.vendor}, each committed)", lines)
        show("Access log: a page of fifty lines (clock time)", _pages(staff))


def _written(staff: models.User, count: int) -> None:
    for _number in range(count):
        record("bench", at=timezone.now(), by=staff)


def _at_once(writing: Callable[[int], None]) -> None:
    def work() -> None:
        writing(LINES // WORKERS)
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def _appends(name: str, work: Callable[[], None]) -> Line:
    start = time.perf_counter()
    work()
    each = LINES / (time.perf_counter() - start)
    return Line(name, each, "/s", budget=f">= {LEAST}/s", is_kept=each >= LEAST)


def _pages(staff: models.User) -> list[Line]:
    """The same page with a thousand lines and with many more."""
    few = in_turns(_ways(staff), rounds=10, clock=time.perf_counter)
    _fill(staff)
    many = in_turns(_ways(staff), rounds=10, clock=time.perf_counter)
    return [
        Line(f"{name}, {MANY:,} lines", ms, "ms", ms / few[name], "2,000 lines")
        for name, ms in many.items()
    ]


def _ways(staff: models.User) -> dict[str, Callable[[], object]]:
    today, middle = timezone.localdate(), models.AccessEvent.objects.count() // 2
    wishes = {
        "newest": (Wanted(), None),
        "from the middle on": (Wanted(), middle),
        "of one person": (Wanted(user=staff), None),
        "of one person on one day": (Wanted(user=staff, first=today, last=today), None),
        "of an action nobody did": (Wanted(action="signed"), None),
    }
    return {
        name: partial(read_log, wanted, by=staff, at=timezone.now(), before=before)
        for name, (wanted, before) in wishes.items()
    }


def _fill(staff: models.User) -> None:
    """Lines in bulk; the chain is not what is measured here."""
    first = models.AccessEvent.objects.count() + 1_000_000
    at = timezone.now() - timedelta(days=400)
    for start in range(0, MANY, BATCH):
        models.AccessEvent.objects.bulk_create(
            models.AccessEvent(
                at=at + timedelta(seconds=2 * number),
                actor="staff",
                user=staff,
                action="discussion_read" if number % 3 else "copy_printed",
                sequence=first + number,
                digest=AS_LONG,
            )
            for number in range(start, start + BATCH)
        )
