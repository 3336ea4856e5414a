"""Two servers on one database, killed in turn, and a clock that jumps: nothing lost, no 500."""

import os
import random
import threading
import time
from contextlib import suppress

import pytest

from intake import models
from tests.clinic.server import Browser, NotAnswered, Site, a_site, free_port
from tests.clinic.test_crash import BORN
from tests.databases import using

from .test_faults import place_of
from .traffic import Traffic

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("CRASH_CYCLES", "4"))
HOUR, DAY = 3600, 86_400


def test_two_servers_killed_in_turn_lose_nothing(tmp_path):
    chance = random.Random(1979)
    with a_site(tmp_path) as first:
        visits = first.make_visits(name="Maria Delgado", small=True, number=2)
        (tmp_path / "second").mkdir()
        second = Site(tmp_path / "second", first.database, free_port())
        servers = [first, second]
        for server in servers:
            server.start()
        with Traffic(first, [server.address for server in servers], visits) as traffic:
            for number in range(KILLS):
                time.sleep(chance.random())
                servers[number % 2].kill()
                servers[number % 2].start()
                traffic.wait_for_more()
        second.kill()
        traffic.seen.expect_good(longest=30)
        traffic.expect_nothing_lost()


def test_clock_that_jumps_fails_no_page_and_what_is_sent_is_sent_once(tmp_path):
    """Ahead, behind what was already written, a year ahead, and right again."""
    with a_site(tmp_path) as site:
        visits = site.make_visits(name="Maria Delgado", small=True, number=2)
        to_send = site.make_visits(name="Maria Delgado", small=True, answered=True, number=4)
        site.start()
        with Traffic(site, [site.address], visits) as traffic:
            for seconds, visit in zip((HOUR, -HOUR, 365 * DAY, 0), to_send, strict=True):
                (tmp_path / "clock").write_text(str(seconds))
                time.sleep(0.5)
                statuses = sends(site, visit)
                assert not {status for status in statuses if status >= 500}, (seconds, statuses)
                if seconds < DAY:  # in a year every link has ended
                    traffic.wait_for_more()
        traffic.seen.expect_good(longest=30)
        traffic.expect_nothing_lost()
        expect_sent_once(site, to_send)


def sends(site: Site, visit: dict) -> list[int]:
    """Comes in, signs twice at once, and leaves."""
    browser, link = Browser(site), f"/p/{visit['token']}/"
    statuses = [browser.get(link)[0]]
    if statuses == [200]:
        statuses.append(browser.send(link, **BORN)[0])

    def sign() -> None:
        with suppress(NotAnswered, IndexError):
            signed = {"-signature": "Maria Delgado", "ready": "on"}
            statuses.append(browser.send("/p/sign/", **signed)[0])

    twice = [threading.Thread(target=sign) for _each in range(2)]
    for each in twice:
        each.start()
    for each in twice:
        each.join()
    statuses.append(browser.get("/p/sent/")[0])
    with suppress(IndexError, StopIteration):
        statuses.append(browser.send_to("/p/sent/", "finish")[0])
    return statuses


def expect_sent_once(site: Site, visits: list[dict]) -> None:
    with using(place_of(site)):
        for visit in visits:
            frozen = models.FrozenDiscussion.objects.filter(submission__visit=visit["visit"])
            events = models.AccessEvent.objects.filter(visit=visit["visit"], action="sent")
            state = models.Submission.objects.get(visit=visit["visit"]).state
            expected = 1 if state == "sent" else 0
            assert (frozen.count(), events.count()) == (expected, expected)
        sent = models.Submission.objects.filter(visit__in=[each["visit"] for each in visits])
        assert sent.filter(state="sent").count() >= 3
