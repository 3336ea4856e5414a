"""Patients who go on whatever happens, and what they must never see."""

import json
import os
import threading
import time
from dataclasses import dataclass, field
from types import SimpleNamespace

from tests.clinic.server import Browser, NotAnswered, Site, main_form
from tests.clinic.test_crash import BORN, PAGE
from tests.environment import BASE

HAS_THE_MACHINE = "CRASH_CYCLES" in os.environ
"""Only `make soak` says anything about seconds: elsewhere they tell of the neighbours."""
LONGEST = 10.5
"""Nine seconds until the proxy gives up, and what it takes to be told so."""
READ_BACK = BASE / "tests" / "soak" / "read_back.py"


@dataclass
class Seen:
    """Every answer that all patients got: status, seconds, and whether it was a page of ours."""

    answers: list[tuple[int, float, bool]] = field(default_factory=list)

    def statuses(self) -> set[int]:
        return {status for status, _seconds, _ours in self.answers}

    def expect_good(self, *, longest: float = LONGEST) -> None:
        """Nothing failed in a way that nobody thought of, and nobody stared at a blank page."""
        wrong = [each for each in self.answers if each[0] == 500 or not each[2]]
        assert wrong == []
        slowest = max(seconds for _status, seconds, _ours in self.answers)
        assert slowest < longest or not HAS_THE_MACHINE


class Patient(threading.Thread):
    """Saves one page again and again; ``kept`` is the last number that was acknowledged."""

    def __init__(self, addresses: list[str], visit: dict, seen: Seen) -> None:
        super().__init__(daemon=True)
        self.places = [SimpleNamespace(address=address) for address in addresses]
        self.browser = Browser(self.places[0])
        self.visit, self.seen = visit, seen
        self.sent = self.kept = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.15):
            # From server to server, as behind a balancer.
            self.browser.site = self.places[self.sent % len(self.places)]
            try:
                self._save()
            except (NotAnswered, IndexError):
                time.sleep(0.1)

    def _save(self) -> None:
        status, page = self._timed(lambda: self.browser.get(PAGE))
        if status in {403, 410} or self.browser.location:
            self._enter()
            return
        if status != 200:
            return
        form = main_form(page)
        if "-visit" not in form.fields:  # asked for the birth date again
            self._enter()
            return
        number = self.sent = self.sent + 1
        answer = "no" if number % 2 else "dont_know"
        said = {**form.fields, "full_name": f"Number {number}", "has_allergy": answer}
        status, _page = self._timed(lambda: self.browser.post(form.action or PAGE, said))
        if status == 302 and "errors" in self.browser.location:
            status = self._choose(self.browser.location)
        if status == 302 and "errors" not in self.browser.location:
            self.kept = number

    def _choose(self, place: str) -> int:
        """What she was told is not kept was kept after all: she is asked which of both it is."""
        _status, page = self._timed(lambda: self.browser.get(place))
        form = main_form(page)
        mine = {name: "mine" for name in ("-keep-full_name", "-keep-has_allergy")}
        status, _page = self._timed(lambda: self.browser.post(place, {**form.fields, **mine}))
        return status

    def _enter(self) -> None:
        self._timed(lambda: self.browser.send(f"/p/{self.visit['token']}/", **BORN))

    def _timed(self, asked) -> tuple[int, bytes]:
        began = time.monotonic()
        status, page = asked()
        is_ours = status in {204, 302} or b"/outage/" in page or b"/static/intake/" in page
        self.seen.answers.append((status, time.monotonic() - began, is_ours))
        return status, page


class Traffic:
    """Several patients at once; on leaving, everything they were told is kept is looked for."""

    def __init__(self, site: Site, addresses: list[str], visits: list[dict]) -> None:
        self.site, self.seen = site, Seen()
        self.patients = [Patient(addresses, visit, self.seen) for visit in visits]

    def __enter__(self) -> "Traffic":
        for patient in self.patients:
            patient.start()
        self.wait_for_more()
        return self

    def __exit__(self, *_anything) -> None:
        for patient in self.patients:
            patient.done.set()
        for patient in self.patients:
            patient.join(60)

    def wait_for_more(self, *, seconds: float = 60) -> None:
        """Until every patient was told once more that a page is kept."""
        before = [patient.kept for patient in self.patients]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if all(p.kept > b for p, b in zip(self.patients, before, strict=True)):
                return
            time.sleep(0.05)
        raise AssertionError(f"Nobody gets on: {sorted(self.seen.statuses())}")

    def expect_nothing_lost(self) -> None:
        visits = [patient.visit["visit"] for patient in self.patients]
        found = json.loads(self.site.run(READ_BACK, *visits))
        for patient in self.patients:
            number, choice, answers = found[str(patient.visit["visit"])]
            assert patient.kept <= number <= patient.sent
            assert choice == (["no"] if number % 2 else {"unsaid": "dont_know"})
            assert answers == 2
