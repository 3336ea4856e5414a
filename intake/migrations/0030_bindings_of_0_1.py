"""What release 0.1 left is taken as it stands: its secrets get keyed digests, its rows bindings.

Staff sign in again; a patient's session goes on.
"""

from django.db import migrations, transaction

from intake.models import sealed


def bind_all(apps, schema_editor):
    for name, found in (
        ("Invitation", ("link", _link)),
        ("PatientSession", ("patient session", _session)),
        ("RecoveryCode", ("recovery code", _code)),
    ):
        rows = apps.get_model("intake", name).objects.filter(binding=None)
        for row in _each(rows):
            secret, purpose, bound_to = row.digest, *found
            row.digest = sealed.blind(purpose, secret)
            _bind(row, secret, *bound_to(row))
    for visit in _each(apps.get_model("intake", "Visit").objects.filter(binding=None)):
        answers = visit.submission.pk if hasattr(visit, "submission") else ""
        _bind(visit, "", visit.patient_id, visit.provider_id, answers)
    for user in _each(apps.get_model("intake", "User").objects.filter(binding=None)):
        _bind_user(user)
    apps.get_model("intake", "StaffSession").objects.all().delete()


def _each(rows):
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            yield rows.get(pk=pk)


def _bind(row, *words):
    sealed.seal(row, "binding", "|".join(map(str, words)))
    row.save(update_fields=["binding", *(["digest"] if hasattr(row, "digest") else [])])


def _link(row):
    return row.visit_id, bool(row.is_on_device)


def _session(row):
    visit = row.invitation.visit
    way = row.invitation_id, visit.pk, visit.patient_id, visit.submission.pk
    return *way, row.sent_revision or ""


def _code(row):
    return (row.user_id,)


def _bind_user(user):
    factor = user.authenticators.filter(confirmed_at__isnull=False).first()
    rank = user.is_active, user.is_staff, user.is_superuser
    roles = ",".join(sorted(user.groups.values_list("name", flat=True)))
    _bind(user, factor.pk if factor else "", user.username, user.password, *rank, roles)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("intake", "0029_bindings")]

    operations = [migrations.RunPython(bind_all, migrations.RunPython.noop)]
