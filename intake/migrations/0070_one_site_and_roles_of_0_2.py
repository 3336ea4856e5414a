"""What changes for everybody at once: one site, roles of 0.2, and choices looked at again."""

from datetime import date

from django.conf import settings
from django.db import migrations
from django.utils import timezone

from intake.models.key_checks import KeyCheck, digest_of_key

SITE = "main"
LONG_AGO = date(2000, 1, 1)
# Both work at doors of the product, not in the admin.
NEW_ROLES = ("scribe", "clinic manager")
EVERYTHING = ("add", "change", "delete", "view")


def make_one_site(apps, schema_editor):
    """An installation from before there were sites becomes one: all its visits are at it.

    Its name and phone are those of the environment from now on. What the environment says besides
    (time zone, paper, country, emergency number, minutes watched, years kept) stands where a site
    says nothing, so those columns stay empty here and nothing changes by itself.
    """
    site = apps.get_model("intake", "Site").objects.create(
        key=SITE, name=settings.CLINIC.name[:120], phone=settings.CLINIC.phone[:40]
    )
    apps.get_model("intake", "Visit").objects.update(site=site)


def look_again_at_choices(apps, schema_editor):
    """They are computed anew the next time somebody looks at the visit.

    Release 0.1 did not compute what a lot past its last day means for what was sent.
    """
    visits = apps.get_model("intake", "Visit").objects.exclude(talk="signed")
    visits.filter(choicerecords__isnull=False).update(facts_until=LONG_AGO)


def rename_rights(apps, schema_editor):
    """Django renames the content type with the model, and leaves the permissions as they were."""
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="intake", codename__endswith="_testpatient"
    )
    for right in rights:
        right.codename = right.codename.replace("testpatient", "examplepatient")
        right.name = right.name.replace("test patient", "example patient")
        right.save()


def make_roles(apps, schema_editor):
    """Two new ones, and the question editor's right to the names that boxes offer."""
    groups = apps.get_model("auth", "Group").objects
    for name in NEW_ROLES:
        groups.get_or_create(name=name)
    editor, _is_new = groups.get_or_create(name="question editor")
    content_type, _is_new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="intake", model="listedname"
    )
    for action in EVERYTHING:
        permission, _is_new = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_listedname",
            defaults={"name": f"Can {action} name to recognize"},
        )
        editor.permissions.add(permission)


def note_keys(apps, schema_editor):
    """A new database notes the keys it is made with; that of 0.1 does at its first start.

    Whether they are right is seen there by opening a patient.
    """
    if apps.get_model("intake", "Patient").objects.exists():
        return
    keys = {**settings.SEALING_KEYS, KeyCheck.INDEX: settings.INDEX_KEYS[0]}
    noted = apps.get_model("intake", "KeyCheck").objects
    for key_id, key in keys.items():
        noted.get_or_create(
            key_id=key_id, defaults={"digest": digest_of_key(key), "noted_at": timezone.now()}
        )


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0021_example_patient_rights"),
        ("intake", "0028_keys_noted"),
        ("intake", "0034_choices_are_looked_at_again"),
        ("intake", "0051_one_site_of_0_1"),
        ("intake", "0054_scribe_and_manager"),
        ("intake", "0056_listed_name_rights"),
    ]

    dependencies = [("intake", "0069_columns_of_0_2")]

    operations = [
        migrations.RunPython(step, migrations.RunPython.noop)
        for step in (
            make_one_site,
            look_again_at_choices,
            rename_rights,
            make_roles,
            note_keys,
        )
    ]
