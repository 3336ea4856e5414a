"""The roles of staff in 0.1: groups with what they may do in the admin; none shows answers."""

from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")
KEEP = ("add", "change", "view")
EDITED = (
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
    "testpatient",
    "wordstoavoid",
)
REGISTER = ("product", "productpaper", "lot", "practitioner", "emergencykit", "price")
# "add version" is the right to publish; "add invitation" and "change invitation" are the rights to
# make a link and to take one back. "view patient" opens the name and the birth date, "change
# patient" corrects it, "delete patient" is the right to erase, "export patient" to hand out
# everything that is kept. "add reassignment", "add choicerecord" and "add verifiedrecord" are the
# rights to hand a visit on, to choose product, lot and person for it, and to record facts as
# verified. None shows answers.
ROLES = {
    "question editor": {
        **dict.fromkeys(EDITED, EVERYTHING),
        "version": ("add", "view"),
        "waiver": ("view",),
    },
    "front desk": {
        "visit": KEEP,
        "patient": KEEP,
        "invitation": KEEP,
        **dict.fromkeys(REGISTER, KEEP),
        **dict.fromkeys(("reassignment", "choicerecord", "verifiedrecord"), ("add",)),
    },
    # A provider works at the provider's door, which goes by whose visit it is.
    "provider": {},
    "administrator": {"user": KEEP},
    "privacy officer": {
        "accessevent": ("view",),
        "patient": ("view", "export", "delete"),
        "legalhold": KEEP,
        "stone": ("view",),
    },
}


def make_roles(apps, schema_editor):
    """Groups with their permissions, which Django itself makes only after all migrations."""
    for name, allowed in ROLES.items():
        group, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(
            _permission(apps, action, model)
            for model, actions in allowed.items()
            for action in actions
        )


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
    replaces = [
        ("intake", "0003_roles"),
        ("intake", "0010_privacy_officer"),
        ("intake", "0012_test_patient_rights"),
        ("intake", "0014_register_role"),
        ("intake", "0016_wording_rights"),
    ]

    dependencies = [
        ("intake", "0006_guards_of_0_1"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
