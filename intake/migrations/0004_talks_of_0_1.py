"""What is recorded of a talk, signed, reopened and handed on: as release 0.1 had it."""

import django.db.models.deletion
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('intake', '0004_room'),
        ('intake', '0006_signed_copies'),
    ]

    dependencies = [
        ('intake', '0003_visits_of_0_1'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutcomeRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('number', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('discussed', 'Discussed and understood'), ('wants_time', 'Wants time'), ('declined_to_discuss', 'Declined to discuss'), ('not_applicable', 'Not applicable'), ('lifted', 'Hold lifted'), ('stays', 'Hold stays')], max_length=20)),
                ('point', intake.models.sealed.SealedField()),
                ('note', intake.models.sealed.SealedField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='intake.frozendiscussion')),
                ('takes_back', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back_by', to='intake.outcomerecord')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='intake.visit')),
            ],
            options={
                'verbose_name': 'outcome',
                'ordering': ['sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('visit', 'sequence'), name='outcomerecord_sequence_once'),
                    models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='outcomerecord_sequence_from_one'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['discussed', 'wants_time', 'declined_to_discuss', 'not_applicable', 'lifted', 'stays'])), name='outcomerecord_outcome_known'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='outcomerecord_number_from_one'),
                    models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'lifted'), _negated=True), ('note__isnull', False), ('takes_back__isnull', False), _connector='OR'), name='outcomerecord_lifted_with_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='VerifiedRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('fact', models.CharField(max_length=80)),
                ('value', intake.models.sealed.SealedField()),
                ('how', intake.models.sealed.SealedField()),
                ('verified_on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('takes_back', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back_by', to='intake.verifiedrecord')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='intake.visit')),
            ],
            options={
                'verbose_name': 'verified fact',
                'ordering': ['sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('visit', 'sequence'), name='verifiedrecord_sequence_once'),
                    models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='verifiedrecord_sequence_from_one'),
                    models.CheckConstraint(condition=models.Q(('fact', ''), _negated=True), name='verifiedrecord_names_a_fact'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ConfirmedRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, help_text='Empty when the patient said so in a session of their own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='intake.frozendiscussion')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='intake.visit')),
            ],
            options={
                'verbose_name': 'confirmation that nothing changed',
                'ordering': ['sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('visit', 'sequence'), name='confirmedrecord_sequence_once'),
                    models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='confirmedrecord_sequence_from_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('decision', models.CharField(choices=[('go_ahead', 'Go ahead'), ('wait_until', 'Wait until'), ('refer_to', 'Refer to'), ('decline', 'Decline')], max_length=20)),
                ('until', models.DateField(blank=True, null=True)),
                ('reason', intake.models.sealed.SealedField()),
                ('what', intake.models.sealed.SealedField(blank=True, null=True)),
                ('entries', models.PositiveIntegerField(help_text='How much had been recorded by then.')),
                ('printed_name', models.CharField(max_length=400)),
                ('role', models.CharField(max_length=80)),
                ('meaning', models.CharField(max_length=300)),
                ('signed_at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64, verbose_name='digest')),
                ('discussion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sign_off', to='intake.frozendiscussion')),
                ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed', to=settings.AUTH_USER_MODEL)),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sign_off', to='intake.visit')),
                ('log_head', models.CharField(blank=True, help_text='Kept with it, so that lines cut off the log later are noticed.', max_length=60, verbose_name='end of the access log')),
            ],
            options={
                'verbose_name': 'sign-off',
                'ordering': ['-signed_at'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('decision__in', ['go_ahead', 'wait_until', 'refer_to', 'decline'])), name='signoff_decision_known'),
                    models.CheckConstraint(condition=models.Q(('until', None), ('decision', 'wait_until'), _connector='OR'), name='signoff_only_waiting_has_a_date'),
                    models.CheckConstraint(condition=models.Q(('decision__in', ['go_ahead', 'decline']), ('what__isnull', False), ('until__isnull', False), _connector='OR'), name='signoff_waits_or_refers_to_something'),
                    models.CheckConstraint(condition=models.Q(models.Q(('printed_name', ''), _negated=True), models.Q(('role', ''), _negated=True), models.Q(('meaning', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), name='signoff_says_who_and_what_for'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Addendum',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('text', intake.models.sealed.SealedField()),
                ('printed_name', models.CharField(max_length=400)),
                ('role', models.CharField(max_length=80)),
                ('meaning', models.CharField(max_length=300)),
                ('signed_at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64, verbose_name='digest')),
                ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sign_off', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='intake.signoff')),
            ],
            options={
                'verbose_name_plural': 'addenda',
                'ordering': ['sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('sign_off', 'sequence'), name='addendum_sequence_once'),
                    models.CheckConstraint(condition=models.Q(('sequence__gte', 1), models.Q(('printed_name', ''), _negated=True), models.Q(('role', ''), _negated=True), models.Q(('meaning', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), name='addendum_says_who_and_what_for'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SignedPdf',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('addenda', models.PositiveSmallIntegerField(help_text='How many addenda are on it.')),
                ('copy', models.CharField(choices=[('provider', "Provider's copy"), ('patient', "Patient's copy")], max_length=10)),
                ('paper', models.CharField(choices=[('letter', 'US Letter'), ('a4', 'A4')], max_length=10)),
                ('state', models.CharField(choices=[('ok', 'Complete'), ('failed', 'Could not be made')], max_length=10)),
                ('content', intake.models.sealed.SealedField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='digest')),
                ('made_at', models.DateTimeField()),
                ('sign_off', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pdfs', to='intake.signoff')),
            ],
            options={
                'verbose_name': 'signed PDF',
                'ordering': ['addenda', 'copy', 'paper'],
                'constraints': [
                    models.UniqueConstraint(fields=('sign_off', 'addenda', 'copy', 'paper'), name='signedpdf_copy_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('state', 'ok'), models.Q(('sha256', ''), _negated=True)), models.Q(('content', None), ('sha256', ''), ('state', 'failed')), _connector='OR'), name='signedpdf_content_unless_failed'),
                    models.CheckConstraint(condition=models.Q(('copy__in', ['provider', 'patient']), ('paper__in', ['letter', 'a4'])), name='signedpdf_copy_and_paper_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reassignment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', intake.models.sealed.SealedField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_on', to=settings.AUTH_USER_MODEL)),
                ('to_provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reassignments', to='intake.visit')),
                ('from_provider_saw_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('from_provider', models.F('to_provider')), _negated=True), name='reassignment_to_another'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField(help_text='The revision that was sent.')),
                ('reason', intake.models.sealed.SealedField()),
                ('answers', intake.models.sealed.SealedField()),
                ('at', models.DateTimeField()),
                ('ending', models.CharField(blank=True, choices=[('sent', 'A new revision was sent'), ('cancelled', 'Cancelled by staff'), ('unchanged', 'The patient says that nothing changed')], max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('has_unsent', models.BooleanField(default=False, help_text='The patient had changed answers that were never sent.')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='intake.visit')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('visit',), name='reopening_one_at_a_time'),
                    models.CheckConstraint(condition=models.Q(('revision__gte', 1)), name='reopening_from_a_sent_revision'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ending', '')), models.Q(('ended_at__isnull', False), ('ended_by', None), ('ending__in', ['sent', 'unchanged'])), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('ending', 'cancelled')), _connector='OR'), name='reopening_ended_how_and_when'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AccessGrant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', intake.models.sealed.SealedField()),
                ('granted_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('owner_saw_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants_to_see', to=settings.AUTH_USER_MODEL, verbose_name='whose visit it was')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='intake.visit')),
            ],
            options={
                'verbose_name': 'visit opened for a day',
                'verbose_name_plural': 'visits opened for a day',
                'ordering': ['-granted_at', '-id'],
                'indexes': [
                    models.Index(fields=['user', 'until'], name='accessgrant_of_user'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('until__gt', models.F('granted_at'))), name='accessgrant_ends_later'),
                    models.CheckConstraint(condition=models.Q(('user', models.F('owner')), _negated=True), name='accessgrant_to_another'),
                    models.CheckConstraint(condition=models.Q(('owner_saw_at', None), ('owner_saw_at__gte', models.F('granted_at')), _connector='OR'), name='accessgrant_seen_after_it_was_made'),
                ],
            },
        ),
    ]
