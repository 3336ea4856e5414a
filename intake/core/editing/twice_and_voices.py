"""Two questions with one text, and questions that call somebody else "you"."""

import re
from collections import defaultdict
from collections.abc import Iterator

from intake.core.questionnaire.questionnaire import Group, Question, Questionnaire

from .problems import Problem, with_reason

_TO_THE_PATIENT = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)


def twice_and_voices(draft: Questionnaire) -> Iterator[Problem]:
    askings: tuple[Group | Question, ...] = (*draft.groups.values(), *draft.questions)
    # Whoever reads a problem, a paper or a list could not tell two of one text apart.
    by_text: defaultdict[str, list[Group | Question]] = defaultdict(list)
    for asking in askings:
        by_text[" ".join(asking.text.casefold().split())].append(asking)
    for text, (first, *others) in by_text.items():
        for other in others:
            says = f"It has the same text as another question ({first.key}): “{other.text}”."
            yield with_reason(f"question:{other.key}", says, about="twin", words=text)
    # Only a questionnaire that speaks to somebody else at all owes it everywhere.
    if not any(asking.voice for asking in askings):
        return
    spoken = (
        *((f"question:{each.key}", "It", each.text, each.voice) for each in askings),
        *((f"section:{each.key}", "Its title", each.title, each.voice) for each in draft.sections),
    )
    for place, what, text, voice in spoken:
        if _TO_THE_PATIENT.search(text) and not (voice and voice.text):
            says = f"{what} says “you” to a parent or guardian too: “{text}”."
            yield with_reason(place, says, about="voice", words=text)
