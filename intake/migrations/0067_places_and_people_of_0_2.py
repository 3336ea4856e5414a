"""New tables: sites, people and how they are filed, who signs in with what, and what waits for staff."""

import datetime
import django.core.validators
import django.db.models.deletion
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('intake', '0037_held_posts'),
        ('intake', '0050_sites'),
        ('intake', '0053_welcomes'),
        ('intake', '0058_passkeys'),
        ('intake', '0059_merged_records'),
        ('intake', '0060_paired_devices'),
        ('intake', '0064_waiting_lines'),
        ('intake', '0065_held_posts_without_address'),
    ]

    dependencies = [
        ('intake', '0007_roles_of_0_1'),
    ]

    operations = [
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='In addresses; it never changes.', max_length=40, unique=True)),
                ('logo_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('name', models.CharField(max_length=120)),
                ('sender_name', models.CharField(blank=True, max_length=60)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('after_hours_phone', models.CharField(blank=True, max_length=40)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('time_zone', models.CharField(blank=True, max_length=60)),
                ('date_order', models.CharField(choices=[('mdy', 'Month first: 7/14/1979'), ('dmy', 'Day first: 14/7/1979')], db_default='mdy', default='mdy', max_length=3)),
                ('opens', models.TimeField(default=datetime.time(8, 0))),
                ('closes', models.TimeField(default=datetime.time(18, 0))),
                ('paper', models.CharField(blank=True, choices=[('letter', 'US Letter'), ('a4', 'A4')], max_length=6)),
                ('emergency_number', models.CharField(blank=True, max_length=16)),
                ('watch_minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(999)])),
                ('keep_years', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)])),
                ('mail_on', models.BooleanField(default=True)),
                ('text_on', models.BooleanField(default=True)),
                ('lead_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)])),
                ('remind_days', models.CharField(blank=True, default='3,1', max_length=20)),
                ('last_call_hours', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MaxValueValidator(12)])),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0))),
                ('quiet_to', models.TimeField(default=datetime.time(8, 0))),
                ('link_days_after', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(14)])),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='site_named'),
                    models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='site_closes_after_it_opens', violation_error_message='The site closes before it opens. Check both times.'),
                    models.CheckConstraint(condition=models.Q(('paper__in', ['', 'letter', 'a4'])), name='site_paper_known'),
                    models.CheckConstraint(condition=models.Q(('date_order__in', ['mdy', 'dmy'])), name='site_date_order_known'),
                    models.CheckConstraint(condition=models.Q(('quiet_from__gt', models.F('quiet_to'))), name='site_quiet_at_night', violation_error_message='The quiet hours begin in the evening and end in the morning. Check both.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SiteLogo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='logo', to='intake.site')),
            ],
        ),
        migrations.CreateModel(
            name='NameTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(db_index=True, editable=False, max_length=64)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='intake.patient')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('patient', 'digest'), name='nameterm_once_a_patient'),
                ],
            },
        ),
        migrations.CreateModel(
            name='VisitMoved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_date', models.DateField()),
                ('from_time', models.TimeField(blank=True, null=True)),
                ('to_date', models.DateField()),
                ('to_time', models.TimeField(blank=True, null=True)),
                ('why', models.CharField(choices=[('patient', 'The patient asked'), ('clinic', 'The clinic asked'), ('schedule', 'The schedule says so'), ('mistake', 'It was entered wrongly')], max_length=10)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='intake.visit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('why__in', ['patient', 'clinic', 'schedule', 'mistake'])), name='visitmoved_why_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='VisitMerged',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('came_from', intake.models.sealed.SealedField(help_text='Id of the record that the visit was on.')),
                ('signatures', models.PositiveIntegerField(help_text='Decisions signed by then name that record.')),
                ('why', models.CharField(choices=[('twice', 'The patient was entered twice'), ('renamed', "The patient's name has changed"), ('birth_date', 'One of the two has a wrong date of birth')], max_length=10)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='intake.visit')),
            ],
            options={
                'ordering': ['visit', 'sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('visit', 'sequence'), name='visitmerged_sequence_once'),
                    models.CheckConstraint(condition=models.Q(('why__in', ['twice', 'renamed', 'birth_date'])), name='visitmerged_why_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Welcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('binding', intake.models.sealed.SealedField(null=True)),
                ('made_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='welcomes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('made_at'))), name='welcome_ends_later'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('content', intake.models.sealed.SealedField()),
                ('uses', models.PositiveBigIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at'],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('binding', intake.models.sealed.SealedField(null=True)),
                ('code', models.CharField(max_length=8, null=True, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('name', models.CharField(blank=True, max_length=60)),
                ('paired_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(help_text='When it last asked what to show.', null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('paired_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='intake.site')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', False), ('paired_at', None), ('paired_by', None), ('site', None)), models.Q(('code', None), ('paired_at__isnull', False), ('site__isnull', False), ('paired_by__isnull', False), models.Q(('name', ''), _negated=True)), _connector='OR'), name='device_paired_or_shows_a_code'),
                    models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='device_revoked_who_and_when'),
                    models.UniqueConstraint(condition=models.Q(('paired_at__isnull', False), ('revoked_at', None)), fields=('site', 'name'), name='device_named_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WaitingLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=40)),
                ('content', intake.models.sealed.SealedField(null=True)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('number_index', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('kept_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('', 'Waits'), ('taken', 'Taken'), ('left_out', 'Left out'), ('overtaken', 'The schedule has said something newer since')], default='', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.questionnaire')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting_lines', to='intake.site')),
            ],
            options={
                'ordering': ['kept_at', 'id'],
                'indexes': [
                    models.Index(condition=models.Q(('decision', '')), fields=['site'], name='waitingline_open'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), ('content', None)), _connector='OR'), name='waitingline_decided_who_and_when'),
                    models.CheckConstraint(condition=models.Q(('decision__in', ['', 'taken', 'left_out', 'overtaken'])), name='waitingline_decision_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HeldPost',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(max_length=64)),
                ('body', intake.models.sealed.SealedField()),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('place', ''), _negated=True), name='heldpost_names_a_page'),
                ],
            },
        ),
        migrations.CreateModel(
            name='KeptNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_notes', to='intake.visit')),
                ('content', intake.models.sealed.SealedField()),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('visit', 'by'), name='keptnote_once'),
                ],
            },
        ),
    ]
