"""Chains the lines of the access log in batches, and signs the head of the chain.

Lines are added freely, each with a digest of its own. A seal covers those that were added since
the last one, in the order of their numbers. It notes the numbers that are missing, because a
transaction that is still open or was rolled back took them; such a line stands in a later seal.
"""

import json
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q

from intake import models
from intake.models.chain import Head, batch_digest, seal_digest

AT_ONCE = 5_000
MOST_GAPS = 200
"""Stretches of numbers that a seal still waits for; a transaction ends long before as many came."""
LOCK = 1_979_0714


def seal_log(*, at: datetime) -> Head:
    """Seal what was added and return where the log ends now; another sealer at work is enough."""
    more = True
    while more:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # Nobody waits for a sealer: whoever comes second leaves it to the first.
                    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
                    if not cursor.fetchone()[0]:
                        break
            before, late = models.AccessSeal.objects.order_by("-number").first(), []
            if before:
                stretches = (Q(sequence__range=each) for each in json.loads(before.missing))
                late = _lines(reduce(or_, stretches, Q(pk=None)))
            fresh = _lines(Q(sequence__gt=before.last if before else 0))
            if late or fresh:
                _keep(before, late, fresh, at)
        more = len(fresh) == AT_ONCE
    return head()


def head() -> Head:
    """Where the sealed part of the log ends."""
    last = models.AccessSeal.objects.order_by("-number").first()
    return Head(last.last, last.digest) if last else Head(0, "")


def _keep(
    before: models.AccessSeal | None,
    late: list[tuple[int, str]],
    fresh: list[tuple[int, str]],
    at: datetime,
) -> None:
    end = before.last if before else 0
    last = fresh[-1][0] if fresh else end
    came = [number for number, _digest in late]
    waited_for = json.loads(before.missing) if before else []
    still = [part for first, to in waited_for for part in gaps(first, to, came)]
    still += gaps(end + 1, last, [number for number, _digest in fresh])
    seal = models.AccessSeal(
        number=before.number + 1 if before else 1,
        last=last,
        lines=len(fresh) + len(late),
        late=json.dumps(came),
        missing=json.dumps(still[-MOST_GAPS:]),
        batch=batch_digest([*late, *fresh]),
        sealed_at=at,
    )
    seal.digest = seal_digest(seal, before.digest if before else "")
    seal.save(force_insert=True)


def gaps(first: int, last: int, numbers: list[int]) -> list[list[int]]:
    """The stretches between two ends in which no number stands; ``numbers`` are in order."""
    found, start = [], first
    for number in [each for each in numbers if first <= each <= last]:
        if number > start:
            found.append([start, number - 1])
        start = number + 1
    return [*found, [start, last]] if start <= last else found


def _lines(wanted: Q) -> list[tuple[int, str]]:
    rows = models.AccessEvent.objects.filter(wanted).order_by("sequence")
    return list(rows.values_list("sequence", "digest")[:AT_ONCE])
