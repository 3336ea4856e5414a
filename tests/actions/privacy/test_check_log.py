"""The access log can't be altered unnoticed, even by the database's owner with its guards down."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone as clock

from clinicsite.logs import AllowListFormatter
from intake import models
from intake.actions.access_log import head, record
from intake.actions.privacy.verify_log import check_log
from intake.models.chain import Head, link
from tests.make.builders import a_sent_submission, a_user, a_version, a_visit
from tests.make.guards import guards_down
from tests.make.room import a_signed_room
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
LINES = 7


@pytest.fixture
def written():
    """Seven lines by one member of staff."""
    staff = a_user()
    for number in range(LINES):
        record("looked", at=clock.now(), by=staff, detail=str(number))


def event(sequence: int) -> models.AccessEvent:
    return models.AccessEvent.objects.get(sequence=sequence)


def tamper(change: Callable[[], object]) -> tuple[str, ...]:
    """What the check says once the owner of the database has done as they liked."""
    with guards_down(connection):
        change()
    return check_log().problems


def change(number: int, /, **columns: object) -> None:
    models.AccessEvent.objects.filter(sequence=number).update(**columns)


def swap(one: int, other: int) -> None:
    change(one, sequence=99)
    change(other, sequence=one)
    change(99, sequence=other)


def take_out(*sequences: int, close_up: bool = False) -> None:
    models.AccessEvent.objects.filter(sequence__in=sequences).delete()
    if close_up:
        for after in range(max(sequences) + 1, LINES + 1):
            change(after, sequence=F("sequence") - len(sequences))
        models.AccessHead.objects.update(sequence=F("sequence") - len(sequences))


def put_in(place: int) -> None:
    """A line between two others, the later ones numbered on, with digests as a forger has them."""
    for after in range(LINES, place - 1, -1):
        change(after, sequence=F("sequence") + 1)
    row = event(place + 1)
    row.pk, row.sequence, row.detail = None, place, "forged"
    row.save(force_insert=True)
    models.AccessHead.objects.update(sequence=F("sequence") + 1)


def cut(keep: int) -> None:
    """The tail off, and the head set to the last line that stays: the cleanest cut there is."""
    models.AccessEvent.objects.filter(sequence__gt=keep).delete()
    models.AccessHead.objects.update(sequence=keep, digest=event(keep).digest)


def test_nothing_is_found_when_nothing_was_altered(written):
    checked = check_log([head()])
    assert (checked.lines, checked.anchors, checked.problems) == (LINES, 1, ())


@pytest.mark.parametrize(
    "columns",
    [
        {"detail": "9"},
        {"action": "signed"},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"actor": "system", "user": None},
        {"digest": "0" * 64},
        {"visit": 5},
    ],
)
def test_c117_a_rewritten_line_is_found(columns, written):
    was = event(3).digest
    found = tamper(lambda: change(3, **columns))
    wrong = ["Line 3 was rewritten, put in, or moved from another place"]
    if event(3).digest != was:
        wrong.append("Line 4 was rewritten, put in, or moved from another place")
    assert list(found) == wrong


def test_c117_swapped_lines_are_found(written):
    found = tamper(lambda: swap(3, 5))
    assert [words.split()[1] for words in found] == ["3", "4", "5", "6"]


def test_c117_an_inserted_line_is_found(written):
    found = tamper(lambda: put_in(4))
    assert "Line 4 was rewritten, put in, or moved from another place" in found


def test_c117_a_line_behind_the_head_is_found(written):
    row = event(LINES)
    row.pk, row.sequence = None, LINES + 1
    row.save(force_insert=True)
    assert check_log().problems == (f"There are lines behind the head, which says {LINES}",)


def test_c117_deleted_lines_are_found(written):
    assert tamper(lambda: take_out(2)) == ("Line 2 is missing",)
    assert tamper(lambda: take_out(4, 5))[1:] == ("Lines 4 to 5 are missing",)
    assert tamper(lambda: take_out(1))[0] == "Lines 1 to 2 are missing"


def test_c117_a_deleted_line_is_found_when_the_numbers_are_closed_up(written):
    found = tamper(lambda: take_out(3, close_up=True))
    assert found[0] == "Line 3 was rewritten, put in, or moved from another place"


def test_c117_a_tail_cut_without_the_head_is_found(written):
    found = tamper(lambda: take_out(LINES))
    assert found == (f"The log ends with line {LINES - 1}, but its head says {LINES}",)


def test_c117_a_tail_cut_with_the_head_is_found_by_a_head_from_paper(written):
    on_paper = head()
    assert tamper(lambda: cut(4)) == ()
    found = check_log([Head.read(str(on_paper))]).problems
    assert found == (
        "Lines were cut off the end: an anchor was taken at line 7, but the last one is 4",
    )


def test_c117_a_tail_that_was_cut_and_grew_again_is_found(written):
    on_paper = head()
    tamper(lambda: cut(4))
    for _again in range(5):
        record("looked", at=clock.now())
    assert check_log([on_paper]).problems == ("Line 7 is not the one that was anchored",)


def test_c117_a_tail_is_found_by_the_head_kept_with_sent_answers():
    a_version(SMALL)
    frozen = a_sent_submission(answers=SMALL_ANSWERS)
    assert frozen.log_head == str(head())
    assert check_log().anchors == 1
    sent = models.AccessEvent.objects.get(action="sent").sequence
    assert "Lines were cut off the end" in tamper(lambda: cut(sent - 1))[0]


def anchoring() -> list[type[models.AccessEvent]]:
    """Whatever keeps the head of the log as it was when it was made."""
    kinds = apps.get_app_config("intake").get_models()
    return [kind for kind in kinds if "log_head" in {f.name for f in kind._meta.get_fields()}]


@pytest.mark.parametrize("kept_with", anchoring(), ids=lambda kind: kind.__name__)
def test_c117_a_tail_is_found_by_each_kind_of_record_that_keeps_the_head(kept_with):
    """One kind stands alone: the others have lost theirs, as a forger would see to."""
    a_signed_room()
    others = [kind for kind in anchoring() if kind is not kept_with]
    [kept] = kept_with.objects.values_list("log_head", flat=True)
    last = Head.read(kept).sequence

    def forge():
        for kind in others:
            kind.objects.update(log_head="")
        cut(last - 1)

    assert "Lines were cut off the end" in tamper(forge)[0]


def test_a_whole_log_rewritten_without_the_key_is_found(written, settings):
    settings.INDEX_KEYS = (bytes(range(32)),)

    def rewrite():
        digest = ""
        for row in models.AccessEvent.objects.order_by("sequence"):
            digest = link(row, digest)
            change(row.sequence, digest=digest)
        models.AccessHead.objects.update(digest=digest)

    assert tamper(rewrite) == ()
    settings.INDEX_KEYS = (bytes(range(1, 33)),)
    assert len(check_log().problems) == LINES


def test_the_digest_is_the_same_whatever_zone_the_time_is_written_in(written):
    row = event(1)
    known = link(row, "")
    row.at = row.at.astimezone(timezone(timedelta(hours=-5)))
    assert link(row, "") == known == row.digest


def test_a_line_outlives_its_visit():
    visit = a_visit()
    number = visit.pk
    models.Visit.objects.filter(pk=number).delete()
    assert models.AccessEvent.objects.filter(visit_id=number).count() == 1
    assert check_log().is_whole


def test_the_command_says_that_the_log_is_whole_and_logs_its_head(written, caplog, capsys):
    with caplog.at_level(logging.INFO):
        call_command("verify_access_log", head=[str(head())])
    said = capsys.readouterr().out
    assert said == f"The access log is whole: 7 lines, 1 anchors fit.\nHead: {head()}\n"
    (line,) = [AllowListFormatter().format(each) for each in caplog.records]
    assert line.endswith(f"event=access.head:{head()}")


def test_the_command_fails_when_a_line_was_altered(written):
    with guards_down(connection):
        change(3, detail="x")
    with pytest.raises(CommandError, match="Line 3 was rewritten"):
        call_command("verify_access_log")
    with pytest.raises(CommandError, match="A head looks like"):
        call_command("verify_access_log", head=["7-what"])
