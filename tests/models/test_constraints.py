"""Each promise that the database keeps, and one try to break it by a way around the actions."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db import models as columns
from django.db.models import F
from django.utils import timezone

from intake import models
from intake.actions.catalog.example_patients import keep_example_patient
from tests.make.builders import a_draft, a_sent_submission, a_submission, a_user, a_version, a_visit
from tests.make.factor import enrolled
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.models.job_tries import JOBS
from tests.models.photo_tries import PHOTOS
from tests.models.room_tries import ROOM
from tests.models.site_tries import SITES

pytestmark = pytest.mark.django_db
Breaking = Callable[[], object]


def change(model: type[columns.Model], **values: object) -> object:
    """Update one row, as a slip in a shell or a stray query would."""
    return model.objects.filter(pk=model.objects.order_by("pk")[:1].values("pk")).update(**values)


def twin(model: type[columns.Model], **values: object) -> object:
    """Insert a second row equal to the first but for ``values``."""
    row = model.objects.order_by("pk").first()
    row.pk = uuid4() if isinstance(model._meta.pk, columns.UUIDField) else None
    for name, value in values.items():
        setattr(row, name, value)
    return model.objects.bulk_create([row])


def statements(model: type[columns.Model], name: str) -> dict[str, Breaking]:
    """What every condition promises, those of questions and those of triggers."""
    return {
        f"{name}_names_one_value": lambda: change(model, option=None, number=None, flag=None),
        f"{name}_operator_known": lambda: change(model, operator="~"),
        f"{name}_exists_takes_yes_or_no": lambda: change(model, operator="exists"),
    }


def of(model: type[columns.Model], **which: object) -> columns.QuerySet:
    return model.objects.filter(**which)


DRAFT: dict[str, Breaking] = {
    "questionnaire_review_whole_or_absent": lambda: change(
        models.Questionnaire, reviewer_name="Dr. Okoye"
    ),
    "section_key_once": lambda: twin(models.Section),
    "question_key_once": lambda: twin(models.Question),
    "question_kind_known": lambda: of(models.Question, key="dose").update(kind="slider"),
    "question_group_has_entries": lambda: of(models.Question, kind="group").update(min_rows=None),
    "question_smallest_not_over_largest": lambda: change(models.Question, minimum=9, maximum=3),
    "question_limits_above_zero": lambda: change(models.Question, max_answers=0),
    "option_code_once": lambda: twin(models.Option),
    **statements(models.ShowIf, "showif"),
    **statements(models.TriggerCondition, "triggercondition"),
    "triggercondition_never_is_not": lambda: change(models.TriggerCondition, operator="!="),
    "point_key_once": lambda: twin(models.Point),
    "point_identity_once": lambda: models.Point.objects.update(is_identity=True),
    "point_says_what_is_known": lambda: change(models.Point, knowledge=""),
    "trigger_severity_known": lambda: change(models.Trigger, severity="stop"),
    "claim_option_once": lambda: twin(models.Claim),
    "evidence_key_once": lambda: twin(models.Evidence),
    "evidence_read_before_review": lambda: models.Evidence.objects.update(
        review_by=F("read_on") - timedelta(days=1)
    ),
    "topic_key_once": lambda: twin(models.Topic),
    "examplepatient_name_once": lambda: twin(models.ExamplePatient),
    "wordstoavoid_once": lambda: twin(models.WordsToAvoid),
    "wordstoavoid_say_which": lambda: change(models.WordsToAvoid, words=""),
    "listedname_once": lambda: twin(models.ListedName),
    "listedname_says_which": lambda: change(models.ListedName, text=""),
    "waiver_says_who_and_why": lambda: change(models.Waiver, reason=""),
    "citation_has_one_owner": lambda: models.Citation.objects.update(
        question=None, point=None, claim=None, topic=None
    ),
    **{
        f"citation_once_for_each_{owner}": lambda owner=owner: repeat_citation(owner)
        for owner in ("question", "point", "claim", "topic")
    },
}


def repeat_citation(owner: str) -> object:
    row = models.Citation.objects.filter(**{f"{owner}__isnull": False}).first()
    row.pk = None
    return models.Citation.objects.bulk_create([row])


NOW, YESTERDAY = timezone.now(), timedelta(days=1)
CANCELLED = {"standing": "cancelled", "standing_why": "patient", "standing_at": NOW}
RECORDS: dict[str, Breaking] = {
    "version_number_once": lambda: twin(models.Version),
    "version_number_from_one": lambda: twin(models.Version, number=0),
    "version_has_a_reason": lambda: twin(models.Version, number=2, why=""),
    "version_reviewer_and_date_together": lambda: twin(
        models.Version, number=2, reviewer_name="Dr. Okoye"
    ),
    "visit_state_known": lambda: change(models.Visit, state="lost"),
    "visit_has_a_reference": lambda: change(models.Visit, reference=""),
    "visit_standing_says_when_and_why": lambda: change(models.Visit, standing="cancelled"),
    "visit_signed_took_place": lambda: change(
        models.Visit, state="sent", talk="signed", **CANCELLED
    ),
    "visit_once_in_a_schedule": lambda: [
        models.Visit.objects.update(source="s", source_id="7"),
        twin(models.Visit, reference="EV-TWIN-TWIN"),
    ],
    "texts_agreed_at_and_by_together": lambda: change(models.Patient, texts_agreed_at=NOW),
    "nameterm_once_a_patient": lambda: twin(models.NameTerm),
    "visitmoved_why_known": lambda: models.VisitMoved.objects.create(
        visit=models.Visit.objects.first(),
        from_date=date(2026, 12, 1),
        to_date=date(2026, 12, 2),
        why="whim",
        at=timezone.now(),
    ),
    "invitation_expires_later": lambda: change(models.Invitation, expires_at=F("created_at")),
    "invitation_revoked_who_and_when": lambda: change(models.Invitation, revoked_at=timezone.now()),
    "invitation_tries_limited": lambda: change(models.Invitation, tries=6),
    "invitation_locked_after_all_tries": lambda: change(
        models.Invitation, locked_at=timezone.now()
    ),
    "patientsession_seen_after_start": lambda: change(
        models.PatientSession, seen_at=F("started_at") - YESTERDAY
    ),
    "patientsession_ends_after_start": lambda: change(
        models.PatientSession, ended_at=F("started_at") - YESTERDAY
    ),
    "submission_sent_at_once_sent": lambda: change(models.Submission, sent_at=None),
    "submission_revision_from_one": lambda: change(models.Submission, revision=0),
    "submission_reopened_is_a_later_revision": lambda: change(models.Submission, state="reopened"),
    "submission_sent_after_opened": lambda: change(
        models.Submission, sent_at=F("opened_at") - YESTERDAY
    ),
    "frozendiscussion_edition_once": lambda: twin(models.FrozenDiscussion),
    "frozendiscussion_revision_from_one": lambda: twin(models.FrozenDiscussion, revision=0),
    "storedpdf_copy_once": lambda: [a_pdf(), a_pdf()],
    "storedpdf_content_unless_failed": lambda: a_pdf(state="ok"),
    "storedpdf_copy_known": lambda: a_pdf(copy="press"),
    "storedpdf_paper_known": lambda: a_pdf(paper="a5"),
    "accessevent_staff_is_named": lambda: an_event(actor="staff"),
    "accessevent_says_what": lambda: an_event(action=""),
    "accessevent_is_chained": lambda: an_event(digest=""),
    "stone_why_known": lambda: a_stone(why="whim"),
    "stone_request_carried_out_by_somebody": lambda: a_stone(why="request"),
    "legalhold_once": lambda: [a_hold(), a_hold()],
    "legalhold_lifted_who_and_when": lambda: a_hold(lifted_at=timezone.now()),
    "accessseal_is_signed": lambda: models.AccessSeal.objects.create(
        number=1, last=1, lines=1, sealed_at=timezone.now()
    ),
    "accessnote_accepted_by_somebody": lambda: models.AccessNote.objects.create(
        kind="accepted", said="Line 3 is missing", at=timezone.now()
    ),
}


def a_pdf(**values: object) -> object:
    plain = {"copy": "patient", "paper": "letter", "state": "failed", "made_at": timezone.now()}
    discussion = models.FrozenDiscussion.objects.get()
    return models.StoredPdf.objects.create(discussion=discussion, **{**plain, **values})


def a_stone(**values: object) -> object:
    plain = {"visit_number": 7, "reference": "EV-7", "erased_at": timezone.now()}
    return models.Stone.objects.create(**{**plain, **values})


def a_hold(**values: object) -> object:
    visit = models.Visit.objects.get()
    plain = {"patient": visit.patient, "placed_at": timezone.now(), "placed_by": visit.provider}
    return models.LegalHold.objects.create(**{**plain, "reason": b"x", **values})


def an_event(**values: object) -> object:
    plain = {"at": timezone.now(), "actor": "system", "action": "tested"}
    plain |= {"sequence": 1_000_000, "digest": "0" * 64}
    return models.AccessEvent.objects.create(**{**plain, **values})


@pytest.fixture
def draft():
    keep_example_patient(a_draft(SMALL), {"name": "Ana"})


@pytest.fixture
def sent():
    a_version(SMALL)
    a_sent_submission(answers=SMALL_ANSWERS)


FACTOR: dict[str, Breaking] = {
    "authenticator_one_in_use": lambda: twin(models.Authenticator),
    "authenticator_one_to_confirm": lambda: [
        twin(models.Authenticator, confirmed_at=None) for _ in range(2)
    ],
}


def expect_refusal(name: str, breaking: Breaking) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        breaking()
    message = str(refused.value)
    # SQLite names the columns of a plain unique constraint instead of the constraint.
    is_unique = message.startswith("UNIQUE constraint failed")
    assert name in message or (is_unique and ("_once" in name or "_one_" in name))


@pytest.mark.parametrize("name", DRAFT)
def test_the_draft_refuses(name, draft):
    expect_refusal(name, DRAFT[name])


@pytest.mark.parametrize("name", [*RECORDS, *JOBS, *SITES, *PHOTOS])
def test_the_records_refuse(name, sent):
    expect_refusal(name, (RECORDS | JOBS | SITES | PHOTOS)[name])


@pytest.mark.parametrize("name", FACTOR)
def test_second_factors_refuse(name):
    enrolled(a_user())
    expect_refusal(name, FACTOR[name])


def test_a_state_nobody_knows_is_refused(sent):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(models.Submission, state="lost")


def test_no_constraint_is_without_its_try():
    own = {
        constraint.name
        for model in apps.get_app_config("intake").get_models()
        for constraint in model._meta.constraints
    }
    assert own == {*DRAFT, *RECORDS, *ROOM, *FACTOR, *JOBS, *SITES, *PHOTOS}


UNIQUE_COLUMNS = [
    (models.Questionnaire, {"slug"}),
    (models.Site, {"key"}),
    (models.Visit, {"reference"}),
    (models.Invitation, {"digest"}),
    (models.PatientSession, {"digest"}),
    (models.Submission, {"visit"}),
    (models.AccessEvent, {"sequence"}),
]


@pytest.mark.parametrize(("model", "names"), UNIQUE_COLUMNS)
def test_what_must_be_unique_is(model, names, sent):
    alone = {field.name for field in model._meta.fields if field.unique and not field.primary_key}
    assert alone == names
    with pytest.raises(IntegrityError), transaction.atomic():
        twin(model)


def test_what_a_rule_uses_can_not_be_deleted(draft):
    for used in (
        models.Question.objects.get(key="has_allergy"),
        models.Option.objects.get(question__key="has_allergy", code="yes"),
        models.Option.objects.get(code="cure"),
        models.Evidence.objects.get(key="E1"),
    ):
        with pytest.raises(columns.RestrictedError):
            used.delete()
    models.Question.objects.get(key="worries").delete()


def test_what_a_record_rests_on_can_not_be_deleted(sent):
    submission = models.Submission.objects.get()
    visit = submission.visit
    for used in (submission, visit, visit.patient, visit.provider, submission.version):
        with pytest.raises(columns.ProtectedError):
            used.delete()


def test_two_visits_of_one_patient_have_each_their_submission():
    a_version(SMALL)
    visit, other = a_visit(), a_visit()
    assert a_submission(visit=visit).visit_id != a_submission(visit=other).visit_id


def test_each_member_of_staff_is_printed_with_credentials():
    named = a_user(first_name="Ana", last_name="Ruiz", credentials="MD")
    assert named.printed_name == "Ana Ruiz, MD"
    assert a_user(username="frontdesk").printed_name == "frontdesk"
