"""The doctor: everything planted is found, with its cure, and a healthy clinic hears nothing."""

import smtplib
import threading
from collections import namedtuple
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from clinicsite.doctor import health, machine, outside, records, runs
from clinicsite.management.commands import doctor
from intake.actions.access_log import record
from intake.actions.jobs import ask_for, sign_of_life
from intake.actions.key_checks import KeyDoesNotFit, expect_keys_fit, forget_other_keys
from intake.models import Job, KeyCheck
from tests.make.builders import a_version, a_visit

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OTHER = bytes(range(100, 132))


def names(*checks, at=NOW) -> list[str]:
    found = [each for check in checks for each in check(at)]
    assert all(each.problem.endswith(".") and each.cure for each in found)
    return [each.name for each in found]


@pytest.fixture
def noted():
    KeyCheck.objects.all().delete()
    expect_keys_fit(at=NOW)


def test_keys_that_fit_are_noted_once_and_found_well(noted):
    assert list(KeyCheck.objects.values_list("key_id", flat=True)) == ["index key", "test"]
    assert names(records.keys) == []


def test_wrong_keys_and_missing_keys_are_found_and_stop_the_start(noted, settings):
    right = settings.SEALING_KEYS
    for changed, found in (
        ({"SEALING_KEYS": {"test": OTHER}}, ["key_wrong"]),
        ({"INDEX_KEYS": (OTHER,)}, ["key_wrong"]),
        ({"INDEX_KEYS": (OTHER, *settings.INDEX_KEYS)}, []),
        ({"SEALING_KEYS": {"new": OTHER}}, ["key_missing"]),
        ({"SEALING_KEYS": {"new": OTHER, **right}}, []),
    ):
        before = {name: getattr(settings, name) for name in changed}
        for name, value in changed.items():
            setattr(settings, name, value)
        assert names(records.keys) == found
        if found:
            with pytest.raises(KeyDoesNotFit):
                expect_keys_fit(at=NOW)
        for name, value in before.items():
            setattr(settings, name, value)


@pytest.mark.parametrize("setting", ["SEALING_KEYS", "INDEX_KEYS"])
def test_wrong_key_is_found_by_a_patient_where_none_was_noted_yet(setting, settings):
    a_visit()
    KeyCheck.objects.all().delete()
    assert names(records.keys) == []
    setattr(settings, setting, (OTHER,) if setting == "INDEX_KEYS" else {"test": OTHER})
    assert len(names(records.keys)) == 1
    with pytest.raises(KeyDoesNotFit):
        expect_keys_fit(at=NOW)
    assert not KeyCheck.objects.exists(), "a wrong key was noted as the right one"


def test_older_key_may_go_when_everything_is_sealed_again(noted, settings):
    settings.SEALING_KEYS = {"new": OTHER, **settings.SEALING_KEYS}
    expect_keys_fit(at=NOW)
    forget_other_keys(at=NOW)
    settings.SEALING_KEYS = {"new": OTHER}
    assert names(records.keys) == []


def test_nothing_published_is_found():
    assert names(records.published) == ["nothing_published"]
    a_version()
    assert names(records.published) == []


def test_tables_of_another_release_are_found(monkeypatch):
    assert names(records.migrations) == []
    monkeypatch.setattr(health, "_seen", [])
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    assert names(records.migrations) == ["not_migrated"]


@pytest.mark.parametrize(
    ("log", "found"),
    [
        (timedelta(hours=1), ["clock_behind"]),
        (timedelta(0), []),
        (timedelta(days=-29), []),
        (timedelta(days=-365), ["clock_ahead"]),
    ],
)
def test_clock_is_compared_with_the_newest_line_of_the_log(log, found):
    record("tested", at=NOW + log)
    assert names(records.clock) == found


def test_services_that_give_no_sign_of_life_are_found(settings):
    assert names(runs.services) == ["printer_dead", "messages_dead"]
    settings.MESSAGES_FROM = ""
    assert names(runs.services) == ["printer_dead"]
    sign_of_life("printer", at=NOW - timedelta(minutes=9))
    assert "printer_dead" not in names(runs.services)
    assert "printer_dead" in names(runs.services, at=NOW + timedelta(minutes=2))


def test_jobs_that_are_late_or_given_up_are_found():
    assert names(runs.jobs) == []
    visit = a_visit()
    ask_for("print_sent", visit=visit, subject="1", at=NOW - timedelta(minutes=11))
    Job.objects.create(
        kind="print_sent", visit=visit, subject="2", state="failed", asked_at=NOW, due_at=NOW
    )
    assert names(runs.jobs) == ["jobs_late", "jobs_failed"]


def test_a_folder_of_schedules_that_is_read_no_more_is_found():
    assert names(runs.feeds) == []
    sign_of_life("feed front-office", at=NOW)
    assert names(runs.feeds, at=NOW + timedelta(hours=23)) == []
    assert names(runs.feeds, at=NOW + timedelta(hours=25)) == ["feed_silent"]


def test_nightly_commands_that_did_not_run_or_ended_badly_are_found(settings):
    settings.DEMONSTRATION = False
    assert names(runs.nightly) == [f"{name}_not_run" for name in runs.NIGHTLY]
    for name in runs.NIGHTLY:
        sign_of_life(name, at=NOW - timedelta(hours=25))
    assert names(runs.nightly) == []
    assert names(runs.nightly, at=NOW + timedelta(hours=2)) == ["backup_not_run"]
    sign_of_life("verify_access_log", at=NOW, code="altered")
    assert names(runs.nightly) == ["verify_access_log_failed"]


