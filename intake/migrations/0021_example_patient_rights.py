"""The rights to test patients are called as the records are now; whoever had them keeps them."""

from django.db import migrations

OLD, NEW = ("testpatient", "test patient"), ("examplepatient", "example patient")


def rename(apps, before, after):
    """Django renames the content type with the model, and leaves the permissions as they were."""
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="intake", codename__endswith=f"_{before[0]}"
    )
    for right in rights:
        right.codename = right.codename.replace(before[0], after[0])
        right.name = right.name.replace(before[1], after[1])
        right.save()


class Migration(migrations.Migration):
    dependencies = [("intake", "0020_example_patients")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: rename(apps, OLD, NEW),
            lambda apps, schema_editor: rename(apps, NEW, OLD),
        )
    ]
