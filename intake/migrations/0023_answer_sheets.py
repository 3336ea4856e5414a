"""One sealed sheet for everything a patient said; the old tables are emptied into it next."""

import django.db.models.deletion
from django.db import migrations, models

import intake.models.sealed


class Migration(migrations.Migration):
    dependencies = [("intake", "0022_jobs")]

    operations = [
        migrations.RenameField("submission", "counter", "stamp"),
        migrations.AlterField(
            "submission",
            "stamp",
            models.PositiveIntegerField(
                default=0,
                help_text="Another number with every saved page, so that two tabs notice each "
                "other. It does not count them: how many there were tells what was asked.",
            ),
        ),
        migrations.CreateModel(
            "AnswerSheet",
            fields=[
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sheet",
                        serialize=False,
                        to="intake.submission",
                    ),
                ),
                ("content", intake.models.sealed.SealedField()),
                ("stamp", models.PositiveIntegerField()),
            ],
        ),
        migrations.RemoveConstraint("pagedraft", "pagedraft_once"),
        migrations.RemoveConstraint("pagedraft", "pagedraft_once_in_a_row"),
    ]
