"""Visits with a choice from the register are computed anew the next time somebody looks at them."""

from datetime import date

from django.db import migrations

LONG_AGO = date(2000, 1, 1)


def look_again(apps, schema_editor):
    """Until now nobody computed what a lot past its last day means for what was sent."""
    visits = apps.get_model("intake", "Visit").objects.exclude(talk="signed")
    visits.filter(choicerecords__isnull=False).update(facts_until=LONG_AGO)


class Migration(migrations.Migration):
    dependencies = [("intake", "0033_editions_and_superseding")]

    operations = [migrations.RunPython(look_again, migrations.RunPython.noop)]
