"""The question editor's right to test patients."""

from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")


def give_rights(apps, schema_editor):
    """Django itself makes permissions only after all migrations."""
    content_type, _is_new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="intake", model="testpatient"
    )
    permissions = apps.get_model("auth", "Permission").objects
    group, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name="question editor")
    for action in EVERYTHING:
        permission, _is_new = permissions.get_or_create(
            content_type=content_type,
            codename=f"{action}_testpatient",
            defaults={"name": f"Can {action} test patient"},
        )
        group.permissions.add(permission)


def take_rights(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        codename__endswith="_testpatient", content_type__app_label="intake"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0011_test_patients")]

    operations = [migrations.RunPython(give_rights, take_rights)]
