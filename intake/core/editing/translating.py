"""A draft's texts beside their translation: what stands, what is missing, what went stale."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from intake.core.documents.translations import Translated, texts_of
from intake.core.questionnaire.questionnaire import Questionnaire


class State(StrEnum):
    """``STALE``: the source was reworded after it was translated."""

    DONE = "done"
    MISSING = "missing"
    STALE = "stale"


class Text(NamedTuple):
    """One text to translate: where it stands, what it says, and what it says in the language."""

    path: str
    source: str
    text: str
    state: State


def compared(document: Questionnaire, known: Mapping[str, Translated]) -> list[Text]:
    """Every text beside its translation, in the order of the document."""
    return [_compared(path, source, known.get(path)) for path, source in texts_of(document).items()]


def _compared(path: str, source: str, known: Translated | None) -> Text:
    if known is None or not known.text.strip():
        return Text(path, source, "", State.MISSING)
    return Text(path, source, known.text, State.DONE if known.source == source else State.STALE)
