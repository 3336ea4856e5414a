"""What was published, sent or logged stays, even against plain SQL."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.privacy.verify_log import check_log
from tests.make.builders import a_sent_submission, a_version
from tests.make.guards import guards_down, made_of_the_environment, roles
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db


def refused(sql: str) -> str:
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    return str(error.value)


@pytest.fixture
def sent():
    a_version(SMALL)
    return a_sent_submission(answers=SMALL_ANSWERS)


@pytest.mark.parametrize(
    "column", ["document = 'x'", "number = 9", "sha256 = 'x'", "why = 'x'", "reviewer_name = 'x'"]
)
def test_a_version_is_never_changed(column):
    a_version(SMALL)
    assert "never changed" in refused(f"UPDATE intake_version SET {column}")


def test_a_version_that_was_never_used_may_be_deleted():
    a_version(SMALL).delete()
    assert not models.Version.objects.exists()


def test_a_version_that_a_submission_uses_is_never_deleted(sent):
    assert "never deleted" in refused("DELETE FROM intake_version")


@pytest.mark.parametrize("column", ["revision = 2", "sha256 = 'x'", "log_head = ''"])
def test_a_sent_discussion_is_never_changed(column, sent):
    assert "never changed" in refused(f"UPDATE intake_frozendiscussion SET {column}")


def test_a_sent_discussion_can_be_sealed_with_another_key(sent):
    models.FrozenDiscussion.objects.update(document=sent.document, signature=sent.signature)


def test_the_access_log_is_only_added_to(sent):
    lines = models.AccessEvent.objects.count()
    assert lines
    assert "only added to" in refused("UPDATE intake_accessevent SET action = 'x'")
    assert "only added to" in refused("DELETE FROM intake_accessevent")
    record("tested", at=timezone.now())
    assert models.AccessEvent.objects.count() == lines + 1


def test_seals_and_checks_of_the_log_are_only_added(sent):
    check_log(at=timezone.now())
    for table in ("accessseal", "accessnote"):
        assert "only added to" in refused(f"UPDATE intake_{table} SET digest = 'x'")
        assert "only added to" in refused(f"DELETE FROM intake_{table}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
def test_a_line_or_a_seal_is_never_replaced(sent):
    """REPLACE deletes without asking the guards of deletion."""
    check_log(at=timezone.now())
    for table in ("accessevent", "accessseal"):
        again = f"INSERT OR REPLACE INTO intake_{table} SELECT * FROM intake_{table} LIMIT 1"
        assert "only added to" in refused(again)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_access_log_is_never_emptied(sent):
    connection.check_constraints()  # PostgreSQL empties no table that has checks waiting.
    assert "only added to" in refused("TRUNCATE intake_accessevent")


@pytest.mark.django_db(transaction=True)
def test_guards_stand_again_after_a_test_emptied_its_tables():
    a_version(SMALL)
    with guards_down(connection):
        pass
    assert "never changed" in refused("UPDATE intake_version SET number = 9")


@pytest.mark.django_db(transaction=True)
def test_what_migrations_made_stands_again_after_a_test_emptied_its_tables():
    """Which tests come after one is chance: a worker takes over what another has left."""
    before = roles(), made_of_the_environment()
    TransactionTestCase()._fixture_teardown()
    assert (roles(), made_of_the_environment()) == before
    assert {type(row) for row in before[1]} == {models.Site, models.KeyCheck}
