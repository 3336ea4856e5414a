"""Queries written once find what Django finds, for every value and on either database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers import page_drafts as leave
from intake.actions.answers import session, sheet
from intake.actions.answers.page_drafts import keep_draft
from intake.actions.answers.rows import add_row
from intake.actions.answers.sheet import PageSaid, load_answers, save_page
from intake.actions.prepared_sql import Prepared
from intake.core.questionnaire.answers import Chosen
from tests.make.builders import a_submission, a_version, an_entry
from tests.make.small import ALLERGIES, SMALL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small():
    a_version(SMALL)


def a_filled_submission() -> models.Submission:
    submission, page = a_submission(), SMALL.pages[3]
    add_row(submission, ALLERGIES, given=load_answers(submission))
    said = PageSaid(page, {"heard": Chosen(("safe",))}, 0)
    save_page(submission, said, given=load_answers(submission))
    keep_draft(submission, page, {"heard": ["cure"]}, at=timezone.now())
    return submission


@pytest.mark.parametrize("kept", [sheet.KEPT, leave.KEPT])
def test_rows_are_those_that_django_finds_for_each_submission(kept):
    for submission in (a_filled_submission(), a_filled_submission(), a_submission()):
        usual = kept.queryset.filter(submission=submission.pk)
        assert sorted(map(repr, kept.rows(submission.pk))) == sorted(repr([*row]) for row in usual)


def test_a_session_has_what_django_finds_of_every_record_on_its_way():
    entered, joined = an_entry(), "invitation__visit__submission__version"
    found = session.open_session(entered.key, at=timezone.now()).session
    usual = models.PatientSession.objects.select_related(joined).get(pk=found.pk)
    for path, (model, names) in session.NEEDED.items():
        here, there = found, usual
        for step in filter(None, path.split("__")):
            here, there = getattr(here, step), getattr(there, step)
        assert type(here) is model
        assert {name: getattr(here, name) for name in names} == {
            name: getattr(there, name) for name in names
        }


def test_a_query_that_names_a_second_value_is_refused():
    kept = Prepared(
        models.PageDraft.objects.filter(kept_at__gt=timezone.now()).values_list("id"),
        by="submission",
    )
    with pytest.raises(ValueError, match="one value"):
        kept.rows(a_submission().pk)


def test_a_change_touches_its_own_row_and_says_so():
    mine, other = a_filled_submission(), a_filled_submission()
    before = models.Submission.objects.get(pk=other.pk).stamp
    assert sheet.CLAIMED.run(7, mine.pk, mine.stamp) == 1
    assert sheet.CLAIMED.run(8, mine.pk, mine.stamp) == 0
    assert models.Submission.objects.get(pk=mine.pk).stamp == 7
    assert models.Submission.objects.get(pk=other.pk).stamp == before
    assert sheet.SETTLED.run(mine.drafts.get().pk, mine.drafts.get().pk) == 1
    assert (mine.drafts.count(), other.drafts.count()) == (0, 1)


def test_a_session_is_seen_later_and_never_earlier_or_after_its_end():
    at = timezone.now()
    kept = an_entry().session
    assert session.TOUCHED.run(at + timedelta(minutes=1), kept.pk, at + timedelta(minutes=1)) == 1
    assert session.TOUCHED.run(at, kept.pk, at) == 0
    models.PatientSession.objects.filter(pk=kept.pk).update(ended_at=at + timedelta(minutes=2))
    later = at + timedelta(minutes=3)
    assert session.TOUCHED.run(later, kept.pk, later) == 0
    assert models.PatientSession.objects.get(pk=kept.pk).seen_at == at + timedelta(minutes=1)
