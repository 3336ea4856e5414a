"""Makes every keyed digest again with the newest index key, so that older keys can go."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models as columns
from django.db import transaction

from intake import models
from intake.actions.accounts.tokens import LINK, PAIRED, RECOVERY_CODE, SESSION, WELCOMED
from intake.actions.answers.sheet import draft_id
from intake.actions.visits.people import file_under, surname_of
from intake.actions.visits.waiting import digests_again
from intake.models import sealed
from intake.models.sealed import blind, secret_of
from intake.models.visits.names import surname_in

from .rotate_keys import AT_ONCE, Rotation


def rotate_indexes(rotation: Rotation, *, at_once: int = AT_ONCE) -> Iterator[Rotation]:
    """Row by row, one transaction for each batch; what is new already is passed over.

    The chain of the access log is not made again: its older lines are verified with the older key.
    """
    if len(settings.INDEX_KEYS) == 1:
        return
    for model, again in AGAIN.items():
        every = model._default_manager.order_by("pk").values_list("pk", flat=True)
        last = None
        while batch := list((every.filter(pk__gt=last) if last else every)[:at_once]):
            with transaction.atomic():
                for row in model._default_manager.select_for_update().filter(pk__in=batch):
                    try:
                        rotation.done[row._meta.label] += again(row)
                    except sealed.CannotOpen as problem:
                        rotation.unreadable.append(str(problem))
            last = batch[-1]
            yield rotation


def _secret(purpose: str) -> Callable[[Any], bool]:
    def again(row: Any) -> bool:
        return _write(row, digest=blind(purpose, secret_of(row)))

    return again


def _patient(patient: models.Patient) -> bool:
    """Which part of the name is the surname is only known from the index itself."""
    surname = surname_in(sealed.open(patient, "name"), patient.surname_index)
    born = date.fromisoformat(sealed.open(patient, "birth_date"))
    found = {"birth_date_index": sealed.birth_date_index(born)}
    if patient.phone is not None:
        found["phone_index"] = sealed.blind("phone", sealed.open(patient, "phone"))
    if surname:
        found["surname_index"] = sealed.surname_index(surname)
    file_under(patient, surname or surname_of(patient))
    return _write(patient, **found)


def _draft(draft: models.PageDraft) -> bool:
    """Its id is the digest, and it is sealed together with its id."""
    posted = sealed.open(draft, "posted")
    kept = json.loads(posted)
    row = UUID(kept["row"]) if kept["row"] else None
    window = {"tab": kept.get("tab", ""), "held": draft.held}
    old, draft.pk = draft.pk, draft_id(draft.submission_id, row, kept["page"], **window)
    if draft.pk == old:
        return False
    models.PageDraft.objects.filter(pk=old).delete()
    if not models.PageDraft.objects.filter(pk=draft.pk).exists():
        sealed.seal(draft, "posted", posted)
        draft.save(force_insert=True)
    return True


def _write(row: columns.Model, **found: str) -> bool:
    changed = {name: value for name, value in found.items() if getattr(row, name) != value}
    if changed:
        type(row)._default_manager.filter(pk=row.pk).update(**changed)
    return bool(changed)


AGAIN: dict[type[columns.Model], Callable[[Any], bool]] = {
    models.Patient: _patient,
    models.Invitation: _secret(LINK),
    models.PatientSession: _secret(SESSION),
    models.RecoveryCode: _secret(RECOVERY_CODE),
    models.Welcome: _secret(WELCOMED),
    models.Device: _secret(PAIRED),
    models.PageDraft: _draft,
    models.WaitingLine: lambda row: _write(row, **digests_again(row)),
}
