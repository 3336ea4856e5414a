"""Numbers for the watch, the morning's mail, alerts and log lines: counts, and nobody's name."""

import json
import logging
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils import timezone
from prometheus_client import generate_latest

from clinicsite.logs import AllowListFormatter, JsonFormatter
from clinicsite.management.commands import metrics
from clinicsite.watching.numbers import day_in_numbers, numbers
from intake.actions.access_log import record
from intake.actions.jobs import sign_of_life
from tests.clinic.server import Site
from tests.environment import BASE
from tests.make.builders import NAME, a_sent_submission, a_version, a_visit
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def sent():
    a_version(SMALL)
    a_sent_submission(answers=SMALL_ANSWERS)


def told(wanted: str, /, **labels: str) -> float:
    return next(
        value for found, _words, said, value in numbers(at=NOW) if (found, said) == (wanted, labels)
    )


def test_queue_log_tries_and_last_runs_are_counted(sent):
    sign_of_life("backup", at=NOW - timedelta(hours=3), code="failed")
    record("birth_date_wrong", at=NOW)
    record("birth_date_wrong", at=NOW - timedelta(hours=2))
    assert told("intake_jobs", kind="print_sent", state="waiting") == 1
    assert told("intake_last_run_age_seconds", name="backup") == 3 * 3600
    assert told("intake_last_run_failed", name="backup") == 1
    assert told("intake_tries", action="birth_date_wrong") == 1
    assert told("intake_tries", action="wrong_password") == 0
    assert told("intake_log_lines") >= 4


def test_scrape_holds_them_and_names_nobody(sent, monkeypatch):
    # A test's connection is in the middle of a transaction and must not be closed as old.
    monkeypatch.setattr(metrics, "close_old_connections", lambda: None)
    text = generate_latest(metrics.registry()).decode()
    assert "intake_database_up 1.0" in text
    assert 'intake_jobs{kind="print_sent",state="waiting"} 1.0' in text
    assert not [word for word in NAME.split() if word in text]


def test_database_that_is_away_is_a_number_too(monkeypatch):
    def away(**_anything):
        raise OperationalError
        yield

    monkeypatch.setattr(metrics, "numbers", away)
    assert "intake_database_up 0.0" in generate_latest(metrics.registry()).decode()


def test_page_times_of_other_processes_are_in_the_scrape(tmp_path):
    """The library settles how it counts when it is loaded, so a process of its own does."""
    program = """
import django, os
django.setup()
from django.http import HttpResponse
from django.test import RequestFactory
from clinicsite.watching.page_times import time_pages
request = RequestFactory().get("/p/secret-link/")
request.resolver_match = type("Match", (), {"view_name": "patient:link"})
time_pages(lambda request: HttpResponse())(request)
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""
    site = Site(tmp_path, "sqlite:////nowhere.sqlite3", 0)
    environment = site.environment | {
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BASE, env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    wanted = 'intake_page_seconds_count{method="GET",route="patient:link",status="2xx"} 1.0'
    assert wanted in done.stdout
    assert "secret-link" not in done.stdout


def test_every_alert_asks_for_a_number_that_exists(sent):
    rules = (Path(BASE) / "deploy" / "alerts.yml").read_text()
    record("tested", at=NOW)
    sign_of_life("printer", at=NOW)
    offered = {name for name, *_rest in numbers(at=NOW)}
    offered |= {"intake_database_up", "intake_page_seconds_count", "intake_page_seconds_bucket"}
    asked = set(re.findall(r"intake_[a-z_]+", "\n".join(re.findall("expr: (.*)", rules))))
    assert asked - offered == set()
    assert rules.count("alert:") >= 10


def test_morning_digest_counts_and_names_nobody(sent, settings):
    settings.MAIL = SimpleNamespace(told=["desk@clinic.org"], sender="it@clinic.org")
    a_visit(day=timezone.localdate())
    call_command("morning_digest")
    (sent_mail,) = mail.outbox
    assert "     1  visits today" in sent_mail.body
    assert "     0  of these, answers sent" in sent_mail.body
    assert "printer_dead: The printer service" in sent_mail.body
    assert not [word for word in NAME.split() if word in sent_mail.body + sent_mail.subject]


def test_day_counts_what_waits_for_somebody(sent):
    counts = day_in_numbers(at=timezone.now() + timedelta(days=4))
    assert counts["past visits whose talk is not signed"] == 1
    a_visit()
    assert day_in_numbers(at=timezone.now())["visits in the next three days without answers"] == 1


def test_alert_goes_to_log_and_mail_and_takes_names_of_units_only(caplog):
    call_command("alert", "intake-printer@1.service")
    assert [each.event for each in caplog.records] == ["unit.failed:intake-printer:1"]
    with pytest.raises(CommandError):
        call_command("alert", "Maria Delgado")


def line(formatter: logging.Formatter) -> str:
    made = logging.LogRecord("intake.x", logging.ERROR, "f", 1, "Maria Delgado", (), None)
    made.created, made.msecs, made.event = 0.0, 7.0, "pdf.failed"
    return formatter.format(made)


def test_log_lines_are_in_utc_and_say_so():
    assert line(AllowListFormatter()) == "1970-01-01T00:00:00.007Z ERROR intake.x event=pdf.failed"
    said = json.loads(line(JsonFormatter()))
    assert said.pop("server")
    assert said == {
        "at": "1970-01-01T00:00:00.007Z",
        "level": "ERROR",
        "logger": "intake.x",
        "event": "pdf.failed",
    }
