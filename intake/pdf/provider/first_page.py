"""Page 1 of the working sheet: enough to lead the talk, within a budget of words.

What is left out first, and what never, is the clinic's order (``budget.cuts``). Nothing is ever set
smaller. The words are counted here; whether they stand on the page WeasyPrint alone says, and
``copies`` cuts on where it says no.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from intake.core.discussion.discussion import ALLERGY_WORDS, AllergyLine, Discussion
from intake.core.discussion.talking_points import DiscussionPoint, Place, Standing
from intake.core.questionnaire.points import PointKind
from intake.display.case import Case, Taken, case_of, medicines, taken
from intake.display.matters import Matter, also, discuss_first, holds, words
from intake.display.printable import printable
from intake.display.traces import brief, in_brief
from intake.display.worst_first import worst_first

from .budget import CAUSES, HOPED, NAMED, PLENTY, Cut, Share, cuts
from .counted import count
from .page_parts import AllergyPart, FirstPage, Line, Named, Own, Row, Severe


def first_page(
    discussion: Discussion, *, skip: int = 0, spare: int = 0, standing: tuple[str, ...] = ()
) -> tuple[FirstPage, int]:
    """Page 1 within its budget, and how often it was cut; ``skip`` cuts on from there.

    ``spare`` is how many words too many it had, counted once it was written.
    """
    rows = discuss_first(discussion)
    page, last = _composed(discussion, rows, Cut()), 0
    for last, cut in enumerate(cuts(len(rows))):
        page = replace(_composed(discussion, rows, cut), standing=standing)
        if last >= skip and count(page) + spare <= cut.most:
            break
    return page, last


def _composed(discussion: Discussion, rows: tuple[Matter, ...], cut: Cut) -> FirstPage:
    own, held, share = discussion.own_words, holds(discussion), cut.share
    for_each = replace(share, cause=min(share.cause, max(CAUSES // max(len(held), 1), NAMED)))
    rest, further = _rest(discussion, cut)
    worries = tuple(words(worry, share.told) for worry in own.worries[:2])
    more = len(own.worries[2:]) if share is PLENTY else 0
    told = Own() if discussion.withheld else Own(worries, more, words(own.questions, share.told))
    return FirstPage(
        cut=cut,
        case=_brief(case_of(discussion), share),
        holds=tuple(_row(matter, for_each if share is PLENTY else share) for matter in held),
        first=tuple(_first(n, matter, cut) for n, matter in enumerate(rows[: cut.rows])),
        moved=rows[cut.rows :],
        alone=tuple(sorted({n for said in discussion.withheld for n in said.points})),
        changed=_changed(discussion),
        discussion=discussion,
        allergy_words=ALLERGY_WORDS[discussion.allergies.state],
        allergies=tuple(_allergies(discussion, cut, share)),
        beside=words(beside(discussion), share.told) if cut.tells_beside else "",
        takes=_takes(discussion, share.told),
        no_medicines="" if own.medicines else medicines(discussion),
        own=told,
        rest=rest,
        further=further,
        everyone=_named(discussion.at(Place.CHECKLIST)),
    )


def _brief(case: Case, share: Share) -> Case:
    most = max(share.told // 2, 4)
    return replace(
        case,
        way=words(case.way, most),
        source=words(case.source, most),
        goal=words(case.goal, most),
        own_goal=words(case.own_goal, share.told),
        own_product=words(case.own_product, share.told),
        hope=shortened(case.hope, HOPED if share is PLENTY else share.told * 5),
    )


def _rest(discussion: Discussion, cut: Cut) -> tuple[tuple[Line, ...], str]:
    """Points without a row by their names, and those that there is only room to count."""
    found = also(discussion, Place.DISCUSS)
    gaps = _named(point for point in found if point.kind is PointKind.GAP)
    others = _named(point for point in found if point.kind is not PointKind.GAP)
    lines = (
        Line("To clarify", _named(also(discussion, Place.CLARIFY)), cut.names_facts),
        Line("Clinic to show", gaps, cut.names_facts),
        Line("Also discuss", others, cut.names_also),
    )
    counted = [line for line in lines if line.points and not line.is_named]
    further = ", ".join(f"{line.label.lower()} {len(line.points)}" for line in counted)
    named = tuple(line for line in lines if line.points and line.is_named)
    return named, "" if cut.share.is_listed else further


def _row(matter: Matter, share: Share) -> Row:
    """What fired it, as much as a line or two hold; at least one answer, or its name."""
    because = () if matter.is_private else in_brief(matter.because)
    kept, room = [], share.cause
    if share.names_causes:
        for short in dict.fromkeys(trace.short for trace in because):
            room -= len(short.split())
            if kept and room < 0:
                break
            kept.append(short)
        return Row(matter, clause(matter.talk, share.talk), named=tuple(kept))
    for trace in because:
        said = len(trace.text.split())
        if kept and said > room:
            break
        left = max(room - len(trace.label.split()), 3)
        kept.append(replace(trace, words=words(trace.words, left)))
        room -= said
    return Row(
        matter, clause(matter.talk, share.talk), tuple(kept), more=len(matter.because) - len(kept)
    )


def clause(talk: str, most: int) -> str:
    """The first sentences that have room; else the first one's beginning, with an ellipsis."""
    if len(talk.split()) <= most:
        return talk
    for end in (r"[.!?]", r"[;:,]"):
        told = [m.end(1) for m in re.finditer(rf"\S({end})(?= )", talk)]
        kept = [talk[:place] for place in told if len(talk[:place].split()) <= most]
        if kept and len(kept[-1].split()) * 2 >= min(most, 6):
            return kept[-1] if end == r"[.!?]" else kept[-1][:-1] + "…"
    return words(talk, most).replace(" …", "…")


