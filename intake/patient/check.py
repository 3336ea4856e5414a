"""Check your answers: everything that was asked, with a way to change each, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from intake.core.questionnaire.questionnaire import Section
from intake.core.questionnaire.walk import Asked
from intake.walking.entries import entry_name
from intake.walking.places import CHECK, Place

from .addresses import address, list_address, page_address
from .filling import Sheet, while_filling
from .in_words import Shown, none_of, shown
from .posted import number_in
from .session import show
from .tasks import drafts_to_settle


@dataclass(frozen=True)
class Line:
    """One answer, and where it is changed."""

    text: str
    shown: Shown
    change: str
    is_missing: bool
    none_of: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Lines that belong together: those of one entry have its name over them."""

    lines: tuple[Line, ...]
    entry: str = ""
    list_address: str = ""
    """Where entries are added and removed; after the last one only."""


@require_safe
@while_filling
def check(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    context = {
        "sections": [(section.title, list(_parts(sheet, section))) for section in sheet.sections],
        "missing": missing_lines(sheet),
        "drafts": drafts_to_settle(sheet),
        "is_ready": sheet.is_ready,
        "closed": number_in(request.GET.get("closed", "")),
        "back": address("tasks"),
    }
    return show(request, sheet.live, "check.html", context)


def missing_lines(sheet: Sheet) -> list[tuple[str, str]]:
    """What must still be answered, in words, and where."""
    questions = [
        (asked.question.text, page_address(_place_of(sheet, asked), via=CHECK))
        for asked in sheet.missing
    ]
    groups = [(g.text, list_address(g.key, via=CHECK)) for g in sheet.walk.short_groups]
    return questions + groups


def _parts(sheet: Sheet, section: Section) -> Iterator[Part]:
    sections = sheet.questionnaire.section_of
    asked = [
        each
        for each in sheet.walk.asked
        if sections[each.question.key] is section and not each.is_known
    ]
    for row, together in groupby(asked, key=lambda each: each.row):
        listed = list(together)
        lines = tuple(_line(sheet, each) for each in listed)
        yield _entry_part(sheet, listed[0], lines) if row else Part(lines)


def _entry_part(sheet: Sheet, first: Asked, lines: tuple[Line, ...]) -> Part:
    place = _place_of(sheet, first)
    group = place.page.group
    is_last = sheet.walk.counted.rows_of(group)[-1].id == first.row
    after = list_address(group, via=CHECK) if is_last else ""
    return Part(lines, entry_name(sheet, place), after)


def _line(sheet: Sheet, asked: Asked) -> Line:
    return Line(
        text=asked.question.text,
        shown=shown(asked.question, asked.answer),
        change=page_address(_place_of(sheet, asked), via=CHECK),
        is_missing=asked.is_missing,
        none_of=none_of(asked.question, asked.answer),
    )


def _place_of(sheet: Sheet, asked: Asked) -> Place:
    page = sheet.questionnaire.page_of[asked.question.key]
    return Place(page, UUID(asked.row) if asked.row else None)
