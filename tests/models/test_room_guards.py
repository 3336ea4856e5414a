"""What was recorded, signed or granted stays, and nothing comes after the signature: plain SQL."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from intake import models
from tests.make.room import a_room, changed_answers, corrected, fresh, lifted
from tests.make.values import chose
from tests.models.room_tries import a_busy_room, twin

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy():
    return a_busy_room()


def refused(act, *given, **columns):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act(*given, **columns)
    return str(error.value)


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


CHANGES = {
    "outcomerecord": ["sequence = 9", "takes_back_id = id"],
    "verifiedrecord": ["sequence = 9", "takes_back_id = id"],
    "choicerecord": ["lot_id = NULL", "product_id = NULL"],
    "confirmedrecord": ["by_id = NULL", "sequence = 9"],
    "signoff": [
        "signed_at = '2020-01-01'",
        "printed_name = 'x'",
        "sha256 = 'x'",
        "entries = 0",
        "log_head = ''",
    ],
    "addendum": ["sha256 = 'x'", "role = 'x'", "sequence = 7"],
    "reassignment": ["at = '2020-01-01'"],
    "accessgrant": ["until = '2126-01-01'", "granted_at = '2020-01-01'"],
    "reopening": ["revision = 7", "at = '2020-01-01'"],
}


@pytest.mark.parametrize("table", CHANGES)
def test_a_row_is_never_changed_or_deleted(table, busy):
    words = "never changed" if table in ("signoff", "addendum") else "only added to"
    for change in CHANGES[table]:
        assert words in refused(run, f"UPDATE intake_{table} SET {change}")
    assert "after a stone was put" in refused(run, f"DELETE FROM intake_{table}")


SEALED = [
    (models.OutcomeRecord, "content"),
    (models.VerifiedRecord, "content"),
    (models.ChoiceRecord, "shown"),
    (models.SignOff, "content"),
    (models.Addendum, "text"),
    (models.AccessGrant, "reason"),
    (models.Reassignment, "reason"),
    (models.Reopening, "reason"),
    (models.Reopening, "answers"),
]


def test_a_row_can_be_sealed_with_another_key(busy):
    for model, column in SEALED:
        row = model.objects.first()
        assert model.objects.filter(pk=row.pk).update(**{column: getattr(row, column)})


def signed_visit():
    return models.SignOff.objects.get().visit


def test_nothing_is_recorded_after_the_signature(busy):
    for model in (
        models.OutcomeRecord,
        models.VerifiedRecord,
        models.ChoiceRecord,
        models.ConfirmedRecord,
    ):
        assert "is signed" in refused(twin, model, sequence=99)


def test_nothing_is_reopened_after_the_signature(busy):
    assert "is signed" in refused(twin, models.Reopening, visit=signed_visit())
    submission = models.Submission.objects.filter(visit=signed_visit())
    assert "is signed" in refused(submission.update, state="reopened", revision=2)
    visit = models.Visit.objects.filter(pk=signed_visit().pk)
    message = refused(visit.update, state="reopened")
    assert "visit_talk_about_what_was_sent" in message


def test_a_revision_after_the_signature_is_impossible(busy):
    frozen = models.FrozenDiscussion.objects.get(sign_offs__isnull=False)
    assert frozen == busy
    message = refused(twin_of, frozen, revision=2)
    assert "is signed" in message


def twin_of(frozen, **values):
    copy = models.FrozenDiscussion(
        submission=frozen.submission,
        document=frozen.document,
        signature=frozen.signature,
        sha256=frozen.sha256,
        frozen_at=timezone.now(),
        **values,
    )
    copy.save(force_insert=True)


def a_signature_under(discussion):
    visit = fresh(discussion.submission.visit)
    return twin(models.SignOff, visit=visit, discussion=discussion)


def test_only_the_current_revision_is_signed(busy):
    first = a_room()
    lifted(first)
    corrected(first, changed_answers(dizzy=chose("no")))
    assert "Only the current revision" in refused(a_signature_under, first)


def test_nothing_is_signed_while_the_patient_corrects(busy):
    reopened = models.FrozenDiscussion.objects.get(submission__state="reopened")
    assert "Only the current revision" in refused(a_signature_under, reopened)


def test_a_revision_of_another_visit_is_not_signed(busy):
    one, other = a_room(), a_room()
    visit = fresh(one.submission.visit)
    message = refused(twin, models.SignOff, visit=visit, discussion=other)
    assert "Only the current revision" in message


def test_guards_come_down_and_up_where_tables_are_made_anew(busy):
    migration = import_module("intake.migrations.0074_nothing_plain_and_guards_of_0_2")
    connection.check_constraints()  # PostgreSQL changes no table that has checks waiting.
    with connection.cursor() as cursor:
        editor = SimpleNamespace(
            connection=connection, execute=lambda sql, params=None: cursor.execute(sql)
        )
        migration.take_down(None, editor)
        assert models.OutcomeRecord.objects.update(sequence=F("sequence") + 7)
        connection.check_constraints()
        migration.put_up_changed(None, editor)
    assert "only added to" in refused(models.OutcomeRecord.objects.update, sequence=8)