def _first(place: int, matter: Matter, cut: Cut) -> Row:
    row = _row(matter, PLENTY)
    if place >= cut.talks:
        return Row(matter)
    return row if cut.traces or matter.source else replace(row, because=(), more=0)


def _changed(discussion: Discussion) -> str:
    changes = discussion.changes
    if changes is None:
        return ""
    shorts = list(dict.fromkeys(change.short for change in changes.answers))
    gone = [str(point.number) for point in changes.points if point.after is None]
    parts = [
        words(", ".join(shorts[:4]), PLENTY.cause) + (f" +{len(shorts) - 4}" if shorts[4:] else "")
    ]
    parts += [f"gone: {', '.join(gone[:8])}"] if gone else []
    return ". ".join(filter(None, parts)) or "nothing"


def _takes(discussion: Discussion, most: int) -> tuple[Taken, ...]:
    """Medicines of a kind that matters first, then as many as there is room for."""
    kept: list[Taken] = []
    listed = sorted(taken(discussion), key=lambda each: not each.note)
    for each in listed:
        if kept and most < len(each.name.split()):
            kept.append(Taken("", f"+{len(listed) - len(kept)} more"))
            break
        kept.append(replace(each, name=words(each.name, most)))
        most -= len(each.name.split())
    return tuple(kept)


MOST_SEVERE = 4
"""Severe ones told in full; the others are named, and stand in full further on."""
NAME = 6
"""Words of a name in a line of names."""


def _allergies(discussion: Discussion, cut: Cut, share: Share) -> Iterable[AllergyPart]:
    most = MOST_SEVERE if share is PLENTY else 1
    for level in worst_first(discussion.allergies):
        names = tuple(words(name, NAME) or "not named" for name in level.names)
        count = len(level.lines)
        if level.is_severe:
            told = tuple(severe(line, share.told) for line in level.lines[:most])
            yield AllergyPart(level.label, count, told, names[most:])
        else:
            shown = names if cut.names_mild or level.label.lower() != "mild" else ()
            yield AllergyPart(level.label, count, names=shown)


def severe(line: AllergyLine, most: int) -> Severe:
    signs = words(", ".join(map(brief, line.reaction)), max(most - 10, 3))
    took = words(", ".join(map(brief, line.treatment)), max(most - 12, 2))
    seen = f"confirmed: {line.confirmed}" if line.confirmed else ""
    when = ", ".join(filter(None, (line.when, line.onset, seen)))
    return Severe(line.substance, "; ".join(filter(None, (signs, took, when))) + ".")


def beside(discussion: Discussion) -> str:
    """Other allergy facts; where there is nothing to say, what was denied."""
    allergies = discussion.allergies
    told = [
        f"{said.short}: {'; '.join((*said.words, *(f'“{own}”' for own in said.own)))}"
        for said in allergies.beside
        if said.standing is not Standing.DECLINED
    ]
    if told:
        return ". ".join(told) + "."
    if allergies.denied:
        return f"Says no to: {', '.join(allergies.denied)}."
    return "" if allergies.lines else "No allergy question was answered."


def shortened(text: str, letters: int) -> str:
    """On one line, cut between words if it has any; what is left out shows as an ellipsis.

    Letters are counted as they are printed: forty short lines, or a letter that is printed by its
    name ("[worried face]"), would take more room than a count of letters tells.
    """
    line = printable(" ".join(text.splitlines()))
    if len(line) <= letters:
        return line
    return (line[:letters].rpartition(" ")[0] or line[:letters]) + " …"


def _named(points: Iterable[DiscussionPoint]) -> tuple[Named, ...]:
    return tuple(Named(words(point.short, NAME), point.number) for point in points)
