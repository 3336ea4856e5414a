"""Answers and entries in words, as the patient's screens show them."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.core.discussion.in_words import own_words_of, words_of
from intake.core.questionnaire.answers import DONT_KNOW, OTHER, Answer, Chosen, Row
from intake.core.questionnaire.questionnaire import Group, Question

from .addresses import Place
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
    def line(self) -> str:
        """On one line, to choose between two."""
        return "; ".join((*self.words, *(f"“{typed}”" for typed in self.own))) or _("Not provided")


def shown(question: Question, answer: Answer | None) -> Shown:
    # Paper prints 14-Jul-1979 for staff; patients read dates as they write them.
    if isinstance(answer, date):
        return Shown((date_format(answer, "F j, Y"),), ())
    return Shown(words_of(question, answer), own_words_of(answer))


def none_of(question: Question, answer: Answer | None) -> tuple[str, ...]:
    """What "none of these" was said to: without it nobody can check the answer."""
    alone = {*question.exclusive, DONT_KNOW}
    if not isinstance(answer, Chosen) or not alone.issuperset(answer.codes):
        return ()
    return tuple(text for code, text in question.texts.items() if code not in {*alone, OTHER})


@dataclass(frozen=True)
class Entry:
    """One row of a group's list."""

    row: str
    name: str
    about: tuple[str, ...]
    is_finished: bool


def entry_of(sheet: Sheet, row: Row, number: int) -> Entry:
    asked = [each for each in sheet.walk.asked if each.row == row.id]
    return Entry(
        row=row.id,
        name=_name(row) or _("Entry %(number)s") % {"number": number},
        about=tuple(_first_words(sheet, row)),
        is_finished=not any(each.is_missing for each in asked),
    )


def entries_of(sheet: Sheet, group: Group) -> list[Entry]:
    rows = sheet.walk.counted.rows_of(group.key)
    return [entry_of(sheet, row, number) for number, row in enumerate(rows, 1)]


def removed_of(sheet: Sheet, group: Group) -> list[tuple[str, str]]:
    """Rows that can be brought back: their id, and what they were about."""
    rows = sheet.given.taken_out.get(group.key, ())
    return [(row.id, _name(row) or _("an entry without a name")) for row in rows]


def entry_name(sheet: Sheet, place: Place) -> str:
    """What the row of a page is about; empty on pages without rows."""
    if not place.row:
        return ""
    rows = sheet.walk.counted.rows_of(place.page.group)
    number, row = next((n, r) for n, r in enumerate(rows, 1) if r.id == place.row_id)
    return _name(row) or _("Entry %(number)s") % {"number": number}


def _name(row: Row) -> str:
    return next((said for said in row.answers.values() if isinstance(said, str)), "")


def _first_words(sheet: Sheet, row: Row) -> list[str]:
    """What was chosen first says enough to know an entry by."""
    for key, answer in row.answers.items():
        words = words_of(sheet.questionnaire.by_key[key], answer)
        if words:
            return list(words)
    return []
