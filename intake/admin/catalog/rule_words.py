"""Rules in words: conditions, triggers and kinds as staff read them."""

from collections import defaultdict

from intake.core.questionnaire.conditions import Behavior, Operator
from intake.models.catalog.points import OPERATORS

JOINED = {Behavior.ALL.value: "; and ", Behavior.ANY.value: "; or "}


def condition_words(question, operator, values):
    """“Where do the exosomes come from?” is “Plant” or “Animal”."""
    if operator == Operator.EXISTS:
        return f"“{question}” is {'answered' if values == ['yes'] else 'left blank'}"
    return f"“{question}” {OPERATORS[operator]} {' or '.join(values)}"


def joined(behavior, conditions):
    return JOINED[behavior].join(conditions)


def statement_words(statements, behavior):
    """Rows of conditions as one sentence; no query if they came with questions and options."""
    said = defaultdict(list)
    for row in sorted(statements, key=lambda row: (row.line, row.position)):
        value = f"“{row.option.text}”" if row.option else row.typed
        said[row.line, row.source.text, row.operator].append(value)
    words = (condition_words(text, operator, v) for (_line, text, operator), v in said.items())
    return joined(behavior, words)
