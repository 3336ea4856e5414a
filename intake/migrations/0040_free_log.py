"""Lines of the access log are added without waiting; seals chain them, and checks are noted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from intake.models.sealed import SealedField

NUMBERS = "intake_accessevent_line"
GO_ON = (
    "SELECT setval('intake_accessevent_line', COALESCE(MAX(sequence), 0) + 1, false)"
    " FROM intake_accessevent"
)
LOG_CHANGED = "The access log is only added to"
SAME_LINE = (
    "EXISTS (SELECT 1 FROM intake_accessevent WHERE id = NEW.id OR sequence = NEW.sequence)"
)
SAME_SEAL = "EXISTS (SELECT 1 FROM intake_accessseal WHERE number = NEW.number)"
NEVER_CHANGED = ("accessseal", "accessnote")


def stand(apps, schema_editor):
    """Guards, and on PostgreSQL the sequence that numbers lines."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE SEQUENCE {NUMBERS}")
        schema_editor.execute(GO_ON)
    for name, table, event, condition in _guards(schema_editor.connection.vendor):
        when = f"WHEN ({condition}) " if condition else ""
        refuse = (
            f"BEGIN SELECT RAISE(ABORT, '{LOG_CHANGED}'); END"
            if schema_editor.connection.vendor == "sqlite"
            else f"EXECUTE FUNCTION intake_refuse('{LOG_CHANGED}')"
        )
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON intake_{table} FOR EACH {each} {when}{refuse}",
            params=None,
        )


def fall(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, *_rest in _guards(schema_editor.connection.vendor):
        schema_editor.execute(f"DROP TRIGGER {name}{f' ON intake_{table}' if is_postgresql else ''}")
    if is_postgresql:
        schema_editor.execute(f"DROP SEQUENCE {NUMBERS}")


def _guards(vendor):
    """(name, table, event, condition)."""
    for table in NEVER_CHANGED:
        for event in ("UPDATE", "DELETE", *(["TRUNCATE"] if vendor == "postgresql" else [])):
            yield f"{table}_no_{event.lower()}", table, event, ""
    if vendor == "sqlite":
        # INSERT OR REPLACE deletes without asking the guards of deletion.
        yield "accessevent_never_replaced", "accessevent", "INSERT", SAME_LINE
        yield "accessseal_never_replaced", "accessseal", "INSERT", SAME_SEAL


class Migration(migrations.Migration):
    dependencies = [("intake", "0039_translations")]

    operations = [
        migrations.CreateModel(
            "AccessSeal",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "last",
                    models.PositiveBigIntegerField(
                        help_text="Number of the last line that is covered."
                    ),
                ),
                ("lines", models.PositiveIntegerField()),
                (
                    "late",
                    models.TextField(
                        help_text="Lines that an earlier seal found missing, as JSON."
                    ),
                ),
                (
                    "missing",
                    models.TextField(help_text="Numbers to which no line has come yet, as JSON."),
                ),
                ("batch", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "seal of the access log",
                "verbose_name_plural": "seals of the access log",
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", 1),
                            models.Q(("digest", ""), _negated=True),
                            models.Q(("batch", ""), _negated=True),
                        ),
                        name="accessseal_is_signed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "AccessNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("checked", "Everything up to this seal was checked"),
                            ("accepted", "A known break that somebody answers for"),
                        ],
                        max_length=10,
                    ),
                ),
                ("seal", models.PositiveBigIntegerField(default=0)),
                ("head", models.CharField(blank=True, max_length=64)),
                ("said", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "check of the access log",
                "verbose_name_plural": "checks of the access log",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", None), ("kind", "checked")),
                            models.Q(
                                ("by__isnull", False),
                                ("kind", "accepted"),
                                models.Q(("said", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="accessnote_accepted_by_somebody",
                    )
                ],
            },
        ),
        migrations.DeleteModel("AccessHead"),
        *(
            migrations.AddField(name, "binding", SealedField(editable=False, null=True))
            for name in ("frozendiscussion", "signoff")
        ),
        migrations.RunPython(stand, fall),
    ]
