"""Work that follows a commit: jobs that workers lease, and when each kind of work last ran."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0021_example_patient_rights'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastRun',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('code', models.CharField(blank=True, help_text='Empty when it went well.', max_length=40)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('print_sent', 'Copies of what was sent'), ('print_signed', 'Copies of a signed record')], max_length=20)),
                ('subject', models.CharField(help_text='The id of what it is done for.', max_length=40)),
                ('part', models.CharField(blank=True, help_text='Which one, where a subject has several.', max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for its time or a worker'), ('taken', 'A worker has it'), ('done', 'Done'), ('failed', 'Given up: somebody has to look')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('perhaps_twice', models.BooleanField(default=False, help_text='A worker was lost in the middle of it, and another did it again.')),
                ('code', models.CharField(blank=True, help_text='How the last try ended.', max_length=40)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='intake.visit')),
            ],
            options={
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'taken'])), fields=['kind', 'due_at'], name='job_open')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject', 'part'), name='job_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'taken', 'done', 'failed'])), name='job_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'taken')), models.Q(models.Q(('state', 'taken'), _negated=True), ('lease_until', None)), _connector='OR'), name='job_leased_while_taken')],
            },
        ),
    ]
