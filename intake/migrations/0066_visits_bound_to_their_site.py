"""Whose visit it is was sealed without its site, which gives access as well.

Visits of the first site fit as they are; release 0.1 has no others.
"""

from django.db import migrations, transaction

from intake.models import sealed
from intake.models.sites import FIRST_SITE


def bind_to_site(apps, schema_editor):
    visits = apps.get_model("intake", "Visit").objects.exclude(site_id=FIRST_SITE)
    for pk in list(visits.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            visit = visits.get(pk=pk)
            _with_site(visit, f"|at {visit.site_id}")


def _with_site(visit, at):
    try:
        said = sealed.open(visit, "binding")
    except sealed.CannotOpen:
        return  # altered before: it stays as it is, and is found
    if not said.endswith(at):
        sealed.seal(visit, "binding", said + at)
        visit.save(update_fields=["binding"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("intake", "0065_held_posts_without_address")]

    operations = [migrations.RunPython(bind_to_site, migrations.RunPython.noop)]
