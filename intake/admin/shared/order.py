"""The order in which a draft asks its questions, and which would come before their own source."""

from copy import copy
from dataclasses import dataclass

from intake.models import Question, Section, ShowIf

LAST = float("inf")
Pair = tuple[int, int]
"""(question that has a condition, question that the condition looks at)"""


@dataclass
class Order:
    """Rows of one draft as they stand or, once they were moved in here, as they would stand."""

    sections: dict[int, Section]
    questions: dict[int, Question]
    follow_ups: list[Pair]

    @classmethod
    def of(cls, questionnaire_id: int) -> "Order":
        """Three queries, whatever the size of the draft."""
        sections = Section.objects.filter(questionnaire=questionnaire_id)
        questions = Question.objects.filter(section__questionnaire=questionnaire_id)
        follow_ups = ShowIf.objects.filter(question__section__questionnaire=questionnaire_id)
        return cls(
            {row.pk: row for row in sections},
            {row.pk: row for row in questions},
            list(follow_ups.values_list("question_id", "source_id").order_by()),
        )

    def is_before(self, source: Question, asked: Question) -> bool:
        return self._place(source) < self._place(asked)

    def placed(self, asked: Question) -> tuple[Question, bool]:
        """A question as a form would save it, and whether that moves it: then it stands last."""
        kept, saved = self.questions.get(asked.pk), copy(asked)
        is_moved = kept is None or (kept.section_id, kept.parent_id) != (
            asked.section_id,
            asked.parent_id,
        )
        saved.position = LAST if is_moved else kept.position
        return saved, is_moved

    @property
    def broken(self) -> set[Pair]:
        """Follow-ups that stand before the question whose answer opens them."""
        found = ((self.questions.get(a), self.questions.get(s)) for a, s in self.follow_ups)
        return {
            (asked.pk, source.pk)
            for asked, source in found
            if asked and source and not self.is_before(source, asked)
        }

    def words_about(self, broken: set[Pair]) -> list[str]:
        named = ((self.questions[asked], self.questions[source]) for asked, source in broken)
        return sorted(out_of_order(asked, source) for asked, source in named)

    def _place(self, question: Question) -> tuple[tuple[float, int], ...]:
        """Sorts as patients meet it: section, then the group or the question, then within it."""
        section = self.sections[question.section_id]
        above = self.questions.get(question.parent_id) if question.parent_id else None
        rows = (section, above, question) if above else (section, question)
        return tuple((row.position, row.pk or LAST) for row in rows)


def out_of_order(asked: Question, source: Question) -> str:
    """Both questions by name, so that staff know which one to move."""
    if asked.pk == source.pk:
        return f"“{asked.text}” can't look at its own answer."
    return (
        f"“{asked.text}” is asked only after certain answers to “{source.text}”,"
        " so it must come after it."
    )


def newly_broken(questionnaire_id: int, change) -> list[str]:
    """What a change would put before its source, in words. What was wrong before stays sayable.

    ``change`` moves rows of the order it is given; nothing of it is saved.
    """
    order = Order.of(questionnaire_id)
    before = order.broken
    change(order)
    return order.words_about(order.broken - before)
