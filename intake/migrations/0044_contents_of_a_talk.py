"""Room for what was recorded of a talk, sealed as a whole."""

from django.db import migrations

from intake.models.sealed import SealedField


class Migration(migrations.Migration):
    dependencies = [("intake", "0043_mail_to_providers")]

    operations = [
        migrations.AddField(name, "content", SealedField(null=True))
        for name in ("outcomerecord", "verifiedrecord", "signoff", "keptnote")
    ]
