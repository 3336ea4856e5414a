"""A visit has a language, and drafts are counted by the minute."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0034_choices_are_looked_at_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='drafts_minute',
            field=models.PositiveBigIntegerField(help_text='The minute in which a draft was last taken.', null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='drafts_taken',
            field=models.PositiveIntegerField(help_text='Drafts taken in that minute.', null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='language',
            field=models.CharField(help_text='What the patient chose to read in.', max_length=10, null=True),
        ),
    ]
