"""A patient's own data, all of it: one JSON document, one to print, and the copies on paper."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from json import JSONDecodeError
from typing import Any

from django.db import models as columns
from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.actions.answers.sheet import load_answers
from intake.actions.papers import KeptPdf
from intake.actions.visits.people import other_names
from intake.actions.visits.waiting import lines_about
from intake.core.discussion.in_words import own_words_of, words_of
from intake.core.documents.values import encode
from intake.core.privacy.listing import Listing
from intake.core.privacy.log_words import did_words
from intake.core.questionnaire.answers import Values
from intake.models import sealed

from .everything_about import belongings
from .listings import record_listing

# Keys to doors and search digests say nothing about the patient, and would open or link things.
LEFT_OUT = {
    *("digest", "binding", "stamp", "came_from", "token"),
    *("surname_index", "birth_date_index", "phone_index"),
}
TOLD_APART = {"id", "name", "surname", "birth_date", "also_named"}
"""Columns of a patient that are not about how she is reached."""
SHOWN_APART = (models.AnswerSheet, models.StoredPdf, models.SignedPdf, models.Photo)
CANNOT_OPEN = "This cannot be read: it was altered, or its key is missing."
ANSWERS_ALTERED = {"row": None, "question": "Everything that was answered", "answer": [CANNOT_OPEN]}


@dataclass(frozen=True)
class Export:
    """``document`` is JSON, ``listing`` the same to be printed; ``papers`` are PDF files and photos
    by the names that the document gives them."""

    document: str
    listing: Listing
    papers: dict[str, bytes]


def export_patient(
    patient: models.Patient,
    *,
    asked: models.Asker = models.Asker.PATIENT,
    by: models.User,
    at: datetime,
) -> Export:
    """Everything kept about a patient; the access log says that it was handed out."""
    papers: dict[str, bytes] = {}
    with transaction.atomic():
        visits = list(patient.visits.select_related("provider").order_by("date", "id"))
        for visit in visits:
            record("exported", at=at, by=by, visit=visit, detail=str(asked))
        found = {
            "exported_at": at.isoformat(),
            **_told_of(patient, by.reach),
            "visits": [_visit(visit, papers) for visit in visits],
        }
    document = json.dumps(found, ensure_ascii=False, indent=1)
    return Export(document, record_listing(found, by=by, at=at), papers)


def _told_of(patient: models.Patient, sites: Sequence[models.Site]) -> dict[str, Any]:
    """Names and contact, and lines of schedules about her that no desk of the sites has decided."""
    try:
        also_named = [other.name for other in other_names(patient)]
    except sealed.CannotOpen:
        also_named = [CANNOT_OPEN]
    contact = {
        name: value
        for name, value in _row(patient).items()
        if name not in TOLD_APART and value not in (None, "")
    }
    try:
        waiting_lines = [encode(seen) for _row, seen in lines_about(patient, sites)]
    except sealed.CannotOpen:
        waiting_lines = []
    return {
        "name": _opened(patient, "name"),
        "birth_date": _opened(patient, "birth_date"),
        "also_named": also_named,
        "contact": contact,
        "waiting_lines": waiting_lines,
    }


def _visit(visit: models.Visit, papers: dict[str, bytes]) -> dict[str, Any]:
    return {
        "visit": _row(visit),
        **_said(models.Submission.objects.filter(visit=visit).select_related("version").first()),
        "records": {
            str(rows.model._meta.verbose_name): [_row(row) for row in rows.order_by("pk")]
            for rows in reversed(list(belongings(visit)))
            if rows.model not in SHOWN_APART
        },
        "papers": list(_papers(visit, papers)),
        # Who read or changed what, from the access log.
        "disclosures": [
            {
                "at": event.at.isoformat(),
                "who": event.who,
                "did": event.action,
                "in_words": did_words(event.action),
                "detail": event.detail,
            }
            for event in visit.access_events.select_related("user").order_by("sequence")
        ],
    }


def _said(submission: models.Submission | None) -> dict[str, Any]:
    """Each question in the words the patient read, with the answer in words."""
    if submission is None:
        return {"questionnaire": None, "answers": []}
    version, answers = submission.version, []
    document = version.read()
    about = {
        "title": document.title,
        "version": version.number,
        "sha256": version.sha256,
        "published_at": version.published_at.isoformat(),
    }
    try:
        given = load_answers(submission).answers
        rows: list[tuple[str | None, Values]] = [(None, given.top)]
        rows += [(row.id, row.answers) for of in given.rows.values() for row in of]
        for row, said in rows:
            for key, answer in said.items():
                question = document.by_key[key]
                words = [*words_of(question, answer), *own_words_of(answer)]
                answers.append({"row": row, "question": question.text, "answer": words})
    except sealed.CannotOpen:
        answers = [ANSWERS_ALTERED]
    return {"questionnaire": about, "answers": answers}


def _papers(visit: models.Visit, papers: dict[str, bytes]) -> Iterator[dict[str, Any]]:
    """Copies on paper, and photos, sent or not, with what the patient said that they show."""
    sent = models.StoredPdf.objects.filter(discussion__submission__visit=visit, state="ok")
    signed = models.SignedPdf.objects.filter(sign_off__visit=visit, state="ok")
    found: list[tuple[str, KeptPdf]] = [
        *(
            (f"revision-{pdf.discussion.revision}", pdf)
            for pdf in sent.select_related("discussion")
        ),
        *((f"signed-addenda-{pdf.addenda}", pdf) for pdf in signed),
    ]
    for stage, pdf in found:
        name = f"{visit.reference}-{stage}-{pdf.copy}-{pdf.paper}.pdf"
        yield _file(pdf, name, pdf.made_at, papers)
    for number, photo in enumerate(models.Photo.objects.filter(submission__visit=visit), 1):
        name = f"{visit.reference}-photo-{number}.jpg"
        yield _file(photo, name, photo.added_at, papers) | {"shows": _opened(photo, "kind")}


def _file(
    row: KeptPdf | models.Photo, name: str, made_at: datetime, papers: dict[str, bytes]
) -> dict[str, Any]:
    """One that comes with the document; where it can't be opened, its name says so."""
    about = {"sha256": row.sha256, "made_at": made_at.isoformat()}
    try:
        papers[name] = sealed.open_bytes(row, "content")
    except sealed.CannotOpen:
        return {"file": f"{name}: {CANNOT_OPEN}", **about}
    return {"file": name, **about}


def _row(row: columns.Model) -> dict[str, Any]:
    """Every column of a row, opened; people by the names they sign with."""
    found: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.name in LEFT_OUT:
            continue
        value = getattr(row, column.attname)
        if isinstance(column, sealed.SealedField) and value is not None:
            value = _opened(row, column.name)
        elif column.related_model is models.User and value is not None:
            value = getattr(row, column.name).printed_name
        is_json = value is None or isinstance(value, bool | int)
        found[column.name] = value if is_json else str(value)
    # What was recorded in a talk is one sealed document; whoever reads it wants its parts.
    with suppress(KeyError, JSONDecodeError):
        found |= json.loads(found["content"])
        del found["content"]
    return found


def _opened(row: columns.Model, column: str) -> str:
    try:
        return sealed.open(row, column)
    except sealed.CannotOpen:
        return CANNOT_OPEN
