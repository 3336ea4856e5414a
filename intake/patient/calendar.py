"""The visit as a calendar file (RFC 5545): its day and hour, and not a word of the treatment."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.models import Visit

LASTS = timedelta(minutes=30)


def calendar_of(visit: Visit, *, host: str, at: datetime) -> str:
    """One event without alarm or link, because others may look into a family's calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//intake//visit//EN",
        "BEGIN:VEVENT",
        f"UID:{visit.reference}@{host.partition(':')[0]}",
        f"DTSTAMP:{_utc(at)}",
        *_when(visit),
        f"SUMMARY:{_('Clinic visit')}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _when(visit: Visit) -> list[str]:
    if visit.time is None:
        return [f"DTSTART;VALUE=DATE:{visit.date:%Y%m%d}"]
    starts = timezone.make_aware(datetime.combine(visit.date, visit.time))
    return [f"DTSTART:{_utc(starts)}", f"DTEND:{_utc(starts + LASTS)}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
