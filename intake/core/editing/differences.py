"""What differs between two questionnaires, place by place, down to the words."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from intake.core.questionnaire.points import Claim, Evidence, Point
from intake.core.questionnaire.questionnaire import Group, Question, Questionnaire, Section, Topic

from .difference_parts import CLAIM, DOCUMENT, EVIDENCE, POINT, QUESTION, SECTION, TOPIC, Part

SAYS_NOTHING = ("", "no", "always")


class Fate(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together and share one fate."""

    fate: Fate
    text: str


class What(StrEnum):
    """What happened to a place between two questionnaires."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``place`` is ``question:KEY`` and so on, ``name`` is what people call it.

    ``part`` says what of it differs ("Question", "Options", "Asked"); ``runs`` tell a rewording
    word by word and are empty for anything else.
    """

    place: str
    name: str
    what: What
    part: str = ""
    before: str = ""
    after: str = ""
    runs: tuple[Run, ...] = ()


def differences(before: Questionnaire, after: Questionnaire) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the new questionnaire."""
    return (
        *_parts(before, after, "questionnaire", ((before, after),), DOCUMENT),
        *_kept_and_gone(before, after, "section", _sections, SECTION),
        *_kept_and_gone(before, after, "question", _asked, QUESTION),
        *_kept_and_gone(before, after, "point", _points, POINT),
        *_kept_and_gone(before, after, "claim", _claims, CLAIM),
        *_kept_and_gone(before, after, "evidence", _evidence, EVIDENCE),
        *_kept_and_gone(before, after, "topic", _topics, TOPIC),
    )


def _kept_and_gone(
    before: Questionnaire,
    after: Questionnaire,
    kind: str,
    of: Callable[[Questionnaire], Mapping[str, Any]],
    parts: "tuple[Part, ...]",
) -> Iterator[Difference]:
    """Added and changed ones in their new order, then what was removed."""
    old, new = of(before), of(after)
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    for key, thing in new.items():
        place, name = f"{kind}:{key}", _name(thing)
        if key not in old:
            yield Difference(place, name, What.ADDED, after=_told(after, thing, parts))
            continue
        yield from _parts(before, after, place, ((old[key], thing),), parts)
        if key in moved:
            yield Difference(place, name, What.MOVED)
    for key, thing in old.items():
        if key not in new:
            told = _told(before, thing, parts)
            yield Difference(f"{kind}:{key}", _name(thing), What.REMOVED, before=told)


def _told(of: Questionnaire, thing: Any, parts: "tuple[Part, ...]") -> str:
    """All that is special about something new or gone, one part on each line."""
    read = ((part.name, part.read(of, thing)) for part in parts)
    return "\n".join(f"{name}: {words}" for name, words in read if words not in SAYS_NOTHING)


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    """The fewest keys whose moving explains the new order."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    stayed = {
        key for block in matcher.get_matching_blocks() for key in old[block.a :][: block.size]
    }
    return frozenset(new) - stayed


def _parts(
    before: Questionnaire,
    after: Questionnaire,
    place: str,
    pairs: Iterable[tuple[Any, Any]],
    parts: tuple[Part, ...],
) -> Iterator[Difference]:
    for old, new in pairs:
        for part in parts:
            was, now = part.read(before, old), part.read(after, new)
            if was == now:
                continue
            what = What.REWORDED if part.is_wording else What.CHANGED
            runs = word_runs(was, now) if part.is_wording else ()
            yield Difference(place, _name(new), what, part.name, was, now, runs)


def _name(thing: Any) -> str:
    """What people call it."""
    if isinstance(thing, Question | Group):
        return thing.text
    if isinstance(thing, Evidence):
        return f"{thing.key}: {thing.source}"
    if isinstance(thing, Topic):
        return f"{thing.key}: {thing.claim}"
    return thing.known if isinstance(thing, Claim) else str(thing.title)


def _sections(of: Questionnaire) -> dict[str, Section]:
    return {section.key: section for section in of.sections}


def _asked(of: Questionnaire) -> dict[str, Question | Group]:
    found: dict[str, Question | Group] = {}
    for section in of.sections:
        for asking in section.items:
            found[asking.key] = asking
            if isinstance(asking, Group):
                found.update((question.key, question) for question in asking.items)
    return found


def _points(of: Questionnaire) -> dict[str, Point]:
    every = (*of.points, of.identity_point) if of.identity_point else of.points
    return {point.key: point for point in every}


def _claims(of: Questionnaire) -> dict[str, Claim]:
    return {claim.option: claim for claim in of.claims}


def _topics(of: Questionnaire) -> dict[str, Topic]:
    return {topic.key: topic for topic in of.topics}


def _evidence(of: Questionnaire) -> dict[str, Evidence]:
    return {evidence.key: evidence for evidence in of.evidence}


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """A rewording word by word; joined, kept and new runs give ``after`` letter for letter."""
    old, new = re.findall(r"\S+|\s+", before), re.findall(r"\S+|\s+", after)
    found: list[Run] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(Run(Fate.KEPT, "".join(new[c:d])))
            continue
        if b > a:
            found.append(Run(Fate.GONE, "".join(old[a:b])))
        if d > c:
            found.append(Run(Fate.NEW, "".join(new[c:d])))
    return tuple(found)
