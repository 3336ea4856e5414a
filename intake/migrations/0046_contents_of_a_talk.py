"""Room for what was recorded of a talk, sealed as a whole."""

from django.db import migrations

from intake.models.sealed import SealedField


class Migration(migrations.Migration):
    dependencies = [("intake", "0045_texts_to_patients")]

    operations = [
        migrations.AddField(name, "content", SealedField(null=True))
        for name in ("outcomerecord", "verifiedrecord", "signoff", "keptnote")
    ]
