"""FHIR R4 appointments, read from a bundle; one broken entry never costs the others."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from intake.core.desk.names import taken_apart
from intake.core.desk.seen import Seen, Standing, Unclear, language_called, what_lacks

from .seen import FeedRefused, Schedule, bytes_in_bounds

DEEPEST = 32
"""Levels of the JSON: an appointment has seven."""
STATUS = {
    "proposed": Standing.PLANNED,
    "pending": Standing.PLANNED,
    "booked": Standing.PLANNED,
    "arrived": Standing.PLANNED,
    "checked-in": Standing.PLANNED,
    "fulfilled": Standing.PLANNED,
    "waitlist": Standing.PLANNED,
    "cancelled": Standing.CANCELLED,
    "entered-in-error": Standing.CANCELLED,
    "noshow": Standing.MISSED,
}
"""http://hl7.org/fhir/R4/valueset-appointmentstatus.html"""

PASSED_OVER = ("old", "maiden", "nickname", "anonymous")
"""Uses of a name or a number that is not, or no longer, what a visit goes by."""
UNRANKED = 1_000

Resource = Mapping[str, Any]


def read_fhir(content: bytes, *, zone: ZoneInfo) -> Schedule:
    """Read a bundle, or one appointment; raises ``FeedRefused`` when it is neither."""
    document = _parsed(content)
    entries = document.get("entry") if _type(document) == "Bundle" else [{"resource": document}]
    known: dict[str, Resource] = {}  # by the names that others refer to it with
    appointments, broken = [], 0
    for entry in entries if isinstance(entries, list) else []:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            broken += 1
            continue
        broken += not _type(resource)
        number = f"{_type(resource)}/{resource.get('id')}"
        known |= {number: resource, str(entry.get("fullUrl") or number): resource}
        if _type(resource) == "Appointment":
            appointments.append(resource)
    if not appointments and not broken:
        raise FeedRefused("There is no appointment in it.")
    visits = []
    for at, each in enumerate(appointments, 1):
        place = f"appointment {at}"
        try:
            visits.append(_seen(each, known, place, zone))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError):
            visits.append(Seen(place, unclear=(Unclear.BROKEN,)))
    return Schedule(tuple(visits) + (Seen("an entry", unclear=(Unclear.BROKEN,)),) * broken)


