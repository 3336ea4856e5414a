"""The privacy officer's role and list, and the front desk's right to correct a birth date."""

from django.db import migrations, models

# "delete patient" is the right to erase, "export patient" to hand out everything that is kept.
PRIVACY_OFFICER = {
    "accessevent": ("view",),
    "patient": ("view", "export", "delete"),
    "legalhold": ("add", "change", "view"),
    "stone": ("view",),
}
FRONT_DESK = {"patient": ("change",)}


def give_rights(apps, schema_editor):
    """Added to what a role has; Django itself makes permissions only after all migrations."""
    group_model = apps.get_model("auth", "Group")
    for name, allowed in (("privacy officer", PRIVACY_OFFICER), ("front desk", FRONT_DESK)):
        group, _is_new = group_model.objects.get_or_create(name=name)
        group.permissions.add(
            *(_permission(apps, action, model) for model in allowed for action in allowed[model])
        )


def take_rights(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    group_model.objects.filter(name="privacy officer").delete()
    for desk in group_model.objects.filter(name="front desk"):
        desk.permissions.remove(_permission(apps, "change", "patient"))


def _permission(apps, action, model):
    content_type, _is_new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="intake", model=model
    )
    words = apps.get_model("intake", model)._meta.verbose_name
    permission, _is_new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {words}"},
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_retention_guards")]

    operations = [
        migrations.AlterModelOptions(
            name="patient",
            options={"permissions": [("export_patient", "Can export patient")]},
        ),
        migrations.AddIndex(
            model_name="accessevent",
            index=models.Index(fields=["at", "sequence"], name="accessevent_by_time"),
        ),
        migrations.AddIndex(
            model_name="accessevent",
            index=models.Index(fields=["user", "at"], name="accessevent_of_user"),
        ),
        migrations.AddIndex(
            model_name="accessevent",
            index=models.Index(fields=["visit", "at"], name="accessevent_of_visit"),
        ),
        migrations.AddIndex(
            model_name="accessevent",
            index=models.Index(fields=["action", "at"], name="accessevent_of_action"),
        ),
        migrations.RunPython(give_rights, take_rights),
    ]
