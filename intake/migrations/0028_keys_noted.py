"""A new database notes the keys it is made with; an older one does at its first start."""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

from intake.models.key_checks import KeyCheck, digest_of_key


def note(apps, schema_editor):
    if apps.get_model("intake", "Patient").objects.exists():
        return  # whether the keys are right is seen at the start, by opening a patient
    keys = {**settings.SEALING_KEYS, KeyCheck.INDEX: settings.INDEX_KEYS[0]}
    noted = apps.get_model("intake", "KeyCheck").objects
    for key_id, key in keys.items():
        noted.get_or_create(
            key_id=key_id, defaults={"digest": digest_of_key(key), "noted_at": timezone.now()}
        )


def forget(apps, schema_editor):
    apps.get_model("intake", "KeyCheck").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0027_key_checks")]

    operations = [migrations.RunPython(note, forget)]
