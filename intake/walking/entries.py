"""The entries of a repeating group in words, and what must be done before their list is left."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.core.questionnaire.answers import Row, codes_in
from intake.core.questionnaire.questionnaire import Group, Option, Question
from intake.display.answers import screen_words

from .filling import Filling
from .route import Place


@dataclass(frozen=True)
class Entry:
    """One row of a group's list."""

    row: str
    name: str
    about: tuple[str, ...]
    is_finished: bool
    is_ticked: bool = False
    """A tick on another page made it."""


def entry_of(filling: Filling, row: Row, number: int) -> Entry:
    asked = [each for each in filling.walk.asked if each.row == row.id]
    questions = filling.questionnaire.by_key
    said = (screen_words(questions[key], answer) for key, answer in row.answers.items())
    return Entry(
        row=row.id,
        name=name_in(row) or _("Entry %(number)s") % {"number": number},
        # What was chosen first says enough to know an entry by.
        about=next(filter(None, said), ()),
        is_finished=not any(each.is_missing for each in asked),
        is_ticked=is_made_by_tick(filling, row),
    )


def entries_of(filling: Filling, group: Group) -> list[Entry]:
    rows = filling.walk.counted.rows_of(group.key)
    return [entry_of(filling, row, number) for number, row in enumerate(rows, 1)]


def entry_name(filling: Filling, place: Place) -> str:
    """What the row of a page is about; empty on pages without rows."""
    if not place.row:
        return ""
    rows = filling.walk.counted.rows_of(place.page.group)
    number, row = next((n, r) for n, r in enumerate(rows, 1) if r.id == place.row)
    return name_in(row) or _("Entry %(number)s") % {"number": number}


def problems_of(filling: Filling, group: Group) -> list[tuple[str, str]]:
    """What must be done before the list is left: words and the id they link to."""
    listed = entries_of(filling, group)
    found = [
        (_("Finish or remove “%(entry)s”.") % {"entry": entry.name}, f"entry-{entry.row}")
        for entry in listed
        if not entry.is_finished
    ]
    if len(listed) < group.min_rows:
        few = ngettext("Add at least %d entry.", "Add at least %d entries.", group.min_rows)
        found.append((few % group.min_rows, "add"))
    return found


def name_in(row: Row) -> str:
    return next((said for said in row.answers.values() if isinstance(said, str)), "")


def is_made_by_tick(filling: Filling, row: Row) -> bool:
    """Whether an entry is called by what somebody ticked."""
    counted = filling.walk.counted
    return any(
        option.code in codes_in(counted.get(question.key))
        for question, option in _options_named_as(filling, row)
    )


def told_by_tick(filling: Filling, place: Place) -> frozenset[str]:
    """Questions of an entry that the tick that made it answered: its name and its kind."""
    row = filling.walk.counted.row_of(place.page.group, place.row)
    if row is None or not is_made_by_tick(filling, row):
        return frozenset()
    kinds = {option.entry_kind for _question, option in _options_named_as(filling, row)}
    substance = filling.questionnaire.roles.allergy.substance
    return frozenset(
        key
        for key in place.page.keys
        if key == substance or kinds & {*codes_in(row.answers.get(key))}
    )


def _options_named_as(filling: Filling, row: Row) -> Iterator[tuple[Question, Option]]:
    """Those whose tick makes an entry of this name, in whichever language it was made."""
    named = row.answers.get(filling.questionnaire.roles.allergy.substance)
    for document in filling.in_each_language if named else ():
        for question in document.questions:
            found = (option for option in question.options if option.entry_name == named)
            yield from ((question, option) for option in found)
