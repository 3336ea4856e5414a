"""Invented patients, staff and visits, so that a newcomer sees every page with life in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from intake import models
from intake.actions.accounts.accounts import Account, open_account
from intake.actions.accounts.second_factor import begin, confirm, in_use, next_code
from intake.actions.answers.rows import add_row
from intake.actions.answers.sheet import PageSaid, load_answers, save_page
from intake.actions.answers.submit import send
from intake.actions.catalog.example_patients import keep_example_patient
from intake.actions.catalog.import_draft import import_draft
from intake.actions.catalog.publish import problems_of, publish, reason_for_all
from intake.actions.catalog.translate import keep_translation
from intake.actions.visits.enter import Entered, find_invitation, try_birth_date
from intake.actions.visits.visits_and_links import Appointment, NewPatient, create_visit, invite
from intake.core.documents.codec import answers_from_json, questionnaire_from_json
from intake.core.documents.translations import texts_in
from intake.core.questionnaire.answers import Answers
from intake.core.questionnaire.questionnaire import Page
from intake.management.demonstration_photo import photograph
from intake.models.sealed import birth_date_index, surname_index
from intake.models.visits.states import UNSENT

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
SHIPPED = FIXTURES / "exosome_pretreatment.json"

EVERY_DESK = ("question editor", "front desk", "privacy officer", "administrator")
ADMINISTRATOR = Account("admin", "Sam", "Okafor", EVERY_DESK, is_administrator=True)
EDITOR = Account("editor", "Ines", "Moreau", ("question editor",))
FRONT_DESK = Account("frontdesk", "Lee", "Tanaka", ("front desk",))
SCRIBE = Account("scribe", "Noor", "Haddad", ("scribe",), opens_admin=False)
MANAGER = Account("manager", "Rosa", "Keller", ("clinic manager",), opens_admin=False)
PRIVACY = Account("privacy", "Pat", "Vos", ("privacy officer",))
PROVIDER = Account("provider", "Ana", "Ruiz", ("provider",), "MD", opens_admin=False)
COLLEAGUE = Account("colleague", "Tom", "Becker", ("provider",), "PA-C", opens_admin=False)
OTHERS = (EDITOR, FRONT_DESK, SCRIBE, MANAGER, PRIVACY)
STAFF = (ADMINISTRATOR, *OTHERS, PROVIDER, COLLEAGUE)

TRY_NAME, TRY_BIRTH_DATE = "Maria Delgado", date(1979, 7, 14)


@dataclass(frozen=True)
class Story:
    """An example patient with a visit: in how many days, when, and whether the answers went out.

    One of them photographed the box of the product.
    """

    patient: str
    in_days: int
    at: time
    is_sent: bool = True
    provider: Account = PROVIDER
    has_photo: bool = False


STORIES = (
    Story("penicillin_unknown_ingredients", 0, time(9, 30)),
    Story("knows_nothing", 0, time(10, 15)),
    Story("pregnant", 0, time(11, 0)),
    Story("stopped_at_lunch", 0, time(15, 30), is_sent=False),
    Story("nothing_to_report", 1, time(9, 0)),
    Story("skin_product_with_needles", 1, time(13, 45), has_photo=True),
    Story("told_to_stop_usual_care", 3, time(10, 0)),
    Story("guardian_for_child", 4, time(16, 0)),
    Story("information_refused", 0, time(12, 0), provider=COLLEAGUE),
)


def open_accounts(password: str, *, at: datetime) -> dict[str, models.User]:
    """Every account of the demonstration, by user name, all with this password."""
    people = {
        account.username: open_account(account, password=password, at=at) for account in STAFF
    }
    for user in people.values():
        # A newcomer needs no phone: here and nowhere else `load_demonstration --code` has the seed.
        if in_use(user) is None:
            made = begin(user, at=at)
            # The code of half a minute ago, so that the one of now still signs somebody in.
            confirm(user, next_code(made, at=at - timedelta(seconds=30)), at=at)
    return people


def published_questionnaire(*, by: models.User, at: datetime) -> models.Questionnaire:
    """The shipped questionnaire, imported and published unless it is there already."""
    document = questionnaire_from_json(SHIPPED.read_text(encoding="utf-8"))
    found = models.Questionnaire.objects.filter(slug=document.key).first()
    draft = found or import_draft(document, by=by, at=at)
    if found is None:
        for path in sorted((FIXTURES / "patients").rglob("*.json")):
            keep_example_patient(draft, json.loads(path.read_text(encoding="utf-8")))
    if not draft.versions.exists():
        why = "First version, as shipped"
        # What was to be read again since then is told and stops no demonstration.
        reasons = reason_for_all(problems_of(draft, at=at), why)
        version = publish(draft, by=by, at=at, why=why, reasons=reasons)
        for language, _name in settings.LANGUAGES[1:]:
            file = FIXTURES / "translations" / f"{language}.json"
            texts = texts_in(file.read_text(encoding="utf-8"))
            keep_translation(version, language, texts, at=at)
    return draft


def tell_stories(
    questionnaire: models.Questionnaire, staff: dict[str, models.User], *, at: datetime
) -> None:
    """Enter the visits of all stories, and let their patients answer."""
    for story in STORIES:
        said = json.loads((FIXTURES / "patients" / f"{story.patient}.json").read_text("utf-8"))
        patient = NewPatient(
            said["answers"]["preferred_name"],
            date.fromisoformat(said["answers"]["date_of_birth"]),
        )
        day = first_site().day(at) + timedelta(days=story.in_days)
        doctor = staff[story.provider.username]
        appointment = Appointment(doctor, questionnaire, day, story.at, first_site())
        visit = create_visit(patient, appointment, by=staff[FRONT_DESK.username], at=at)
        token = invite(visit, by=staff[FRONT_DESK.username], at=at)
        _answer(token, patient, said, story, at=at)


def link_to_try(
    questionnaire: models.Questionnaire, staff: dict[str, models.User], *, at: datetime
) -> str:
    """Address of a link for an invented patient who has not sent anything yet."""
    front_desk, provider = staff[FRONT_DESK.username], staff[PROVIDER.username]
    day = first_site().day(at) + timedelta(days=3)
    visit = models.Visit.objects.filter(
        provider=provider,
        patient__surname_index=surname_index(TRY_NAME.split()[-1]),
        patient__birth_date_index=birth_date_index(TRY_BIRTH_DATE),
        state__in=UNSENT,
        date__gte=timezone.localdate(),
    ).first()
    if visit is None:
        appointment = Appointment(provider, questionnaire, day, time(9, 30), first_site())
        patient = NewPatient(TRY_NAME, TRY_BIRTH_DATE)
        visit = create_visit(patient, appointment, by=front_desk, at=at)
    token = invite(visit, by=front_desk, at=at)
    return f"{settings.CLINIC.public_url}/p/{token}/"


def first_site() -> models.Site:
    """Somebody who tries sites out may have added others."""
    return models.Site.objects.earliest("pk")


def _answer(
    token: str, patient: NewPatient, said: dict[str, Any], story: Story, *, at: datetime
) -> None:
    invitation = find_invitation(token)
    entered = try_birth_date(invitation, patient.birth_date, at=at) if invitation else None
    if not isinstance(entered, Entered):
        raise RuntimeError("The demonstration's own link does not open")
    submission = models.Submission.objects.get(visit=invitation.visit)
    document = submission.version.read()
    answers = answers_from_json(document, {**said, "rows": said.get("rows", {})})
    for page, row, values in _pages(submission, document.pages, answers):
        given = load_answers(submission)
        saying = PageSaid(page, values, given.revision_of(page, row), row)
        save_page(submission, saying, given=given)
    if story.has_photo:
        photograph(submission, at=at)
    if story.is_sent:
        send(submission, session=entered.session, signature=patient.name, at=at)


def _pages(
    submission: models.Submission, pages: tuple[Page, ...], answers: Answers
) -> Iterator[tuple[Page, Any, dict[str, Any]]]:
    """Each page with what is said on it, those of a group once for each row."""
    groups = submission.version.read().groups
    rows: dict[str, list[Any]] = {}
    for page in pages:
        if page.group is None:
            yield page, None, {k: answers.top[k] for k in page.keys if k in answers.top}
            continue
        wanted = answers.rows_of(page.group)
        if page.group not in rows:
            rows[page.group] = [
                add_row(submission, groups[page.group], given=load_answers(submission))
                for _ in wanted
            ]
        for row_id, row in zip(rows[page.group], wanted, strict=True):
            yield page, row_id, {k: row.answers[k] for k in page.keys if k in row.answers}
