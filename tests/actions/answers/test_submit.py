"""Sending freezes one discussion; a correction makes the next revision beside it."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.page_drafts import keep_draft
from intake.actions.answers.rows import add_row
from intake.actions.answers.sheet import PageSaid, load_answers
from intake.actions.answers.submit import (
    NotComplete,
    NotSigned,
    Signed,
    reopen,
    send,
    sign_and_send,
)
from intake.actions.papers import MadePdf, store_pdf
from intake.core.documents.codec import sha256_of
from intake.core.questionnaire.answers import EMPTY, Answers, Chosen, Unsaid
from intake.core.questionnaire.points import Severity
from intake.models import CannotOpen, Copy, Paper, sealed
from tests.make.builders import (
    NAME,
    a_provider,
    a_sent_submission,
    a_submission,
    a_user,
    a_version,
    a_visit,
    an_entry,
    patient_answers,
    say,
    say_on,
    shipped,
)
from tests.make.room import holds_of
from tests.make.small import ALLERGIES, SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 17, 0, 0, 123456, tzinfo=UTC)
UNSURE = Answers({**SMALL_ANSWERS.top, "has_allergy": Unsaid.DONT_KNOW})


@pytest.fixture(autouse=True)
def small():
    a_version(SMALL)


@pytest.fixture
def session():
    return an_entry().session


def sent(session: models.PatientSession, signature: str = NAME) -> models.FrozenDiscussion:
    submission = models.Submission.objects.get(visit=session.invitation.visit)
    return send(submission, session=session, signature=signature, at=timezone.now())


def not_complete(session: models.PatientSession) -> NotComplete:
    with pytest.raises(NotComplete) as refused:
        sent(session)
    assert not models.FrozenDiscussion.objects.exists()
    return refused.value


def test_what_is_sent_is_frozen_with_its_facts_and_its_signature(settings):
    settings.TIME_ZONE = "America/New_York"
    visit = a_visit(provider=a_provider(), day=NOON.date())
    at = NOON
    frozen = a_sent_submission(visit=visit, answers=SMALL_ANSWERS, at=at)
    assert sealed.open(frozen, "signature") == NAME
    document = sealed.open(frozen, "document")
    assert (frozen.revision, frozen.sha256, frozen.frozen_at) == (1, sha256_of(document), at)
    header = models.FrozenDiscussion.objects.get().read().header
    assert (header.name, header.reference, header.version) == (NAME, visit.reference, 1)
    assert (header.provider, header.revision) == ("Ana Ruiz, MD", 1)
    assert header.sent_at == at
    assert header.sent_at.isoformat() == "2026-11-24T12:00:00.123456-05:00"
    visit.refresh_from_db()
    assert (visit.state, holds_of(visit)) == ("sent", 0)
    assert (visit.submission.state, visit.submission.sent_at) == ("sent", at)


def test_holds_are_counted_for_lists():
    a_version(shipped())
    frozen = a_sent_submission(answers=patient_answers("penicillin_unknown_ingredients"))
    assert holds_of(models.Visit.objects.get()) == len(frozen.read().holds) > 0


def test_nothing_is_sent_while_an_answer_is_missing(session):
    say(session.invitation.visit.submission, Answers({"has_allergy": Chosen(("yes",))}))
    refused = not_complete(session)
    assert [asked.question.key for asked in refused.missing] == ["full_name", "ready"]
    assert refused.short_groups == (ALLERGIES,)


def test_statements_are_kept_with_what_is_sent_or_not_at_all(session):
    submission = models.Submission.objects.get(visit=session.invitation.visit)
    given = load_answers(submission)
    signed = Signed(NAME, (PageSaid(SMALL.pages[-1], {"ready": True}, 0),))
    with pytest.raises(NotComplete):
        sign_and_send(submission, signed, given=given, session=session, at=timezone.now())
    assert load_answers(models.Submission.objects.get(pk=submission.pk)).answers == EMPTY


def test_nothing_is_sent_while_a_row_is_not_filled_in(session):
    submission = session.invitation.visit.submission
    say(submission, Answers({**SMALL_ANSWERS.top, "has_allergy": Chosen(("yes",))}))
    row = add_row(submission, ALLERGIES, given=load_answers(submission))
    refused = not_complete(session)
    assert [(asked.question.key, asked.row) for asked in refused.missing] == [
        ("substance", str(row))
    ]
    assert refused.short_groups == ()
    say_on(submission, SMALL.pages[1], {"substance": "Latex"}, row=row)
    assert sent(session).read().allergies is not None


def test_nothing_is_sent_while_a_page_was_left_unsent(session):
    submission = session.invitation.visit.submission
    say(submission, SMALL_ANSWERS)
    keep_draft(submission, SMALL.pages[3], {"heard": ["safe"]}, held=True, at=NOON)
    assert [draft.page for draft in not_complete(session).drafts] == ["visit/1"]


def test_a_page_left_unsent_that_is_not_asked_any_more_stops_nothing(session):
    submission = session.invitation.visit.submission
    say(submission, SMALL_ANSWERS)
    row = add_row(submission, ALLERGIES, given=load_answers(submission))
    keep_draft(submission, SMALL.pages[1], {"substance": ["Lat"]}, row=row, at=NOON)
    sent(session)
    assert not models.PageDraft.objects.exists()


@pytest.mark.parametrize("signature", ["", "  \n", "\0", "a" * 201])
def test_a_name_must_be_typed_to_sign(session, signature):
    say(session.invitation.visit.submission, SMALL_ANSWERS)
    with pytest.raises(NotSigned):
        sent(session, signature)
    assert not models.FrozenDiscussion.objects.exists()


@pytest.mark.parametrize("signature", ["Bo", "李"])
def test_a_short_name_is_one(session, signature):
    say(session.invitation.visit.submission, SMALL_ANSWERS)
    assert sealed.open(sent(session, signature), "signature") == signature


def test_c49_sending_again_gives_the_same_discussion_and_one_event(session):
    say(session.invitation.visit.submission, SMALL_ANSWERS)
    first = sent(session)
    assert [sent(session, "Someone Else").pk for _again in range(3)] == [first.pk] * 3
    assert models.AccessEvent.objects.filter(action="sent").count() == 1
    assert sealed.open(models.FrozenDiscussion.objects.get(), "signature") == NAME


def test_sending_again_gives_what_was_sent_and_not_a_later_edition(session):
    say(session.invitation.visit.submission, SMALL_ANSWERS)
    first = sent(session)
    later = models.FrozenDiscussion.objects.get()
    later.pk, later.edition = UUID(int=0), 2
    later.save(force_insert=True)
    assert sent(session) == first


def test_c11_a_session_sends_no_other_visit(session):
    other = a_submission(answers=SMALL_ANSWERS)
    with pytest.raises(ValueError, match="another visit"):
        send(other, session=session, signature=NAME, at=timezone.now())


def corrected(frozen: models.FrozenDiscussion, answers: Answers) -> models.FrozenDiscussion:
    reopen(frozen.submission, by=a_user(), at=timezone.now())
    return a_sent_submission(visit=frozen.submission.visit, answers=answers)


def test_a_correction_is_the_next_revision_and_keeps_the_one_before():
    first = a_sent_submission(answers=UNSURE)
    before = first.read()
    second = corrected(first, SMALL_ANSWERS)
    assert (second.submission.pk, second.revision) == (first.submission.pk, 2)
    now = second.read()
    assert now.header.revision == 2
    assert now.changes.since_revision == 1
    assert [change.short for change in now.changes.answers] == ["Allergy"]
    assert models.FrozenDiscussion.objects.get(revision=1).read() == before
    kept = {point.key: point.number for point in before.points}
    assert all(kept.get(point.key, point.number) == point.number for point in now.points)


def test_a_reopened_submission_keeps_its_answers_and_its_version():
    first = a_sent_submission(answers=SMALL_ANSWERS)
    a_version(replace(SMALL, title="Newer"))
    reopen(first.submission, by=a_user(), at=timezone.now())
    reopen(first.submission, by=a_user(), at=timezone.now())
    submission = a_submission(visit=first.submission.visit, answers=EMPTY)
    assert (submission.state, submission.revision) == ("reopened", 2)
    assert submission.version_id == first.submission.version_id
    assert load_answers(submission).answers == SMALL_ANSWERS
    visit = models.Visit.objects.get()
    assert (visit.state, holds_of(visit)) == ("reopened", 0)
    assert models.AccessEvent.objects.filter(action="reopened").count() == 1


def test_holds_follow_the_current_revision():
    a_version(shipped())
    first = a_sent_submission(answers=patient_answers("nothing_to_report"))
    pregnant = patient_answers("nothing_to_report")
    changed = Answers({**pregnant.top, "pregnancy_status": Chosen(("pregnant",))}, pregnant.rows)
    before = holds_of(models.Visit.objects.get())
    second = corrected(first, changed)
    assert (before, holds_of(models.Visit.objects.get())) == (0, 1)
    assert second.read().points[0].severity is Severity.HOLD


def test_c115_an_altered_discussion_is_refused():
    first, second = (a_sent_submission(answers=SMALL_ANSWERS) for _each in range(2))
    models.FrozenDiscussion.objects.filter(pk=first.pk).update(document=second.document)
    with pytest.raises(CannotOpen):
        models.FrozenDiscussion.objects.get(pk=first.pk).read()


PATIENT = (Copy.PATIENT, Paper.LETTER)


def test_a_copy_on_paper_is_sealed_and_never_replaced():
    frozen = a_sent_submission(answers=SMALL_ANSWERS)
    first = (MadePdf(*PATIENT, b"%PDF one"), MadePdf(Copy.PROVIDER, Paper.LETTER, b"p"))
    for made in (*first, MadePdf(*PATIENT, b"%PDF two"), MadePdf(*PATIENT, None)):
        store_pdf(frozen, made, at=NOON)
    kept = frozen.pdfs.get(copy="patient")
    assert (kept.state, kept.sha256) == ("ok", sha256(b"%PDF one").hexdigest())
    assert sealed.open_bytes(kept, "content") == b"%PDF one"
    assert b"%PDF" not in bytes(kept.content)
    assert frozen.pdfs.count() == 2


def test_c77_a_copy_that_could_not_be_made_may_be_made_later():
    frozen = a_sent_submission(answers=SMALL_ANSWERS)
    store_pdf(frozen, MadePdf(*PATIENT, None), at=NOON)
    kept = frozen.pdfs.get()
    assert (kept.state, kept.content, kept.sha256) == ("failed", None, "")
    store_pdf(frozen, MadePdf(*PATIENT, b"%PDF"), at=NOON)
    assert sealed.open_bytes(frozen.pdfs.get(), "content") == b"%PDF"


def test_c115_a_copy_of_another_patient_is_refused():
    one, other = (a_sent_submission(answers=SMALL_ANSWERS) for _each in range(2))
    for frozen in (one, other):
        store_pdf(frozen, MadePdf(*PATIENT, b"%PDF"), at=NOON)
    kept, foreign = one.pdfs.get(), other.pdfs.get()
    kept.content = foreign.content
    with pytest.raises(CannotOpen):
        sealed.open_bytes(kept, "content")
