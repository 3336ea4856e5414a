"""How high page 1 of the provider copy gets: counted in lines, so that it is laid out once.

All heights are in points and follow paper.css; ``tests/pdf/test_first_page.py`` lays pages out
and compares.
"""

from collections.abc import Iterable
from dataclasses import replace

from intake.core.discussion.discussion import AllergyLine, Discussion, DiscussionPoint, Said
from intake.display.letters import lines, width
from intake.display.traces import Trace, brief

from .first_page import LEVELS, OVERFLOWING, Card, FirstPage, UnknownGroup, composed

ROOM = {"letter": 738.1, "a4": 788.0}
"""Between the margins of page 1."""
SPARE = 4.0
"""Kept free: a letter of another script is a little wider than was counted."""
MM = 2.8346
NOTE_LINE = 9 * MM
NOTES_HEAD = 13 + 4 * MM
MOST_NOTES = 6


def first_page(
    discussion: Discussion, paper: str, *, spare: float = SPARE, standing: tuple[str, ...] = ()
) -> FirstPage:
    """Page 1 with as much on it as it holds; ``standing`` says how far the talk is."""
    room = ROOM[paper] - spare
    for level in LEVELS:
        page = replace(composed(discussion, level), standing=standing)
        left = room - height(discussion, page)
        if left >= 0:
            notes = int((left - NOTES_HEAD) // NOTE_LINE)
            return replace(page, notes=max(0, min(MOST_NOTES, notes)))
    return replace(composed(discussion, OVERFLOWING), fits=False, standing=standing)


def height(discussion: Discussion, page: FirstPage) -> float:
    """From the top of page 1 to the end of its legend."""
    return sum(blocks(discussion, page).values())


def blocks(discussion: Discussion, page: FirstPage) -> dict[str, float]:
    """Height of each part with the gap above it; parts that do not print are left out."""
    pad, gap = (ROOMY_PAD, 4.0 * MM) if page.level.is_roomy else (TIGHT_PAD, 1.3 * MM)
    parts = {
        "head": (True, _head(discussion)),
        "standing": (bool(page.standing), STANDING_PAD + _standing(page)),
        "holds": (bool(page.holds), gap + _holds(page, pad)),
        "no hold": (not page.holds, gap + NO_HOLD),
        "allergies": (True, gap + _allergies(discussion, page, pad)),
        "own words": (bool(page.own_words), gap + _own_words(page)),
        "first": (bool(page.first), gap + _first(page, pad)),
        "claims": (bool(page.claims), gap + _claims(page, pad)),
        "unknowns": (bool(page.unknowns), gap + _unknowns(page)),
        "legend": (True, LEGEND),
    }
    return {name: high for name, (is_there, high) in parts.items() if is_there}


HEAD_ROW = 16.0
"""Heading of a table with its rule."""
TIGHT_PAD = 2 * 0.3 * MM + 0.4
ROOMY_PAD = 2 * 0.55 * MM + 0.4
"""What a table row adds to its lines."""
NO_HOLD = 13 + 11.5 + 2.4 * MM + 2
LEGEND = 1.2 * MM + 9.5


def _head(discussion: Discussion) -> float:
    name = lines(discussion.header.name, room=125 * MM / 19, bold=True)
    return max(21.0 * name + 13 + 13, 19.5 + 10 * _notices(discussion)) + 1.6 * MM + 2


STANDING_PAD = 2 * 0.8 * MM + 0.8


def _standing(page: FirstPage) -> float:
    return sum(lines(text, room=188 * MM / 9, bold=True) * 11.5 for text in page.standing)


def _notices(discussion: Discussion) -> int:
    """Lines at the right of the head: for whom, answered by whom, which revision."""
    head, room = discussion.header, 59 * MM / 8
    texts = (f"Provider copy, for {head.provider}", f"Answered by: “{head.answered_by}”")
    return 1 + sum(lines(text, room=room) for text in texts)


def _holds(page: FirstPage, pad: float) -> float:
    return 4 + HEAD_ROW + sum(_hold(card) + pad for card in page.holds)


def _hold(card: Card) -> float:
    title = lines(card.point.title, room=86.4 * MM / 9.5, bold=True) * 11.5
    answers = run_lines(card.because, room=86.4 * MM) * 10.5
    say = lines(card.now, room=60 * MM / 8.6) * 10.5 + 13.0
    return max(title + answers, say, 27.3)


SPACE = 8.5 * 0.25


def run_lines(found: Iterable[Trace], *, room: float, start: float = 0.0) -> int:
    """Lines that answers take one after the other, labels in plain letters, words in bold."""
    used, count = start, 1
    for word, bold in _words_of(found):
        run = width(word, bold=bold) * 8.5
        if used and used + run > room:
            count, used = count + 1, 0.0
        used += run + SPACE
    return count


def _words_of(found: Iterable[Trace]) -> Iterable[tuple[str, bool]]:
    for place, trace in enumerate(found):
        if place:
            yield "·", False
        yield from ((word, False) for word in trace.label.split())
        yield from ((word, True) for word in trace.answer.split())


def _allergies(discussion: Discussion, page: FirstPage, pad: float) -> float:
    allergies = discussion.allergies
    rows = sum(max(map(_lines_of, _cells(line))) * 10.5 + pad for line in allergies.lines)
    beside = _beside_text(discussion, page)
    if beside:
        rows += max(lines(beside, room=174 * MM / 8.5, bold=True) * 10.5, 14.3) + pad
    return HEAD_ROW + rows


def _beside_text(discussion: Discussion, page: FirstPage) -> str:
    allergies = discussion.allergies
    texts = [*map(_beside, allergies.beside)]
    if not texts and not allergies.lines:
        texts.append(f"Said no or none to: {' · '.join(allergies.denied)}")
    if page.takes:
        texts.append(f"Takes: “{'see All answers' if page.takes_further_on else page.takes}”")
    return " · ".join(texts)


def _cells(line: AllergyLine) -> Iterable[tuple[tuple[str, ...], float]]:
    yield (f"“{line.substance}”",), 33 * MM / 9.5
    said = (f"{line.severity}, {line.when}", f"{line.onset}. Confirmed: {line.confirmed}")
    yield said, 46 * MM / 8.5
    needed = f"Needed: {brief('; '.join(line.treatment))}"
    yield ("; ".join(line.reaction), needed), 94 * MM / 8.5


def _lines_of(cell: tuple[tuple[str, ...], float]) -> int:
    texts, room = cell
    return sum(lines(text, room=room) for text in texts)


def _beside(said: Said) -> str:
    return f"{said.short}: {brief('; '.join(said.words))} {'; '.join(said.own)}"


def _own_words(page: FirstPage) -> float:
    room = (188 - 36 - 22) * MM / 9.5
    texts = (part for word in page.own_words for part in word.text.split("\n"))
    return max(sum(lines(f"“{text}”", room=room) * 12 for text in texts), 23.0)


def _first(page: FirstPage, pad: float) -> float:
    if page.level.is_roomy:
        pad = 3.0 * MM + 0.4
    return HEAD_ROW + sum(_first_card(card, page) + pad for card in page.first)


def _first_card(card: Card, page: FirstPage) -> float:
    title = width(card.point.title, bold=True) * 9.5 + 7
    if page.level.is_whole:
        title += (width(known_words(card.point)) + 1) * 7.5
    heading = run_lines(card.because, room=150.5 * MM, start=title) * 11.5
    size, line = (9.5, 12.5) if page.level.is_roomy else (8.6, 10.5)
    talk = lines(card.now, room=150 * MM / size) * line if card.now else 0.0
    return max(heading + talk, 20.0 if page.level.is_roomy else 16.0)


def known_words(point: DiscussionPoint) -> str:
    """How well a point is known and by which evidence, as it runs."""
    label = point.knowledge.label if point.knowledge else ""
    return f"{label} · {' '.join(point.evidence)}"


def _claims(page: FirstPage, pad: float) -> float:
    return HEAD_ROW + 2 + sum(_claim(c.title, c.patient, page) + pad for c in page.claims)


def _claim(title: str, known: str, page: FirstPage) -> float:
    heard = lines(f"“{title}”", room=56 * MM / 9, bold=True) * 11.5
    told = lines(known, room=92 * MM / 8.6) * 10.5 if page.level.tells_known else 10.5
    return max(heard, told, 15.3)


def _unknowns(page: FirstPage) -> float:
    if not page.level.names_unknowns:
        return 23.0
    if page.level.is_roomy:
        return max(sum(_strip([group]) for group in page.unknowns) * 12.5, 23.0)
    return max(_strip(page.unknowns) * 12.5, 23.0)


def _strip(groups: Iterable[UnknownGroup]) -> int:
    """Boxes never part from their names, so they are laid side by side like words."""
    room, used, count = 151 * MM, 0.0, 1
    for group in groups:
        runs = [(u.short, 3.0 * MM + 7 + 2.2 * MM) for u in group.unknowns]
        for text, extra in ((group.label, 6.0), *runs):
            run = (width(text) + 1.0) * 8.5 + extra
            if used + run > room:
                count, used = count + 1, 0.0
            used += run
    return count
