"""New tables: sheets of answers, photos, translations, names that boxes offer, jobs, keys, and seals of the log."""

import django.db.models.deletion
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('intake', '0022_jobs'),
        ('intake', '0027_key_checks'),
        ('intake', '0039_translations'),
        ('intake', '0040_free_log'),
        ('intake', '0042_draft_translations'),
        ('intake', '0043_mail_to_providers'),
        ('intake', '0049_page_times'),
        ('intake', '0055_listed_names'),
        ('intake', '0061_photos'),
    ]

    dependencies = [
        ('intake', '0067_places_and_people_of_0_2'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerSheet',
            fields=[
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sheet', serialize=False, to='intake.submission')),
                ('content', intake.models.sealed.SealedField()),
                ('stamp', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField()),
                ('kind', intake.models.sealed.SealedField()),
                ('content', intake.models.sealed.SealedField()),
                ('small', intake.models.sealed.SealedField()),
                ('sha256', models.CharField(max_length=64, verbose_name='digest')),
                ('added_at', models.DateTimeField()),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='intake.submission')),
            ],
            options={
                'ordering': ['added_at', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('submission', 'sha256'), name='photo_once'),
                    models.CheckConstraint(condition=models.Q(('revision__gte', 1), models.Q(('sha256', ''), _negated=True)), name='photo_revision_from_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('texts', models.TextField(help_text='Name of each text to its English words and its own.')),
                ('sha256', models.CharField(max_length=64, verbose_name='digest')),
                ('kept_at', models.DateTimeField()),
                ('reviewer_name', models.CharField(blank=True, max_length=120, verbose_name='translation reviewed by')),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='intake.version')),
            ],
            options={
                'ordering': ['version', 'language'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'language'), name='translation_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('reviewed_on', None), ('reviewer_name', '')), models.Q(models.Q(('reviewer_name', ''), _negated=True), ('reviewed_on__isnull', False)), _connector='OR'), name='translation_reviewer_and_date_together'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DraftTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('texts', models.TextField(default='{}')),
                ('reviewer_name', models.CharField(blank=True, max_length=120, verbose_name='translation reviewed by')),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('reviewed_sha256', models.CharField(blank=True, max_length=64, verbose_name='digest of what was read')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='intake.questionnaire')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'language'), name='drafttranslation_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ListedName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('asked', models.CharField(help_text='Key of the question whose box offers it.', max_length=80, verbose_name='offered for')),
                ('text', models.CharField(max_length=100, verbose_name='name')),
                ('also', models.TextField(blank=True, help_text='Brands, other spellings and other languages, one on each line.', verbose_name='also known as')),
                ('kind', models.CharField(blank=True, help_text='Code of its kind, where the list asks for one.', max_length=80)),
                ('ticks', models.TextField(blank=True, help_text='Options that it ticks, as question/option, one on each line. Patients see the tick and can take it away.')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='intake.questionnaire')),
            ],
            options={
                'verbose_name': 'name to recognize',
                'verbose_name_plural': 'names to recognize',
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'asked', 'text'), name='listedname_once'),
                    models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='listedname_says_which'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PageTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=100)),
                ('seconds', models.PositiveSmallIntegerField(help_text='Beginning of the step.')),
                ('count', models.PositiveIntegerField(default=0)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='page_times', to='intake.version')),
            ],
            options={
                'ordering': ['version', 'page', 'seconds'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'page', 'seconds'), name='pagetime_once'),
                    models.CheckConstraint(condition=models.Q(('seconds__gte', 0), ('seconds__lte', 180)), name='pagetime_within_bounds'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('print_sent', 'Copies of what was sent'), ('print_signed', 'Copies of a signed record'), ('invitation', 'The link, to the patient'), ('reminder', 'A reminder, to the patient'), ('last_call', 'A reminder on the day, to the patient'), ('to_provider', 'A visit to be looked at before its day, to the provider')], max_length=20)),
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
                'indexes': [
                    models.Index(condition=models.Q(('state__in', ['waiting', 'taken'])), fields=['kind', 'due_at'], name='job_open'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'subject', 'part'), name='job_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'taken', 'done', 'failed'])), name='job_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'taken')), models.Q(models.Q(('state', 'taken'), _negated=True), ('lease_until', None)), _connector='OR'), name='job_leased_while_taken'),
                ],
            },
        ),
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
            name='KeyCheck',
            fields=[
                ('key_id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['key_id'],
            },
        ),
        migrations.CreateModel(
            name='AccessSeal',
            fields=[
                ('number', models.PositiveBigIntegerField(editable=False, primary_key=True, serialize=False)),
                ('last', models.PositiveBigIntegerField(help_text='Number of the last line that is covered.')),
                ('lines', models.PositiveIntegerField()),
                ('late', models.TextField(help_text='Lines that an earlier seal found missing, as JSON.')),
                ('missing', models.TextField(help_text='Numbers to which no line has come yet, as JSON.')),
                ('batch', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'seal of the access log',
                'verbose_name_plural': 'seals of the access log',
                'ordering': ['number'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('digest', ''), _negated=True), models.Q(('batch', ''), _negated=True)), name='accessseal_is_signed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AccessNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('checked', 'Everything up to this seal was checked'), ('accepted', 'A known break that somebody answers for')], max_length=10)),
                ('seal', models.PositiveBigIntegerField(default=0)),
                ('head', models.CharField(blank=True, max_length=64)),
                ('said', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'check of the access log',
                'verbose_name_plural': 'checks of the access log',
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('by', None), ('kind', 'checked')), models.Q(('by__isnull', False), ('kind', 'accepted'), models.Q(('said', ''), _negated=True)), _connector='OR'), name='accessnote_accepted_by_somebody'),
                ],
            },
        ),
    ]
