"""Pages left unsent: kept as they stood, shown again, never counted as answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.page_drafts import (
    SHOWN,
    Stamp,
    TooManyDrafts,
    discard_draft,
    drafts_of,
    keep_draft,
    shown_in,
)
from intake.actions.answers.rows import add_row, remove_row
from intake.actions.answers.sheet import AlreadySent, PageSaid, RowGone, load_answers, save_page
from intake.core.limits import DRAFTS_IN_A_MINUTE
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


def left(submission) -> list[tuple[str, dict, bool]]:
    return [
        (draft.page, draft.posted, draft.held)
        for draft in drafts_of(submission, load_answers(submission))
    ]


def test_a_draft_is_shown_again_and_counts_for_nothing(submission):
    keep_draft(submission, HEARD_PAGE, POSTED, at=NOW)
    assert left(submission) == [("visit/1", POSTED, False)]
    assert load_answers(submission).answers.top == {}
    assert b"safe" not in bytes(models.PageDraft.objects.get().posted)


def test_of_one_window_only_what_is_newer_replaces_a_draft(submission):
    for seq, heard in ((2, "cure"), (1, "safe"), (3, "free")):
        posted = {"heard": [heard]}
        keep_draft(submission, HEARD_PAGE, posted, stamp=Stamp("a", seq), at=NOW)
        expected = "cure" if seq < 3 else "free"
        assert left(submission) == [("visit/1", {"heard": [expected]}, False)]


def test_two_windows_never_replace_each_other(submission):
    for tab, heard in (("a", "cure"), ("b", "safe")):
        keep_draft(submission, HEARD_PAGE, {"heard": [heard]}, stamp=Stamp(tab, 1), at=NOW)
    assert {posted["heard"][0] for _page, posted, _held in left(submission)} == {"cure", "safe"}


def test_what_is_held_gives_way_to_no_draft_of_the_same_window(submission):
    stamp = Stamp("a", 1)
    keep_draft(submission, HEARD_PAGE, POSTED, held=True, stamp=stamp, at=NOW)
    keep_draft(submission, HEARD_PAGE, {"heard": ["x"]}, stamp=Stamp("a", 2), at=NOW)
    assert ("visit/1", POSTED, True) in left(submission)


def test_a_draft_made_from_another_is_told_in_its_place_and_what_is_held_is_still_there(submission):
    keep_draft(submission, HEARD_PAGE, POSTED, held=True, stamp=Stamp("a", 1), at=NOW)
    held = drafts_of(submission, load_answers(submission))[0]
    typed = {"heard": ["cure"], SHOWN: [f"{held.id}.1"]}
    stamp = Stamp("b", 1, {held.id: 1})
    keep_draft(submission, HEARD_PAGE, typed, stamp=stamp, at=NOW + timedelta(minutes=1))
    assert left(submission) == [("visit/1", typed, False)]
    assert submission.drafts.filter(held=True).count() == 1
    said = PageSaid(HEARD_PAGE, {"heard": Chosen(("cure",))}, 0, tab="b")
    save_page(submission, said, given=load_answers(submission))
    discard_draft(submission, {held.id: 1})
    assert not submission.drafts.exists()


def test_what_was_typed_after_a_draft_was_shown_outlives_its_settling(submission):
    keep_draft(submission, HEARD_PAGE, POSTED, stamp=Stamp("a", 1), at=NOW)
    shown = drafts_of(submission, load_answers(submission))[0]
    keep_draft(submission, HEARD_PAGE, {"heard": ["x"]}, stamp=Stamp("a", 2), at=NOW)
    discard_draft(submission, {shown.id: 1})
    assert left(submission) == [("visit/1", {"heard": ["x"]}, False)]


def test_what_a_page_names_as_no_draft_was_ever_named_is_left_out():
    one, two, three = uuid4(), uuid4(), uuid4()
    stamps = [f"{one}.3", f"{two}.²", f"{three}.9999999999", "x.1", ""]
    assert shown_in(stamps) == {one: 3, two: 0, three: 0}
    assert shown_in([f"{one}.", f"{two}.x"]) == {}


def test_three_windows_of_a_page_are_kept_and_the_oldest_goes(submission):
    for number in range(5):
        at = NOW + timedelta(minutes=number)
        posted = {"heard": [str(number)]}
        keep_draft(submission, HEARD_PAGE, posted, stamp=Stamp(f"t{number}", 1), at=at)
    assert [posted["heard"] for _page, posted, _held in left(submission)] == [["2"], ["3"], ["4"]]


def test_the_window_that_wrote_first_keeps_what_it_writes_again(submission):
    for number, tab in enumerate("abca"):
        at, posted = NOW + timedelta(minutes=number), {"heard": [str(number)]}
        keep_draft(submission, HEARD_PAGE, posted, stamp=Stamp(tab, number), at=at)
    assert [posted["heard"] for _page, posted, _held in left(submission)] == [["1"], ["2"], ["3"]]


def test_a_program_that_stores_without_end_is_stopped_for_the_rest_of_the_minute(submission):
    for number in range(DRAFTS_IN_A_MINUTE):
        keep_draft(submission, HEARD_PAGE, POSTED, stamp=Stamp("a", number), at=NOW)
    with pytest.raises(TooManyDrafts):
        keep_draft(submission, HEARD_PAGE, POSTED, stamp=Stamp("a", 99), at=NOW)
    keep_draft(submission, HEARD_PAGE, POSTED, stamp=Stamp("a", 99), at=NOW + timedelta(minutes=1))


def test_saving_or_discarding_a_page_ends_its_draft_and_no_other(submission):
    for page in (HEARD_PAGE, READY_PAGE):
        keep_draft(submission, page, POSTED, at=NOW)
    saved = PageSaid(HEARD_PAGE, {"heard": Chosen(("safe",))}, 0)
    save_page(submission, saved, given=load_answers(submission))
    assert [draft.page for draft in drafts_of(submission, load_answers(submission))] == ["visit/3"]
    shown = {draft.id: draft.seq for draft in drafts_of(submission, load_answers(submission))}
    for _twice in range(2):
        discard_draft(submission, shown)
    assert drafts_of(submission, load_answers(submission)) == ()


def test_each_row_has_its_own_draft_and_a_removed_row_shows_none(submission):
    rows = [add_row(submission, ALLERGIES, given=load_answers(submission)) for _each in range(2)]
    for row in rows:
        keep_draft(submission, SUBSTANCE_PAGE, {"substance": [str(row)]}, row=row, at=NOW)
    assert {draft.row for draft in drafts_of(submission, load_answers(submission))} == set(rows)
    remove_row(submission, rows[0], given=load_answers(submission), at=NOW)
    assert [draft.row for draft in drafts_of(submission, load_answers(submission))] == [rows[1]]


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
