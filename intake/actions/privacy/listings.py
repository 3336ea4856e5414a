"""What is printed for a patient who asks: who looked at the record, and everything that is kept."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.privacy.sealed_log import seal_log
from intake.core.discussion.in_words import plain_date
from intake.core.privacy.listing import Listing, Part
from intake.core.privacy.log_words import did_words
from intake.models import sealed

CANNOT_OPEN = "cannot be read"
# Told by other columns of the same row, or of use to nobody on paper.
NOT_PRINTED = {"id", "document", "answers", "patient", "visit", "submission", "recorded"}
REACHED = {
    "mail_bad": "Mail was refused with the code",
    "mail_stopped_at": "No more mail since",
    "phone_bad": "Texts were refused with the code",
    "texts_agreed_at": "You agreed to texts",
    "texts_agreed_by": "Your agreement was noted by",
    "texts_stopped_at": "No more texts since",
    "language": "Language of messages",
    "prefers": "Preferred way",
}
"""How a patient is reached, where the name of the column does not say it to her."""
WHO = ("When", "Who", "What", "Detail")


def accounting(patient: models.Patient, *, by: models.User, at: datetime) -> Listing:
    """Who looked at or changed anything about a patient; that it was asked for is a line too."""
    with transaction.atomic():
        visits = list(patient.visits.select_related("site").order_by("date", "id"))
        for visit in visits:
            record("accounting_made", at=at, by=by, visit=visit)
        parts = []
        for visit in visits:
            title = f"Visit {visit.reference} on {plain_date(visit.date)}"
            looks = tuple(
                (_moment(visit.site.here(each.at)), each.who, did_words(each.action), each.detail)
                for each in visit.access_events.select_related("user").order_by("sequence")
            )
            parts.append(Part(title, WHO, looks))
        log = seal_log(at=at)
    return Listing(
        "Who looked at your record",
        _opened(patient, "name"),
        (("Born", _day(_opened(patient, "birth_date"))),),
        tuple(parts),
        _made(by, at, f"access log {log}"),
        (
            "Every time somebody opened, printed, changed or handed out something of these visits"
            " is a line here, also your own entries.",
            "It does not show what was told in person or by telephone, or who read a paper copy.",
        ),
    )


def record_listing(found: dict[str, Any], *, by: models.User, at: datetime) -> Listing:
    """An export in words, with the names of the files that come with it."""
    others = found["also_named"]
    also = [("Also named", ", ".join(others))] if others else []
    reached = {REACHED.get(name, name): value for name, value in found["contact"].items()}
    parts = [_kept("How we reach you", [reached])]
    parts += [_kept("Line of a schedule about you that waits", [e]) for e in found["waiting_lines"]]
    for visit in found["visits"]:
        about, version = visit["visit"], visit["questionnaire"]
        parts.append(_kept(f"Visit {about['reference']}", [about]))
        note = f"{version['title']}, version {version['version']}" if version else "Not opened yet."
        answers = tuple((each["question"], "; ".join(each["answer"])) for each in visit["answers"])
        parts.append(Part("Your answers", ("Question", "Answer"), answers, note))
        parts += [_kept(name.capitalize(), rows) for name, rows in visit["records"].items() if rows]
        papers = tuple((each["file"], each["made_at"]) for each in visit["papers"])
        parts.append(Part("Papers that come with this", ("File", "Made"), papers))
        looks = ((e["at"], e["who"], e["in_words"], e["detail"]) for e in visit["disclosures"])
        parts.append(Part("Who looked or changed", WHO, tuple(looks)))
    return Listing(
        "Your record",
        found["name"],
        (("Born", _day(found["birth_date"])), *also),
        tuple(parts),
        _made(by, at, "everything this product keeps about you"),
        ("The same is in record.json, for another program to read.",),
    )


def _kept(title: str, rows: list[dict[str, Any]]) -> Part:
    """Each column of the rows that has something in it, in a line of its own."""
    lines = [
        (
            name.replace("_", " ").capitalize(),
            ", ".join(map(str, value)) if isinstance(value, list) else str(value),
        )
        for row in rows
        for name, value in row.items()
        if name not in NOT_PRINTED and value not in (None, "")
    ]
    return Part(title, ("What", "Kept"), tuple(lines))


def _moment(local: datetime) -> str:
    return f"{plain_date(local.date())} {local:%H:%M %Z}"


def _made(by: models.User, at: datetime, what: str) -> str:
    printed = _moment(timezone.localtime(at))
    return f"{by.clinic_name}: {what}. Printed {printed} by {by.printed_name}"


def _opened(patient: models.Patient, column: str) -> str:
    try:
        return sealed.open(patient, column)
    except sealed.CannotOpen:
        return CANNOT_OPEN


def _day(kept: str) -> str:
    """A day in words; what can't be opened says so instead."""
    try:
        return plain_date(date.fromisoformat(kept))
    except ValueError:
        return kept
