"""Makes a clinic's database large: the rows of one visit, many times over, as plain SQL.

Copies are as large as what they are copies of, lie in the same tables and indexes, and open to
nobody: what is sealed is bound to the row it was made for, and no measurement reads them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

AT_ONCE = 5_000
FIRST = 100_000_000
"""Ids of copies begin here, out of the way of what the product numbers itself."""

VISIT = f"{FIRST} + n"
PATIENT = "md5('patient' || n)::uuid"
SUBMISSION = "md5('submission' || n)::uuid"
DISCUSSION = "md5('discussion' || n)::uuid"
OF_A_VISIT: dict[str, dict[str, str]] = {
    "intake_patient": {
        "id": PATIENT,
        "surname_index": "md5('a' || n) || md5('b' || n)",
        "birth_date_index": "md5('c' || mod(n, 30000)) || md5('d' || mod(n, 30000))",
    },
    "intake_visit": {
        "id": VISIT,
        "patient_id": PATIENT,
        "reference": "'L' || lpad(n::text, 11, '0')",
        "date": "date + 30 - mod(n, 1500)::int",
    },
    "intake_invitation": {
        "id": VISIT,
        "visit_id": VISIT,
        "digest": "md5('e' || n) || md5('f' || n)",
    },
    "intake_accessevent": {
        "id": "DEFAULT",
        "visit_id": VISIT,
        "sequence": "nextval('intake_accessevent_line')",
    },
}
OF_A_SENT_ONE: dict[str, dict[str, str]] = {
    "intake_submission": {"id": SUBMISSION, "visit_id": VISIT},
    "intake_answersheet": {"submission_id": SUBMISSION},
    "intake_frozendiscussion": {"id": DISCUSSION, "submission_id": SUBMISSION},
    "intake_storedpdf": {"id": "md5(copy || n)::uuid", "discussion_id": DISCUSSION},
    "intake_job": {
        "id": "md5('job' || n)::uuid",
        "visit_id": VISIT,
        "subject": DISCUSSION,
        "state": "'done'",
        "lease_until": "NULL",
    },
}
WHERE = {
    "intake_patient": "id = (SELECT patient_id FROM intake_visit WHERE id = %(visit)s)",
    "intake_visit": "id = %(visit)s",
    "intake_answersheet": "submission_id IN"
    " (SELECT id FROM intake_submission WHERE visit_id = %(visit)s)",
    "intake_frozendiscussion": "submission_id IN"
    " (SELECT id FROM intake_submission WHERE visit_id = %(visit)s)",
    "intake_storedpdf": "discussion_id IN (SELECT d.id FROM intake_frozendiscussion d"
    " JOIN intake_submission s ON s.id = d.submission_id WHERE s.visit_id = %(visit)s)",
}
"""Which rows are the visit's; elsewhere they name it."""


@dataclass(frozen=True)
class Growth:
    """Ids of one visit that nobody answered and of one that was sent, and how many of each."""

    unsent: int
    sent: int
    unsent_count: int
    sent_count: int
    small_paper: bool = False
    """Copies on paper are nine tenths of a clinic's disk, and no page reads them."""


def grown(database: str, growth: Growth) -> Iterator[tuple[int, int]]:
    """Copies both visits as often as asked; yields how far it is."""
    total = growth.unsent_count + growth.sent_count
    tables = OF_A_VISIT | OF_A_SENT_ONE
    if growth.small_paper:
        paper = OF_A_SENT_ONE["intake_storedpdf"] | {"content": "substring(content, 1, 2000)"}
        tables |= {"intake_storedpdf": paper}
    with psycopg.connect(database) as connection:
        # The guards that keep a sent visit as it is stand aside, as when a backup is restored.
        connection.execute("SET session_replication_role = replica")
        for first in range(0, total, AT_ONCE):
            last = min(first + AT_ONCE, total)
            is_sent = min(last, growth.sent_count)
            if first < growth.sent_count:
                _copied(connection, tables, growth.sent, first, is_sent)
            if last > growth.sent_count:
                begin = max(first, growth.sent_count)
                _copied(connection, OF_A_VISIT, growth.unsent, begin, last)
            connection.commit()
            yield last, total
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _copied(
    connection: psycopg.Connection,
    tables: dict[str, dict[str, str]],
    visit: int,
    first: int,
    end: int,
) -> None:
    for table, changed in tables.items():
        found = connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
        )
        named = [name for (name,) in found if changed.get(name) != "DEFAULT"]
        values = ", ".join(changed.get(name, f'"{name}"') for name in named)
        columns = ", ".join(f'"{name}"' for name in named)
        where = WHERE.get(table, "visit_id = %(visit)s")
        connection.execute(  # names are the tables' own, values are numbers
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table},"  # noqa: S608
            f" generate_series(%(first)s::bigint, %(last)s::bigint) n WHERE {where}",
            {"visit": visit, "first": first, "last": end - 1},
        )


def sizes(database: str) -> str:
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r'"
            " AND relname LIKE 'intake%' ORDER BY 2 DESC LIMIT 6"
        ).fetchall()
        (whole,) = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    parts = [f"{name.removeprefix('intake_')} {size / 1e9:.2f}" for name, size in found]
    return f"{whole / 1e9:.2f} GB ({', '.join(parts)})"
