"""Test patients that staff keep with a draft."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0010_privacy_officer'),
    ]

    operations = [
        migrations.CreateModel(
            name='TestPatient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('name', models.CharField(help_text='Who this is and what is special: “Ana, 30, allergic to latex”.', max_length=200)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('rows', models.JSONField(blank=True, default=dict, verbose_name='entries of groups')),
                ('expect', models.JSONField(blank=True, default=dict, verbose_name='what must come out')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='test_patients', to='intake.questionnaire')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'name'), name='testpatient_name_once')],
            },
        ),
    ]
