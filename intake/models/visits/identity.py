"""What the clinic knows of a visit, opened from its sealed columns for the core."""

from datetime import date

from intake.core.questionnaire.facts import VisitFacts
from intake.models import sealed

from .patients import Patient
from .visits import Visit


def birth_date_of(patient: Patient) -> date:
    """Raises ``CannotOpen`` also for a date that was corrected since and put back in its row."""
    born = date.fromisoformat(sealed.open(patient, "birth_date"))
    if patient.birth_date_index not in sealed.birth_date_indexes(born):
        raise sealed.CannotOpen(f"{patient}: not the birth date that it is found by")
    return born


def facts_of(visit: Visit) -> VisitFacts:
    """For walking and discussing; no query if patient, provider and site came with the visit."""
    site = visit.site
    return VisitFacts(
        reference=visit.reference,
        name=sealed.open(visit.patient, "name"),
        birth_date=birth_date_of(visit.patient),
        visit_date=visit.date,
        visit_time=visit.time,
        provider=visit.provider.printed_name,
        clinic_name=site.name,
        clinic_phone=site.phone,
        clinic_location=site.location,
        emergency_number=site.number_to_dial,
        watch_minutes=site.minutes_watched,
    )
