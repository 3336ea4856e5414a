"""Columns that give access get a sealed check; digests of secrets are about to be keyed."""

from django.db import migrations

from intake.models.sealed import SealedField

BOUND = ("visit", "invitation", "patientsession", "recoverycode", "user")


class Migration(migrations.Migration):
    dependencies = [("intake", "0028_keys_noted")]

    operations = [
        migrations.RenameField("invitation", "token_sha256", "digest"),
        migrations.RenameField("patientsession", "key_sha256", "digest"),
        migrations.RenameField("recoverycode", "sha256", "digest"),
        *(
            migrations.AddField(name, "binding", SealedField(editable=False, null=True))
            for name in BOUND
        ),
    ]
