"""Pages of answers: kept whole, never overwritten silently, never cleared by logic."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.page_drafts import keep_draft
from intake.actions.answers.rows import TooManyRows, add_row, remove_row, undo_remove
from intake.actions.answers.session import open_session, touch
from intake.actions.answers.sheet import (
    AlreadySent,
    Conflict,
    PageSaid,
    RowGone,
    load_answers,
    save_page,
    walked,
)
from intake.core.questionnaire.answers import Answers, Chosen, Row, Unsaid
from intake.core.questionnaire.questionnaire import Page
from intake.models.visits.visits import facts_of
from tests.make.builders import (
    a_sent_submission,
    a_submission,
    a_version,
    an_entry,
    patient_answers,
    say,
    say_on,
    shipped,
)
from tests.make.small import ALLERGIES, SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db

NAME_PAGE, SUBSTANCE_PAGE, SINCE_PAGE, HEARD_PAGE, AMOUNTS_PAGE, READY_PAGE = SMALL.pages


@pytest.fixture
def submission():
    a_version(SMALL)
    return a_submission()


def said(submission, page: Page, revision: int | None = None, row: UUID | None = None, **values):
    given = load_answers(submission)
    if revision is None:
        revision = given.revision_of(page, row)
    save_page(submission, PageSaid(page, values, revision, row), given=given)


def answers(submission: models.Submission) -> Answers:
    return load_answers(models.Submission.objects.get(pk=submission.pk)).answers


def a_row(submission: models.Submission, **values: object) -> UUID:
    row = add_row(submission, ALLERGIES, given=load_answers(submission))
    if values:
        said(submission, SUBSTANCE_PAGE, row=row, **values)
    return row


def test_c54_five_different_silences_stay_five_different_things(submission):
    said(submission, NAME_PAGE, full_name=None, has_allergy=Unsaid.DONT_KNOW)
    said(submission, HEARD_PAGE, heard=Chosen(("none",)))
    said(submission, READY_PAGE, worries=None, ready=Unsaid.DECLINED)
    assert answers(submission).top == {
        "has_allergy": Unsaid.DONT_KNOW,
        "heard": Chosen(("none",)),
        "ready": Unsaid.DECLINED,
    }
    said(submission, READY_PAGE, worries=None, ready=False)
    assert answers(submission).top["ready"] is False
    assert "minutes" not in load_answers(submission).kept["top"]


def test_every_kind_of_answer_comes_back_equal(submission):
    given = {
        "full_name": "María \U0001f600 – “x” ' \\ \n line",
        "has_allergy": Chosen(("yes",)),
        "heard": Chosen(("safe", "other"), "My cousin's words"),
        "minutes": 0,
        "dose": Decimal("0.250"),
        "worries": ("first", "second"),
        "ready": True,
    }
    say(submission, Answers(given))
    row = a_row(submission, substance="Penicillin")
    said(submission, SINCE_PAGE, row=row, since=date(2019, 2, 28))
    kept = answers(submission)
    assert kept.top == given
    assert kept.rows == {
        "allergies": (Row(str(row), {"substance": "Penicillin", "since": date(2019, 2, 28)}),)
    }


@pytest.mark.parametrize("name", ["penicillin_unknown_ingredients", "knows_nothing"])
def test_a_whole_patient_is_kept_answer_for_answer(name):
    a_version(shipped())
    submission = a_submission(answers=patient_answers(name))
    kept, wanted = answers(submission), patient_answers(name)
    assert kept.top == wanted.top
    assert {group: [row.answers for row in rows] for group, rows in kept.rows.items()} == {
        group: [row.answers for row in rows] for group, rows in wanted.rows.items()
    }


def test_c51_an_older_tab_is_told_what_stands_and_overwrites_nothing(submission):
    said(submission, HEARD_PAGE, heard=Chosen(("safe",)))
    built_from = load_answers(submission).revision_of(HEARD_PAGE)
    said(submission, HEARD_PAGE, heard=Chosen(("cure",)))
    with pytest.raises(Conflict) as conflict:
        said(submission, HEARD_PAGE, built_from, heard=Chosen(("none",)))
    assert conflict.value.current == {"heard": Chosen(("cure",))}
    assert answers(submission).top["heard"] == Chosen(("cure",))
    said(submission, HEARD_PAGE, conflict.value.revision, heard=Chosen(("none",)))
    assert answers(submission).top["heard"] == Chosen(("none",))


def test_c51_the_older_tab_is_noticed_when_its_own_reading_is_old_too(submission):
    older = models.Submission.objects.get()
    given = load_answers(older)
    said(submission, HEARD_PAGE, heard=Chosen(("cure",)))
    with pytest.raises(Conflict):
        save_page(older, PageSaid(HEARD_PAGE, {"heard": Chosen(("safe",))}, 0), given=given)
    assert answers(submission).top["heard"] == Chosen(("cure",))


def from_window(submission, tab: str, seq: int, answer: str, *, revision: int) -> None:
    posted = PageSaid(HEARD_PAGE, {"heard": Chosen((answer,))}, revision, tab=tab, seq=seq)
    save_page(submission, posted, given=load_answers(submission))


def test_continue_is_pressed_again_with_another_answer_where_the_next_page_did_not_come(submission):
    from_window(submission, "a", 1, "safe", revision=0)
    from_window(submission, "a", 2, "cure", revision=0)
    assert answers(submission).top["heard"] == Chosen(("cure",))


@pytest.mark.parametrize("before", [[("a", 3)], [("a", 2)], [("b", 1)], [("a", 1), ("b", 1)]])
def test_c51_a_window_writes_over_nothing_but_what_it_sent_before(submission, before):
    for revision, (tab, seq) in enumerate(before):
        from_window(submission, tab, seq, "safe", revision=revision)
    with pytest.raises(Conflict):
        from_window(submission, "a", 2, "cure", revision=0)


def test_an_answer_that_was_blanked_elsewhere_is_a_conflict(submission):
    said(submission, AMOUNTS_PAGE, minutes=20, dose=None)
    built_from = load_answers(submission).revision_of(AMOUNTS_PAGE)
    said(submission, AMOUNTS_PAGE, minutes=None, dose=None)
    with pytest.raises(Conflict) as conflict:
        said(submission, AMOUNTS_PAGE, built_from, minutes=25, dose=None)
    assert conflict.value.current == {}


def test_a_page_saved_elsewhere_does_not_stop_another_page(submission):
    older = models.Submission.objects.get()
    given = load_answers(older)
    said(submission, HEARD_PAGE, heard=Chosen(("cure",)))
    save_page(older, PageSaid(READY_PAGE, {"ready": True}, 0), given=given)
    assert answers(submission).top == {"heard": Chosen(("cure",)), "ready": True}
    assert older.stamp == models.Submission.objects.get().stamp
    assert load_answers(older).kept["counter"] == 2


def test_c49_the_same_page_posted_twice_is_no_conflict(submission):
    for _twice in range(2):
        said(submission, HEARD_PAGE, 0, heard=Chosen(("safe",)))
    assert answers(submission).top == {"heard": Chosen(("safe",))}
    assert list(load_answers(submission).kept["top"]) == ["heard"]


def test_answers_are_not_cleared_when_their_question_is_not_asked_any_more(submission):
    say(submission, SMALL_ANSWERS)
    said(submission, NAME_PAGE, full_name="Maria", has_allergy=Chosen(("yes",)))
    row = a_row(submission, substance="Latex")
    said(submission, NAME_PAGE, full_name="Maria", has_allergy=Chosen(("no",)))
    given = load_answers(submission)
    assert given.answers.rows_of("allergies") == (Row(str(row), {"substance": "Latex"}),)
    walk = walked(submission, given, facts_of(submission.visit), at=timezone.now())
    assert walk.counted.rows == {}


def test_c44_an_answer_that_is_not_on_the_page_is_refused(submission):
    with pytest.raises(ValueError, match="visit/1"):
        said(submission, HEARD_PAGE, heard=Chosen(("safe",)), ready=True)
    assert not models.AnswerSheet.objects.exists()


def test_rows_keep_their_id_and_order_when_others_go_and_come_back(submission):
    first, second, third = (a_row(submission, substance=what) for what in ("a", "b", "c"))
    remove_row(submission, second, given=load_answers(submission), at=timezone.now())
    given = load_answers(submission)
    assert [row.id for row in given.answers.rows_of("allergies")] == [str(first), str(third)]
    assert given.removed == {second: "allergies"}
    undo_remove(submission, second, given=given)
    assert [row.answers for row in answers(submission).rows_of("allergies")] == [
        {"substance": "a"},
        {"substance": "b"},
        {"substance": "c"},
    ]


def test_a_row_in_which_nothing_was_said_yet_is_there(submission):
    row = a_row(submission)
    assert answers(submission).rows == {"allergies": (Row(str(row), {}),)}


def test_a_group_takes_no_more_rows_than_it_says(submission):
    rows = [a_row(submission) for _each in range(3)]
    with pytest.raises(TooManyRows):
        a_row(submission)
    remove_row(submission, rows[0], given=load_answers(submission), at=timezone.now())
    a_row(submission)
    with pytest.raises(TooManyRows):
        undo_remove(submission, rows[0], given=load_answers(submission))
    assert len(answers(submission).rows_of("allergies")) == 3


def test_a_row_that_is_gone_takes_nothing(submission):
    row, now = a_row(submission, substance="a"), timezone.now()
    stale = load_answers(submission)
    remove_row(models.Submission.objects.get(), row, given=stale, at=now)
    said_there = PageSaid(
        SUBSTANCE_PAGE, {"substance": "b"}, stale.revision_of(SUBSTANCE_PAGE, row), row
    )
    with pytest.raises(RowGone):
        save_page(submission, said_there, given=stale)
    with pytest.raises(RowGone):
        remove_row(submission, row, given=load_answers(submission), at=now)
    with pytest.raises(RowGone):
        said(submission, SUBSTANCE_PAGE, row=uuid4(), substance="c")
    with pytest.raises(RowGone):
        undo_remove(submission, uuid4(), given=load_answers(submission))


def test_a_row_of_another_submission_takes_nothing(submission):
    other = a_submission()
    row = a_row(other, substance="a")
    with pytest.raises(RowGone):
        said(submission, SUBSTANCE_PAGE, row=row, substance="b")
    with pytest.raises(RowGone):
        remove_row(submission, row, given=load_answers(submission), at=timezone.now())
    assert answers(other).rows_of("allergies")[0].answers == {"substance": "a"}


def test_nothing_is_taken_once_the_answers_were_sent():
    a_version(SMALL)
    submission = a_sent_submission(answers=SMALL_ANSWERS).submission
    given = load_answers(submission)
    for attempt in (
        lambda: said(submission, HEARD_PAGE, heard=Chosen(("safe",))),
        lambda: add_row(submission, ALLERGIES, given=given),
        lambda: remove_row(submission, uuid4(), given=given, at=timezone.now()),
    ):
        with pytest.raises(AlreadySent):
            attempt()
    assert answers(submission).top == SMALL_ANSWERS.top


@pytest.mark.parametrize("document", [SMALL, shipped()])
def test_a_page_turn_costs_at_most_eight_queries(document, django_assert_num_queries):
    a_version(document)
    entered, now = an_entry(), timezone.now()
    entered.session.invitation.visit.submission.version.read()
    page, key = (document.pages[0], document.pages[0].keys[0])
    for submission in (entered.session.invitation.visit.submission, a_submission()):
        keep_draft(submission, page, {key: ["left"]}, at=now)
    with django_assert_num_queries(8):
        live = open_session(entered.key, at=now)
        given = load_answers(live.submission)
        walked(live.submission, given, facts_of(live.submission.visit), at=now)
        save_page(live.submission, PageSaid(page, {key: "Maria"}, 0), given=given)
        touch(live.session, at=timezone.now())
    assert live.submission.drafts.count() == 0


def test_adding_a_row_costs_at_most_eight_queries(django_assert_max_num_queries):
    a_version(SMALL)
    key = an_entry().key
    with django_assert_max_num_queries(8):
        live = open_session(key, at=timezone.now())
        add_row(live.submission, ALLERGIES, given=load_answers(live.submission))
        touch(live.session, at=timezone.now())


def test_loading_costs_one_query_however_much_was_said(submission, django_assert_num_queries):
    for rows in range(3):
        with django_assert_num_queries(1):
            assert len(load_answers(submission).answers.rows_of("allergies")) == rows
        row = a_row(submission, substance="x")
        say_on(submission, SINCE_PAGE, {"since": date(2020, 1, 1)}, row=row)
