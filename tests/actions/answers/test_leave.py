"""Pages left unsent: kept as they stood, shown again, never counted as answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.page_drafts import Draft, discard_draft, drafts_of, keep_draft
from intake.actions.answers.save import (
    AlreadySent,
    PageSaid,
    RowGone,
    add_row,
    load_answers,
    remove_row,
    save_page,
)
from intake.core.questionnaire.answers import Chosen
from tests.make.builders import a_sent_submission, a_submission, a_version
from tests.make.small import ALLERGIES, SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db

HEARD_PAGE, READY_PAGE, SUBSTANCE_PAGE = SMALL.pages[3], SMALL.pages[5], SMALL.pages[1]
POSTED = {"heard": ["safe", "other"], "heard_text": ["half a sen\0tence"], "revision": ["0"]}
NOW = timezone.now()


@pytest.fixture
def submission():
    a_version(SMALL)
    return a_submission()


def left(submission):
    return drafts_of(submission, load_answers(submission))


def test_a_draft_is_shown_again_and_counts_for_nothing(submission):
    keep_draft(submission, HEARD_PAGE, POSTED, at=NOW)
    assert left(submission) == (Draft("visit/1", None, POSTED, held=False, kept_at=NOW),)
    assert load_answers(submission).answers.top == {}
    assert b"safe" not in bytes(models.PageDraft.objects.get().posted)


def test_a_later_draft_of_the_page_replaces_the_earlier(submission):
    keep_draft(submission, HEARD_PAGE, POSTED, at=NOW)
    later = NOW + timedelta(minutes=1)
    keep_draft(submission, HEARD_PAGE, {"heard": ["cure"]}, held=True, at=later)
    keep_draft(submission, READY_PAGE, {"ready": ["yes"]}, at=NOW)
    assert left(submission) == (
        Draft("visit/3", None, {"ready": ["yes"]}, held=False, kept_at=NOW),
        Draft("visit/1", None, {"heard": ["cure"]}, held=True, kept_at=later),
    )


def test_saving_or_discarding_a_page_ends_its_draft_and_no_other(submission):
    for page in (HEARD_PAGE, READY_PAGE):
        keep_draft(submission, page, POSTED, at=NOW)
    saved = PageSaid(HEARD_PAGE, {"heard": Chosen(("safe",))}, 0)
    save_page(submission, saved, given=load_answers(submission))
    assert [draft.page for draft in left(submission)] == ["visit/3"]
    discard_draft(submission, READY_PAGE)
    discard_draft(submission, READY_PAGE)
    assert left(submission) == ()


def test_each_row_has_its_own_draft_and_a_removed_row_shows_none(submission):
    rows = [add_row(submission, ALLERGIES, given=load_answers(submission)) for _each in range(2)]
    for row in rows:
        keep_draft(submission, SUBSTANCE_PAGE, {"substance": [str(row)]}, row=row, at=NOW)
    assert {draft.row for draft in left(submission)} == set(rows)
    remove_row(submission, rows[0], given=load_answers(submission), at=NOW)
    assert [draft.row for draft in left(submission)] == [rows[1]]


def test_a_row_of_nobody_or_of_another_submission_takes_no_draft(submission):
    other = a_submission()
    foreign = add_row(other, ALLERGIES, given=load_answers(other))
    for row in (uuid4(), foreign):
        with pytest.raises(RowGone):
            keep_draft(submission, SUBSTANCE_PAGE, {"substance": ["x"]}, row=row, at=NOW)


def test_nothing_is_kept_for_answers_that_were_sent():
    a_version(SMALL)
    submission = a_sent_submission(answers=SMALL_ANSWERS).submission
    with pytest.raises(AlreadySent):
        keep_draft(submission, HEARD_PAGE, POSTED, held=True, at=NOW)
    assert not models.PageDraft.objects.exists()


def test_drafts_cost_one_query(submission, django_assert_num_queries):
    for page in (None, HEARD_PAGE, READY_PAGE):
        if page:
            keep_draft(submission, page, POSTED, at=NOW)
        given = load_answers(submission)
        with django_assert_num_queries(1):
            drafts_of(submission, given)
