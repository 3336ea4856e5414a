"""The access log: lines added by several at once, a page read, and all of it checked."""

import multiprocessing
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.privacy.read_log import Wanted, read_log
from intake.actions.privacy.verify_log import check_log
from intake.models.chain import link_of_its_own

from .table import Line, in_turns, show
from .visits import a_database

LINES = 1_600
WRITERS = (1, 2, 4, 8)
PLAIN_SHARE, GAIN = 0.7, 2.5
MANY = 200_000
CHECKED = 1_000_000
BATCH = 10_000
AS_LONG = "x" * 64


def run(_shipped: str) -> None:
    with a_database():
        staff = models.User.objects.create_user("bench")
        title = f"Access log: lines added ({connection.vendor}, each committed)"
        show(title, list(_appends(staff)))
        show("Access log: a page of fifty lines (clock time)", _pages(staff))
        show("Access log: checked (clock time)", list(_checked()))


def _appends(staff: models.User) -> Iterator[Line]:
    """Each number of writers beside as many that only insert rows; writers are processes."""
    rates = {}
    for writers in WRITERS if connection.vendor == "postgresql" else (1,):
        plain = _rate(partial(_plain, staff), writers)
        rates[writers] = _rate(partial(_written, staff), writers)
        share = rates[writers] / plain
        yield Line(
            f"{writers} writers",
            rates[writers],
            "/s",
            share,
            f"plain inserts, {plain:.0f}/s",
            f">= {PLAIN_SHARE}" if writers == WRITERS[-1] else "",
            share >= PLAIN_SHARE,
        )
    if len(rates) > 1:
        gain = rates[WRITERS[-1]] / rates[1]
        yield Line("", gain, "", None, "", f">= {GAIN} x one writer", gain >= GAIN)


def _rate(work: Callable[[int], None], writers: int) -> float:
    """Lines a second, with the time from the first process ready to the last one done."""
    connection.close()
    ready = multiprocessing.Barrier(writers + 1)

    def alone() -> None:
        connection.ensure_connection()
        ready.wait()
        work(LINES // writers)
        connection.close()

    started = [multiprocessing.Process(target=alone) for _writer in range(writers)]
    for each in started:
        each.start()
    ready.wait()
    start = time.perf_counter()
    for each in started:
        each.join()
    return LINES / (time.perf_counter() - start)


def _written(staff: models.User, count: int) -> None:
    for _number in range(count):
        record("bench", at=timezone.now(), by=staff)


def _plain(staff: models.User, count: int) -> None:
    """The same row as it stands, with no digest to compute and a number of its own."""
    first = 10**12 + secrets.randbelow(10**6) * 10**6
    for number in range(count):
        with transaction.atomic():
            models.AccessEvent(
                at=timezone.now(),
                actor="staff",
                user=staff,
                action="bench",
                sequence=first + number,
                digest=AS_LONG,
            ).save(force_insert=True)


def _checked() -> Iterator[Line]:
    """A million lines that were checked before, and a thousand new ones."""
    at = timezone.now()
    with connection.cursor() as cursor:
        for table in ("accessevent", "accessseal", "accessnote"):
            for each in _guards_of(cursor, table):
                cursor.execute(each)
            cursor.execute(f"DELETE FROM intake_{table}")  # noqa: S608 - names of ours
    for start in range(0, CHECKED, BATCH):
        lines = [
            models.AccessEvent(at=at, actor="system", action="bench", sequence=number)
            for number in range(start + 1, start + BATCH + 1)
        ]
        for line in lines:
            line.digest = link_of_its_own(line)
        models.AccessEvent.objects.bulk_create(lines)
    begun = time.perf_counter()
    first = check_log(at=at)
    whole = time.perf_counter() - begun
    for number in range(1_000):
        line = models.AccessEvent(at=at, actor="system", action="b", sequence=CHECKED + 1 + number)
        line.digest = link_of_its_own(line)
        line.save(force_insert=True)
    begun = time.perf_counter()
    again = check_log(at=at, whole=False)
    since = time.perf_counter() - begun
    is_kept = first.is_whole and again.is_whole and since < 5
    yield Line(f"{CHECKED:,} lines, sealed and read", whole, "s")
    yield Line("from the last check on", since, "s", budget="< 5 s", is_kept=is_kept)


def _guards_of(cursor, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [f"ALTER TABLE intake_{table} DISABLE TRIGGER USER"]
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        [f"intake_{table}"],
    )
    return [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]


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
