"""A day entered at once: all of it or nothing, and never the same visit twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day

from django.db import transaction

from intake import models
from intake.models import Standing

from .contact import Contact, add_contact
from .visits_and_links import Appointment, NewPatient, create_visit


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit to enter, every question about it settled; ``patient`` is somebody on record."""

    surname: str
    given: str
    birth_date: date
    day: date
    at: time_of_day | None
    provider: models.User
    questionnaire: models.Questionnaire
    patient: models.Patient | None = None
    contact: Contact = Contact()
    site: models.Site | None = None
    source: str = ""
    source_id: str = ""
    told_at: datetime | None = None


def is_entered(entry: Entry) -> bool:
    """Whether this person has a planned visit on that day already."""
    if entry.patient is None:
        return False
    planned = entry.patient.visits.filter(standing=Standing.PLANNED, date=entry.day)
    return planned.exists()


def enter_day(entries: Sequence[Entry], *, by: models.User, at: datetime) -> list[models.Visit]:
    """Enter visits in one transaction; two entries of one new person make one person."""
    made: dict[tuple[str, str, date], models.Patient] = {}
    visits = []
    with transaction.atomic():
        for entry in entries:
            key = (entry.surname.casefold(), entry.given.casefold(), entry.birth_date)
            name = f"{entry.given} {entry.surname}".strip()
            new = NewPatient(name, entry.birth_date, entry.surname)
            visit = create_visit(
                entry.patient or made.get(key) or new,
                Appointment(entry.provider, entry.questionnaire, entry.day, entry.at, entry.site),
                by=by,
                at=at,
            )
            made[key] = visit.patient
            if entry.contact != Contact():
                add_contact(visit, entry.contact, by=by, at=at)
            if entry.source_id:
                visit.source, visit.source_id = entry.source, entry.source_id
                visit.source_at = entry.told_at
                visit.save(update_fields=["source", "source_id", "source_at"])
            visits.append(visit)
    return visits
