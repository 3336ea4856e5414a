"""Values that tell whether a key is the one that the database was made with."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0026_sheet_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyCheck',
            fields=[
                ('key_id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['key_id'],
            },
        ),
    ]
