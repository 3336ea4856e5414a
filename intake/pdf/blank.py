"""The questionnaire on paper, to be filled in by hand where no screen is at hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from intake.core.questionnaire.answers import (
    DONT_KNOW,
    OTHER,
    Answer,
    Behavior,
    Chosen,
    ShowIf,
    Unsaid,
    answer_meets,
)
from intake.core.questionnaire.questionnaire import Group, Kind, Question, Questionnaire

from .html import page_html
from .printer.client import render

ROOM = "_" * 24
YES = "true"
"""The one box of a statement."""
ENTRIES = 3
"""Boxes for each list, such as allergies; whoever needs more asks for another sheet."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands on every page, so that a sheet that falls out is put back."""

    reference: str
    version: str
    clinic: str
    phone: str
    visit: str
    title: str


@dataclass(frozen=True, slots=True)
class Box:
    """An answer to tick, and the numbers of the questions that it leads to."""

    text: str
    leads_to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on paper. ``lines`` to write on; ``only_if`` says when to answer."""

    number: int
    text: str
    help: str
    only_if: str
    boxes: tuple[Box, ...]
    lines: range
    form: str
    """How to write a date or a number, or nothing."""


@dataclass(frozen=True, slots=True)
class Block:
    """A question, or a list of them that is answered once for each of ``entries``."""

    items: tuple[Asked, ...]
    text: str = ""
    only_if: str = ""
    entries: range = range(1)


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    intro: str
    blocks: tuple[Block, ...]


def blank_copy(document: Questionnaire, heading: Heading, *, paper: str) -> bytes:
    """Raises ``RenderFailed`` and ``Busy``, as the copies do."""
    with translation.override(document.language):
        parts = parts_of(document)
    view = {"parts": parts, "heading": heading}
    html = page_html("blank.html", language=document.language, **view)
    return render(html, paper=paper).pdf


def parts_of(document: Questionnaire) -> tuple[Part, ...]:
    """Everything that is asked, numbered through; in the language that is active."""
    sheet = _Sheet(document)
    return tuple(
        Part(section.title, section.intro, tuple(map(sheet.block, section.items)))
        for section in document.sections
    )


def ticks_of(question: Question) -> dict[str, Answer]:
    """The answer that each box of a question is, by the box's code."""
    if question.kind is Kind.BOOLEAN:
        return {YES: True}
    if question.kind in LINES:
        return {}
    codes = question.texts.keys() - {DONT_KNOW}
    # To a condition "I don't know" and what is said in person are one.
    is_unsaid = question.in_person or DONT_KNOW in question.texts
    unsaid: dict[str, Answer] = {DONT_KNOW: Unsaid.DONT_KNOW} if is_unsaid else {}
    return unsaid | {code: Chosen((code,)) for code in codes}


class _Sheet:
    """Numbers by key, and which answers lead to which of them."""

    def __init__(self, document: Questionnaire) -> None:
        self.number = {key: number for number, key in enumerate(document.by_key, 1)}
        self.leads: dict[tuple[str, str], list[int]] = {}
        self.unmarked: set[int] = set()
        """Questions that go by something else than a box: a number, a text, or a blank."""
        for target, show_if in self._shown(document):
            for condition in show_if.conditions if show_if else ():
                boxes = ticks_of(document.by_key[condition.question]).items()
                marked = [code for code, answer in boxes if answer_meets(condition, answer)]
                self.unmarked |= set() if marked else {target}
                for code in marked:
                    self.leads.setdefault((condition.question, code), []).append(target)

    def _shown(self, document: Questionnaire) -> Iterator[tuple[int, ShowIf | None]]:
        for question in document.questions:
            yield self.number[question.key], question.show_if
        for group in document.groups.values():
            yield self.number[group.items[0].key], group.show_if

    def block(self, item: Question | Group) -> Block:
        if isinstance(item, Question):
            return Block((self.asked(item),))
        return Block(
            items=tuple(map(self.asked, item.items)),
            text=item.text,
            only_if=self._only_if(item.show_if, self.number[item.items[0].key]),
            entries=range(1, min(ENTRIES, item.max_rows) + 1),
        )

    def asked(self, question: Question) -> Asked:
        number = self.number[question.key]
        return Asked(
            number=number,
            text=question.text,
            help=question.help,
            only_if=self._only_if(question.show_if, number),
            boxes=tuple(self._boxes(question)),
            lines=range(LINES.get(question.kind, 0)),
            form=_(FORMS[question.kind]) if question.kind in FORMS else "",
        )

    def _boxes(self, question: Question) -> Iterator[Box]:
        writes = question.kind is Kind.OPEN_CHOICE
        for option in question.options:
            line = f" {ROOM}" if writes and option.code == OTHER else ""
            yield Box(option.text + line, self._leads_to(question.key, option.code))
        if question.kind is Kind.BOOLEAN:
            yield Box(_("Yes"), self._leads_to(question.key, YES))
        if question.in_person:
            yield Box(_("I will say it in person"), self._leads_to(question.key, DONT_KNOW))

    def _leads_to(self, key: str, code: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.leads.get((key, code), ())))

    def _only_if(self, show_if: ShowIf | None, number: int) -> str:
        if show_if is None:
            return ""
        numbers = dict.fromkeys(self.number[each.question] for each in show_if.conditions)
        words = {"number": number, "sources": _(" and ").join(map(str, numbers))}
        if number in self.unmarked:
            return _("Only if it fits what you answered at %(sources)s.") % words
        if show_if.behavior is Behavior.ALL and len(numbers) > 1:
            return _("Only if you ticked answers marked → %(number)d at %(sources)s.") % words
        return _("Only if you ticked an answer marked → %(number)d.") % words


LINES = {Kind.STRING: 1, Kind.TEXT: 4, Kind.DATE: 1, Kind.INTEGER: 1, Kind.DECIMAL: 1}
FORMS = {
    Kind.DATE: gettext_noop("Month in letters, day, year with four digits"),
    Kind.INTEGER: gettext_noop("A number"),
    Kind.DECIMAL: gettext_noop("A number"),
}
