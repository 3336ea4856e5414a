"""Chains the lines of the access log in batches, and signs the head of the chain.

Lines are added freely, each with a digest of its own. A seal covers those that were added since
the last one, in the order of their numbers. It notes the numbers that are missing, because a
transaction that is still open or was rolled back took them; such a line stands in a later seal.
"""

import json
from datetime import datetime

from django.db import connection, transaction

from intake import models
from intake.models.chain import Head, batch_digest, seal_digest

AT_ONCE = 5_000
LOCK = 1_979_0714


def seal_log(*, at: datetime) -> Head:
    """Seal what was added and return where the log ends now; another sealer at work is enough."""
    while _seal_some(at):
        pass
    return head()


def head() -> Head:
    """Where the sealed part of the log ends."""
    last = models.AccessSeal.objects.order_by("-number").first()
    return Head(last.last, last.digest) if last else Head(0, "")


def _seal_some(at: datetime) -> bool:
    """One seal; False when nothing is left, or somebody else is sealing."""
    with transaction.atomic():
        if not _is_alone():
            return False
        before = models.AccessSeal.objects.order_by("-number").first()
        last = before.last if before else 0
        missing = json.loads(before.missing) if before else []
        late = _lines(sequence__in=missing)
        fresh = _lines(sequence__gt=last)
        if not late and not fresh:
            return False
        _keep(before, late, fresh, missing, at)
    return len(fresh) == AT_ONCE


def _keep(
    before: models.AccessSeal | None,
    late: list[tuple[int, str]],
    fresh: list[tuple[int, str]],
    missing: list[int],
    at: datetime,
) -> None:
    numbers = {number for number, _digest in fresh}
    first = (before.last if before else 0) + 1
    last = max(numbers, default=first - 1)
    came = {number for number, _digest in late}
    still = [number for number in missing if number not in came]
    still += [number for number in range(first, last + 1) if number not in numbers]
    seal = models.AccessSeal(
        number=before.number + 1 if before else 1,
        last=last,
        lines=len(fresh) + len(late),
        late=json.dumps([number for number, _digest in late]),
        missing=json.dumps(still),
        batch=batch_digest([*late, *fresh]),
        sealed_at=at,
    )
    seal.digest = seal_digest(seal, before.digest if before else "")
    seal.save(force_insert=True)


def _lines(**wanted: object) -> list[tuple[int, str]]:
    rows = models.AccessEvent.objects.filter(**wanted).order_by("sequence")
    return list(rows.values_list("sequence", "digest")[:AT_ONCE])


def _is_alone() -> bool:
    """Nobody waits for a sealer: whoever comes second leaves it to the first."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]
