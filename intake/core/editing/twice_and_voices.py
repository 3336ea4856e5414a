"""Two questions with one text, and questions that call somebody else "you"."""

import re
from collections import defaultdict
from collections.abc import Iterator

from intake.core.questionnaire.questionnaire import Group, Question, Questionnaire

from .problems import Problem, with_reason

_TO_THE_PATIENT = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)


def twice_and_voices(draft: Questionnaire) -> Iterator[Problem]:
    askings: tuple[Group | Question, ...] = (*draft.groups.values(), *draft.questions)
    yield from _twins(askings)
    if any(asking.voice for asking in askings):
        yield from _voiceless(draft, askings)


def _twins(askings: tuple[Group | Question, ...]) -> Iterator[Problem]:
    """Whoever reads a problem, a paper or a list could not tell them apart."""
    by_text: defaultdict[str, list[Group | Question]] = defaultdict(list)
    for asking in askings:
        by_text[" ".join(asking.text.casefold().split())].append(asking)
    for text, (first, *others) in by_text.items():
        for other in others:
            says = f"It has the same text as another question ({first.key}): “{other.text}”."
            yield with_reason(f"question:{other.key}", says, about="twin", words=text)


def _voiceless(draft: Questionnaire, askings: tuple[Group | Question, ...]) -> Iterator[Problem]:
    """Only a questionnaire that speaks to somebody else at all owes it everywhere."""
    for asking in askings:
        if _TO_THE_PATIENT.search(asking.text) and not (asking.voice and asking.voice.text):
            says = f"It says “you” to a parent or guardian too: “{asking.text}”."
            yield with_reason(f"question:{asking.key}", says, about="voice", words=asking.text)
    for section in draft.sections:
        if _TO_THE_PATIENT.search(section.title) and not (section.voice and section.voice.text):
            says = f"Its title says “you” to a parent or guardian too: “{section.title}”."
            yield with_reason(f"section:{section.key}", says, about="voice", words=section.title)
