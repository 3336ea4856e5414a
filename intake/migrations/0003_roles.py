"""The roles of staff: groups with what they may do in the admin, and nothing about answers."""

from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")
CATALOG = (
    "questionnaire",
    "section",
    "question",
    "option",
    "showif",
    "point",
    "trigger",
    "triggercondition",
    "claim",
    "evidence",
    "topic",
    "citation",
)
# "add version" is the right to publish; "add invitation" and "change invitation" are the
# rights to make a link and to take one back. "view patient" opens the name and the birth date.
ROLES = {
    "question editor": {
        **{model: EVERYTHING for model in CATALOG},
        "version": ("add", "view"),
    },
    "front desk": {
        "visit": ("add", "change", "view"),
        "patient": ("add", "view"),
        "invitation": ("add", "change", "view"),
    },
    # A provider works at the provider's door, which goes by whose visit it is.
    "provider": {},
    "administrator": {"user": ("add", "change", "view")},
}


def make_roles(apps, schema_editor):
    """Groups with their permissions, which Django itself makes only after all migrations."""
    group_model = apps.get_model("auth", "Group")
    for name, allowed in ROLES.items():
        group, _is_new = group_model.objects.get_or_create(name=name)
        group.permissions.set(
            _permission(apps, action, model)
            for model, actions in allowed.items()
            for action in actions
        )


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


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
    dependencies = [
        ("intake", "0002_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
