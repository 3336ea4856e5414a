"""Drafts with random damage: publishing refuses in words, or makes a version that works."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import models
from intake.actions.catalog.publish import PublishingRefused, problems_of, publish
from intake.actions.catalog.waive import give_reason
from intake.core.discussion.discuss import Edition, discuss
from intake.core.editing.check import Weight
from intake.core.questionnaire.answers import EMPTY
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.walk import walk
from intake.pdf.copies import patient_copy, patient_html, provider_copy, provider_pages
from tests.make.answering import everything_answered
from tests.make.builders import a_draft
from tests.make.small import SMALL

pytestmark = pytest.mark.django_db

ODD = (
    "",
    " ",
    "x",
    "0",
    "<b>",
    "Größe",
    "سلام",
    "two\nlines",
    "It is safe.",
    "a" * 80,
    "dont_know",
)
TEXTS = {
    models.Question: ("text", "short", "help", "show_behavior", "settles", "prefill", "serves"),
    models.Option: ("text", "code"),
    models.Point: ("title", "provider", "patient", "ask", "always", "group", "kind", "knowledge"),
    models.Trigger: ("severity", "behavior"),
    models.Section: ("title", "intro", "key"),
    models.Evidence: ("statement", "source", "url", "reading"),
    models.Questionnaire: ("title", "language", "content_version"),
}
KINDS = ("choice", "open-choice", "string", "text", "date", "integer", "decimal", "boolean")
FLAGS = ("required", "repeats", "in_person", "starts_page")
EVERY = (
    *TEXTS,
    models.ShowIf,
    models.TriggerCondition,
    models.Claim,
    models.Citation,
    models.WordsToAvoid,
    models.Waiver,
    models.ListedName,
)
NUMBERS = ("minimum", "maximum", "max_answers", "max_length", "min_rows", "max_rows", "position")


def any_row(chance, model):
    rows = list(model.objects.order_by("pk"))
    return chance.choice(rows) if rows else None


def reword(chance):
    model = chance.choice(list(TEXTS))
    column, row = chance.choice(TEXTS[model]), any_row(chance, model)
    model.objects.filter(pk=row.pk).update(**{column: chance.choice(ODD)})


def change_kind(chance):
    row = any_row(chance, models.Question)
    models.Question.objects.filter(pk=row.pk).update(kind=chance.choice(KINDS))


def change_flag(chance):
    row, column = any_row(chance, models.Question), chance.choice(FLAGS)
    models.Question.objects.filter(pk=row.pk).update(**{column: chance.random() < 0.5})


def change_number(chance):
    row, column = any_row(chance, models.Question), chance.choice(NUMBERS)
    value = chance.choice((None, 0, 1, 3, 70_000))
    models.Question.objects.filter(pk=row.pk).update(**{column: value})


def delete(chance):
    row = any_row(chance, chance.choice(EVERY))
    if row is not None and not isinstance(row, models.Questionnaire):
        row.delete()


def move(chance):
    row, section = any_row(chance, models.Question), any_row(chance, models.Section)
    parent = chance.choice((None, any_row(chance, models.Question)))
    models.Question.objects.filter(pk=row.pk).update(section=section, parent=parent)


def change_condition(chance):
    model = chance.choice((models.ShowIf, models.TriggerCondition))
    row, source = any_row(chance, model), any_row(chance, models.Question)
    value = chance.choice(
        (
            {"option": any_row(chance, models.Option)},
            {"number": chance.choice((-1, 0, 2, 10**9))},
            {"day": chance.choice((date.min, date(2026, 1, 1), date.max))},
            {"flag": True},
            {"flag": False},
        )
    )
    empty = {"option": None, "number": None, "day": None, "flag": None}
    operator = chance.choice(("exists", "=", "!=", ">", "<", ">=", "<="))
    columns = {**empty, **value, "operator": operator, "source": source}
    model.objects.filter(pk=row.pk).update(**columns)


def let_evidence_lapse(chance):
    row = any_row(chance, models.Evidence)
    yesterday = timezone.localdate() - timedelta(days=chance.randrange(3))
    models.Evidence.objects.filter(pk=row.pk).update(review_by=yesterday)


def change_parts(chance):
    draft = models.Questionnaire.objects.get()
    part = chance.choice(("name", "worries", "hope", "claims", "allergy", "quick_checks"))
    value = chance.choice(("heard", "substance", "gone", "", {"question": "dose"}, {}, [], 3))
    draft.roles = {**draft.roles, part: value}
    draft.save()


DAMAGES = (
    reword,
    reword,
    change_kind,
    change_flag,
    change_number,
    delete,
    move,
    change_condition,
    let_evidence_lapse,
    change_parts,
)


def damage(chance):
    """One slip; what the database refuses is no slip."""
    try:
        with transaction.atomic():
            chance.choice(DAMAGES)(chance)
    except (DatabaseError, ProtectedError, ObjectDoesNotExist, AttributeError):
        return


def published(draft):
    """The version, or None where publishing was refused with words for every problem."""
    at = timezone.now()
    for problem in problems_of(draft, at=at):
        assert problem.says.strip()
        if problem.weight is Weight.WITH_REASON:
            give_reason(draft, problem, reason="It stays.", by=None, at=at)
    try:
        return publish(draft, by=None, at=at, why="Damaged")
    except PublishingRefused as refused:
        assert refused.problems
        assert all(problem.says.strip() for problem in refused.problems)
        return None


def outcome(seed, slips, then):
    """Damage a draft, publish it, hand the document on if there is one; nothing stays."""
    chance = random.Random(seed)
    with transaction.atomic():
        draft = a_draft(SMALL)
        for _ in range(slips):
            damage(chance)
        draft.refresh_from_db()
        version = published(draft)
        if version is not None:
            then(version.read(), chance)
        transaction.set_rollback(True)
    return version is not None


def discussed(document, answers):
    walked = walk(document, answers)
    assert walked.pages or not walked.keys
    facts = VisitFacts(reference="AAAA", name="Maria Delgado", visit_date=date(2026, 11, 22))
    return discuss(document, answers, facts, Edition(1, 1, timezone.localtime()), None)


def prints_as_pages(document, chance):
    for answers in (EMPTY, everything_answered(document, chance)):
        made = discussed(document, answers)
        assert next(provider_pages(made))
        assert patient_html(made)


def prints_on_paper(document, chance):
    made = discussed(document, everything_answered(document, chance))
    assert provider_copy(made, paper="letter").pages >= 1
    assert patient_copy(made, paper="a4").pages >= 1


@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6), slips=st.integers(1, 6))
def test_damaged_draft_is_refused_in_words_or_walks_evaluates_and_prints(db, seed, slips):
    outcome(seed, slips, prints_as_pages)


@pytest.mark.parametrize(
    ("place", "rows", "column", "label"),
    [
        ("point:always", models.Point, "kind", "Kind"),
        ("point:always", models.Point, "knowledge", "What is known"),
        ("point:always", models.Point, "always", "Printed for every patient as"),
        ("question:has_allergy", models.Question, "settles", "Who can settle “I don't know”"),
        ("evidence:E1", models.Evidence, "reading", "What was read"),
    ],
)
def test_a_word_that_nobody_can_choose_is_told_with_its_place(place, rows, column, label):
    draft = a_draft(SMALL)
    rows.objects.filter(key=place.partition(":")[2]).update(**{column: "odd"})
    found = [(problem.place, problem.says) for problem in problems_of(draft, at=timezone.now())]
    assert found == [(place, f"{label}: “odd” is none of its choices. Choose again on its page.")]


def test_a_word_that_no_trigger_can_have_is_told_with_its_point():
    draft = a_draft(SMALL)
    row = models.Trigger.objects.filter(point__key="allergy").first()
    models.Trigger.objects.filter(pk=row.pk).update(behavior="")
    found = [(problem.place, problem.says) for problem in problems_of(draft, at=timezone.now())]
    says = "When these are met: nothing is chosen. Choose again on its page."
    assert found == [("point:allergy", says)]


def test_some_damage_is_refused_and_some_still_prints_on_paper():
    ended = [outcome(seed, 1, prints_on_paper) for seed in range(8)]
    assert set(ended) == {True, False}
