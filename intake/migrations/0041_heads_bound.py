"""Ends of the log that were kept with sent answers and signatures are bound to them."""

from django.db import migrations, transaction

from intake.models import sealed

BOUND = {
    "FrozenDiscussion": ("submission_id", "revision", "sha256", "log_head"),
    "SignOff": ("visit_id", "sha256", "log_head"),
}


def bind_all(apps, schema_editor):
    for name, columns in BOUND.items():
        rows = apps.get_model("intake", name).objects.filter(binding=None).exclude(log_head="")
        for pk in list(rows.values_list("pk", flat=True)):
            with transaction.atomic():
                row = rows.only(*columns, "binding").get(pk=pk)
                words = ("", *(getattr(row, column) for column in columns))
                sealed.seal(row, "binding", "|".join(map(str, words)))
                row.save(update_fields=["binding"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("intake", "0040_free_log")]

    operations = [migrations.RunPython(bind_all, migrations.RunPython.noop)]
