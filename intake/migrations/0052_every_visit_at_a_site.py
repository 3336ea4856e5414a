"""Every visit is at a site."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0051_one_site_of_0_1")]
    operations = [
        migrations.AlterField(
            model_name="visit",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="intake.site",
            ),
        ),
    ]
