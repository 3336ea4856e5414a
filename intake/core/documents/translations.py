"""Texts of a questionnaire in another language: which there are, what is missing, how they read.

Rules never see a language: keys and codes stay, only what patients read is replaced. Every text has
a name made of what it belongs to, such as ``question/has_allergy/option/yes``, and a translation
says of which English words it is one: when those change, it is stale.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from intake.core.questionnaire.free_text import shows_something
from intake.core.questionnaire.points import Point
from intake.core.questionnaire.questionnaire import (
    Group,
    Option,
    Question,
    Questionnaire,
    Section,
    Voice,
)

Say = Callable[[str, str], str]
"""Name and English words of a text to the words it is replaced with."""


@dataclass(frozen=True, slots=True)
class Translated:
    """One text: the words it was made from, and the words of the other language."""

    source: str
    text: str


Texts = Mapping[str, Translated]


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


@dataclass(frozen=True, slots=True)
class Standing:
    """What keeps a language from being offered, by the names of the texts."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.stale)


def texts_in(text: str) -> dict[str, Translated]:
    """A file of texts: each name with its ``source`` and ``text``."""
    return {
        name: Translated(each["source"], each["text"]) for name, each in json.loads(text).items()
    }


def as_text(texts: Texts) -> str:
    written = {name: {"source": each.source, "text": each.text} for name, each in texts.items()}
    return json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def texts_of(questionnaire: Questionnaire) -> dict[str, str]:
    """Every text that a patient reads, by its name, in the order of the document."""
    found: dict[str, str] = {}

    def note(name: str, text: str) -> str:
        if text:
            found[name] = text
        return text

    _said(questionnaire, note)
    return found


def standing_of(questionnaire: Questionnaire, texts: Texts) -> Standing:
    """A text that has no words yet, and words that were made from others than stand now."""
    found = compared(questionnaire, texts)
    missing = tuple(text.path for text in found if text.state is State.MISSING)
    stale = tuple(text.path for text in found if text.state is State.STALE)
    return Standing(missing, stale)


def compared(questionnaire: Questionnaire, texts: Texts) -> list[Text]:
    """Every text beside its translation, in the order of the document."""
    return beside(texts_of(questionnaire), texts)


def beside(sources: Mapping[str, str], texts: Texts) -> list[Text]:
    """These texts, by their names, each beside its translation."""
    found = []
    for path, source in sources.items():
        known = texts.get(path)
        if known is None or not shows_something(known.text):
            found.append(Text(path, source, "", State.MISSING))
        else:
            state = State.DONE if known.source == source else State.STALE
            found.append(Text(path, source, known.text, state))
    return found


def translated(questionnaire: Questionnaire, texts: Texts, language: str) -> Questionnaire:
    """The same questionnaire in the other language; a text that has none stays as it is."""

    def say(name: str, text: str) -> str:
        found = texts.get(name)
        return found.text if text and found and found.text else text

    return replace(_said(questionnaire, say), language=language)


def hearing(document: Questionnaire, others: Iterable[Questionnaire]) -> Questionnaire:
    """The same questionnaire, which knows the names of its other languages beside its own."""
    lists = [offered for each in (document, *others) for offered in each.names_of.values()]
    names = dict.fromkeys(name for offered in lists for name in offered.names)
    return replace(document, names=tuple(names))


def _said(document: Questionnaire, say: Say) -> Questionnaire:
    identity = document.identity_point
    said = replace(
        document,
        title=say("title", document.title),
        sections=tuple(_section(each, say) for each in document.sections),
        points=tuple(_point(each, say) for each in document.points),
        claims=tuple(
            replace(each, known=say(f"claim/{each.option}/known", each.known))
            for each in document.claims
        ),
        identity_point=_point(identity, say) if identity else None,
    )
    names = []
    for each in document.names:
        # Offered in her language; what it is called in the other stays a spelling of it.
        text = say(f"name/{each.asked}/{each.key}", each.text)
        also = tuple(spelling for spelling in (each.text, *each.also) if spelling != text)
        names.append(replace(each, text=text, also=also))
    return replace(said, names=tuple(names))


def _section(section: Section, say: Say) -> Section:
    items: list[Question | Group] = []
    for each in section.items:
        if isinstance(each, Question):
            items.append(_question(each, say))
            continue
        at = f"group/{each.key}"
        asked = tuple(_question(question, say) for question in each.items)
        said = _texts(each, at, say, "text", "short")
        items.append(replace(each, items=asked, voice=_voice(each.voice, at, say), **said))
    at = f"section/{section.key}"
    said = _texts(section, at, say, "title", "intro")
    return replace(section, items=tuple(items), voice=_voice(section.voice, at, say), **said)


def _question(question: Question, say: Say) -> Question:
    at = f"question/{question.key}"
    options = tuple(_option(each, at, say) for each in question.options)
    said = _texts(question, at, say, "text", "short", "help", "why", "ask_doctor")
    return replace(question, options=options, voice=_voice(question.voice, at, say), **said)


def _option(option: Option, at: str, say: Say) -> Option:
    name = f"{at}/option/{option.code}"
    entry = say(f"{name}/entry_name", option.entry_name)
    return replace(option, text=say(name, option.text), entry_name=entry)


def _voice(voice: Voice | None, at: str, say: Say) -> Voice | None:
    if voice is None:
        return None
    options = tuple(_option(each, f"{at}/voice", say) for each in voice.options)
    return replace(voice, options=options, **_texts(voice, f"{at}/voice", say, "text", "help"))


def _point(point: Point, say: Say) -> Point:
    at = f"point/{point.key}"
    triggers = tuple(
        replace(each, **_texts(each, f"{at}/trigger/{number}", say, "title", "patient", "ask"))
        for number, each in enumerate(point.triggers, 1)
    )
    said = _texts(point, at, say, "title", "patient", "ask", "check_title")
    return replace(point, triggers=triggers, **said)


def _texts(part: Any, at: str, say: Say, *names: str) -> dict[str, Any]:
    return {name: say(f"{at}/{name}", getattr(part, name)) for name in names}
