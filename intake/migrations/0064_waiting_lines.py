"""Lines of schedules that wait for the desk."""

import django.db.models.deletion
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0063_typed_in_from_paper'),
    ]

    operations = [
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
                'indexes': [models.Index(condition=models.Q(('decision', '')), fields=['site'], name='waitingline_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), ('content', None)), _connector='OR'), name='waitingline_decided_who_and_when'), models.CheckConstraint(condition=models.Q(('decision__in', ['', 'taken', 'left_out', 'overtaken'])), name='waitingline_decision_known')],
            },
        ),
    ]