def test_nightly_commands_leave_their_sign_and_a_trial_does_not():
    call_command("purge", "--dry-run")
    assert "purge_not_run" in names(runs.nightly)
    call_command("purge")
    call_command("verify_access_log")
    found = names(runs.nightly, at=timezone.now())
    assert "purge_not_run" not in found
    assert "verify_access_log_not_run" not in found


def test_role_that_owns_its_tables_is_found():
    expected = ["role_owns_tables"] if connection.vendor == "postgresql" else []
    assert names(records.role) == expected


def test_profile_of_a_demonstration_and_debug_are_found(settings, monkeypatch):
    assert names(machine.profile) == ["demonstration"]
    settings.DEMONSTRATION = False
    assert names(machine.profile) == []
    monkeypatch.setenv("DEBUG", "1")
    assert names(machine.profile) == ["debug"]


def test_static_files_that_were_not_collected_are_found(monkeypatch):
    assert names(machine.static_files) == []
    monkeypatch.setattr(health, "staticfiles_storage", SimpleNamespace(has_manifest=bool))
    assert names(machine.static_files) == ["no_static_files"]


def test_disk_that_is_nearly_full_is_found(monkeypatch, settings, tmp_path):
    settings.BACKUP = SimpleNamespace(folder=tmp_path / "not made yet")
    names(machine.disk)  # which that stops from nothing
    usage = namedtuple("usage", "total used free")
    for free, is_found in ((900_000_000, True), (1_500_000_000, True), (5_000_000_000, False)):
        room = usage(20_000_000_000, 0, free)
        monkeypatch.setattr(machine.shutil, "disk_usage", lambda _folder, room=room: room)
        assert ("disk_nearly_full" in names(machine.disk)) == is_found, free


def test_file_that_others_may_read_is_found(tmp_path, monkeypatch):
    file = tmp_path / "clinic.sqlite3"
    file.write_bytes(b"")
    monkeypatch.setattr(machine, "database_file", lambda: file)
    file.chmod(0o644)
    assert names(machine.file_of_database) == ["file_readable_by_others"]
    file.chmod(0o600)
    assert names(machine.file_of_database) == []


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ((200, ""), []),
        ((301, "http://127.0.0.1:8000/account/sign-in/"), ["proxy_not_trusted"]),
        ((503, ""), ["proxy_not_trusted"]),
        ((400, ""), ["host_not_allowed"]),
        ((502, ""), ["site_not_well"]),
        (ConnectionRefusedError(), ["site_not_reached"]),
    ],
)
def test_site_is_asked_at_its_own_address(answer, found, monkeypatch):
    def asked(_url):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(outside, "_asked", asked)
    assert names(outside.public_address) == found


class Elsewhere(BaseHTTPRequestHandler):
    """A host that sends whoever asks for the sign-in to a page of its own, which is well."""

    def do_GET(self) -> None:  # noqa: N802 - the name is http.server's
        self.send_response(301 if "sign-in" in self.path else 200)
        self.send_header("Location", "/welcome/")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


def test_a_page_that_the_address_sends_to_is_not_taken_for_the_site(monkeypatch):
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setattr(outside.settings.CLINIC, "public_url", address)
        assert names(outside.public_address) == ["site_not_well"]
        server.shutdown()
    assert names(outside.public_address) == ["site_not_reached"]


def test_a_site_that_sends_no_mail_is_not_blamed_for_it(settings):
    settings.MAIL = SimpleNamespace(scheme="")
    assert names(outside.mail) == []


@pytest.mark.parametrize(
    ("refused", "found"), [("", []), ("login", ["mail_refused"]), ("rcpt", ["mail_refused"])]
)
def test_mail_goes_as_far_as_the_recipient_and_sends_nothing(refused, found, settings, monkeypatch):
    steps = []

    class Server:
        def __enter__(self):
            return self

        def __exit__(self, *_anything):
            return None

        def __getattr__(self, step):
            def taken(*_words, **_more):
                steps.append(step)
                if step == refused == "login":
                    raise smtplib.SMTPAuthenticationError(535, b"no")
                return (550, b"no") if step == refused else (250, b"")

            return taken

    settings.MAIL = SimpleNamespace(
        told=["it@clinic.org"], sender="it@clinic.org", scheme="smtp+tls", host="h", port=587,
        user="u", password="p",
    )  # fmt: skip
    monkeypatch.setattr(smtplib, "SMTP", lambda _host, _port, *, timeout: Server())
    assert names(outside.mail) == found
    assert "data" not in steps


def test_command_ends_with_1_and_a_cure_for_each_problem(capsys):
    with pytest.raises(CommandError) as ended:
        call_command("doctor", "--here")
    assert ended.value.returncode == 1
    said = capsys.readouterr().out
    assert "nothing_published: No questionnaire is published" in said
    assert "import_questionnaire" in said


def test_command_says_all_is_well_when_it_is(settings, monkeypatch, noted, capsys):
    settings.DEMONSTRATION = False
    a_version()
    for name in ("printer", "messages", *runs.NIGHTLY):
        sign_of_life(name, at=timezone.now())
    monkeypatch.setattr(doctor, "WITHOUT_A_DATABASE", ())
    monkeypatch.setattr(records, "is_migrated", lambda: True)
    if connection.vendor == "postgresql":
        pytest.skip("the tests' own role owns the tables, which is found")
    call_command("doctor", "--here")
    assert capsys.readouterr().out == "All is well.\n"
