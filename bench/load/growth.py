"""Measures a clinic that has grown: .ci/with-postgresql .venv/bin/python -m bench.load.growth.

A million visits, a hundred thousand of them answered, a pooler between, and one, two and four web
processes beside one and two printers. On a machine of its own it takes a quarter of an hour and
50 GB of disk, with ``--small-paper`` 12 GB; a tenth of it (``--part 0.1``) takes eight minutes. It
says so again when it begins.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .clinic import Clinic, a_clinic
from .fill import Growth, grown, sizes
from .people import Times
from .pooler import a_pooler
from .run import measured, percentile

VISITS, ANSWERED = 1_000_000, 100_000
SHAPES = ((1, 1), (2, 1), (2, 2), (4, 2))
"""Web processes and printers."""


def main() -> None:
    asked = arguments()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("It needs PostgreSQL: .ci/with-postgresql .venv/bin/python -m bench.load.growth")
    visits, answered = int(VISITS * asked.part), int(ANSWERED * asked.part)
    disk = (12 if asked.small_paper else 50) * asked.part
    print(
        f"{visits:,} visits, {answered:,} answered: about {1 + disk:.0f} GB of disk, and"
        f" {7 + 8 * asked.part:.0f} minutes on a machine of its own.",
        flush=True,
    )
    with a_clinic(Path(), webs=1, printers=1) as clinic:
        print(
            f"{'':22}{'page p95':>10}{'send p95':>10}{'copies there':>14}{'failed':>8}{'load':>7}"
        )
        row(clinic, "empty", asked)
        fill(clinic, visits, answered, small_paper=asked.small_paper)
        for webs, printers in SHAPES:
            clinic.webs, clinic.printers = webs, printers
            row(clinic, "grown", asked)
        with pooled(clinic):
            for clinic.webs in (2, 4):
                row(clinic, "pooled", asked)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load.growth", description=__doc__)
    parser.add_argument("--part", type=float, default=1.0, help="of the million, such as 0.1")
    parser.add_argument("--small-paper", action="store_true", help="copies of 2 kB, not of 170")
    parser.add_argument("--walkers", type=int, default=30)
    parser.add_argument("--senders", type=int, default=10)
    parser.add_argument("--think", type=float, default=3.0)
    parser.set_defaults(within=0.0)
    return parser.parse_args()


def fill(clinic: Clinic, visits: int, answered: int, *, small_paper: bool) -> None:
    """One patient's rows are made by the product, and then there are many of them."""
    began = time.monotonic()
    (unsent,) = clinic.visits(1, answered=False)
    (sent,) = clinic.visits(1, sent=True)
    clinic.run("manage.py", "printer", "--once")
    growth = Growth(unsent["visit"], sent["visit"], visits - answered, answered, small_paper)
    for done, of in grown(clinic.database, growth):
        spent = time.monotonic() - began
        print(f"\r{done:,} of {of:,} visits, {spent:.0f} s", end="", flush=True)
    clinic.run("-c", SEAL_THE_LOG)
    print(f"\nfilled in {time.monotonic() - began:.0f} s; sizes:", sizes(clinic.database))


SEAL_THE_LOG = """
import django
django.setup()
from django.utils import timezone
from intake.actions.privacy.sealed_log import seal_log
seal_log(at=timezone.now())
"""


@contextmanager
def pooled(clinic: Clinic) -> Iterator[None]:
    with a_pooler(clinic.database) as database:
        direct, clinic.database = clinic.database, database
        yield
        clinic.database = direct


def row(clinic: Clinic, what: str, asked: argparse.Namespace) -> None:
    visits = clinic.prepare(asked.walkers + asked.senders)
    clinic.start()
    times = measured(clinic, visits, asked)
    clinic.stop()
    print(
        f"{what:8}{clinic.webs:3} web{clinic.printers:3} print{ninety_five(times, 'page, sent')}"
        f"{ninety_five(times, 'send')}{longest_copy(times)}{len(times.failed):8}"
        f"{os.getloadavg()[0]:7.1f}",
        flush=True,
    )


def ninety_five(times: Times, what: str) -> str:
    taken = times.taken.get(what)
    return f"{percentile(taken, 0.95):8.2f} s" if taken else f"{'none':>10}"


def longest_copy(times: Times) -> str:
    taken = times.taken.get("copy is there", [])
    return f"{len(taken):4} in {max(taken, default=0):3.0f} s"


if __name__ == "__main__":
    main()
