"""Who is typing a patient's answers in from paper."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0062_photo_guards")]

    operations = [
        migrations.AddField(
            model_name="patientsession",
            name="typist",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="typist",
            field=models.ForeignKey(
                help_text="Who is typing the answers in from paper, until they are sent; else None.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
