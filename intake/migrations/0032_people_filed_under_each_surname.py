"""People of release 0.1 are filed under every word of their surname, as new ones are."""

from anyascii import anyascii
from django.db import migrations

from intake.core.desk.names import taken_apart, terms_of
from intake.models import sealed


def file_everybody(apps, schema_editor):
    Patient, NameTerm = apps.get_model("intake", "Patient"), apps.get_model("intake", "NameTerm")
    for patient in Patient.objects.only("id", "name").iterator(chunk_size=500):
        try:
            surname, _given = taken_apart(sealed.open(patient, "name"))
        except sealed.CannotOpen:
            continue  # its key is gone: nobody could name her either
        terms = sorted(terms_of(surname, latin=anyascii))
        NameTerm.objects.bulk_create(
            [NameTerm(patient=patient, digest=sealed.term_index(term)) for term in terms],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("intake", "0031_visits_at_the_desk")]
    operations = [migrations.RunPython(file_everybody, migrations.RunPython.noop)]
