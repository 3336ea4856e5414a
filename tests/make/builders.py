"""Plain functions that put what a test needs into the database, by the product's own actions."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from uuid import UUID

from django.utils import timezone

from intake import models
from intake.actions.accounts.accounts import bind_account
from intake.actions.answers import submit
from intake.actions.answers.rows import add_row
from intake.actions.answers.sheet import PageSaid, load_answers, save_page
from intake.actions.catalog.import_draft import import_draft
from intake.actions.catalog.translate import keep_translation
from intake.actions.visits import enter
from intake.actions.visits.visits_and_links import Appointment, NewPatient, create_visit, invite
from intake.core.documents.codec import questionnaire_to_json, sha256_of
from intake.core.editing.example_patients import example_patient_from_json
from intake.core.limits import PATIENT_IDLE
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import EMPTY, Answers, Values
from tests.make.shipped import RELEASE_0_1, release_0_1, spanish_texts
from tests.make.shipped import shipped as shipped_in_its_file

PASSWORD = "correct horse battery staple"
NAME = "Maria Delgado"
BIRTH_DATE = date(1979, 7, 14)

numbers = count(1)


def shipped() -> core.Questionnaire:
    """The questionnaire of release 0.1: tests of doors stay as they are when content changes."""
    return release_0_1()


@cache
def shipped_now() -> core.Questionnaire:
    """What ships, as if its evidence was read today: tests go on when it is to be read again."""
    document = shipped_in_its_file()
    since = timezone.localdate() - max(each.read_on for each in document.evidence)
    evidence = tuple(
        replace(each, read_on=each.read_on + since, review_by=each.review_by + since)
        for each in document.evidence
    )
    return replace(document, evidence=evidence)


@cache
def patient_answers(name: str = "nothing_to_report") -> Answers:
    """The answers of an example patient of release 0.1."""
    path = RELEASE_0_1.parent / "patients" / f"{name}.json"
    return example_patient_from_json(shipped(), path.read_text(encoding="utf-8")).answers


def a_user(*, password: str | None = None, **columns: object) -> models.User:
    """Staff; give ``PASSWORD`` only where the test signs in, because hashing takes its time."""
    username = str(columns.pop("username", f"user{next(numbers)}"))
    user = models.User.objects.create_user(username, password=password, **columns)
    bind_account(user)
    return user


def a_provider(**columns: object) -> models.User:
    named = {"first_name": "Ana", "last_name": "Ruiz", "credentials": "MD"}
    return a_user(**{**named, **columns})


def a_draft(document: core.Questionnaire | None = None) -> models.Questionnaire:
    """Draft rows, as staff edit them."""
    return import_draft(document or shipped_now(), by=None, at=timezone.now())


def a_version(
    document: core.Questionnaire | None = None, *, by: models.User | None = None
) -> models.Version:
    """A published version. Its draft has no rows; no patient's page needs any."""
    document = document or shipped()
    text = questionnaire_to_json(document)
    draft, _is_new = models.Questionnaire.objects.get_or_create(
        slug=document.key,
        defaults={"title": document.title, "content_version": document.content_version},
    )
    last = draft.versions.order_by("-number").first()
    return models.Version.objects.create(
        questionnaire=draft,
        number=last.number + 1 if last else 1,
        document=text,
        sha256=sha256_of(text),
        published_at=timezone.now(),
        published_by=by or a_user(),
        why="For a test",
    )


def in_two_languages() -> core.Questionnaire:
    """Today's questionnaire, published and offered in Spanish."""
    document = shipped_now()
    keep_translation(a_version(document), "es", spanish_texts(), at=timezone.now())
    return document


