"""An installation from before there were sites becomes one: all its visits are at it.

Its name and phone are those of the environment from now on. What the environment says besides
(time zone, paper, country, emergency number, minutes watched, years kept) stands where a site says
nothing, so those columns stay empty here and nothing changes by itself.
"""

from django.conf import settings
from django.db import migrations

KEY = "main"


def make_one(apps, schema_editor):
    site_model, visit_model = (apps.get_model("intake", name) for name in ("Site", "Visit"))
    site = site_model.objects.create(
        key=KEY, name=settings.CLINIC.name[:120], phone=settings.CLINIC.phone[:40]
    )
    visit_model.objects.filter(site=None).update(site=site)


class Migration(migrations.Migration):
    dependencies = [("intake", "0050_sites")]
    operations = [migrations.RunPython(make_one, migrations.RunPython.noop)]