def _parsed(content: bytes) -> Resource:
    """An object that nests no deeper than it may, looked at level by level."""
    try:
        document = json.loads(bytes_in_bounds(content).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FeedRefused("This is no JSON, so it is no FHIR bundle.") from None
    level: list[Any] = [document]
    depth = 0
    while level and depth <= DEEPEST:
        depth += 1
        dicts = [each.values() for each in level if isinstance(each, dict)]
        lists = [each for each in level if isinstance(each, list)]
        level = [inner for each in (*dicts, *lists) for inner in each]
    if not isinstance(document, dict) or depth > DEEPEST:
        raise FeedRefused("This is no FHIR bundle.")
    return document


def _type(resource: Resource) -> str:
    kind = resource.get("resourceType")
    return kind if isinstance(kind, str) else ""


def _seen(appointment: Resource, known: Mapping[str, Resource], place: str, zone: ZoneInfo) -> Seen:
    patient = _who(appointment, known, "Patient")
    provider = _who(appointment, known, "Practitioner")
    # One that was cancelled, or waits for a place, may have no start.
    start = _moment(appointment.get("start"), zone)
    told_at = _moment(appointment.get("meta", {}).get("lastUpdated"), zone)
    day = start and start.date()
    is_clear = {
        Unclear.STANDING: appointment.get("status") in STATUS,
        Unclear.NO_PERSON: bool(patient),
        # An instant without its zone is no moment: the time is for a person to settle.
        Unclear.TIME: not start or start.tzinfo is not None,
    }
    numbers = [each.get("value", "") for each in appointment.get("identifier", [])]
    seen = Seen(
        place=place,
        **_patient(patient, day),
        day=day,
        at=start and start.time().replace(second=0, microsecond=0),
        provider=" ".join(reversed(_name(provider, day))).strip(),
        standing=STATUS.get(str(appointment.get("status")), Standing.PLANNED),
        source_id=str(appointment.get("id") or next(iter(numbers), "")),
        told_at=told_at and told_at.replace(tzinfo=zone),
        unclear=tuple(why for why, is_told in is_clear.items() if not is_told),
    )
    return replace(seen, unclear=what_lacks(seen))


def _who(appointment: Resource, known: Mapping[str, Resource], kind: str) -> Resource:
    """The first person of a kind who takes part, or nobody."""
    contained = {f"#{each['id']}": each for each in appointment.get("contained", [])}
    people = [_person(each, {**known, **contained}) for each in appointment.get("participant", [])]
    return next((each for each in people if _type(each) == kind), {})


def _moment(written: str | None, zone: ZoneInfo) -> datetime | None:
    """By the site's clock; one without a zone stays without."""
    moment = datetime.fromisoformat(written) if written else None
    return moment.astimezone(zone) if moment and moment.tzinfo else moment


def _person(participant: Resource, known: Mapping[str, Resource]) -> Resource:
    """Whom a participant names: the resource, or what its reference and display tell of it."""
    actor = participant.get("actor", {})
    reference = str(actor.get("reference", ""))
    found = known.get(reference) or next(
        (each for name, each in known.items() if name and name.endswith(f"/{reference}")), None
    )
    if found:
        return found
    kind = reference.split("/")[-2] if "/" in reference else str(actor.get("type", ""))
    shown = actor.get("display")
    return {"resourceType": kind, "name": [{"text": shown}] if shown else []}


def _patient(patient: Resource, day: date | None) -> dict[str, Any]:
    surname, given = _name(patient, day)
    born = str(patient.get("birthDate") or "")
    spoken = patient.get("communication", [])
    best = next((each for each in spoken if each.get("preferred") is True), None)
    said = (best or next(iter(spoken), {})).get("language", {})
    codes = [each.get("code", "") for each in said.get("coding", [])]
    languages = (language_called(str(each)) for each in (*codes, said.get("text", "")))
    return {
        "surname": surname,
        "given": given,
        # A year, or a year and a month, is a date in FHIR and no date of birth here.
        "birth_date": date.fromisoformat(born) if len(born) > len("1968-12") else None,
        "phone": _contact(patient, "phone", day),
        "mail": _contact(patient, "email", day),
        "language": next(filter(None, languages), ""),
    }


def _name(person: Resource, day: date | None) -> tuple[str, str]:
    names = person.get("name", [])
    names = _current(names, day) or names
    best = next((each for each in names if each.get("use") in ("official", "usual")), None)
    name = best or next(iter(names), {})
    if family := name.get("family"):
        given = name.get("given", [])
        if not (isinstance(family, str) and isinstance(given, list)):
            raise TypeError("a name of another form")
        return family, " ".join(given)
    return taken_apart(name.get("text") or "")


def _contact(person: Resource, system: str, day: date | None) -> str:
    """A mobile before others, and then the one that is preferred."""
    found = [each for each in person.get("telecom", []) if each.get("system") == system]
    found = _current(found, day)
    found.sort(key=lambda each: (each.get("use") != "mobile", each.get("rank") or UNRANKED))
    return str(next(iter(found), {}).get("value", ""))


def _current(entries: list[Resource], day: date | None) -> list[Resource]:
    """Names or addresses without those of before: what has moved on is somebody else's by now."""
    on, kept = day.isoformat() if day else "", []
    for each in entries:
        end = str(each.get("period", {}).get("end") or on)[: len(on)]  # a year, a month or a day
        if each.get("use") not in PASSED_OVER and end >= on[: len(end)]:
            kept.append(each)
    return kept
