"""Dates of the register that must follow each other, and indexes for a provider's worklist."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("intake", "0012_test_patient_rights")]

    operations = [
        migrations.AddField(
            model_name='lot',
            name='made_on',
            field=models.DateField(blank=True, null=True, verbose_name='made on'),
        ),
        migrations.AddField(
            model_name='reassignment',
            name='from_provider_saw_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='reassignment',
            name='from_provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_on', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['provider', 'date'], name='visit_by_day'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['provider', 'talk', 'state', 'date'], name='visit_by_standing'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(('made_on', None), ('expires_on__gte', models.F('made_on')), _connector='OR'), name='lot_good_after_it_was_made', violation_error_message='“Good until” lies before the day the lot was made. Check both dates.'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(('certificate_on', None), ('expires_on__gte', models.F('certificate_on')), _connector='OR'), name='lot_certified_before_it_expired', violation_error_message='The certificate is dated after the lot’s last day. Check both dates.'),
        ),
        migrations.AddConstraint(
            model_name='productpaper',
            constraint=models.CheckConstraint(condition=models.Q(('good_until', None), ('good_until__gte', models.F('seen_on')), _connector='OR'), name='productpaper_good_after_it_was_read', violation_error_message='“Good until” lies before the day it was read. Check both dates.'),
        ),
        migrations.AlterConstraint(
            model_name='emergencykit',
            name='emergencykit_place_once',
            constraint=models.UniqueConstraint(fields=('place',), name='emergencykit_place_once', violation_error_message='A kit at this place is in the register already.'),
        ),
        migrations.AlterConstraint(
            model_name='emergencykit',
            name='emergencykit_checked_again_later',
            constraint=models.CheckConstraint(condition=models.Q(('check_again_on__gte', models.F('checked_on')), models.Q(('place', ''), _negated=True)), name='emergencykit_checked_again_later', violation_error_message='“Go through again by” lies before the day it was gone through. Check both dates.'),
        ),
        migrations.AlterConstraint(
            model_name='lot',
            name='lot_once',
            constraint=models.UniqueConstraint(fields=('product', 'number'), name='lot_once', violation_error_message='This lot of the product is in the register already.'),
        ),
        migrations.AlterConstraint(
            model_name='practitioner',
            name='practitioner_checked_again_later',
            constraint=models.CheckConstraint(condition=models.Q(('check_again_on', None), ('check_again_on__gte', models.F('checked_on')), _connector='OR'), name='practitioner_checked_again_later', violation_error_message='“Look up again by” lies before the day it was looked up. Check both dates.'),
        ),
        migrations.AlterConstraint(
            model_name='product',
            name='product_once',
            constraint=models.UniqueConstraint(fields=('name', 'maker'), name='product_once', violation_error_message='This product of this maker is in the register already.'),
        ),
    ]
