"""Two records of one person become one: other names of a patient, and where a visit was before."""

import django.db.models.deletion
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0058_passkeys"),
    ]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="also_named",
            field=intake.models.sealed.SealedField(
                help_text="Names on records that were merged into this one, as JSON.", null=True
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Messages are in it.",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="VisitMerged",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "came_from",
                    intake.models.sealed.SealedField(
                        help_text="Id of the record that the visit was on."
                    ),
                ),
                (
                    "signatures",
                    models.PositiveIntegerField(
                        help_text="Decisions signed by then name that record."
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("twice", "The patient was entered twice"),
                            ("renamed", "The patient's name has changed"),
                            ("birth_date", "One of the two has a wrong date of birth"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="intake.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["visit", "sequence"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "sequence"), name="visitmerged_sequence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ["twice", "renamed", "birth_date"])),
                        name="visitmerged_why_known",
                    ),
                ],
            },
        ),
    ]
