"""What a rule goes by can be deleted only together with the rule; no table changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0017_second_factor'),
    ]

    operations = [
        migrations.AlterField(
            model_name='citation',
            name='evidence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='citations', to='intake.evidence'),
        ),
        migrations.AlterField(
            model_name='claim',
            name='option',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.option', verbose_name='what the patient ticks'),
        ),
        migrations.AlterField(
            model_name='showif',
            name='option',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.option', verbose_name='this answer'),
        ),
        migrations.AlterField(
            model_name='showif',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.question', verbose_name='the answer to'),
        ),
        migrations.AlterField(
            model_name='triggercondition',
            name='option',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.option', verbose_name='this answer'),
        ),
        migrations.AlterField(
            model_name='triggercondition',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.question', verbose_name='the answer to'),
        ),
    ]
