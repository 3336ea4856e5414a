"""Compares the keys of the environment with those that the database was made with."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings

from intake import models
from intake.models import KeyCheck, sealed
from intake.models.key_checks import digest_of_key


class KeyDoesNotFit(Exception):
    """With these keys records could not be read, or lines would be written that never verify."""


def expect_keys_fit(*, at: datetime) -> None:
    """Raise ``KeyDoesNotFit`` for the first key that is wrong or missing; note the new ones."""
    for problem in key_problems():
        raise KeyDoesNotFit(problem)
    known = set(KeyCheck.objects.values_list("key_id", flat=True))
    new = [
        KeyCheck(key_id=key_id, digest=digest_of_key(key), noted_at=at)
        for key_id, key in _keys().items()
        if key_id not in known
    ]
    if new:
        KeyCheck.objects.bulk_create(new, ignore_conflicts=True)


def key_problems() -> Iterator[str]:
    """One sentence for each key that does not fit, with the cure."""
    keys, noted = _keys(), KeyCheck.objects.all()
    for kept in noted:
        if kept.key_id not in keys:
            yield (
                f"The sealing key “{kept.key_id}” is missing, and records are sealed with it:"
                " put it behind the first one in INTAKE_SEALING_KEYS."
            )
        elif not key_fits(kept.key_id, kept.digest):
            yield (
                f"The key “{kept.key_id}” is not the one that this database was made with:"
                " bring the right one back from where keys are kept."
            )
    # A database from before check values: one patient is opened, and looked up by the index.
    patient = None if noted else models.Patient.objects.order_by("-pk").first()
    if patient is None:
        return
    try:
        born = date.fromisoformat(sealed.open(patient, "birth_date"))
    except models.CannotOpen:
        yield "The newest patient can't be opened with these sealing keys: bring the right ones."
        return
    if patient.birth_date_index not in sealed.birth_date_indexes(born):
        yield "The index key does not find the newest patient: bring the right INTAKE_INDEX_KEY."


def key_fits(key_id: str, digest: str) -> bool:
    """Whether the environment has this very key, or while index keys change, the one before."""
    if key_id == KeyCheck.INDEX:
        return digest in map(digest_of_key, settings.INDEX_KEYS)
    key = settings.SEALING_KEYS.get(key_id)
    return key is not None and digest_of_key(key) == digest


def forget_other_keys(*, at: datetime) -> None:
    """After everything was sealed again: the older keys may go from the environment."""
    KeyCheck.objects.exclude(key_id__in=(sealed.current_key_id(), KeyCheck.INDEX)).delete()
    index = {"digest": digest_of_key(settings.INDEX_KEYS[0]), "noted_at": at}
    KeyCheck.objects.update_or_create(key_id=KeyCheck.INDEX, defaults=index)


def _keys() -> dict[str, bytes]:
    return {**settings.SEALING_KEYS, KeyCheck.INDEX: settings.INDEX_KEYS[0]}
