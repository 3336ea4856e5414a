"""With the rights of the site's own role nobody reads an answer or touches the log; PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.privacy.verify_log import check_log
from tests.actions.privacy.test_verify_records import ATTACKS, a_world, is_noticed
from tests.make.builders import a_sent_submission, a_version
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]
RIGHTS = Path(__file__).resolve().parents[2] / "deploy" / "log-rights.sql"


@contextmanager
def as_the_site() -> Iterator[None]:
    """As deploy/roles.sql and deploy/log-rights.sql make it, until the test is rolled back."""
    connection.check_constraints()  # PostgreSQL grants nothing on tables that have checks waiting.
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE intake_site")
        cursor.execute("GRANT USAGE ON SCHEMA public TO intake_site")
        rows = "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES"
        cursor.execute(f"GRANT {rows} IN SCHEMA public TO intake_site")
        cursor.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO intake_site")
        statements = RIGHTS.read_text().replace("FROM intake;", "FROM intake_site;")
        cursor.execute("\n".join(x for x in statements.splitlines() if not x.startswith("--")))
        cursor.execute("SET LOCAL ROLE intake_site")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def role():
    a_version(SMALL)
    a_sent_submission(answers=SMALL_ANSWERS)
    with as_the_site():
        yield


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE intake_accessevent SET detail = 'x'",
        "DELETE FROM intake_accessevent",
        "TRUNCATE intake_accessevent",
        "ALTER TABLE intake_accessevent DISABLE TRIGGER USER",
        "DROP TRIGGER access_never_deleted ON intake_accessevent",
        "DELETE FROM intake_accessseal",
        "UPDATE intake_accessnote SET said = 'x'",
        "DELETE FROM intake_stone",
        "SET session_replication_role = replica",
        "UPDATE intake_answersheet SET stamp = 1",
        "DELETE FROM intake_answersheet",
        "UPDATE intake_frozendiscussion SET sha256 = 'x'",
        "UPDATE intake_frozendiscussion SET log_head = ''",
        "DELETE FROM intake_frozendiscussion",
        "UPDATE intake_version SET document = '{}'",
    ],
)
def test_c116_the_sites_role_is_refused(role, statement):
    assert refused(statement)


def test_the_sites_role_adds_lines_and_seals_and_checks_them(role):
    record("looked", at=timezone.now())
    assert check_log(at=timezone.now()).is_whole
    assert models.AccessSeal.objects.exists()


def test_a_line_that_the_sites_role_wrote_by_hand_is_found(role):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_accessevent (at, actor, action, detail, sequence, digest)"
            " VALUES (now(), 'system', 'looked', '', 1000000, repeat('0', 64))"
        )
    assert "Line 1000000 was rewritten, put in, or moved" in check_log(at=timezone.now()).problems


def test_the_sites_role_reads_no_answer(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(encode(content, 'escape'), '') FROM intake_answersheet")
        (content,) = cursor.fetchone()
    for word in ("Maria", "has_allergy", "no"):
        assert f'"{word}"' not in content


def test_what_the_sites_role_does_to_records_is_refused_or_found():
    a_world()
    with as_the_site():
        assert [name for name, attack in ATTACKS.items() if not is_noticed(attack)] == []
