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
from intake.actions.access_log import NUMBERS, record
from intake.actions.privacy.sealed_log import head, seal_log
from intake.actions.privacy.verify_log import check_log
from intake.models.chain import Head, link, link_of_its_own
from tests.make.builders import a_sent_submission, a_user, a_version, a_visit
from tests.make.guards import guards_down
from tests.make.room import a_signed_room
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
LINES = 7


@pytest.fixture
def written():
    """Seven lines by one member of staff, numbered from one on."""
    staff = a_user()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval('{NUMBERS}', 1, false)")
    for number in range(LINES):
        record("looked", at=clock.now(), by=staff, detail=str(number))
    seal_log(at=clock.now())


def checked(anchors=(), **how):
    return check_log(anchors, at=clock.now(), **how)


def event(sequence: int) -> models.AccessEvent:
    return models.AccessEvent.objects.get(sequence=sequence)


def tamper(change: Callable[[], object]) -> tuple[str, ...]:
    """What the check says once the owner of the database has done as they liked."""
    with guards_down(connection):
        change()
    return checked().problems


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


def put_in(place: int) -> None:
    """A line between two others, the later ones numbered on, with digests as a forger has them."""
    for after in range(LINES, place - 1, -1):
        change(after, sequence=F("sequence") + 1)
    row = event(place + 1)
    row.pk, row.sequence, row.detail = None, place, "forged"
    row.save(force_insert=True)


def cut(keep: int) -> None:
    """The tail off, and every seal and check that told of it: the cleanest cut there is."""
    models.AccessEvent.objects.filter(sequence__gt=keep).delete()
    models.AccessSeal.objects.filter(last__gt=keep).delete()
    models.AccessNote.objects.all().delete()


def test_nothing_is_found_when_nothing_was_altered(written):
    found = checked([head()])
    assert (found.lines, found.anchors, found.problems) == (LINES, 1, ())


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
    wrong = ["Line 3 was rewritten, put in, or moved"]
    if event(3).digest != was:
        wrong.append("Lines under seal 1 are not those that were sealed")
    assert sorted(found) == wrong


def test_c117_swapped_lines_are_found(written):
    found = tamper(lambda: swap(3, 5))
    assert [words.split()[1] for words in found] == ["3", "5", "under"]


def test_c117_an_inserted_line_is_found(written):
    found = tamper(lambda: put_in(4))
    assert "Line 4 was rewritten, put in, or moved" in found


def test_c117_a_line_put_in_behind_the_last_seal_is_found(written):
    row = event(LINES)
    row.pk, row.sequence = None, LINES + 1
    row.save(force_insert=True)
    assert checked().problems == (f"Line {LINES + 1} was rewritten, put in, or moved",)


def test_c117_deleted_lines_are_found(written):
    assert tamper(lambda: take_out(2)) == ("Line 2 is missing",)
    assert tamper(lambda: take_out(4, 5)) == ("3 lines between 2 and 5 are missing",)
    assert tamper(lambda: take_out(3)) == ("Lines 2 to 5 are missing",)


def test_c117_a_deleted_line_is_found_when_the_numbers_are_closed_up(written):
    found = tamper(lambda: take_out(3, close_up=True))
    assert found[0] == "Line 3 was rewritten, put in, or moved"


def test_c117_a_tail_cut_under_its_seal_is_found(written):
    assert tamper(lambda: take_out(LINES)) == (f"Line {LINES} is missing",)


def test_c117_a_tail_cut_with_the_head_is_found_by_a_head_from_paper(written):
    on_paper = head()
    assert tamper(lambda: cut(4)) == ()
    found = checked([Head.read(str(on_paper))]).problems
    assert found == (
        "Lines were cut off the end: an anchor was taken at line 7, but the last one is 4",
    )


def test_c117_a_tail_that_was_cut_and_grew_again_is_found(written):
    on_paper = head()
    tamper(lambda: cut(4))
    for lines_since in (3, 2):
        for _again in range(lines_since):
            record("looked", at=clock.now())
        assert checked([on_paper]).problems == ("Line 7 is not the one that was anchored",)


def test_c117_a_tail_is_found_by_the_head_kept_with_sent_answers():
    a_version(SMALL)
    a_sent_submission(answers=SMALL_ANSWERS)
    assert checked().anchors == 1
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

    found = tamper(forge)
    assert "Lines were cut off the end" in found[-1]
    assert "The end of the log that was kept with" in found[0]


def test_a_whole_log_rewritten_without_the_key_is_found(written, settings):
    settings.INDEX_KEYS = (bytes(range(32)),)

    def rewrite():
        models.AccessSeal.objects.all().delete()
        for row in models.AccessEvent.objects.order_by("sequence"):
            change(row.sequence, digest=link_of_its_own(row))

    assert tamper(rewrite) == ()
    settings.INDEX_KEYS = (bytes(range(1, 33)),)
    assert len(checked().problems) == LINES + 1


def test_the_digest_is_the_same_whatever_zone_the_time_is_written_in(written):
    row = event(1)
    known = link_of_its_own(row)
    row.at = row.at.astimezone(timezone(timedelta(hours=-5)))
    assert link_of_its_own(row) == known == row.digest


def test_a_seal_that_was_taken_out_is_missed(written):
    record("looked", at=clock.now())
    seal_log(at=clock.now())
    assert "Seal 1 is missing" in tamper(models.AccessSeal.objects.filter(number=1).delete)


def test_a_line_outlives_its_visit():
    visit = a_visit()
    number = visit.pk
    models.Visit.objects.filter(pk=number).delete()
    assert models.AccessEvent.objects.filter(visit_id=number).count() == 1
    assert checked().is_whole


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


def test_lines_of_0_1_follow_each_other_and_a_later_one_stands_for_itself(written):
    def as_0_1_did():
        models.AccessSeal.objects.all().delete()
        before = ""
        for row in models.AccessEvent.objects.order_by("sequence"):
            before = link(row, before)
            change(row.sequence, digest=before)

    assert tamper(as_0_1_did) == ()
    record("looked", at=clock.now())
    assert checked().problems == ()
    with guards_down(connection):
        change(3, detail="9")
    assert checked().problems == ("Line 3 was rewritten, put in, or moved",)


def test_a_line_that_comes_late_is_sealed_later_and_one_put_in_there_is_found(written):
    """A number that an open transaction had taken when the others were sealed."""
    late = models.AccessEvent(at=clock.now(), actor="system", action="late", sequence=9)
    late.digest = link_of_its_own(late)
    other = models.AccessEvent(at=clock.now(), actor="system", action="looked", sequence=10)
    other.digest = link_of_its_own(other)
    other.save(force_insert=True)
    assert checked().problems == ()
    late.save(force_insert=True)
    assert checked().problems == ()
    assert [seal.late for seal in models.AccessSeal.objects.order_by("number")][-1] == "[9]"
    forged = models.AccessEvent(at=clock.now(), actor="system", action="x", sequence=8)
    forged.digest = "0" * 64
    forged.save(force_insert=True)
    assert "Line 8 was rewritten, put in, or moved" in checked().problems
