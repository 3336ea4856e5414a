"""What release 0.1 left is taken as it stands: people are filed, digests keyed, rows bound.

Staff sign in again; a patient's session goes on. Can be stopped: what has its binding is passed
over.
"""

from anyascii import anyascii
from django.db import migrations, transaction

from intake.core.desk.names import taken_apart, terms_of
from intake.models import sealed
from intake.models.sites import FIRST_SITE

# What a binding is sealed with, and what it names. Historical models know neither.
ANCHORED = {
    "FrozenDiscussion": (
        ("submission_id", "revision", "sha256"),
        ("submission_id", "revision", "sha256", "log_head"),
    ),
    "SignOff": (
        ("visit_id", "discussion_id", "signer_id", "sha256"),
        ("visit_id", "sha256", "log_head"),
    ),
}


def file_everybody(apps, schema_editor):
    """Under every word of the surname, as new people are."""
    Patient, NameTerm = apps.get_model("intake", "Patient"), apps.get_model("intake", "NameTerm")
    for patient in Patient.objects.only("id", "name").iterator(chunk_size=500):
        try:
            surname, _given = taken_apart(sealed.open(patient, "name"))
        except sealed.CannotOpen:
            continue  # its key is gone: nobody could name her either
        terms = sorted(terms_of(surname, latin=anyascii))
        NameTerm.objects.bulk_create(
            [NameTerm(patient=patient, digest=sealed.term_index(term)) for term in terms],
            ignore_conflicts=True,
        )


def bind_all(apps, schema_editor):
    for name, purpose, bound_to in (
        ("Invitation", "link", _link),
        ("PatientSession", "patient session", _session),
        ("RecoveryCode", "recovery code", _code),
    ):
        for row in _unbound(apps, name):
            secret = row.digest
            row.digest = sealed.blind(purpose, secret)
            _bind(row, secret, *bound_to(row))
    for visit in _unbound(apps, "Visit"):
        _bind(visit, "", *_visit(visit))
    for user in _unbound(apps, "User"):
        _bind(user, *_user(user))
    apps.get_model("intake", "StaffSession").objects.all().delete()


def bind_ends_of_the_log(apps, schema_editor):
    """Those that were kept with sent answers and signatures."""
    for name, (sealed_with, columns) in ANCHORED.items():
        apps.get_model("intake", name).SEALED_WITH = sealed_with
        for row in _unbound(apps, name):
            if row.log_head:
                _bind(row, "", *(getattr(row, column) for column in columns))


def _unbound(apps, name):
    rows = apps.get_model("intake", name).objects.filter(binding=None)
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


def _visit(row):
    answers = row.submission.pk if hasattr(row, "submission") else ""
    # A try of the migration that was undone may have used the first number up.
    at = () if row.site_id == FIRST_SITE else (f"at {row.site_id}",)
    return row.patient_id, row.provider_id, answers, *at


def _user(row):
    """The factor in use stands where others have the secret that they are found by."""
    factor = row.authenticators.filter(confirmed_at__isnull=False).first()
    rank = row.is_active, row.is_staff, row.is_superuser
    roles = ",".join(sorted(row.groups.values_list("name", flat=True)))
    return factor.pk if factor else "", row.username, row.password, *rank, roles


class Migration(migrations.Migration):
    atomic = False

    replaces = [
        ("intake", "0030_bindings_of_0_1"),
        ("intake", "0032_people_filed_under_each_surname"),
        ("intake", "0041_heads_bound"),
        ("intake", "0066_visits_bound_to_their_site"),
    ]

    dependencies = [("intake", "0072_answers_into_sheets")]

    operations = [
        migrations.RunPython(file_everybody, migrations.RunPython.noop),
        migrations.RunPython(bind_all, migrations.RunPython.noop),
        migrations.RunPython(bind_ends_of_the_log, migrations.RunPython.noop),
    ]
