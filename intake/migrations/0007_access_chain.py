"""The access log becomes a chain: numbered lines, digests, a head; old lines are chained too."""

import django.db.models.deletion
from django.db import migrations, models

from intake.models.chain import link

LOG_CHANGED = "The access log is only added to"
HEAD_CHANGED = "The head of the access log only moves on, line by line"
SENT_CHANGED = "A discussion that was sent is never changed"
SIGNATURE_CHANGED = "A signature is never changed"
# Name, table, event, words, and a condition or none.
GUARDS = (
    ("accesshead_never_deleted", "intake_accesshead", "DELETE", HEAD_CHANGED, ""),
    (
        "accesshead_only_moves_on",
        "intake_accesshead",
        "UPDATE",
        HEAD_CHANGED,
        "NEW.sequence <> OLD.sequence + 1",
    ),
    (
        "discussion_log_head_never_changed",
        "intake_frozendiscussion",
        "UPDATE OF log_head",
        SENT_CHANGED,
        "",
    ),
    (
        "signoff_log_head_never_changed",
        "intake_signoff",
        "UPDATE OF log_head",
        SIGNATURE_CHANGED,
        "",
    ),
)
AT_ONCE = 1_000
lifted = []


def lift_all(apps, schema_editor):
    """SQLite builds changed tables anew and would lose their guards; old lines are written once."""
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE intake_accessevent DISABLE TRIGGER USER")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        lifted[:] = cursor.fetchall()
    for name, _sql in lifted:
        schema_editor.execute(f"DROP TRIGGER {name}")


def stand_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE intake_accessevent ENABLE TRIGGER USER")
    for _name, sql in lifted:
        schema_editor.execute(sql, params=None)
    lifted.clear()


def chain_old_lines(apps, schema_editor):
    """Number what was logged before, in its order, and link each line to the one before it."""
    event_model = apps.get_model("intake", "AccessEvent")
    sequence, digest, batch = 0, "", []
    for event in event_model.objects.order_by("id").iterator(chunk_size=AT_ONCE):
        sequence += 1
        event.sequence = sequence
        event.digest = digest = link(event, digest)
        batch.append(event)
        if len(batch) == AT_ONCE:
            event_model.objects.bulk_update(batch, ["sequence", "digest"])
            batch.clear()
    event_model.objects.bulk_update(batch, ["sequence", "digest"])
    apps.get_model("intake", "AccessHead").objects.create(id=1, sequence=sequence, digest=digest)


def stand(apps, schema_editor):
    """Put the new guards up."""
    for guard in GUARDS:
        for statement in _statements(schema_editor.connection.vendor, *guard):
            schema_editor.execute(statement, params=None)


def fall(apps, schema_editor):
    """Take the new guards down, for a migration backwards."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, *_rest in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {name}{f' ON {table}' if is_postgresql else ''}")


def _statements(vendor, name, table, event, words, condition):
    when = f"WHEN ({condition}) " if condition else ""
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    else:
        refuse = f"EXECUTE FUNCTION intake_refuse('{words}')"
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}{refuse}"


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_signed_copies")]

    operations = [
        migrations.RunPython(lift_all, stand_again),
        migrations.CreateModel(
            name="AccessHead",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={
                "verbose_name": "end of the access log",
                "verbose_name_plural": "end of the access log",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="accesshead_is_the_only_one"
                    )
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="accessevent",
            options={
                "ordering": ["-sequence"],
                "verbose_name": "access",
                "verbose_name_plural": "access log",
            },
        ),
        migrations.AlterField(
            model_name="accessevent",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="access_events",
                to="intake.visit",
            ),
        ),
        migrations.AddField(
            model_name="accessevent",
            name="sequence",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="accessevent",
            name="digest",
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.RunPython(chain_old_lines, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="accessevent",
            name="sequence",
            field=models.PositiveBigIntegerField(
                editable=False, unique=True, verbose_name="number"
            ),
        ),
        migrations.AlterField(
            model_name="accessevent",
            name="digest",
            field=models.CharField(editable=False, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="accessevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sequence__gte", 1), models.Q(("digest", ""), _negated=True)
                ),
                name="accessevent_is_chained",
            ),
        ),
        migrations.AddField(
            model_name="frozendiscussion",
            name="log_head",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Kept with it, so that lines cut off the log later are noticed.",
                max_length=60,
                verbose_name="end of the access log",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="signoff",
            name="log_head",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Kept with it, so that lines cut off the log later are noticed.",
                max_length=60,
                verbose_name="end of the access log",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(stand_again, lift_all),
        migrations.RunPython(stand, fall),
    ]
