"""Photos that a patient sends along."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from intake.models.sealed import SealedField


class Migration(migrations.Migration):
    dependencies = [("intake", "0060_paired_devices")]

    operations = [
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("kind", SealedField()),
                ("content", SealedField()),
                ("small", SealedField()),
                ("sha256", models.CharField(max_length=64, verbose_name="digest")),
                ("added_at", models.DateTimeField()),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="intake.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=["submission", "sha256"], name="photo_once"),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1))
                        & models.Q(("sha256", ""), _negated=True),
                        name="photo_revision_from_one",
                    ),
                ],
            },
        ),
    ]
