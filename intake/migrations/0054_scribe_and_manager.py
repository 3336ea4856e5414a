"""The roles of scribe and clinic manager: both work at doors of the product, not in the admin."""

from django.db import migrations

ROLES = ("scribe", "clinic manager")


def make_roles(apps, schema_editor):
    for name in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0053_welcomes")]
    operations = [migrations.RunPython(make_roles, remove_roles)]
