"""A sheet that was altered, moved, put back or taken away is never read as what a patient said."""

import pytest
from django.db import IntegrityError, transaction

from intake import models
from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.answers import Answers, Chosen
from intake.models import CannotOpen
from tests.make.builders import a_sent_submission, a_submission, a_version, say
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    a_version(SMALL)
    return a_submission()


def test_c115_an_altered_answer_is_never_read_as_another(submission):
    say(submission, SMALL_ANSWERS)
    other = a_submission()
    say(other, SMALL_ANSWERS)
    models.AnswerSheet.objects.filter(pk=submission.pk).update(content=other.sheet.content)
    with pytest.raises(CannotOpen):
        load_answers(submission)


def test_a_sheet_of_an_earlier_moment_put_back_in_its_row_is_noticed(submission):
    say(submission, Answers({"heard": Chosen(("safe",))}))
    earlier = models.AnswerSheet.objects.get()
    say(submission, Answers({"heard": Chosen(("cure",))}))
    rows = models.AnswerSheet.objects.filter(pk=submission.pk)
    rows.update(content=earlier.content)
    with pytest.raises(CannotOpen, match="altered"):
        load_answers(submission)
    rows.update(stamp=earlier.stamp)
    with pytest.raises(CannotOpen, match="put back"):
        load_answers(submission)


def test_a_sheet_that_was_taken_away_is_missed(submission):
    models.Submission.objects.update(stamp=5)
    with pytest.raises(CannotOpen, match="is gone"):
        load_answers(models.Submission.objects.get())


def test_the_database_refuses_another_sheet_once_the_answers_were_sent():
    a_version(SMALL)
    sheet = a_sent_submission(answers=SMALL_ANSWERS).submission.sheet
    rows = models.AnswerSheet.objects.filter(pk=sheet.pk)
    for attempt in (lambda: rows.update(stamp=1), lambda: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    models.Submission.objects.filter(pk=sheet.pk).update(state="reopened", revision=2)
    assert rows.update(stamp=1) == 1
