"""Senders killed under load: every message goes out, twice only where its row says so."""

import os
import random
import time
from asyncio import sleep
from collections import Counter
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connections

from intake import models
from tests.clinic.server import Site, a_site, free_port
from tests.databases import using
from tests.outbox.server import Server
from tests.outbox.text_service import TextService
from tests.soak.test_faults import a_worker, killed, place_of

pytestmark = pytest.mark.slow
KILLS = min(int(os.environ.get("CRASH_CYCLES", "40")), 40)
MESSAGES, SENDERS = 200, 3
SLOW = 0.2
"""Seconds that a server waits after it took a message: most kills fall into them."""
CANARY = "Zebedee Canaryson"
KEPT_NOWHERE = ("Canaryson", "canary@example.org", "2125550142", "/p/", "exosome")


class SlowServer(Server):
    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        said = await super().handle_DATA(server, session, envelope)
        await sleep(SLOW)
        return said


@pytest.fixture
def mail():
    server = SlowServer()
    running = Controller(server, hostname="127.0.0.1", port=free_port())
    running.start()
    server.port = running.port
    yield server
    running.stop()


@pytest.fixture
def texts():
    service = TextService(slow=SLOW)
    yield service
    service.shutdown()
    service.server_close()


def settled(site: Site) -> list[models.Job]:
    """Every job, once none is waiting or taken any more."""
    until = time.monotonic() + 120
    with using(Path(place_of(site))):
        open_ones = models.Job.objects.filter(state__in=("waiting", "taken"))
        while open_ones.exists() and time.monotonic() < until:
            time.sleep(0.5)
        jobs = list(models.Job.objects.all())
        connections["default"].close()
    return jobs


def test_no_message_is_lost_and_none_doubled_without_its_mark(tmp_path, mail, texts):
    chance = random.Random(1979)
    with a_site(tmp_path) as site:
        site.more |= {"SMTP_PORT": str(mail.port), "TEXTS_URL": texts.url}
        site.make_visits(name=CANARY, small=True, number=MESSAGES, written_to=True)
        senders = [a_worker(site, "quick_messages") for _each in range(SENDERS)]
        for _kill in range(KILLS):
            time.sleep(0.5 + chance.random())
            one = chance.randrange(SENDERS)
            killed(senders[one])
            senders[one] = a_worker(site, "quick_messages")
        jobs = settled(site)
        for sender in senders:
            killed(sender)
        log = site.log.read_text()
    assert len(jobs) == MESSAGES
    mailed = Counter(message["Message-ID"].split(".")[1].split("@")[0] for message in mail.taken)
    went = mailed + Counter(message["Key"] for message in texts.taken)
    assert {(job.state, job.code) for job in jobs} <= {("done", "sent"), ("done", "texted")}
    assert {str(job.pk) for job in jobs} == set(went)
    marked = {str(job.pk) for job in jobs if job.perhaps_twice}
    assert {pk for pk, times in went.items() if times > 1} <= marked
    kept = repr([vars(job) for job in jobs]) + log
    assert [word for word in KEPT_NOWHERE if word in kept] == []
