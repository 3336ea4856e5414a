"""Faults of the machine: printers killed, PostgreSQL frozen or held up, keys changed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from intake import models
from tests.clinic.server import Browser, Site, a_site, free_port
from tests.clinic.test_crash import BORN, PAGE, name_of
from tests.databases import using
from tests.environment import BASE, a_key

pytestmark = pytest.mark.slow
ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's trouble")
KILLS = int(os.environ.get("CRASH_CYCLES", "6"))
LONGEST = 10.0


def place_of(site: Site) -> str:
    return site.database.removeprefix("sqlite:///") if "sqlite" in site.database else name_of(site)


def a_worker(site: Site, program: str) -> subprocess.Popen:
    with site.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, f"tests/soak/{program}.py"],
            cwd=BASE, env=site.environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def killed(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_every_copy_is_there_once_after_printers_were_killed(tmp_path):
    chance = random.Random(1979)
    with a_site(tmp_path) as site:
        site.make_visits(name="Maria Delgado", small=True, answered=True, sent=True, number=4)
        printers = [a_worker(site, "quick_printer") for _two in range(2)]
        for _kill in range(min(KILLS, 12)):
            time.sleep(1 + chance.random())
            one = chance.randrange(2)
            killed(printers[one])
            printers[one] = a_worker(site, "quick_printer")
        until = time.monotonic() + 90
        with using(place_of(site)):
            while models.Job.objects.exclude(state="done").exists() and time.monotonic() < until:
                time.sleep(0.5)
            assert set(models.Job.objects.values_list("state", flat=True)) == {"done"}
            pdfs = models.StoredPdf.objects.values_list("discussion_id", "copy", "state")
            assert len(pdfs) == len(set(pdfs)) == 8
            assert {state for _of, _copy, state in pdfs} == {"ok"}
            connections["default"].close()
        for printer in printers:
            killed(printer)


def a_patient(site: Site) -> Browser:
    """One who is in; another's link is ``site.other``."""
    visit, site.other = site.make_visits(name="Maria Delgado", small=True, number=2)
    site.start()
    browser = Browser(site)
    browser.send(f"/p/{visit['token']}/", **BORN)
    assert browser.send(PAGE, full_name="Number 1", has_allergy="no")[0] == 302
    return browser


def timed(browser: Browser, path: str) -> tuple[int, float]:
    began = time.monotonic()
    status, _page = browser.get(path)
    return status, time.monotonic() - began


@ON_POSTGRESQL
def test_probe_answers_while_postgresql_is_frozen_and_pages_come_back(tmp_path):
    with a_site(tmp_path) as site:
        browser = a_patient(site)
        pids = processes_of_postgresql()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            for path in ("/healthz", "/readyz"):
                status, seconds = timed(browser, path)
                assert (status, seconds < 4) == (503, True)
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
        time.sleep(1)
        assert browser.get("/healthz")[0] == 200
        assert browser.send(PAGE, full_name="Number 2", has_allergy="yes")[0] == 302


def processes_of_postgresql() -> list[int]:
    postmaster = int(
        (Path(connection.settings_dict["HOST"]) / "data" / "postmaster.pid").read_text().split()[0]
    )
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True, check=True
    )
    return [postmaster, *map(int, found.stdout.split())]


@ON_POSTGRESQL
def test_session_that_holds_the_end_of_the_log_holds_nobody_for_long(tmp_path):
    with a_site(tmp_path) as site:
        browser = a_patient(site)
        other = site.other
        server = connection.settings_dict["HOST"]
        with psycopg.connect(host=server, user="intake", dbname=name_of(site)) as holder:
            holder.execute("SELECT pg_advisory_lock(19790714)")
            answers: list[tuple[int, float, bytes]] = []
            waiting = threading.Thread(target=lambda: answers.append(enters(site, other["token"])))
            waiting.start()
            # Whoever answers questions writes nothing to the log, and notices nothing.
            assert browser.send(PAGE, full_name="Number 2", has_allergy="yes")[0] == 302
            waiting.join()
        (answer,) = answers
        # Lines are added without waiting for whoever seals them.
        assert (answer[0], answer[1] < LONGEST) == (302, True)
        assert enters(site, other["token"])[0] == 302


def enters(site: Site, token: str) -> tuple[int, float, bytes]:
    began = time.monotonic()
    status, page = Browser(site).send(f"/p/{token}/", **BORN)
    return status, time.monotonic() - began, page


def test_keys_are_changed_on_two_servers_in_the_documented_order_without_one_failure(tmp_path):
    """Last everywhere, then first everywhere, then rotate: patients turn pages meanwhile."""
    old, new = f"test:{a_key('sealing')}", f"new:{a_key('next')}"
    with a_site(tmp_path) as site:
        browser = a_patient(site)
        (tmp_path / "second").mkdir()
        second = Site(tmp_path / "second", site.database, free_port())
        second.start()
        statuses: list[int] = []
        done = threading.Event()

        def turn_pages() -> None:
            number = 0
            there = Browser(second)
            there.cookies = browser.cookies
            there._opener = browser._opener
            while not done.is_set():
                for server in (browser, there):
                    number += 1
                    said = {"full_name": f"Number {number}", "has_allergy": "no"}
                    try:
                        statuses.append(server.send(PAGE, **said)[0])
                    except Exception as gone:  # noqa: BLE001 - a server that restarts answers nothing
                        statuses.append(0 if "NotAnswered" in type(gone).__name__ else 999)

        pages = threading.Thread(target=turn_pages, daemon=True)
        pages.start()
        for keys in (f"{old},{new}", f"{new},{old}"):
            for server in (site, second):
                server.more["INTAKE_SEALING_KEYS"] = keys
                server.kill()
                server.start()
        said = site.run("manage.py", "rotate_keys")
        for server in (site, second):
            server.more["INTAKE_SEALING_KEYS"] = new
            server.kill()
            server.start()
        done.set()
        pages.join(30)
        second.kill()
        assert "The others can be removed" in said
        assert 302 in statuses
        assert {status for status in statuses if status >= 500} == set()
