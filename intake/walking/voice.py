"""In whose voice a question is put: to the patient, or to somebody who answers for another."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from intake.core.questionnaire.answers import Answers, codes_in
from intake.core.questionnaire.questionnaire import Group, Question, Questionnaire, Section

SOMEBODY: Mapping[str, str] = {
    "parent_guardian": _("your child"),
    "legal_rep": _("the person you help"),
}
"""Who answers for another, and what the other is called while no first name is known."""


def spoken_of(questionnaire: Questionnaire, answers: Answers, name: str) -> str:
    """What the patient is called when somebody else answers; empty when it is the patient."""
    roles = questionnaire.roles
    said = answers.top.get(roles.answered_by)
    other = next((SOMEBODY[code] for code in codes_in(said) if code in SOMEBODY), None)
    if other is None:
        return ""
    typed = answers.top.get(roles.name)
    return first_name(typed if isinstance(typed, str) else name) or str(other)


def first_name(name: str) -> str:
    """The first name in a name of several words; of one word nobody knows which it is."""
    last, comma, first = name.partition(",")
    words = first.split() if comma else name.split()
    return words[0] if words and (comma or len(words) > 1) else ""


@lru_cache(maxsize=4_096)
def spoken(question: Question, name: str) -> Question:
    """A question as it is put about somebody else; without such words it stays as it is."""
    voice = question.voice
    if voice is None or not name:
        return question
    texts = {option.code: option.text for option in voice.options}
    return replace(
        question,
        text=_filled(voice.text or question.text, name),
        help=_filled(voice.help or question.help, name),
        options=tuple(
            replace(option, text=_filled(texts.get(option.code, option.text), name))
            for option in question.options
        ),
    )


def title_of(group: Group, name: str) -> str:
    voice = group.voice
    return _filled(voice.text, name) if voice and voice.text and name else group.text


def section_of(section: Section, name: str) -> Section:
    """A section's heading and introduction as they are put to whoever answers."""
    voice = section.voice
    if voice is None or not name:
        return section
    title, intro = voice.text or section.title, voice.help or section.intro
    return replace(section, title=_filled(title, name), intro=_filled(intro, name))


def _filled(text: str, name: str) -> str:
    said = text.replace("{name}", name)
    return said[:1].upper() + said[1:] if text.startswith("{name}") else said
