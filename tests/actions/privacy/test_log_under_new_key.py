"""The access log stays whole while its key is changed, and the old key stays until it was read."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.key_checks import key_problems
from intake.actions.privacy.sealed_log import head, seal_log
from intake.actions.privacy.verify_log import accept_break
from intake.models.chain import link
from tests.actions.privacy.test_check_log import change, checked, take_out, tamper, written
from tests.make.builders import a_sent_submission, a_user, a_version
from tests.make.guards import guards_down
from tests.make.small import SMALL, SMALL_ANSWERS

__all__ = ["written"]
pytestmark = pytest.mark.django_db
NEW = bytes(range(7, 39))


@pytest.fixture
def beside(settings) -> bytes:
    """The new key stands first; the old one, which is returned, behind it."""
    (old,) = settings.INDEX_KEYS
    settings.INDEX_KEYS = (NEW, old)
    return old


def as_0_1_wrote(*sequences: int) -> None:
    """Each line follows the one before it."""
    before = ""
    for row in models.AccessEvent.objects.filter(sequence__in=sequences).order_by("sequence"):
        before = link(row, before)
        change(row.sequence, digest=before)


def test_the_log_is_whole_after_the_old_key_was_taken_out(written, settings, capsys):
    """The steps of docs/operate/keys.md: it used to read as rewritten, every line."""
    a_version(SMALL)
    a_sent_submission(answers=SMALL_ANSWERS)
    call_command("verify_access_log")
    before = str(head())
    old = settings.INDEX_KEYS
    settings.INDEX_KEYS = (NEW, *old)
    record("looked", at=timezone.now())
    call_command("rotate_keys")
    said = capsys.readouterr().out
    assert "The access log is whole" in said and "The others can be removed" in said
    settings.INDEX_KEYS = (NEW,)
    record("looked", at=timezone.now())
    call_command("verify_access_log", "--head", before)
    call_command("verify_access_log")
    settings.INDEX_KEYS = (NEW, *old)
    call_command("verify_access_log", "--whole")


def test_a_log_that_is_not_whole_keeps_the_old_key(written, settings, beside):
    with guards_down(connection):
        change(3, detail="9")
    with pytest.raises(CommandError, match="not whole.*\n.*Line 3 was rewritten"):
        call_command("rotate_keys")
    settings.INDEX_KEYS = (NEW,)
    (problem,) = key_problems()
    assert "not the one that this database was made with" in problem


def test_a_new_sealing_key_alone_reads_no_log(written, capsys):
    with guards_down(connection):
        change(3, detail="9")
    call_command("rotate_keys")
    assert "The others can be removed" in capsys.readouterr().out


def test_lines_of_0_1_are_read_with_the_key_they_were_written_with(settings):
    staff = a_user()
    for _each in range(3):
        record("looked", at=timezone.now(), by=staff)
    with guards_down(connection):
        as_0_1_wrote(*models.AccessEvent.objects.values_list("sequence", flat=True))
    seal_log(at=timezone.now())
    settings.INDEX_KEYS = (NEW, *settings.INDEX_KEYS)
    assert checked().problems == ()


def test_who_answered_for_a_break_still_does_under_the_new_key(written, settings):
    (said,) = tamper(lambda: take_out(2))
    kim = a_user()
    accept_break(said, by=kim, at=timezone.now())
    settings.INDEX_KEYS = (NEW, *settings.INDEX_KEYS)
    assert (checked().problems, checked().accepted) == ((), (said,))
    call_command("rotate_keys")
    call_command("rotate_keys")
    settings.INDEX_KEYS = (NEW,)
    notes = models.AccessNote.objects.filter(kind="accepted")
    assert [(note.said, note.by) for note in notes] == [(said, kim)] * 2
    assert len({note.at for note in notes}) == 1
