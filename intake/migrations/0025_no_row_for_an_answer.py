"""Takes away what a row of an answer or of an unsent page told without a key."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0024_answers_into_sheets")]

    operations = [
        migrations.RemoveField("pagedraft", "page"),
        migrations.RemoveField("pagedraft", "row"),
        migrations.DeleteModel("AnswerRecord"),
        migrations.DeleteModel("AnswerRow"),
    ]
