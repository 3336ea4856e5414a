"""The front desk keeps the register, records what was verified, and hands visits on."""

from django.db import migrations

# "add reassignment", "add choicerecord" and "add verifiedrecord" are the rights to hand a visit
# on, to choose product, lot and person for it, and to record facts as verified. None shows answers.
KEEP = ("add", "change", "view")
FRONT_DESK = {
    "product": KEEP,
    "productpaper": KEEP,
    "lot": KEEP,
    "practitioner": KEEP,
    "emergencykit": KEEP,
    "price": KEEP,
    "reassignment": ("add",),
    "choicerecord": ("add",),
    "verifiedrecord": ("add",),
}


def give_rights(apps, schema_editor):
    """Added to what the role has; Django itself makes permissions only after all migrations."""
    desk, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name="front desk")
    desk.permissions.add(*_permissions(apps))


def take_rights(apps, schema_editor):
    for desk in apps.get_model("auth", "Group").objects.filter(name="front desk"):
        desk.permissions.remove(*_permissions(apps))


def _permissions(apps):
    return [
        _permission(apps, action, model) for model in FRONT_DESK for action in FRONT_DESK[model]
    ]


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
    dependencies = [("intake", "0013_register_and_worklist")]

    operations = [migrations.RunPython(give_rights, take_rights)]
