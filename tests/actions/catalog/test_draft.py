"""A questionnaire goes into the editor's rows and comes out the same, or nothing goes in."""

from dataclasses import replace
from datetime import date

import pytest
from django.db.models import F
from django.utils import timezone

from intake import models
from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.actions.catalog.import_draft import import_draft
from intake.actions.catalog.lifecycle import KeyTaken, duplicate
from intake.actions.catalog.seen import ROWS_OF_A_DRAFT
from intake.core.documents.codec import questionnaire_from_json, questionnaire_to_json
from intake.core.documents.values import DocumentError
from intake.core.questionnaire.answers import Condition, Operator, ShowIf
from intake.core.questionnaire.questionnaire import Questionnaire
from tests.make.builders import a_draft, a_user, reworded, shipped
from tests.make.shipped import DOCUMENT as SHIPPED
from tests.make.shipped import RELEASE_0_1
from tests.make.small import REVIEW, SMALL

pytestmark = pytest.mark.django_db


def places(draft: models.Questionnaire) -> set[str]:
    with pytest.raises(DraftIncomplete) as refused:
        compile_draft(draft)
    return {f"{problem.place} {problem.says}" for problem in refused.value.problems}


def rows_kept() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model, _owner in ROWS_OF_A_DRAFT}


def test_a_duplicate_never_takes_the_place_of_a_questionnaire_that_has_the_key():
    draft = a_draft(SMALL)
    a_draft(replace(SMALL, key="other", title="Another"))
    with pytest.raises(KeyTaken):
        duplicate(draft, key="other", title="Second", by=a_user(), at=timezone.now())
    assert models.Questionnaire.objects.get(slug="other").title == "Another"


@pytest.mark.parametrize("document", [SMALL, replace(SMALL, review=REVIEW)])
def test_what_was_imported_compiles_to_the_same_questionnaire(document):
    assert compile_draft(a_draft(document)) == document


def test_c92_the_shipped_questionnaire_comes_back_byte_for_byte():
    text = SHIPPED.read_text(encoding="utf-8")
    compiled = compile_draft(a_draft(questionnaire_from_json(text)))
    assert compiled == questionnaire_from_json(text)
    assert questionnaire_to_json(compiled) == text


def test_a_document_of_schema_1_comes_back_byte_for_byte():
    compiled = compile_draft(a_draft(shipped()))
    assert questionnaire_to_json(compiled) == RELEASE_0_1.read_text(encoding="utf-8")


def test_importing_again_replaces_the_draft_and_nothing_else():
    other = a_draft(replace(SMALL, key="other"))
    first = a_draft(SMALL)
    before = rows_kept()
    second = a_draft(reworded(SMALL, "has_allergy", "Any allergy at all?"))
    assert second.pk == first.pk
    assert rows_kept() == before
    assert compile_draft(second).by_key["has_allergy"].text == "Any allergy at all?"
    assert compile_draft(other) == replace(SMALL, key="other")


def test_queries_to_compile_do_not_grow_with_the_draft(django_assert_num_queries):
    small, large = a_draft(SMALL), a_draft(shipped())
    for draft in (small, large):
        with django_assert_num_queries(14):
            compile_draft(draft)


def with_condition(condition: Condition) -> Questionnaire:
    you, visit = SMALL.sections
    asked = replace(visit.items[1], show_if=ShowIf((condition,)))
    items = (visit.items[0], asked, *visit.items[2:])
    return replace(SMALL, sections=(you, replace(visit, items=items)))


SAYS_IT_TWICE = replace(SMALL, sections=(*SMALL.sections, replace(SMALL.sections[0], key="again")))
NOT_KEPT = {
    "an option that is not there": with_condition(Condition("heard", Operator.IS, ("rumour",))),
    "a question that is not there": with_condition(Condition("gone", Operator.IS, ("yes",))),
    "a rule on free text": with_condition(Condition("full_name", Operator.IS, ("Maria",))),
    "evidence that is not there": replace(SMALL, evidence=SMALL.evidence[:1]),
    "evidence twice": replace(SMALL, evidence=(*SMALL.evidence, SMALL.evidence[0])),
    "a claim without its option": replace(SMALL, claims=(replace(SMALL.claims[0], option="x"),)),
    "a key used twice": SAYS_IT_TWICE,
    "a key of odd letters": replace(SMALL, topics=(replace(SMALL.topics[0], key="a b"),)),
    "a text that is too long": reworded(SMALL, "has_allergy", "a" * 501),
    "a NUL": reworded(SMALL, "has_allergy", "Any\0allergy?"),
    "half a character": reworded(SMALL, "has_allergy", "Any \ud800 allergy?"),
    "a talking point with a line end": replace(
        SMALL, points=(replace(SMALL.points[0], provider=("one\ntwo",)), *SMALL.points[1:])
    ),
}


