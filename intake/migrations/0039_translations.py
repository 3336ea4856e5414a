"""Texts of a published version in other languages, beside its document."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0038_words_of_triggers'),
    ]

    operations = [
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
                'constraints': [models.UniqueConstraint(fields=('version', 'language'), name='translation_once'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_on', None), ('reviewer_name', '')), models.Q(models.Q(('reviewer_name', ''), _negated=True), ('reviewed_on__isnull', False)), _connector='OR'), name='translation_reviewer_and_date_together')],
            },
        ),
    ]
