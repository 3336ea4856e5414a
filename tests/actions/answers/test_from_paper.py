"""Typing in from paper: never mixed with a link, never another's, and marked for good."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.from_paper import NotFromPaper, Paper, Refusal, give_up, type_in
from intake.actions.answers.session import Ended, Live, Over, open_session
from intake.actions.answers.sheet import load_answers
from intake.actions.answers.submit import NotComplete, NotSigned, OnPaper, reopen, send
from intake.actions.privacy.verify_records import altered_records
from intake.actions.visits.enter import Gone, Standing, try_birth_date
from intake.actions.visits.standing import take_out
from intake.core.limits import PATIENT_IDLE
from intake.core.questionnaire.answers import Answers
from tests.make.builders import (
    BIRTH_DATE,
    NAME,
    a_draft,
    a_user,
    a_version,
    a_visit,
    an_entry,
    an_invitation,
    say,
)
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
SIGNED_ON = date(2026, 11, 20)
READ_BACK = OnPaper(SIGNED_ON, "Ana Ruiz")


@pytest.fixture
def visit() -> models.Visit:
    a_version(SMALL)
    return a_visit()


@pytest.fixture
def kim() -> models.User:
    return a_user(first_name="Kim", last_name="Lee")


def begun(visit: models.Visit, by: models.User) -> tuple[models.PatientSession, models.Submission]:
    session = type_in(visit, Paper(), by=by, at=timezone.now()).session
    return session, models.Submission.objects.get(visit=visit)


def typed(visit: models.Visit, by: models.User, answers: Answers = SMALL_ANSWERS):
    session, submission = begun(visit, by)
    say(submission, answers)
    return session, submission


def why_not(visit: models.Visit, by: models.User) -> Refusal:
    with pytest.raises(NotFromPaper) as refused:
        type_in(visit, Paper(), by=by, at=timezone.now())
    return refused.value.why


def test_what_was_typed_is_sent_once_with_both_names_and_the_day(visit, kim):
    session, submission = typed(visit, kim)
    sending = {"session": session, "signature": NAME, "on_paper": READ_BACK}

    first = send(submission, at=timezone.now(), **sending)
    again = send(submission, at=timezone.now(), **sending)

    assert again == first
    paper = first.read().header.from_paper
    assert (paper.typed_by, paper.read_back_by, paper.signed_on) == (
        "Kim Lee",
        "Ana Ruiz",
        SIGNED_ON,
    )
    submission.refresh_from_db()
    assert submission.typist is None
    assert [*altered_records()] == []


def test_a_correction_on_the_link_keeps_saying_where_it_began(visit, kim):
    session, submission = typed(visit, kim)
    send(submission, session=session, signature=NAME, at=timezone.now(), on_paper=READ_BACK)
    reopen(submission, by=a_user(), at=timezone.now())
    entered = an_entry(visit)
    submission = models.Submission.objects.get(visit=visit)

    second = send(submission, session=entered.session, signature=NAME, at=timezone.now())

    header = second.read().header
    assert (header.revision, header.from_paper.revision) == (2, 1)
    assert why_not(visit, kim) is Refusal.SENT


def test_nobody_sends_paper_as_if_it_came_by_a_link_nor_a_link_as_paper(visit, kim):
    session, submission = typed(visit, kim)
    with pytest.raises(ValueError):
        send(submission, session=session, signature=NAME, at=timezone.now())
    other = a_visit()
    entered = an_entry(other)
    submission = models.Submission.objects.get(visit=other)
    say(submission, SMALL_ANSWERS)

    with pytest.raises(ValueError):
        send(
            submission,
            session=entered.session,
            signature=NAME,
            at=timezone.now(),
            on_paper=READ_BACK,
        )
    assert models.FrozenDiscussion.objects.count() == 0


def test_a_paper_signed_tomorrow_or_read_back_by_nobody_is_not_sent(visit, kim):
    session, submission = typed(visit, kim)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for on_paper in (replace(READ_BACK, signed_on=tomorrow), replace(READ_BACK, read_back_by=" ")):
        with pytest.raises(NotSigned):
            send(submission, session=session, signature=NAME, at=timezone.now(), on_paper=on_paper)


def test_what_was_gone_past_and_left_blank_may_be_sent_but_not_what_was_never_seen(visit, kim):
    top = {key: said for key, said in SMALL_ANSWERS.top.items() if key != "has_allergy"}
    session, submission = typed(visit, kim, Answers(top))
    unseen = Answers({key: said for key, said in top.items() if key != "ready"})
    other = a_visit()
    half, other = typed(other, kim, Answers({"heard": unseen.top["heard"]}))

    sent = send(submission, session=session, signature=NAME, at=timezone.now(), on_paper=READ_BACK)

    assert sent.read().header.from_paper.left_blank == ("Allergy",)
    with pytest.raises(NotComplete):
        send(other, session=half, signature=NAME, at=timezone.now(), on_paper=READ_BACK)


def test_whoever_answers_on_a_link_or_has_begun_there_is_not_typed_over(visit, kim):
    entered = an_entry(visit)
    assert why_not(visit, kim) is Refusal.ANSWERING

    later = timezone.now() - 2 * PATIENT_IDLE
    models.PatientSession.objects.filter(pk=entered.session.pk).update(
        started_at=later, seen_at=later
    )
    session, submission = begun(visit, kim)  # opened, and nothing was said
    give_up(visit, by=kim, at=timezone.now())
    say(submission, SMALL_ANSWERS)
    assert why_not(visit, kim) is Refusal.BEGUN


def test_answers_on_a_link_that_can_not_be_read_are_not_typed_over(visit, kim):
    entered = an_entry(visit)
    say(entered.session.invitation.visit.submission, SMALL_ANSWERS)
    models.PatientSession.objects.update(ended_at=timezone.now())
    models.AnswerSheet.objects.update(content=b"x")
    assert why_not(visit, kim) is Refusal.BEGUN


def test_links_and_sessions_are_closed_while_typing_and_open_afterwards(visit, kim):
    link = an_invitation(visit)
    session, submission = typed(visit, kim)

    assert try_birth_date(link, BIRTH_DATE, at=timezone.now()) == Gone(Standing.ON_PAPER)
    assert why_not(visit, a_user()) is Refusal.COLLEAGUE

    give_up(visit, by=a_user(), at=timezone.now())

    assert load_answers(models.Submission.objects.get(visit=visit)).answers.top == {}
    assert an_entry(visit).session.typist is None
    session.refresh_from_db()
    assert session.ended_at is not None


def test_taken_out_twice_it_takes_nothing_that_was_said_on_the_link_since(visit, kim):
    typed(visit, kim)
    give_up(visit, by=kim, at=timezone.now())
    entered = an_entry(visit)
    say(models.Submission.objects.get(visit=visit), SMALL_ANSWERS)

    give_up(visit, by=kim, at=timezone.now())

    said = load_answers(models.Submission.objects.get(visit=visit)).answers
    assert said.top == SMALL_ANSWERS.top
    assert isinstance(open_session(entered.key, at=timezone.now()), Live)


def test_going_on_elsewhere_ends_the_session_before(visit, kim):
    first = type_in(visit, Paper(), by=kim, at=timezone.now())
    second = type_in(visit, Paper(), by=kim, at=timezone.now())

    assert isinstance(open_session(first.key, at=timezone.now()), Ended)
    assert isinstance(open_session(second.key, at=timezone.now()), Live)


def test_a_session_whose_typist_was_taken_off_by_hand_opens_nothing(visit, kim):
    entered = type_in(visit, Paper(), by=kim, at=timezone.now())
    models.PatientSession.objects.update(typist=None)

    assert open_session(entered.key, at=timezone.now()) is None


def test_a_patient_goes_on_with_nothing_that_is_said_to_be_on_paper(visit, kim):
    entered = an_entry(visit)
    models.Submission.objects.update(typist=kim)
    assert open_session(entered.key, at=timezone.now()).why is Over.FINISHED


def test_nothing_is_typed_in_before_the_questionnaire_is_published(visit, kim):
    draft = a_draft(replace(SMALL, key="unpublished"))
    models.Visit.objects.filter(pk=visit.pk).update(questionnaire=draft)
    assert why_not(visit, kim) is Refusal.NOTHING_PUBLISHED


def test_the_paper_says_its_version_and_language(visit, kim):
    old = models.Version.objects.get()
    a_version(replace(SMALL, title="Newer"))

    type_in(visit, Paper(old, "es"), by=kim, at=timezone.now())

    submission = models.Submission.objects.get(visit=visit)
    assert (submission.version, submission.language) == (old, "es")


def test_a_visit_that_does_not_take_place_is_not_typed_in(visit, kim):
    take_out(
        visit,
        models.Standing.CANCELLED,
        why=models.WhyNotPlanned.PATIENT,
        by=kim,
        at=timezone.now(),
    )
    assert why_not(visit, kim) is Refusal.NOT_PLANNED
