"""Killed at any moment: every acknowledged answer is there, whole, and once."""

import json
import os
import random
import threading
import time
from contextlib import suppress

from django.db import connections

from intake import models
from intake.models import sealed
from tests.clinic.server import Browser, NotAnswered, Site, a_site
from tests.databases import using

CYCLES = int(os.environ.get("CRASH_CYCLES", "20"))
PAGE = "/p/q/you/1/"
BORN = {"birth_date-month": 7, "birth_date-day": 14, "birth_date-year": 1979}


class Patient(threading.Thread):
    """Saves one page again and again; `kept` is the last number that was acknowledged."""

    def __init__(self, site: Site, token: str) -> None:
        super().__init__(daemon=True)
        self.browser, self.token = Browser(site), token
        self.sent = self.kept = 0
        self.resting, self.done = threading.Event(), threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self._save()
            except NotAnswered:
                time.sleep(0.02)

    def _save(self) -> None:
        """The name and the choice go together, so that half a page shows."""
        if not self._is_in():
            self.browser.send(f"/p/{self.token}/", **BORN)
        self.sent += 1
        answer = "no" if self.sent % 2 else "dont_know"
        status, _page = self.browser.send(PAGE, full_name=f"Number {self.sent}", has_allergy=answer)
        if status == 302:
            self.kept = self.sent

    def _is_in(self) -> bool:
        return any(cookie.name == "patient" for cookie in self.browser.cookies)


def name_of(site: Site) -> str:
    return site.database.removeprefix("sqlite:///").rpartition("/")[2]


def stored(site: Site, visit: int) -> tuple[int, str, int]:
    """Number and choice as the database has them, and how many answers there are."""
    place = site.database.removeprefix("sqlite:///") if "sqlite" in site.database else name_of(site)
    with using(place):
        kept = models.AnswerSheet.objects.get(submission__visit=visit)
        said = json.loads(sealed.open(kept, "content"))["top"]
        connections["default"].close()
        return int(said["full_name"][1].split()[1]), json.dumps(said["has_allergy"][1]), len(said)


def test_c100_nothing_acknowledged_is_lost_halved_or_doubled_when_killed(
    tmp_path, django_db_blocker
):
    chance = random.Random(1979)
    with a_site(tmp_path) as site, django_db_blocker.unblock():
        (visit,) = site.make_visits(name="Maria Delgado", small=True)
        site.start()
        patient = Patient(site, visit["token"])
        patient.start()
        for _cycle in range(CYCLES):
            before, until = patient.kept, time.monotonic() + 30
            while patient.kept == before and time.monotonic() < until:
                time.sleep(0.005)
            time.sleep(chance.random() * 0.1)
            site.kill()
            kept, sent = patient.kept, patient.sent
            number, choice, records = stored(site, visit["visit"])
            assert kept <= number <= sent
            assert json.loads(choice) == (["no"] if number % 2 else {"unsaid": "dont_know"})
            assert records == 2
            site.start()
        patient.done.set()
        patient.join(60)
        assert patient.kept > CYCLES


def test_c100_what_was_sent_is_sent_once_when_killed(tmp_path, django_db_blocker):
    with a_site(tmp_path) as site, django_db_blocker.unblock():
        visits = site.make_visits(name="Maria Delgado", small=True, answered=True, number=4)
        site.start()
        for number, visit in enumerate(visits):
            _send_and_kill(site, visit, pause=number * 0.15)
            place = name_of(site) if "postgres" in site.database else site.database[10:]
            with using(place):
                frozen = models.FrozenDiscussion.objects.filter(submission__visit=visit["visit"])
                state = models.Submission.objects.get(visit=visit["visit"]).state
                events = models.AccessEvent.objects.filter(visit=visit["visit"], action="sent")
                assert (state == "sent", frozen.count(), events.count()) in [
                    (True, 1, 1),
                    (False, 0, 0),
                ]
                connections["default"].close()
            site.start()


def _send_and_kill(site: Site, visit: dict, *, pause: float) -> None:
    browser = Browser(site)
    browser.send(f"/p/{visit['token']}/", **BORN)
    sending = threading.Thread(target=_sign, args=(browser,), daemon=True)
    sending.start()
    time.sleep(pause)
    site.kill()
    sending.join(30)


def _sign(browser: Browser) -> None:
    # Killed before it was answered: that is the point.
    with suppress(NotAnswered, IndexError):
        browser.send("/p/sign/", **{"-signature": "Maria Delgado", "ready": "on"})
