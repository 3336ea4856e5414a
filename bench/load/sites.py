"""The day at the desk with forty sites and two hundred staff under load, few visits and many."""

import json
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from bench.table import Line, at_most, show

from .clinic import Clinic, a_clinic
from .people import Times
from .run import percentile

STAFF, THINK, SECONDS = 200, 30.0, 60.0
"""Everybody looks at the day twice a minute: some seven pages a second."""
FEW, MANY = 2_400, 200_000
BUDGET = 300
"""Milliseconds, 95 of 100 pages."""
FILL = str(Path(__file__).parent / "group.py")


def run(_shipped: str) -> None:
    lines = []
    with a_clinic(Path(), webs=2, printers=0) as clinic:
        clinic.run("manage.py", "migrate", "--verbosity=0")
        clinic.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        clinic.start()
        for visits in (FEW, MANY):
            lines += _measured(clinic, visits)
    database = "PostgreSQL" if "postgres" in clinic.database else "SQLite"
    show(f"A day of 60 at one of 40 sites, {STAFF} staff (clock time, {database})", lines)


def _measured(clinic: Clinic, visits: int) -> list[Line]:
    cookies = json.loads(clinic.run(FILL, str(visits)))
    times, done = Times(), threading.Event()
    keys = [cookies["keys"][number % len(cookies["keys"])] for number in range(STAFF)]
    people = [Person(clinic, f"{cookies['name']}={key}", times, done) for key in keys]
    for person in people:
        person.start()
    time.sleep(SECONDS)
    done.set()
    for person in people:
        person.join(30)
    taken = [seconds * 1000 for seconds in times.taken.get("day", [])]
    if times.failed or not taken:
        raise SystemExit(f"{len(times.failed)} of {len(taken)} failed: {sorted(set(times.failed))}")
    return [
        Line(f"{visits:,} visits: median of {len(taken)} pages", percentile(taken, 0.5), "ms"),
        at_most(f"{visits:,} visits: p95", percentile(taken, 0.95), "ms", BUDGET),
    ]


class Person(threading.Thread):
    """Looks at the day again and again, with a pause for the work in between."""

    def __init__(self, clinic: Clinic, cookie: str, times: Times, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.place, self.cookie = urlsplit(clinic.address).netloc, cookie
        self.times, self.done = times, done
        self.day = ""

    def run(self) -> None:
        chance = Random(self.cookie)
        while not self.done.wait(chance.uniform(0, 2) * THINK):
            self._look()

    def _look(self) -> None:
        began = time.monotonic()
        try:
            status, onward = self._get(self.day or "/desk/")
        except (OSError, HTTPException):
            self.times.fail("not answered")
            return
        if status == 302 and onward.startswith("/desk/days/"):
            self.day = onward  # where the day of the site is; asked once
        elif status == 200:
            self.times.note("day", time.monotonic() - began)
        else:
            self.times.fail(f"{status} {onward}")

    def _get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection(self.place, timeout=60)
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.getheader("Location") or ""
