"""Editions of a discussion, decisions that supersede, and notes kept while they are typed.

SQLite makes a table anew to change a constraint and loses its guards with the old one: all are
taken down before and put up again behind.
"""

import django.db.models.deletion
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models

IS_NOT_CURRENT = (
    "NOT EXISTS (SELECT 1 FROM intake_submission AS b JOIN intake_frozendiscussion AS d"
    " ON d.submission_id = b.id AND d.revision = b.revision"
    " WHERE b.visit_id = NEW.visit_id AND b.state = 'sent' AND d.id = NEW.discussion_id{newest})"
)
NEWEST = (
    " AND NOT EXISTS (SELECT 1 FROM intake_frozendiscussion AS l"
    " WHERE l.submission_id = d.submission_id AND l.revision = d.revision"
    " AND l.edition > d.edition)"
)
ANOTHERS = (
    " OR (NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM intake_signoff AS s"
    " WHERE s.id = NEW.supersedes_id AND s.visit_id = NEW.visit_id))"
)
NOT_CURRENT = "Only the current revision is signed, and not while the patient corrects it"
DISCUSSION = "id, submission_id, revision, {edition}sha256, holds, frozen_at"
VERIFIED = "id, visit_id, sequence, at, by_id, fact, verified_on, {shown}takes_back_id"
SIGN_OFF = (
    "id, visit_id, discussion_id, {supersedes}decision, until, entries, signer_id, printed_name,"
    " role, meaning, signed_at, sha256"
)
# (table, columns that never change, words, function on PostgreSQL)
KEPT = {
    "discussion_never_changed": (
        "frozendiscussion",
        DISCUSSION,
        "A discussion that was sent is never changed",
        "intake_refuse('A discussion that was sent is never changed')",
    ),
    "verifiedrecord_never_changed": (
        "verifiedrecord",
        VERIFIED,
        "What was recorded about a talk is only added to",
        "intake_verifiedrecord_never_changed()",
    ),
    "signoff_never_changed": (
        "signoff",
        SIGN_OFF,
        "A signature is never changed",
        "intake_signoff_never_changed()",
    ),
}
NEW = {"edition": "edition, ", "shown": "is_shown, ", "supersedes": "supersedes_id, "}
OLD = dict.fromkeys(NEW, "")
CURRENT = "signoff_of_the_current"

_taken_down = []


def take_down(apps, schema_editor):
    """On SQLite every guard; on PostgreSQL they hold on to their tables through the change."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        _taken_down[:] = cursor.fetchall()
    for name, _sql in _taken_down:
        schema_editor.execute(f"DROP TRIGGER {name}")


def put_up(apps, schema_editor):
    """The guards, with what is new kept by them as well."""
    _stand(schema_editor, NEW, IS_NOT_CURRENT.format(newest=NEWEST) + ANOTHERS)


def put_up_old(apps, schema_editor):
    """The guards as they were, for a migration backwards."""
    _stand(schema_editor, OLD, IS_NOT_CURRENT.format(newest=""))


def _stand(schema_editor, more, is_not_current):
    if schema_editor.connection.vendor == "sqlite":
        for statement in _on_sqlite(more, is_not_current):
            schema_editor.execute(statement, params=None)
        return
    for name, (table, columns, _words, function) in KEPT.items():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON intake_{table}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns.format(**more)} ON intake_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}",
            params=None,
        )
    schema_editor.execute(
        f"""
        CREATE OR REPLACE FUNCTION intake_{CURRENT}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {is_not_current} THEN
                RAISE EXCEPTION '{NOT_CURRENT}' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
        params=None,
    )


def _on_sqlite(more, is_not_current):
    for name, sql in _taken_down:
        if name not in KEPT and name != CURRENT:
            yield sql
    for name, (table, columns, words, _function) in KEPT.items():
        yield (
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns.format(**more)} ON intake_{table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
    yield (
        f"CREATE TRIGGER {CURRENT} BEFORE INSERT ON intake_signoff WHEN {is_not_current} "
        f"BEGIN SELECT RAISE(ABORT, '{NOT_CURRENT}'); END"
    )


class Migration(migrations.Migration):
    dependencies = [('intake', '0032_people_filed_under_each_surname')]

    operations = [
        migrations.RunPython(take_down, put_up_old),
        migrations.CreateModel(
            name='KeptNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('field', models.CharField(max_length=40)),
                ('text', intake.models.sealed.SealedField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_notes', to='intake.visit')),
            ],
            options={
                'ordering': ['field'],
                'constraints': [models.UniqueConstraint(fields=('visit', 'by', 'field'), name='keptnote_once'), models.CheckConstraint(condition=models.Q(('field', ''), _negated=True), name='keptnote_names_a_field')],
            },
        ),
        migrations.AlterModelOptions(
            name='frozendiscussion',
            options={'ordering': ['-revision', '-edition']},
        ),
        migrations.RemoveConstraint(
            model_name='frozendiscussion',
            name='frozendiscussion_revision_once',
        ),
        migrations.RemoveConstraint(
            model_name='frozendiscussion',
            name='frozendiscussion_revision_from_one',
        ),
        migrations.RemoveConstraint(
            model_name='outcomerecord',
            name='outcomerecord_outcome_known',
        ),
        migrations.RemoveConstraint(
            model_name='outcomerecord',
            name='outcomerecord_lifted_with_a_reason',
        ),
        migrations.AddField(
            model_name='frozendiscussion',
            name='answers',
            field=intake.models.sealed.SealedField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='frozendiscussion',
            name='brief',
            field=intake.models.sealed.SealedField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='frozendiscussion',
            name='edition',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='signoff',
            name='supersedes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='intake.signoff'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='together',
            field=intake.models.sealed.SealedField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='verifiedrecord',
            name='codes',
            field=intake.models.sealed.SealedField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='verifiedrecord',
            name='is_shown',
            field=models.BooleanField(db_default=True, default=True, help_text='Nobody could show it if this is not set.'),
        ),
        migrations.AddField(
            model_name='visit',
            name='facts_until',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='outcomerecord',
            name='outcome',
            field=models.CharField(choices=[('discussed', 'Discussed and understood'), ('told', 'Told'), ('wants_time', 'Wants time'), ('declined_to_discuss', 'Declined to discuss'), ('not_applicable', 'Not applicable'), ('lifted', 'Hold lifted'), ('stays', 'Hold stays'), ('confirmed', 'Correction confirmed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='discussion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='intake.frozendiscussion'),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='intake.visit'),
        ),
        migrations.AddConstraint(
            model_name='frozendiscussion',
            constraint=models.UniqueConstraint(fields=('submission', 'revision', 'edition'), name='frozendiscussion_edition_once'),
        ),
        migrations.AddConstraint(
            model_name='frozendiscussion',
            constraint=models.CheckConstraint(condition=models.Q(('edition__gte', 1), ('revision__gte', 1)), name='frozendiscussion_revision_from_one'),
        ),
        migrations.AddConstraint(
            model_name='outcomerecord',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['discussed', 'told', 'wants_time', 'declined_to_discuss', 'not_applicable', 'lifted', 'stays', 'confirmed'])), name='outcomerecord_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='outcomerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['lifted', 'confirmed']), _negated=True), ('note__isnull', False), ('takes_back__isnull', False), _connector='OR'), name='outcomerecord_lifted_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('visit',), name='signoff_first_once'),
        ),
        migrations.RunPython(put_up, take_down),
    ]
