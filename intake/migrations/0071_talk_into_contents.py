"""Seals which point, which outcome, which fact and which decision; can be stopped.

Batches have a transaction each, and what has its content is passed over. A row that was altered
stays unreadable, and keeps its bytes; with the wrong keys every row would, so they are looked at
first.
"""

import json

from django.conf import settings
from django.db import migrations, transaction

from intake.models import sealed
from intake.models.key_checks import KeyCheck, digest_of_key

AT_ONCE = 500
# As the models say today. Historical models know neither.
RECORD_ROOM, CHOICE_ROOM = 1024, 4 * 1024
OLD = {
    "OutcomeRecord": ("visit_id", "sequence", "discussion_id", "number", "outcome", "by_id"),
    "VerifiedRecord": ("visit_id", "sequence", "fact", "by_id"),
    "SignOff": ("visit_id", "discussion_id", "decision", "signer_id", "sha256"),
}
NEW = {
    "OutcomeRecord": ("visit_id", "sequence", "discussion_id", "takes_back_id", "by_id"),
    "VerifiedRecord": ("visit_id", "sequence", "takes_back_id", "by_id"),
    "SignOff": ("visit_id", "discussion_id", "signer_id", "sha256"),
}


class WrongKey(Exception):
    """With these keys nothing that is to be moved would open."""


def move(apps, schema_editor):
    _expect_the_keys(apps)
    for name, (content_of, room, damaged) in MOVED.items():
        model = apps.get_model("intake", name)
        model._meta.get_field("content").room = room
        _move(model, content_of, damaged, OLD[name], NEW[name])
    _brief(apps.get_model("intake", "FrozenDiscussion"))


def _expect_the_keys(apps):
    noted = apps.get_model("intake", "KeyCheck").objects.exclude(key_id=KeyCheck.INDEX)
    for key_id, digest in noted.values_list("key_id", "digest"):
        if digest_of_key(settings.SEALING_KEYS.get(key_id, b"")) != digest:
            raise WrongKey(f"The sealing key {key_id} is missing, or is not this database's")
    patient = apps.get_model("intake", "Patient").objects.order_by("-pk").first()
    if patient is not None and not noted.exists():
        sealed.open(patient, "birth_date")


def _batches(rows):
    while batch := list(rows.order_by("pk")[:AT_ONCE]):
        with transaction.atomic():
            yield batch


def _move(model, content_of, damaged, old, new):
    for batch in _batches(model.objects.filter(content=None)):
        for row in batch:
            model.SEALED_WITH = old
            try:
                content = json.dumps(content_of(row), ensure_ascii=False)
            except sealed.CannotOpen:
                row.content = getattr(row, damaged)
                continue
            model.SEALED_WITH = new
            sealed.seal(row, "content", content)
        model.objects.bulk_update(batch, ["content"], batch_size=100)


def _outcome(row):
    key, digest = json.loads(sealed.open(row, "point"))
    note = sealed.open(row, "note") if row.note is not None else ""
    return {
        "number": row.number, "key": key, "digest": digest, "outcome": row.outcome, "note": note,
    }  # fmt: skip


def _verified(row):
    """Release 0.1 knew no codes, and nothing that could not be shown."""
    return {
        "fact": row.fact,
        "value": sealed.open(row, "value"),
        "how": sealed.open(row, "how"),
        "on": row.verified_on.isoformat(),
        "codes": [],
        "is_shown": True,
    }


def _decision(row):
    """What is at its default is left out, as the product writes it."""
    found = {
        "kind": row.decision,
        "reason": sealed.open(row, "reason"),
        "until": row.until.isoformat() if row.until else None,
        "what": sealed.open(row, "what") if row.what is not None else None,
    }
    return {name: value for name, value in found.items() if value is not None}


MOVED = {
    "OutcomeRecord": (_outcome, RECORD_ROOM, "point"),
    "VerifiedRecord": (_verified, RECORD_ROOM, "value"),
    "SignOff": (_decision, CHOICE_ROOM, "reason"),
}


def _brief(discussions):
    """What release 0.1 sent: its holds; the rest was not counted then."""
    discussions.SEALED_WITH = ("submission_id", "revision", "sha256")
    rows = discussions.objects.filter(brief=None).only("brief", "holds", *discussions.SEALED_WITH)
    for batch in _batches(rows):
        for row in batch:
            sealed.seal(row, "brief", json.dumps({"holds": row.holds}))
        discussions.objects.bulk_update(batch, ["brief"], batch_size=100)


class Migration(migrations.Migration):
    atomic = False

    replaces = [("intake", "0047_talk_into_contents")]

    dependencies = [("intake", "0070_one_site_and_roles_of_0_2")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
