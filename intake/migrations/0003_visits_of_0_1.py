"""Patients, their visits, links and answers, and what was made of them: as release 0.1 had them."""

import django.db.models.deletion
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('intake', '0019_links_on_the_clinics_device'),
    ]

    dependencies = [
        ('intake', '0002_rules_of_0_1'),
    ]

    operations = [
        migrations.CreateModel(
            name='Patient',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', intake.models.sealed.SealedField()),
                ('birth_date', intake.models.sealed.SealedField()),
                ('surname_index', models.CharField(db_index=True, editable=False, max_length=64)),
                ('birth_date_index', models.CharField(db_index=True, editable=False, max_length=64)),
            ],
            options={
                'permissions': [('export_patient', 'Can export patient')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(editable=False, max_length=12, unique=True)),
                ('date', models.DateField(db_index=True)),
                ('time', models.TimeField(blank=True, help_text="In the clinic's own time.", null=True)),
                ('state', models.CharField(choices=[('expected', 'No link yet'), ('invited', 'Link made, not opened'), ('opened', 'Patient is answering'), ('sent', 'Waiting for review'), ('reopened', 'Patient is correcting')], default='expected', editable=False, max_length=10)),
                ('holds', models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(editable=False)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='intake.patient')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='intake.questionnaire')),
                ('recorded', models.PositiveIntegerField(default=0, editable=False, help_text='Raised with every row recorded about the talk.')),
                ('talk', models.CharField(choices=[('not_begun', 'Not begun'), ('begun', 'In discussion'), ('signed', 'Signed')], default='not_begun', editable=False, max_length=10)),
            ],
            options={
                'ordering': ['date', models.OrderBy(models.F('holds'), descending=True, nulls_last=True), 'id'],
                'indexes': [
                    models.Index(fields=['provider', 'date'], name='visit_by_day'),
                    models.Index(fields=['provider', 'talk', 'state', 'date'], name='visit_by_standing'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('holds__isnull', False), ('state__in', ['sent', 'reopened'])), models.Q(('holds', None), ('state__in', ['expected', 'invited', 'opened'])), _connector='OR'), name='visit_holds_once_sent'),
                    models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='visit_has_a_reference'),
                    models.CheckConstraint(condition=models.Q(('talk', 'not_begun'), models.Q(('state__in', ['sent', 'reopened']), ('talk', 'begun')), models.Q(('state', 'sent'), ('talk', 'signed')), _connector='OR'), name='visit_talk_about_what_was_sent'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='works until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='wrong birth dates')),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('entered_at', models.DateTimeField(blank=True, null=True, verbose_name='last entered at')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='intake.visit')),
                ('is_on_device', models.BooleanField(db_default=False, default=False, editable=False, help_text='Opened once on a device that is handed to the patient, and handed back.', verbose_name="on the clinic's device")),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='invitation_expires_later'),
                    models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='invitation_revoked_who_and_when'),
                    models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='invitation_tries_limited'),
                    models.CheckConstraint(condition=models.Q(('locked_at', None), ('tries', 5), _connector='OR'), name='invitation_locked_after_all_tries'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('open', 'Being filled in'), ('sent', 'Sent'), ('reopened', 'Reopened for a correction')], default='open', max_length=10)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('counter', models.PositiveIntegerField(default=0, help_text='Raised with every saved page, so that two tabs notice each other.')),
                ('opened_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='intake.version')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='submission', to='intake.visit')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('revision', 1), ('sent_at', None), ('state', 'open')), models.Q(('sent_at__isnull', False), ('state__in', ['sent', 'reopened'])), _connector='OR'), name='submission_sent_at_once_sent'),
                    models.CheckConstraint(condition=models.Q(('revision__gte', 1)), name='submission_revision_from_one'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'reopened'), _negated=True), ('revision__gte', 2), _connector='OR'), name='submission_reopened_is_a_later_revision'),
                    models.CheckConstraint(condition=models.Q(('sent_at', None), ('sent_at__gte', models.F('opened_at')), _connector='OR'), name='submission_sent_after_opened'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PatientSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text='Last time something was posted.')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('sent_revision', models.PositiveIntegerField(blank=True, help_text='Sent from here; only here its copy is shown.', null=True)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='intake.invitation')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('seen_at__gte', models.F('started_at'))), name='patientsession_seen_after_start'),
                    models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='patientsession_ends_after_start'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AnswerRow',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('group', models.CharField(max_length=80)),
                ('position', models.PositiveIntegerField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='intake.submission')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('submission', 'group', 'position'), name='answerrow_position_once'),
                    models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='answerrow_position_from_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AnswerRecord',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=80)),
                ('value', intake.models.sealed.SealedField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(help_text="The submission's counter when it was kept.")),
                ('row', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='intake.answerrow')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='intake.submission')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('row', None)), fields=('submission', 'question'), name='answerrecord_once'),
                    models.UniqueConstraint(condition=models.Q(('row__isnull', False)), fields=('row', 'question'), name='answerrecord_once_in_a_row'),
                    models.CheckConstraint(condition=models.Q(('revision__gte', 1)), name='answerrecord_revision_from_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PageDraft',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('page', models.CharField(max_length=100)),
                ('posted', intake.models.sealed.SealedField()),
                ('held', models.BooleanField(default=False, help_text='Posted after the session had ended; the patient decides.')),
                ('kept_at', models.DateTimeField()),
                ('row', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='intake.answerrow')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='intake.submission')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('row', None)), fields=('submission', 'page'), name='pagedraft_once'),
                    models.UniqueConstraint(condition=models.Q(('row__isnull', False)), fields=('row', 'page'), name='pagedraft_once_in_a_row'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FrozenDiscussion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField()),
                ('document', intake.models.sealed.SealedField()),
                ('signature', intake.models.sealed.SealedField()),
                ('sha256', models.CharField(max_length=64, verbose_name='digest')),
                ('holds', models.PositiveSmallIntegerField()),
                ('frozen_at', models.DateTimeField(verbose_name='sent at')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discussions', to='intake.submission')),
                ('log_head', models.CharField(blank=True, help_text='Kept with it, so that lines cut off the log later are noticed.', max_length=60, verbose_name='end of the access log')),
            ],
            options={
                'ordering': ['-revision'],
                'constraints': [
                    models.UniqueConstraint(fields=('submission', 'revision'), name='frozendiscussion_revision_once'),
                    models.CheckConstraint(condition=models.Q(('revision__gte', 1)), name='frozendiscussion_revision_from_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StoredPdf',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('copy', models.CharField(choices=[('provider', "Provider's copy"), ('patient', "Patient's copy")], max_length=10)),
                ('paper', models.CharField(choices=[('letter', 'US Letter'), ('a4', 'A4')], max_length=10)),
                ('state', models.CharField(choices=[('ok', 'Complete'), ('failed', 'Could not be made')], max_length=10)),
                ('content', intake.models.sealed.SealedField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='digest')),
                ('made_at', models.DateTimeField()),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pdfs', to='intake.frozendiscussion')),
            ],
            options={
                'verbose_name': 'stored PDF',
                'ordering': ['copy', 'paper'],
                'constraints': [
                    models.UniqueConstraint(fields=('discussion', 'copy', 'paper'), name='storedpdf_copy_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('state', 'ok'), models.Q(('sha256', ''), _negated=True)), models.Q(('content', None), ('sha256', ''), ('state', 'failed')), _connector='OR'), name='storedpdf_content_unless_failed'),
                    models.CheckConstraint(condition=models.Q(('copy__in', ['provider', 'patient'])), name='storedpdf_copy_known'),
                    models.CheckConstraint(condition=models.Q(('paper__in', ['letter', 'a4'])), name='storedpdf_paper_known'),
                ],
            },
        ),
    ]
