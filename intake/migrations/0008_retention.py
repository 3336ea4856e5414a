"""Stones of erased visits, and legal holds."""

import django.db.models.deletion
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0007_access_chain'),
    ]

    operations = [
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
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('patient',), name='legalhold_once'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__gte', models.F('placed_at')), ('lifted_by__isnull', False)), _connector='OR'), name='legalhold_lifted_who_and_when')],
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
                'constraints': [models.CheckConstraint(condition=models.Q(('why__in', ['never_sent', 'retention', 'request'])), name='stone_why_known'), models.CheckConstraint(condition=models.Q(models.Q(('why', 'request'), _negated=True), ('erased_by__isnull', False), _connector='OR'), name='stone_request_carried_out_by_somebody')],
            },
        ),
    ]
