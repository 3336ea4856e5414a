"""Rules in words: conditions, triggers and kinds as staff read them."""

from ..core.conditions import Behavior, Operator
from ..models.rules import OPERATORS

JOINED = {Behavior.ALL.value: "; and ", Behavior.ANY.value: "; or "}


def condition_words(question, operator, values):
    """“Where do the exosomes come from?” is “Plant” or “Animal”."""
    if operator == Operator.EXISTS:
        return f"“{question}” is {'answered' if values == ['yes'] else 'left blank'}"
    return f"“{question}” {OPERATORS[operator]} {' or '.join(values)}"


def joined(behavior, conditions):
    return JOINED[behavior].join(conditions)
