"""Test patients are called example patients, as everywhere else."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0019_links_on_the_clinics_device")]

    operations = [
        migrations.RemoveConstraint("TestPatient", "testpatient_name_once"),
        migrations.RenameModel("TestPatient", "ExamplePatient"),
        migrations.AlterField(
            "ExamplePatient",
            "questionnaire",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="example_patients",
                to="intake.questionnaire",
            ),
        ),
        migrations.AddConstraint(
            "ExamplePatient",
            models.UniqueConstraint(
                fields=("questionnaire", "name"), name="examplepatient_name_once"
            ),
        ),
    ]