def a_visit(
    *,
    answers: Answers | None = None,
    provider: models.User | None = None,
    name: str = NAME,
    birth_date: date = BIRTH_DATE,
    day: date | None = None,
    version: models.Version | None = None,
    site: models.Site | None = None,
) -> models.Visit:
    """A visit in three days; with ``answers`` its patient has given them and not sent yet."""
    version = version or models.Version.objects.order_by("-id").first() or a_version()
    visit = create_visit(
        NewPatient(name, birth_date),
        Appointment(
            provider=provider or a_provider(),
            questionnaire=version.questionnaire,
            date=day or timezone.localdate() + timedelta(days=3),
            site=site,
        ),
        by=a_user(),
        at=timezone.now(),
    )
    if answers is not None:
        a_submission(visit=visit, answers=answers)
    return visit


def a_link(visit: models.Visit | None = None, *, at: datetime | None = None) -> str:
    """The token of a fresh link."""
    return invite(visit or a_visit(), by=a_user(), at=at or timezone.now())


def an_invitation(
    visit: models.Visit | None = None, *, at: datetime | None = None
) -> models.Invitation:
    invitation = enter.find_invitation(a_link(visit, at=at))
    assert invitation is not None
    return invitation


def an_entry(
    visit: models.Visit | None = None,
    *,
    birth_date: date = BIRTH_DATE,
    at: datetime | None = None,
) -> enter.Entered:
    """The patient is in: ``.key`` is the cookie's, ``.session`` the row."""
    at = at or timezone.now()
    entered = enter.try_birth_date(an_invitation(visit, at=at), birth_date, at=at)
    assert isinstance(entered, enter.Entered), entered
    return entered


def a_submission(
    *,
    visit: models.Visit | None = None,
    answers: Answers = EMPTY,
    birth_date: date = BIRTH_DATE,
    at: datetime | None = None,
) -> models.Submission:
    """An opened submission, with every page of ``answers`` saved."""
    session = an_entry(visit, birth_date=birth_date, at=at).session
    submission = session.invitation.visit.submission
    say(submission, answers)
    return submission


def a_sent_submission(
    *,
    visit: models.Visit | None = None,
    answers: Answers | None = None,
    birth_date: date = BIRTH_DATE,
    at: datetime | None = None,
) -> models.FrozenDiscussion:
    """Everything answered and sent; the submission is ``.submission``."""
    at = at or timezone.now()
    session = an_entry(visit, birth_date=birth_date, at=at).session
    submission = session.invitation.visit.submission
    say(submission, answers or patient_answers())
    return submit.send(submission, session=session, signature=NAME, at=at)


def fall_asleep() -> None:
    """Every patient's session has been idle for too long."""
    long_ago = timezone.now() - PATIENT_IDLE - timedelta(minutes=1)
    models.PatientSession.objects.update(started_at=long_ago, seen_at=long_ago)


def say(submission: models.Submission, answers: Answers) -> None:
    """Save every page that ``answers`` has something for, as the patient's pages do."""
    document = submission.version.read()
    for group_key, rows in answers.rows.items():
        for row in rows:
            given = load_answers(submission)
            added = add_row(submission, document.groups[group_key], given=given)
            for page in document.pages:
                if page.group == group_key:
                    say_on(submission, page, row.answers, row=added)
    for page in document.pages:
        if not page.group:
            say_on(submission, page, answers.top)


def say_on(
    submission: models.Submission,
    page: core.Page,
    values: Values,
    *,
    row: UUID | None = None,
) -> None:
    """Save one page with those of ``values`` that belong on it; the rest is left blank."""
    if not any(key in values for key in page.keys):
        return
    given = load_answers(submission)
    said = PageSaid(
        page,
        {key: values.get(key) for key in page.keys},
        revision=given.revision_of(page, row),
        row=row,
    )
    save_page(submission, said, given=given)


def reworded(document: core.Questionnaire, key: str, text: str) -> core.Questionnaire:
    """The same questionnaire with another wording of one ordinary question."""
    return replace(
        document,
        sections=tuple(
            replace(
                section,
                items=tuple(
                    replace(item, text=text) if item.key == key else item for item in section.items
                ),
            )
            for section in document.sections
        ),
    )
