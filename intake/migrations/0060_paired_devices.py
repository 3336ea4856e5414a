"""Devices that are paired, and the links that are shown on them."""

import django.db.models.deletion
import intake.models.sealed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0059_merged_records'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='language',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=10),
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
            },
        ),
        migrations.AddField(
            model_name='invitation',
            name='device',
            field=models.ForeignKey(editable=False, help_text='The paired one that shows it; nobody is told its token.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='intake.device'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('device', None), ('is_on_device', True), _connector='OR'), name='invitation_of_a_device_is_on_it'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', False), ('paired_at', None), ('paired_by', None), ('site', None)), models.Q(('code', None), ('paired_at__isnull', False), ('site__isnull', False), ('paired_by__isnull', False), models.Q(('name', ''), _negated=True)), _connector='OR'), name='device_paired_or_shows_a_code'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='device_revoked_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.UniqueConstraint(condition=models.Q(('paired_at__isnull', False), ('revoked_at', None)), fields=('site', 'name'), name='device_named_once'),
        ),
    ]
