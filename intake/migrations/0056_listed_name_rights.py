"""The question editor's right to the names that boxes offer."""

from django.db import migrations

MODEL, ACTIONS = "listedname", ("add", "change", "delete", "view")


def give_rights(apps, schema_editor):
    """Django itself makes permissions only after all migrations."""
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    group, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name="question editor")
    content_type, _is_new = types.get_or_create(app_label="intake", model=MODEL)
    words = apps.get_model("intake", MODEL)._meta.verbose_name
    for action in ACTIONS:
        permission, _is_new = permissions.get_or_create(
            content_type=content_type,
            codename=f"{action}_{MODEL}",
            defaults={"name": f"Can {action} {words}"},
        )
        group.permissions.add(permission)


def take_rights(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="intake", content_type__model=MODEL
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0055_listed_names")]

    operations = [migrations.RunPython(give_rights, take_rights)]
