"""Patients, visits and versions for the measurements, in a database of their own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import timezone

from intake import models
from intake.actions.answers.sheet import PageSaid, load_answers, save_page
from intake.actions.visits.enter import find_invitation, try_birth_date
from intake.actions.visits.visits_and_links import Appointment, NewPatient, create_visit, invite
from intake.core.documents.codec import (
    answers_from_json,
    questionnaire_from_json,
    questionnaire_to_json,
    sha256_of,
)
from intake.core.questionnaire.answers import Answers
from intake.core.questionnaire.questionnaire import Page, Questionnaire
from intake.models.sealed import bind

from .core import made_answers, made_questionnaire

ROOT = Path(__file__).resolve().parent.parent
BIRTH_DATE = date(1979, 7, 14)
FIRST_BARE = 10**9
"""Ids of visits that are made as bare rows begin here, far from those that the database gives."""
PLAIN_NAMES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
"""Of static files: the manifest of hashed ones exists only after collectstatic."""


@cache
def questionnaires() -> dict[str, Questionnaire]:
    shipped = (ROOT / "fixtures" / "exosome_pretreatment.json").read_text(encoding="utf-8")
    return {
        "shipped": questionnaire_from_json(shipped),
        "45": made_questionnaire(45),
        "1000": made_questionnaire(1_000),
    }


@cache
def answers_for(name: str) -> Answers:
    document = questionnaires()[name]
    if name != "shipped":
        return made_answers(document)
    text = (ROOT / "fixtures" / "patients" / "nothing_to_report.json").read_text(encoding="utf-8")
    return answers_from_json(document, json.loads(text))


@contextmanager
def a_database() -> Iterator[None]:
    """An empty database beside the demonstration's, thrown away afterwards."""
    name = settings.BASE_DIR / "var" / "bench.sqlite3"
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(name)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


@contextmanager
def asked_by_client(**changed: object) -> Iterator[None]:
    """The same, with settings under which Django's test client is answered."""
    storages = {**settings.STORAGES, "staticfiles": PLAIN_NAMES}
    hosts = ["testserver"]
    with override_settings(ALLOWED_HOSTS=hosts, STORAGES=storages, **changed), a_database():
        yield


@dataclass(frozen=True)
class Patient:
    """Someone in the middle of a questionnaire, with the key of the session's cookie."""

    name: str
    submission: models.Submission
    key: str
    page: Page | None


def a_patient(name: str, page: Page | None) -> Patient:
    """Everything up to and with ``page`` is answered; nothing without a page."""
    staff, _is_new = models.User.objects.get_or_create(username="bench")
    visit = create_visit(
        NewPatient("Maria Delgado", BIRTH_DATE),
        Appointment(staff, published(name, staff).questionnaire, timezone.localdate()),
        by=staff,
        at=timezone.now(),
    )
    token = invite(visit, by=staff, at=timezone.now())
    entered = try_birth_date(find_invitation(token), BIRTH_DATE, at=timezone.now())
    submission = models.Submission.objects.select_related("visit", "version").get(visit=visit)
    for earlier in _up_to(page, questionnaires()[name]):
        given = load_answers(submission)
        values = {k: v for k, v in answers_for(name).top.items() if k in earlier.keys}
        save_page(submission, PageSaid(earlier, values, given.revision_of(earlier)), given=given)
    return Patient(name, submission, entered.key, page)


def _up_to(page: Page | None, document: Questionnaire) -> Iterator[Page]:
    for each in document.pages if page else ():
        if not each.group:
            yield each
        if each == page:
            return


def published(name: str, staff: models.User) -> models.Version:
    document = questionnaires()[name]
    text = questionnaire_to_json(document)
    draft, _is_new = models.Questionnaire.objects.get_or_create(
        slug=document.key, defaults={"title": document.title, "content_version": "bench"}
    )
    version = draft.versions.first()
    return version or models.Version.objects.create(
        questionnaire=draft,
        number=1,
        document=text,
        sha256=sha256_of(text),
        published_at=timezone.now(),
        published_by=staff,
        why="Measured",
    )


def bind_visits(visits: list[models.Visit]) -> None:
    """As the product leaves them, so that lists read their names; their ids are given already."""
    for visit in visits:
        relation = visit._meta.get_field("submission")
        if not relation.is_cached(visit):
            relation.set_cached_value(visit, None)
        bind(visit)


def fill(count: int) -> None:
    """That many more submissions, as bare rows: what indexes and joins have to cope with."""
    staff = models.User.objects.get(username="bench")
    version = published("shipped", staff)
    at, today, site = timezone.now(), timezone.localdate(), models.Site.objects.earliest("pk")
    patients = [
        models.Patient(name=b"x", birth_date=b"x", surname_index=uuid4().hex, birth_date_index="b")
        for _ in range(count)
    ]
    models.Patient.objects.bulk_create(patients, batch_size=2_000)
    visits = models.Visit.objects.bulk_create(
        [
            models.Visit(
                patient=patient,
                provider=staff,
                questionnaire=version.questionnaire,
                site=site,
                reference=f"B{number:011}",
                date=today,
                state="opened",
                created_at=at,
                created_by=staff,
            )
            for number, patient in enumerate(patients, models.Visit.objects.count())
        ],
        batch_size=2_000,
    )
    models.Submission.objects.bulk_create(
        [models.Submission(visit=visit, version=version, opened_at=at) for visit in visits],
        batch_size=2_000,
    )
