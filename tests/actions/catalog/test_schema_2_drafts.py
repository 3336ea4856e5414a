"""A draft that breaks a promise of schema 2 is told where, and can't be published."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone

from intake import models
from intake.actions.catalog.publish import PublishingRefused, problems_of, publish
from intake.core.questionnaire.points import PointKind
from tests.make.builders import a_draft, a_user
from tests.make.small import ALLERGY_POINT, SMALL

pytestmark = pytest.mark.django_db

LONG = " ".join(["word"] * 40)
OTHER = replace(ALLERGY_POINT, key="other", kind=PointKind.GAP, knowledge=None, serves=())
TWO_KINDS = replace(SMALL, points=(*SMALL.points, OTHER))


def words(**columns: str) -> Callable[[], object]:
    """What an editor typed into the first trigger of a hold."""
    holds = models.Trigger.objects.filter(point__key="allergy", severity="hold")
    return lambda: holds.update(**columns)


def option(**columns: str) -> Callable[[], object]:
    safe = models.Option.objects.filter(question__key="heard", code="safe")
    return lambda: safe.update(**columns)


@pytest.mark.parametrize(
    ("plant", "place", "says"),
    [
        (words(short="one " * 7), "point:allergy", "Trigger 1: short has 7 words, 6 at most."),
        (words(title=LONG), "point:allergy", "Trigger 1: title has 40 words, 12 at most."),
        (words(talk=LONG), "point:allergy", "Trigger 1: talk has 40 words, 20 at most."),
        (words(patient=LONG), "point:allergy", "Trigger 1: patient has 40 words, 30 at most."),
        (words(ask=LONG), "point:allergy", "Trigger 1: ask has 40 words, 14 at most."),
        (words(lift=f"One way\n{LONG}"), "point:allergy", "has 40 words, 7 at most."),
        (words(lift="Only one way"), "point:allergy", "A hold has 2 ways to lift it, or none."),
        (option(answers_for="nobody"), "question:heard",
         'It answers for the question "nobody", which does not exist.'),
        (option(answers_for="minutes has_allergy"), "question:heard",
         'It answers for "has_allergy", which is asked before it.'),
        (option(entry_name="Milk"), "question:heard", "it needs a name and a kind."),
        (lambda: models.Trigger.objects.update(row="allergy"), "point:other",
         'the row "allergy" has points of two kinds, "allergy" (risk) and "other" (gap).'),
        (lambda: models.Question.objects.filter(key="heard").update(why=LONG), "question:heard",
         "“Why we ask this” has 40 words, 30 at most."),
        (lambda: models.Point.objects.filter(key="allergy").update(check_title="Which?"),
         "point:allergy", "Only answers that do not fit together have a title"),
        (lambda: models.Questionnaire.objects.update(roles={"clams": "heard"}), "",
         "roles.clams: this name is not known here"),
    ],
)  # fmt: skip
def test_a_draft_that_breaks_a_promise_is_not_published(plant, place, says):
    draft = a_draft(TWO_KINDS)
    plant()
    draft.refresh_from_db()
    told = [each.says for each in problems_of(draft, at=timezone.now()) if each.place == place]
    assert any(says in each for each in told), told
    with pytest.raises(PublishingRefused) as refused:
        publish(draft, by=a_user(), at=timezone.now(), why="Try")
    assert any(says in each.says for each in refused.value.problems)
    assert not models.Version.objects.exists()


def test_the_draft_without_a_fault_is_published():
    assert publish(a_draft(TWO_KINDS), by=a_user(), at=timezone.now(), why="Try").number == 1
