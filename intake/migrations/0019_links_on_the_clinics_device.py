"""Links that are opened on the clinic's own device."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0018_draft_goes_as_a_whole'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='is_on_device',
            field=models.BooleanField(db_default=False, default=False, editable=False, help_text='Opened once on a device that is handed to the patient, and handed back.', verbose_name="on the clinic's device"),
        ),
    ]
