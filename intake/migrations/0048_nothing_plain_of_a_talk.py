"""Takes the plain columns away that told holds, outcomes, facts and decisions.

SQLite makes a table anew and loses its guards with the old one; PostgreSQL keeps a column that a
guard names. So all guards are taken down before and put up behind, without what is gone.
"""

import re

from django.db import migrations, models

from intake.models.sealed import SealedField

GONE = {
    "visit": ("holds",),
    "frozendiscussion": ("holds",),
    "outcomerecord": ("number", "outcome", "point", "note"),
    "verifiedrecord": ("fact", "value", "how", "codes", "is_shown", "verified_on"),
    "signoff": ("decision", "until", "reason", "what", "together"),
    "keptnote": ("field", "text"),
}
CONSTRAINTS = {
    "visit_holds_once_sent": "visit",
    "outcomerecord_outcome_known": "outcomerecord",
    "outcomerecord_number_from_one": "outcomerecord",
    "outcomerecord_lifted_with_a_reason": "outcomerecord",
    "verifiedrecord_names_a_fact": "verifiedrecord",
    "signoff_decision_known": "signoff",
    "signoff_only_waiting_has_a_date": "signoff",
    "signoff_waits_or_refers_to_something": "signoff",
    "keptnote_names_a_field": "keptnote",
    "keptnote_once": "keptnote",
}
ON_SQLITE = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
ON_POSTGRESQL = (
    "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal ORDER BY tgname"
)
_taken_down = []


def take_down(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ON_SQLITE if is_sqlite else ON_POSTGRESQL)
        found = cursor.fetchall()
    named = {f"intake_{table}" for table in GONE}
    _taken_down[:] = [each for each in found if is_sqlite or each[1] in named]
    for name, table, _sql in _taken_down:
        schema_editor.execute(f"DROP TRIGGER {name}{'' if is_sqlite else f' ON {table}'}")


def put_up(apps, schema_editor):
    for _name, table, sql in _taken_down:
        gone = GONE.get(table.removeprefix("intake_"), ())
        schema_editor.execute(_without(sql, gone), params=None)


def _without(sql, gone):
    """The same guard, without columns that are gone."""
    found = re.search(r"UPDATE OF (.*?) ON ", sql, re.DOTALL)
    if not found:
        return sql
    kept = [name for name in found[1].split(", ") if name.strip() not in gone]
    return sql.replace(found[1], ", ".join(kept), 1)


class Migration(migrations.Migration):
    dependencies = [("intake", "0047_talk_into_contents")]

    operations = [
        migrations.RunPython(take_down, migrations.RunPython.noop),
        migrations.AlterModelOptions(name="visit", options={"ordering": ["date", "id"]}),
        migrations.AlterModelOptions(name="keptnote", options={}),
        *(
            migrations.RemoveConstraint(model_name=model, name=name)
            for name, model in CONSTRAINTS.items()
        ),
        *(
            migrations.RemoveField(model_name=model, name=name)
            for model, names in GONE.items()
            for name in names
        ),
        *(
            migrations.AlterField(model_name=name, name="content", field=SealedField())
            for name in ("outcomerecord", "verifiedrecord", "signoff", "keptnote")
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=["expected", "invited", "opened", "sent", "reopened"]),
                name="visit_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptnote",
            constraint=models.UniqueConstraint(
                fields=["visit", "by"], name="keptnote_once"
            ),
        ),
        migrations.RunPython(put_up, migrations.RunPython.noop),
    ]
