"""The question editor's right to the list of words to avoid, and to see recorded reasons."""

from django.db import migrations

RIGHTS = {"wordstoavoid": ("add", "change", "delete", "view"), "waiver": ("view",)}


def give_rights(apps, schema_editor):
    """Django itself makes permissions only after all migrations."""
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    group, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name="question editor")
    for model, actions in RIGHTS.items():
        content_type, _is_new = types.get_or_create(app_label="intake", model=model)
        words = apps.get_model("intake", model)._meta.verbose_name
        for action in actions:
            permission, _is_new = permissions.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {words}"},
            )
            group.permissions.add(permission)


def take_rights(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="intake", content_type__model__in=RIGHTS
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0015_wording_and_retiring")]

    operations = [migrations.RunPython(give_rights, take_rights)]
