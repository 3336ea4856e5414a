"""The words of page 1, counted before it is printed."""

import re
from collections.abc import Iterator

from .page_parts import FirstPage, Row

LABELS = 67
"""Words that every page has: labels, boxes, head and foot."""


def count(page: FirstPage) -> int:
    """Words of the whole page, nearly: a label more or less is not looked for."""
    return LABELS + sum(len(text.split()) for text in _texts(page))


PAGE_1 = re.compile(r'<div class="(foot|first-page)">(.*?)<(?:main|div class="later")', re.DOTALL)
NUMBERED = 4
"""Words of "Page 1 of 5" """


def words_on_page_1(html: str) -> int:
    """Of a finished sheet, every word that its first page will have."""
    parts = " ".join(found[2] for found in PAGE_1.finditer(html))
    return NUMBERED + len(re.sub(r"<[^>]*>", " ", parts).split())


def _texts(page: FirstPage) -> Iterator[str]:
    case = page.case
    yield page.discussion.header.name
    yield from (case.site, *case.beside)
    yield from (case.way, case.source, case.product, case.own_product, case.goal, case.own_goal)
    yield from (
        case.hope,
        page.changed,
        page.beside,
        page.own.question,
        *page.own.worries,
    )
    yield from (f"{each.name} {each.note}" for each in page.takes)
    for row in (*page.holds, *page.first):
        yield from _of(row, is_listed=page.is_listed)
    for part in page.allergies:
        yield from (part.label, *part.names)
        yield from (f"{line.substance} {line.told}" for line in part.lines)
    for rest in page.rest:
        yield from (f"{each.short} {each.number}" for each in rest.points)
    if page.cut.lists_everyone:
        yield from (f"{each.short} {each.number}" for each in page.everyone)
    yield page.further
    yield from page.standing


def _of(row: Row, *, is_listed: bool) -> Iterator[str]:
    yield from (row.matter.marks, row.talk, row.matter.source)
    if is_listed and row.matter.is_hold:
        yield from (row.matter.short, *row.named)
        return
    yield from (row.matter.title, "+1" if row.more else "")
    yield from (trace.text for trace in row.because)
    if row.matter.is_hold:
        yield "HOLD lifted stays Why Initials"
