"""Backup and restore: encrypted, whole, compared, never over something, and the old ones let go."""

import json
import tarfile
from pathlib import Path

import pyrage
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from clinicsite.backup import dumps, files
from clinicsite.backup.manifest import Manifest
from intake.actions.key_checks import expect_keys_fit
from intake.models import LastRun
from tests.databases import using
from tests.make.builders import a_sent_submission, a_version
from tests.make.small import SMALL, SMALL_ANSWERS

NAME = b"Maria Delgado"


@pytest.fixture
def identity(tmp_path) -> Path:
    path = tmp_path / "identity.txt"
    path.write_text(f"# kept elsewhere\n{pyrage.x25519.Identity.generate()}\n")
    return path


@pytest.fixture
def clinic(transactional_db, quick_database):
    """A sent visit, and keys noted, in a database that another connection can see."""
    expect_keys_fit(at=timezone.now())
    a_version(SMALL)
    a_sent_submission(answers=SMALL_ANSWERS)


@pytest.fixture
def backup(clinic, tmp_path, identity) -> Path:
    folder = tmp_path / "backups"
    key = pyrage.x25519.Identity.from_str(identity.read_text().splitlines()[1])
    call_command("backup", to=folder, recipient=str(key.to_public()))
    (made,) = folder.iterdir()
    return made


def test_backup_is_one_encrypted_file_and_is_found_whole(backup, identity, tmp_path, capsys):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert LastRun.objects.get(name="backup").code == ""
    opened = tmp_path / "opened"
    opened.mkdir()
    dumped, manifest = files.read(backup, identity, opened)
    assert manifest.counts["intake_visit"] == 1
    assert manifest.counts["intake_frozendiscussion"] == 1
    assert NAME not in dumped.read_bytes()
    call_command("restore", backup, identity=identity, check=True)
    said = capsys.readouterr().out
    assert "It can be restored" in said
    assert manifest.log_head in said


def test_restore_refuses_to_overwrite(backup, identity):
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("restore", backup, identity=identity)


def test_restore_brings_everything_back_into_an_empty_database(backup, identity, tmp_path, capsys):
    if connection.vendor != "sqlite":
        pytest.skip("the empty database is made by the check itself, tested above")
    with using(tmp_path / "new.sqlite3"):
        call_command("restore", backup, identity=identity)
        assert "as they were" in capsys.readouterr().out
        assert (tmp_path / "new.sqlite3").stat().st_mode & 0o777 == 0o600
        call_command("verify_access_log")


def test_what_is_missing_after_a_restore_is_said(backup, identity, tmp_path, monkeypatch):
    read = files.read

    def with_more(*place):
        dumped, manifest = read(*place)
        told = json.loads(manifest.to_json())
        told["counts"]["intake_visit"] += 1
        return dumped, Manifest(**{**told, "log_head": "9-cut"})

    monkeypatch.setattr(files, "read", with_more)
    with pytest.raises(CommandError) as refused:
        call_command("restore", backup, identity=identity, check=True)
    assert "intake_visit has 1 rows instead of 2." in str(refused.value)
    assert "instead of 9-cut." in str(refused.value)


def test_keys_that_do_not_open_what_was_restored_are_said(backup, identity, settings):
    settings.SEALING_KEYS = {"another": bytes(range(32))}
    with pytest.raises(CommandError, match="The key “test” of this environment is missing"):
        call_command("restore", backup, identity=identity, check=True)


def test_file_that_was_altered_or_is_another_clinics_is_refused(backup, identity, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(CommandError, match="can't be read with"):
        call_command("restore", backup, identity=other, check=True)
    content = bytearray(backup.read_bytes())
    content[-100] ^= 1
    backup.write_bytes(content)
    with pytest.raises(CommandError, match="can't be read with"):
        call_command("restore", backup, identity=identity, check=True)


def test_backup_without_a_place_or_that_fails_says_so_and_leaves_nothing(
    clinic, tmp_path, monkeypatch
):
    with pytest.raises(CommandError, match="INTAKE_BACKUP_RECIPIENT"):
        call_command("backup", to=tmp_path)

    def full(*_anything, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dumps, "dump", full)
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", to=tmp_path / "b", recipient=recipient)
    assert list((tmp_path / "b").iterdir()) == []
    assert LastRun.objects.get(name="backup").code == "failed"


def test_drill_is_noted(db):
    call_command("backup", drill_done=True)
    assert LastRun.objects.filter(name="restore_drill").exists()


def test_one_a_day_for_two_weeks_and_one_a_month_for_a_year_are_kept(tmp_path):
    days = [f"2026{month:02}{day:02}" for month in range(1, 13) for day in range(1, 29)]
    for day in days:
        for hour in ("01", "13"):
            (tmp_path / f"intake-{day}T{hour}0000Z.tar.age").touch()
    files.forget_old(tmp_path)
    left = sorted(path.name[7:18] for path in tmp_path.iterdir())
    months = [f"2026{month:02}28T13" for month in range(1, 12)]
    assert left == months + [f"202612{day}T13" for day in range(15, 29)]


def test_archive_holds_no_more_than_it_names(backup, identity, tmp_path):
    archive = tmp_path / "plain.tar"
    key = pyrage.x25519.Identity.from_str(identity.read_text().splitlines()[1])
    pyrage.decrypt_file(str(backup), str(archive), [key])
    with tarfile.open(archive) as tar:
        assert tar.getnames() == ["manifest.json", "database"]
