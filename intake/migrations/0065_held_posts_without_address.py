"""Of a held form not even its page stays readable: the address may name a point or a fact.

What is held at that moment goes: it is kept for a day at most, and release 0.1 held nothing.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from intake.models.sealed import SealedField


class Migration(migrations.Migration):
    dependencies = [("intake", "0064_waiting_lines")]

    operations = [
        migrations.DeleteModel("HeldPost"),
        migrations.CreateModel(
            name="HeldPost",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.CharField(max_length=64)),
                ("body", SealedField()),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(place=""), name="heldpost_names_a_page"
                    )
                ],
            },
        ),
    ]
