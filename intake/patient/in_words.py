"""Answers and entries in words, as the patient's screens show them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.core.discussion.in_words import own_words_of
from intake.core.questionnaire.answers import OTHER, Answer, Chosen
from intake.core.questionnaire.questionnaire import Group, Question
from intake.display.answers import screen_words
from intake.walking.entries import name_in

from .filling import Sheet


@dataclass(frozen=True)
class Shown:
    """An answer on a screen: what was chosen, and the patient's own words letter for letter."""

    words: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not self.words and not self.own

    @property
    def plain(self) -> str:
        """On one line, to be confirmed: what the clinic knows is nobody's quotation."""
        return "; ".join((*self.words, *self.own))

    @property
    def line(self) -> str:
        """On one line, to choose between two."""
        return "; ".join((*self.words, *(f"“{typed}”" for typed in self.own))) or _("Not provided")


def shown(question: Question, answer: Answer | None) -> Shown:
    return Shown(screen_words(question, answer), own_words_of(answer))


def none_of(question: Question, answer: Answer | None) -> tuple[str, ...]:
    """What "none of these" was said to: without it nobody can check the answer."""
    alone = question.alone
    if not isinstance(answer, Chosen) or not alone.issuperset(answer.codes):
        return ()
    return tuple(text for code, text in question.texts.items() if code not in {*alone, OTHER})


def removed_of(sheet: Sheet, group: Group) -> list[tuple[str, str]]:
    """Rows that can be brought back: their id, and what they were about."""
    rows = sheet.given.taken_out.get(group.key, ())
    return [(row.id, name_in(row) or _("an entry without a name")) for row in rows]
