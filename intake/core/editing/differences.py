"""What differs between two questionnaires, place by place, down to the words."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from intake.core.questionnaire.points import Claim, Evidence
from intake.core.questionnaire.questionnaire import Group, Question, Questionnaire, Topic

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
        *_kept_and_gone(before, after, "section", SECTION),
        *_kept_and_gone(before, after, "question", QUESTION),
        *_kept_and_gone(before, after, "point", POINT),
        *_kept_and_gone(before, after, "claim", CLAIM),
        *_kept_and_gone(before, after, "evidence", EVIDENCE),
        *_kept_and_gone(before, after, "topic", TOPIC),
    )


def _kept_and_gone(
    before: Questionnaire,
    after: Questionnaire,
    kind: str,
    parts: "tuple[Part, ...]",
) -> Iterator[Difference]:
    """Added and changed ones in their new order, then what was removed."""
    old, new = _by_key(before, kind), _by_key(after, kind)
    # The fewest keys whose moving explains the new order are those outside of all blocks.
    was, now = [key for key in old if key in new], [key for key in new if key in old]
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    stayed = {key for each in matcher.get_matching_blocks() for key in was[each.a :][: each.size]}
    for key, thing in new.items():
        place, name = f"{kind}:{key}", _name(thing)
        if key not in old:
            yield Difference(place, name, What.ADDED, after=_told(after, thing, parts))
            continue
        yield from _parts(before, after, place, ((old[key], thing),), parts)
        if key not in stayed:
            yield Difference(place, name, What.MOVED)
    for key, thing in old.items():
        if key not in new:
            told = _told(before, thing, parts)
            yield Difference(f"{kind}:{key}", _name(thing), What.REMOVED, before=told)


def _by_key(of: Questionnaire, kind: str) -> dict[str, Any]:
    """What a questionnaire has of one kind, in its order; a group before its questions."""
    if kind == "claim":
        return {claim.option: claim for claim in of.claims}
    of_kind: dict[str, Iterable[Any]] = {
        "section": of.sections,
        "question": (
            each
            for section in of.sections
            for asking in section.items
            for each in (asking, *getattr(asking, "items", ()))
        ),
        "point": filter(None, (*of.points, of.identity_point)),
        "evidence": of.evidence,
        "topic": of.topics,
    }
    return {each.key: each for each in of_kind[kind]}


def _told(of: Questionnaire, thing: Any, parts: "tuple[Part, ...]") -> str:
    """All that is special about something new or gone, one part on each line."""
    read = ((part.name, part.read(of, thing)) for part in parts)
    return "\n".join(f"{name}: {words}" for name, words in read if words not in SAYS_NOTHING)


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