@pytest.mark.parametrize("why", NOT_KEPT)
def test_c90_nothing_is_kept_of_what_can_not_be_kept_whole(why):
    kept = a_draft(SMALL)
    before = rows_kept()
    with pytest.raises(DocumentError):
        import_draft(NOT_KEPT[why], by=None, at=timezone.now())
    assert rows_kept() == before
    assert compile_draft(kept) == SMALL


def test_rows_of_one_line_are_alternatives_of_one_condition():
    draft = a_draft(SMALL)
    statements = models.ShowIf.objects.filter(question__key="minutes")
    assert list(statements.values_list("line", "option__code")) == [
        (1, "safe"),
        (1, "cure"),
        (2, "no"),
        (3, None),
    ]
    statements.filter(option__code="cure").update(line=5)
    lines = compile_draft(draft).by_key["minutes"].show_if.conditions
    assert [condition.values for condition in lines] == [("safe",), ("no",), (True,), ("cure",)]


def test_a_question_that_is_moved_stays_on_pages_in_order():
    draft = a_draft(SMALL)
    models.Question.objects.filter(key="ready").update(position=0)
    visit = compile_draft(draft).sections[1]
    assert visit.pages == (("ready",), ("heard",), ("minutes", "dose"), ("worries",))


def test_a_group_never_shares_a_page_with_its_neighbours():
    draft = a_draft(SMALL)
    models.Question.objects.update(starts_page=False)
    assert compile_draft(draft).sections[0].pages == (
        ("full_name", "has_allergy"),
        ("substance", "since"),
    )


def test_staff_hear_of_every_row_that_can_not_be_compiled():
    draft = a_draft(SMALL)
    models.TriggerCondition.objects.filter(trigger__severity="discuss").delete()
    models.Question.objects.filter(key="dose").update(key="heard2")
    models.Question.objects.filter(key="worries").update(
        parent=models.Question.objects.get(key="allergies")
    )
    models.ShowIf.objects.filter(option__code="cure").update(
        option=models.Option.objects.get(question__key="has_allergy", code="dont_know")
    )
    assert places(draft) == {
        "point:allergy A trigger needs at least one condition",
        "question:worries It is in a group of another section, or in no group at all.",
        "question:minutes A condition names an answer of another question.",
    }


def test_a_key_in_two_sections_is_told():
    draft = a_draft(SMALL)
    models.Question.objects.filter(key="dose").update(key="substance")
    assert places(draft) == {"question:substance Its key is used twice."}


def test_a_condition_on_another_questionnaire_is_told():
    draft, _other = a_draft(SMALL), a_draft(replace(SMALL, key="other"))
    models.ShowIf.objects.filter(question__section__questionnaire=draft, line=3).update(
        source=models.Question.objects.filter(key="heard").last()
    )
    assert places(draft) == {
        "question:minutes A condition looks at a question of another questionnaire."
    }


def test_browsers_line_ends_make_no_empty_talking_points():
    draft = a_draft(SMALL)
    models.Point.objects.filter(key="always").update(provider="One.\r\n\r\nTwo.\r\n")
    assert compile_draft(draft).points[1].provider == ("One.", "Two.")


def test_a_review_lasts_until_a_letter_is_changed():
    draft = a_draft(replace(SMALL, review=REVIEW))
    assert compile_draft(draft).review == REVIEW
    models.Evidence.objects.filter(key="E1").update(review_by=date(2031, 1, 1))
    assert compile_draft(draft).review is None
    models.Evidence.objects.filter(key="E1").update(review_by=date(2030, 1, 2))
    assert compile_draft(draft).review == REVIEW


def test_an_import_is_logged():
    user = a_user()
    import_draft(SMALL, by=user, at=timezone.now())
    line = models.AccessEvent.objects.get()
    assert (line.action, line.user, line.detail) == ("draft_imported", user, "small")


def test_a_decimal_and_a_whole_number_stay_what_they_are():
    draft = a_draft(SMALL)
    assert models.TriggerCondition.objects.filter(number=F("number")).count() == 2
    hold = compile_draft(draft).points[0].triggers[0]
    assert [repr(condition.values[0]) for condition in hold.conditions[1:]] == [
        "30",
        "Decimal('2.5')",
    ]
