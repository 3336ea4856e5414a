"""What a talk may tell the provider to do: to hold only where the trigger holds."""

import re
from collections.abc import Iterator

from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import Questionnaire

from .problems import Problem

_HOLDING = re.compile(
    r"\b(?:hold|defer|put\s+off|postpone|do\s+not\s+treat|no\s+treatment|not\s+today)\b", re.I
)
_CONDITION = re.compile(r"\b(?:if|until|unless|while|when|in\s+case)\b|^no\b", re.I)
_SENTENCE = re.compile(r"[^.!?;]+")


def talk_problems(draft: Questionnaire) -> Iterator[Problem]:
    """A talk that holds or defers below the severity "hold" and names no condition."""
    for point in draft.points:
        for number, trigger in enumerate(point.triggers, 1):
            if trigger.severity is Severity.HOLD:
                continue
            for sentence in _SENTENCE.findall(trigger.talk):
                found = _HOLDING.search(sentence)
                if found and not _CONDITION.search(sentence.strip()):
                    says = (
                        f"Trigger {number}: “{found[0]}” in the talk, but the trigger is"
                        f" “{trigger.severity.label}”. Say under what condition, or raise it."
                    )
                    yield Problem(f"point:{point.key}", says)
