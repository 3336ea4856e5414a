"""What happens to a questionnaire beside publishing: restored, duplicated, retired, taken up."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from intake import models
from intake.actions.access_log import record

from .compile import compile_draft
from .import_draft import import_draft


class KeyTaken(Exception):
    """Another questionnaire has this key."""


def restore(
    version: models.Version, *, by: models.User, at: datetime, seen: str
) -> models.Questionnaire:
    """Make the draft what the version is; the version itself stays, and so do later ones.

    ``seen`` is the digest of the draft that goes; raises ``DraftChanged`` for another.
    """
    with transaction.atomic():
        draft = import_draft(version.read(), by=by, at=at, seen=seen)
        detail = f"{draft.slug} version {version.number}"
        record("version_restored", at=at, by=by, detail=detail)
    return draft


def duplicate(
    draft: models.Questionnaire, *, key: str, title: str, by: models.User, at: datetime
) -> models.Questionnaire:
    """A second draft to start from. Nobody has reviewed it, whoever reviewed the first.

    Example patients come along; raises ``DraftIncomplete`` if the draft can't be read.
    """
    with transaction.atomic():
        if models.Questionnaire.objects.filter(slug=key).exists():
            raise KeyTaken(key)
        document = replace(compile_draft(draft), key=key, title=title, review=None)
        made = import_draft(document, by=by, at=at)
        for patient in draft.example_patients.all():
            patient.pk, patient.questionnaire = None, made
            patient.save(force_insert=True)
    return made


def retire(draft: models.Questionnaire, *, by: models.User, at: datetime) -> bool:
    """No visit is entered with it any more. Patients who have a link go on and finish.

    False where it was retired already.
    """
    with transaction.atomic():
        in_use = models.Questionnaire.objects.filter(pk=draft.pk, retired_at=None)
        is_changed = bool(in_use.update(retired_at=at))
        if is_changed:
            record("questionnaire_retired", at=at, by=by, detail=draft.slug)
    return is_changed


def take_up_again(draft: models.Questionnaire, *, by: models.User, at: datetime) -> bool:
    """Visits can be entered with it again. False where they could already."""
    with transaction.atomic():
        retired = models.Questionnaire.objects.filter(pk=draft.pk, retired_at__isnull=False)
        is_changed = bool(retired.update(retired_at=None))
        if is_changed:
            record("questionnaire_taken_up", at=at, by=by, detail=draft.slug)
    return is_changed
