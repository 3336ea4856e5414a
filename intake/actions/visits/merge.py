"""Two records of one person become one: visits, names, contact and legal holds move to it."""

from datetime import datetime
from itertools import chain

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.models import WhyMerged, sealed
from intake.models.sealed import bind, is_bound
from intake.models.visits.visits import birth_date_of

from .contact import take_over_contact
from .people import file_under, name_also, name_of, other_names

AGREED = {
    # Whether the birth dates are the same, and whether the surnames share a word.
    WhyMerged.TWICE: (True, True),
    WhyMerged.RENAMED: (True, False),
    WhyMerged.BIRTH_DATE: (False, True),
}
OTHER_DATE = (
    "The dates of birth differ. If one of them was typed wrong, give that as the reason: the record"
    " that stays keeps its own."
)
SAME_DATE = "The dates of birth are the same, so neither is wrong. Choose another reason."
OTHER_NAME = (
    "The surnames have no word in common. If the name has changed, give that as the reason."
)
NOT_ONE = "Surname and date of birth both differ. Correct one of them first, then merge."
SAME_NAME = "The surnames have a word in common: choose that the patient was entered twice."
ALTERED = (
    "One of the records is not as this product left it. Whoever looks after the site reads what"
    " was altered: manage.py verify_access_log --records."
)


class NotMerged(Exception):
    """The message says why, for whoever wanted it."""


class NoSuchRecord(Exception):
    """There is none, it is the same one, or one of the two is known at another site as well."""


def merge_patients(
    keep: models.Patient, other: models.Patient, *, why: WhyMerged, by: models.User, at: datetime
) -> int:
    """Everything of ``other`` goes to ``keep``; says how many visits did. There is no way back.

    Links and sessions go on, and ask for the birth date of the record that stays. What was frozen
    keeps the name and date it was sent with. Raises ``NotMerged`` and ``NoSuchRecord``.
    """
    both = (keep.pk, other.pk)
    with transaction.atomic():
        rows = models.Patient.objects.filter(pk__in=both).order_by("pk").select_for_update()
        locked = {row.pk: row for row in rows}
        within = models.Patient.objects.within(by).filter(pk__in=both)
        if len(locked) != 2 or within.count() != 2:
            raise NoSuchRecord(both)
        kept, gone = locked[keep.pk], locked[other.pk]
        try:
            expect_one_person(kept, gone, why)
            visits = _move_visits(kept, gone, why, by, at)
            _move_holds(kept, gone, by, at)
            take_over_contact(kept, gone, at=at)
            name_also(kept, [*other_names(kept), name_of(gone), *other_names(gone)])
            file_under(kept, name_of(kept).surname)
        except models.CannotOpen:
            raise NotMerged(ALTERED) from None
        kept.save()
        gone.delete()
        for each in kept.visits.order_by("pk"):
            record("records_merged", at=at, by=by, visit=each, detail=str(why))
    return visits


def record_of(reference: str, *, user: models.User) -> models.Patient:
    """Whose visit it is, if the whole record is of this person's sites; ``NoSuchRecord``."""
    found = models.Patient.objects.within(user).filter(visits__reference=reference).first()
    if found is None:
        raise NoSuchRecord(reference)
    return found


def expect_one_person(kept: models.Patient, gone: models.Patient, why: WhyMerged) -> None:
    """Raises ``NotMerged`` where the reason and what is on record contradict each other."""
    try:
        same_date = birth_date_of(kept) == birth_date_of(gone)
    except models.CannotOpen:
        raise NotMerged(ALTERED) from None
    terms = gone.terms.values("digest")
    same_name = kept.terms.filter(digest__in=terms).exists()
    if (same_date, same_name) == AGREED[why]:
        return
    if not same_date:
        raise NotMerged(OTHER_DATE if same_name else NOT_ONE)
    if not same_name:
        raise NotMerged(OTHER_NAME)
    raise NotMerged(SAME_DATE if why is WhyMerged.BIRTH_DATE else SAME_NAME)


def _move_visits(
    kept: models.Patient,
    gone: models.Patient,
    why: WhyMerged,
    by: models.User,
    at: datetime,
) -> int:
    """Bindings name the record, so they are renewed; one that was altered stops everything."""
    visits = list(gone.visits.select_for_update(no_key=True).order_by("pk"))
    sessions = list(
        models.PatientSession.objects.filter(invitation__visit__in=visits)
        .select_related("invitation__visit__submission")
        .order_by("pk")
    )
    if not all(map(is_bound, chain(visits, sessions))):
        raise NotMerged(ALTERED)
    for visit in visits:
        note = models.VisitMerged(visit=visit, why=why, at=at, by=by)
        note.sequence, note.signatures = visit.merges.count() + 1, visit.sign_offs.count()
        sealed.seal(note, "came_from", str(visit.patient_id))
        note.save(force_insert=True)
        visit.patient = kept
        bind(visit)
        visit.save(update_fields=["patient", "binding"])
    for session in sessions:
        session.invitation.visit.patient_id = kept.pk
        bind(session)
        session.save(update_fields=["binding"])
    return len(visits)


def _move_holds(kept: models.Patient, gone: models.Patient, by: models.User, at: datetime) -> None:
    """A hold on either stays. Where one stands on both, the one that stays gives both reasons."""
    standing = kept.legal_holds.filter(lifted_at=None).first()
    for hold in gone.legal_holds.order_by("placed_at"):
        reason = sealed.open(hold, "reason")
        if standing and hold.lifted_at is None:
            both = f"{sealed.open(standing, 'reason')}; {reason}"
            sealed.seal(standing, "reason", both)
            standing.save(update_fields=["reason"])
            hold.lifted_at, hold.lifted_by = max(at, hold.placed_at), by
        hold.patient = kept
        sealed.seal(hold, "reason", reason)
        hold.save()
