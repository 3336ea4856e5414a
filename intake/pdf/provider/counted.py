"""The words of page 1, counted before it is printed."""

import re

from .page_parts import FirstPage

LABELS = 67
"""Words that every page has: labels, boxes, head and foot."""


def count(page: FirstPage) -> int:
    """Words of the whole page, nearly: a label more or less is not looked for."""
    case, own = page.case, page.own
    texts = [page.discussion.header.name, page.changed, page.beside, page.further, *page.standing]
    texts += [case.site, *case.beside, case.way, case.source, case.product, case.own_product]
    texts += [case.goal, case.own_goal, case.hope, own.question, *own.worries]
    texts += [f"{each.name} {each.note}" for each in page.takes]
    for row in (*page.holds, *page.first):
        texts += [row.matter.marks, row.talk, row.matter.source]
        if page.is_listed and row.matter.is_hold:
            texts += [row.matter.short, *row.named]
            continue
        texts += [row.matter.title, "+1" if row.more else ""]
        texts += [trace.text for trace in row.because]
        texts += ["HOLD lifted stays Why Initials"] if row.matter.is_hold else []
    for part in page.allergies:
        texts += [part.label, *part.names]
        texts += [f"{line.substance} {line.told}" for line in part.lines]
    named = [each for rest in page.rest for each in rest.points]
    named += page.everyone if page.cut.lists_everyone else ()
    texts += [f"{each.short} {each.number}" for each in named]
    return LABELS + sum(len(text.split()) for text in texts)


PAGE_1 = re.compile(r'<div class="(foot|first-page)">(.*?)<(?:main|div class="later")', re.DOTALL)
NUMBERED = 4
"""Words of "Page 1 of 5" """


def words_on_page_1(html: str) -> int:
    """Of a finished sheet, every word that its first page will have."""
    parts = " ".join(found[2] for found in PAGE_1.finditer(html))
    return NUMBERED + len(re.sub(r"<[^>]*>", " ", parts).split())
