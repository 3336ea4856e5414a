"""Answers at random to everything a questionnaire asks, whatever it asks."""

import random
from datetime import date
from decimal import Decimal

from intake.core.questionnaire.answers import Answer, Answers, Chosen, Row, Unsaid
from intake.core.questionnaire.questionnaire import CHOICES, Kind, Question, Questionnaire


def everything_answered(document: Questionnaire, chance: random.Random) -> Answers:
    top = {
        question.key: _answer(question, chance)
        for question in document.questions
        if question.key not in document.group_of
    }
    rows = {
        group.key: tuple(
            Row(str(n), {each.key: _answer(each, chance) for each in group.items})
            for n in range(max(1, min(group.max_rows, 2)))
        )
        for group in document.groups.values()
    }
    return Answers(top, rows)


def _answer(question: Question, chance: random.Random) -> Answer:
    if question.kind in CHOICES:
        return _chosen(question, chance)
    if question.in_person and chance.random() < 0.2:
        return Unsaid.DECLINED
    value = _VALUES[question.kind]
    return (value, value) if question.repeats and isinstance(value, str) else value


def _chosen(question: Question, chance: random.Random) -> Answer:
    code = chance.choice(list(question.texts))
    return Unsaid.DONT_KNOW if code == "dont_know" else Chosen((code,))


_VALUES: dict[Kind, Answer] = {
    Kind.STRING: "Nuts",
    Kind.TEXT: "In my own words.\nTwice.",
    Kind.DATE: date(2024, 2, 29),
    Kind.INTEGER: 3,
    Kind.DECIMAL: Decimal("2.5"),
    Kind.BOOLEAN: False,
}
