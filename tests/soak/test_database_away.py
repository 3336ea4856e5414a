"""PostgreSQL killed, frozen and full behind the shipped proxy: our words, and nothing lost."""

import os
import random
import signal
import time
from contextlib import contextmanager

import pytest

from tests.clinic.server import Site, free_port

from . import proxy
from .postgresql import a_server, a_small_disk, may_mount, programs
from .traffic import Traffic

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL's programs are not installed here"),
    pytest.mark.skipif(proxy.program() is None, reason="nginx is not installed here"),
]
KILLS = int(os.environ.get("CRASH_CYCLES", "4"))


@contextmanager
def a_clinic(folder, server):
    """A site behind the proxy, with two patients who turn pages."""
    (folder / "site").mkdir()
    site = Site(folder / "site", server.url, free_port())
    site.run("manage.py", "migrate", "--verbosity=0")
    visits = site.make_visits(name="Maria Delgado", small=True, number=2)
    site.start()
    try:
        with proxy.a_proxy(folder / "proxy", site.port) as address:
            yield site, Traffic(site, [address], visits)
    finally:
        if site.gunicorn.poll() is None:
            site.kill()


def test_nothing_is_lost_when_postgresql_is_killed_again_and_again(folder):
    chance = random.Random(1979)
    (folder / "server").mkdir()
    with a_server(folder / "server") as server, a_clinic(folder, server) as (_site, traffic):
        with traffic:
            for number in range(KILLS):
                time.sleep(chance.random())
                if number % 2:  # one of its processes: it starts the others anew by itself
                    os.kill(chance.choice(server.pids()[1:]), signal.SIGKILL)
                else:
                    server.kill()
                    time.sleep(chance.random())
                    server.start()
                traffic.wait_for_more()
        traffic.seen.expect_good()
        traffic.expect_nothing_lost()


def test_frozen_postgresql_is_answered_by_our_own_page_of_the_proxy_within_ten_seconds(folder):
    (folder / "server").mkdir()
    with a_server(folder / "server") as server, a_clinic(folder, server) as (_site, traffic):
        with traffic:
            server.signal(signal.SIGSTOP)
            time.sleep(14)
            server.signal(signal.SIGCONT)
            traffic.wait_for_more()
        assert 504 in traffic.seen.statuses()
        traffic.seen.expect_good()
        traffic.expect_nothing_lost()


@pytest.mark.skipif(not may_mount(), reason="only root can make a disk that is soon full")
def test_full_disk_of_postgresql_loses_nothing_and_it_goes_on_when_there_is_room(folder):
    with (
        a_small_disk(folder / "server", megabytes=160) as disk,
        a_server(disk) as server,
        a_clinic(folder, server) as (_site, traffic),
    ):
        with traffic:
            filler = disk / "filler"
            fill(filler)
            until = time.monotonic() + 40
            while 503 not in traffic.seen.statuses() and time.monotonic() < until:
                time.sleep(0.2)
                fill(filler)
            time.sleep(3)
            filler.unlink()
            if not server.is_up():  # no room for its journal: it stops itself rather than lie
                server.start()
            traffic.wait_for_more()
        assert 503 in traffic.seen.statuses()
        traffic.seen.expect_good()
        traffic.expect_nothing_lost()


def fill(path) -> None:
    with path.open("ab", buffering=0) as file:
        while True:
            try:
                file.write(b"x" * 4096)
            except OSError:
                return
