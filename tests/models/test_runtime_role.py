"""With the rights of the site's own role nobody reads an answer or touches the log; PostgreSQL."""

import re
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
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
THE_DATABASE = """CREATE DATABASE intake OWNER "intake-owner" ENCODING 'UTF8' TEMPLATE template0"""


def shipped(name: str) -> list[str]:
    """The statements of a file, with names of their own for both roles: roles are the server's."""
    lines = (DEPLOY / name).read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith(("--", "\\")))
    for role, other in ((r'"intake-owner"', "intake_owner"), (r"\bintake\b", "intake_site")):
        text = re.sub(role, other, text)
    # What is granted on tables to come was granted on those that are there.
    ever = r"ALTER DEFAULT PRIVILEGES FOR ROLE intake_owner IN SCHEMA public\s+(GRANT .*) ON (\w+) "
    text = re.sub(ever, r"\1 ON ALL \2 IN SCHEMA public ", text)
    return [each.strip() for each in text.split(";") if each.strip()]


@contextmanager
def as_the_site() -> Iterator[None]:
    """As deploy/roles.sql and deploy/log-rights.sql make it, until the test is rolled back."""
    connection.check_constraints()  # PostgreSQL grants nothing on tables that have checks waiting.
    statements = [*shipped("roles.sql"), *shipped("log-rights.sql"), "SET LOCAL ROLE intake_site"]
    with connection.cursor() as cursor:
        for each in statements:
            if not each.startswith("CREATE DATABASE"):
                cursor.execute(each)
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
        "CREATE TABLE of_mine (x int)",
        "ALTER TABLE intake_visit DISABLE TRIGGER ALL",
        "CREATE ROLE another",
        "GRANT intake_owner TO intake_site",
    ],
)
def test_c116_the_sites_role_is_refused(role, statement):
    assert refused(statement)


def test_the_sites_role_owns_nothing(role):
    assert THE_DATABASE in (DEPLOY / "roles.sql").read_text()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication"
            " FROM pg_roles WHERE rolname = 'intake_site'"
        )
        assert cursor.fetchone() == (False,) * 5
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'intake_site'::regrole")
        assert cursor.fetchone() == (0,)


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
