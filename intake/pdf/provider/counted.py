"""The words of page 1, counted before it is printed."""

from collections.abc import Iterator

from .budget import LABELS
from .page_parts import FirstPage, Row


def count(page: FirstPage) -> int:
    """Words of the whole page, nearly: a label more or less is not looked for."""
    return LABELS + sum(len(text.split()) for text in _texts(page))


def _texts(page: FirstPage) -> Iterator[str]:
    case = page.case
    yield page.discussion.header.name
    yield from (case.way, case.source, case.product, case.own_product, case.goal, case.own_goal)
    yield from (
        case.hope,
        page.changed,
        page.beside,
        page.takes,
        page.own.question,
        *page.own.worries,
    )
    for row in (*page.holds, *page.first):
        yield from _of(row, is_full=page.is_full)
    for part in page.allergies:
        yield from (part.label, *part.names)
        yield from (f"{line.substance} {line.told}" for line in part.lines)
    for rest in page.rest:
        yield from (f"{each.short} {each.number} ·" for each in rest.points)
    if page.cut.lists_everyone:
        yield from (f"box {each.short} {each.number}" for each in page.everyone)
    yield page.further
    yield from page.standing


def _of(row: Row, *, is_full: bool) -> Iterator[str]:
    yield from (row.matter.marks, row.matter.title, row.talk, row.matter.source, "box")
    yield from (trace.text for trace in row.because)
    if row.matter.is_hold:
        yield "lifted stays" if is_full else "lifted stays Why Initials"
