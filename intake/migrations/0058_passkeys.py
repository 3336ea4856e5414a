"""Passkeys of staff, beside codes."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from intake.models.sealed import SealedField


class Migration(migrations.Migration):
    dependencies = [("intake", "0057_copies_stay")]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("content", SealedField()),
                ("uses", models.PositiveBigIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passkeys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["made_at"]},
        ),
    ]
