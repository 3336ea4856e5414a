"""The register and what was chosen of it, the access log, and what is held or left of erased visits: as release 0.1 had them."""

import django.core.validators
import django.db.models.deletion
import intake.models.register
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('intake', '0007_access_chain'),
        ('intake', '0008_retention'),
        ('intake', '0013_register_and_worklist'),
    ]

    dependencies = [
        ('intake', '0004_talks_of_0_1'),
    ]

    operations = [
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.JSONField(blank=True, default=dict, help_text='Questions that this row answers, each with the same answers patients pick from.', validators=[intake.models.register.is_facts], verbose_name='what it says on the ladder')),
                ('in_use', models.BooleanField(default=True, help_text='Untick instead of deleting.', verbose_name='in use')),
                ('name', models.CharField(max_length=120)),
                ('maker', models.CharField(max_length=120)),
                ('ind_number', models.CharField(blank=True, max_length=40, verbose_name='IND number')),
                ('checked_on', models.DateField(verbose_name='label and papers read on')),
            ],
            options={
                'ordering': ['name', 'maker'],
                'constraints': [
                    models.UniqueConstraint(fields=('name', 'maker'), name='product_once', violation_error_message='This product of this maker is in the register already.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('maker', ''), _negated=True)), name='product_named'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProductPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.JSONField(blank=True, default=dict, help_text='Questions that this row answers, each with the same answers patients pick from.', validators=[intake.models.register.is_facts], verbose_name='what it says on the ladder')),
                ('in_use', models.BooleanField(default=True, help_text='Untick instead of deleting.', verbose_name='in use')),
                ('title', models.CharField(max_length=200)),
                ('seen_on', models.DateField(verbose_name='read on')),
                ('good_until', models.DateField(blank=True, null=True, verbose_name='good until')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='intake.product')),
            ],
            options={
                'verbose_name': 'document of a product',
                'verbose_name_plural': 'documents of products',
                'ordering': ['title', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='productpaper_named'),
                    models.CheckConstraint(condition=models.Q(('good_until', None), ('good_until__gte', models.F('seen_on')), _connector='OR'), name='productpaper_good_after_it_was_read', violation_error_message='“Good until” lies before the day it was read. Check both dates.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.JSONField(blank=True, default=dict, help_text='Questions that this row answers, each with the same answers patients pick from.', validators=[intake.models.register.is_facts], verbose_name='what it says on the ladder')),
                ('in_use', models.BooleanField(default=True, help_text='Untick instead of deleting.', verbose_name='in use')),
                ('number', models.CharField(max_length=60, verbose_name='lot number')),
                ('expires_on', models.DateField(verbose_name='good until')),
                ('certificate', models.CharField(blank=True, help_text='Its number or title.', max_length=120, verbose_name='certificate')),
                ('certificate_on', models.DateField(blank=True, null=True, verbose_name='date of the certificate')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='intake.product')),
                ('made_on', models.DateField(blank=True, null=True, verbose_name='made on')),
            ],
            options={
                'ordering': ['-expires_on', 'number'],
                'constraints': [
                    models.UniqueConstraint(fields=('product', 'number'), name='lot_once', violation_error_message='This lot of the product is in the register already.'),
                    models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='lot_has_a_number'),
                    models.CheckConstraint(condition=models.Q(models.Q(('certificate', ''), ('certificate_on', None)), models.Q(models.Q(('certificate', ''), _negated=True), ('certificate_on__isnull', False)), _connector='OR'), name='lot_certificate_and_date_together', violation_error_message='Give the certificate and its date, or neither.'),
                    models.CheckConstraint(condition=models.Q(('made_on', None), ('expires_on__gte', models.F('made_on')), _connector='OR'), name='lot_good_after_it_was_made', violation_error_message='“Good until” lies before the day the lot was made. Check both dates.'),
                    models.CheckConstraint(condition=models.Q(('certificate_on', None), ('expires_on__gte', models.F('certificate_on')), _connector='OR'), name='lot_certified_before_it_expired', violation_error_message='The certificate is dated after the lot’s last day. Check both dates.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Practitioner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.JSONField(blank=True, default=dict, help_text='Questions that this row answers, each with the same answers patients pick from.', validators=[intake.models.register.is_facts], verbose_name='what it says on the ladder')),
                ('in_use', models.BooleanField(default=True, help_text='Untick instead of deleting.', verbose_name='in use')),
                ('name', models.CharField(max_length=120)),
                ('profession', models.CharField(help_text='As printed: “Registered nurse”.', max_length=80)),
                ('license_number', models.CharField(blank=True, max_length=60)),
                ('license_state', models.CharField(blank=True, max_length=60, verbose_name='state of the license')),
                ('license_good_until', models.DateField(blank=True, null=True)),
                ('checked_on', models.DateField(verbose_name='looked up on')),
                ('check_again_on', models.DateField(blank=True, null=True, verbose_name='look up again by')),
            ],
            options={
                'verbose_name': 'person who treats',
                'verbose_name_plural': 'people who treat',
                'ordering': ['name', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('profession', ''), _negated=True)), name='practitioner_named'),
                    models.CheckConstraint(condition=models.Q(models.Q(('license_number', ''), ('license_state', '')), models.Q(models.Q(('license_number', ''), _negated=True), models.Q(('license_state', ''), _negated=True)), _connector='OR'), name='practitioner_license_and_state_together', violation_error_message='Give the license number and its state, or neither.'),
                    models.CheckConstraint(condition=models.Q(('check_again_on', None), ('check_again_on__gte', models.F('checked_on')), _connector='OR'), name='practitioner_checked_again_later', violation_error_message='“Look up again by” lies before the day it was looked up. Check both dates.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='EmergencyKit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.JSONField(blank=True, default=dict, help_text='Questions that this row answers, each with the same answers patients pick from.', validators=[intake.models.register.is_facts], verbose_name='what it says on the ladder')),
                ('in_use', models.BooleanField(default=True, help_text='Untick instead of deleting.', verbose_name='in use')),
                ('place', models.CharField(help_text='Where it is kept.', max_length=120)),
                ('checked_on', models.DateField(verbose_name='gone through on')),
                ('check_again_on', models.DateField(verbose_name='go through again by')),
            ],
            options={
                'ordering': ['place', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('place',), name='emergencykit_place_once', violation_error_message='A kit at this place is in the register already.'),
                    models.CheckConstraint(condition=models.Q(('check_again_on__gte', models.F('checked_on')), models.Q(('place', ''), _negated=True)), name='emergencykit_checked_again_later', violation_error_message='“Go through again by” lies before the day it was gone through. Check both dates.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.JSONField(blank=True, default=dict, help_text='Questions that this row answers, each with the same answers patients pick from.', validators=[intake.models.register.is_facts], verbose_name='what it says on the ladder')),
                ('in_use', models.BooleanField(default=True, help_text='Untick instead of deleting.', verbose_name='in use')),
                ('words', models.CharField(max_length=200, verbose_name='what it covers')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, validators=[django.core.validators.MinValueValidator(0)])),
                ('currency', models.CharField(default='USD', max_length=3)),
                ('valid_from', models.DateField()),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='intake.product')),
            ],
            options={
                'ordering': ['product', '-valid_from', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount__gte', 0), models.Q(('words', ''), _negated=True), models.Q(('currency', ''), _negated=True)), name='price_whole'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ChoiceRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('shown', intake.models.sealed.SealedField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='intake.visit')),
                ('lot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='intake.lot')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='intake.practitioner')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='intake.product')),
            ],
            options={
                'verbose_name': 'choice of product, lot and person',
                'ordering': ['sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('visit', 'sequence'), name='choicerecord_sequence_once'),
                    models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='choicerecord_sequence_from_one'),
                    models.CheckConstraint(condition=models.Q(('lot', None), ('product__isnull', False), _connector='OR'), name='choicerecord_lot_with_its_product'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AccessEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('actor', models.CharField(choices=[('staff', 'Staff'), ('patient', 'Patient'), ('system', 'The product itself')], max_length=10)),
                ('action', models.CharField(db_index=True, max_length=40)),
                ('detail', models.CharField(blank=True, max_length=200)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='access_events', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='access_events', to='intake.visit')),
                ('sequence', models.PositiveBigIntegerField(editable=False, unique=True, verbose_name='number')),
                ('digest', models.CharField(editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'access',
                'verbose_name_plural': 'access log',
                'ordering': ['-sequence'],
                'indexes': [
                    models.Index(fields=['at', 'sequence'], name='accessevent_by_time'),
                    models.Index(fields=['user', 'at'], name='accessevent_of_user'),
                    models.Index(fields=['visit', 'at'], name='accessevent_of_visit'),
                    models.Index(fields=['action', 'at'], name='accessevent_of_action'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('actor', 'staff'), ('user__isnull', False)), models.Q(('actor__in', ['patient', 'system']), ('user', None)), _connector='OR'), name='accessevent_staff_is_named'),
                    models.CheckConstraint(condition=models.Q(('action', ''), _negated=True), name='accessevent_says_what'),
                    models.CheckConstraint(condition=models.Q(('sequence__gte', 1), models.Q(('digest', ''), _negated=True)), name='accessevent_is_chained'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AccessHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'verbose_name': 'end of the access log',
                'verbose_name_plural': 'end of the access log',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('id', 1)), name='accesshead_is_the_only_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', intake.models.sealed.SealedField()),
                ('placed_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='intake.patient')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-placed_at', '-id'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('patient',), name='legalhold_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__gte', models.F('placed_at')), ('lifted_by__isnull', False)), _connector='OR'), name='legalhold_lifted_who_and_when'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Stone',
            fields=[
                ('visit_number', models.PositiveBigIntegerField(editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(editable=False, max_length=12, unique=True)),
                ('why', models.CharField(choices=[('never_sent', 'Answers were never sent'), ('retention', 'Kept as long as the clinic keeps records'), ('request', 'The patient asked for it')], editable=False, max_length=12)),
                ('erased_at', models.DateTimeField(editable=False)),
                ('erased_by', models.ForeignKey(editable=False, help_text='Empty if the time to keep it was over.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'erased visit',
                'ordering': ['-erased_at', '-visit_number'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('why__in', ['never_sent', 'retention', 'request'])), name='stone_why_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('why', 'request'), _negated=True), ('erased_by__isnull', False), _connector='OR'), name='stone_request_carried_out_by_somebody'),
                ],
            },
        ),
    ]
