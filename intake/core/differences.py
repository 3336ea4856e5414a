"""What differs between two questionnaires, place by place, down to the words."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .questionnaire import Group, Question, Questionnaire, Section
from .rewording import Run, word_runs
from .rule_words import show_if_in_words, trigger_in_words
from .rules import Claim, Evidence, Point


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


Reader = Callable[[Questionnaire, Any], str]


def differences(before: Questionnaire, after: Questionnaire) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the new questionnaire."""
    return (
        *_parts(before, after, "questionnaire", ((before, after),), _DOCUMENT),
        *_kept_and_gone(before, after, "section", _sections, _SECTION),
        *_kept_and_gone(before, after, "question", _asked, _QUESTION),
        *_kept_and_gone(before, after, "point", _points, _POINT),
        *_kept_and_gone(before, after, "claim", _claims, _CLAIM),
        *_kept_and_gone(before, after, "evidence", _evidence, _EVIDENCE),
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
            yield Difference(place, name, What.ADDED, after=name)
            continue
        yield from _parts(before, after, place, ((old[key], thing),), parts)
        if key in moved:
            yield Difference(place, name, What.MOVED)
    for key, thing in old.items():
        if key not in new:
            yield Difference(f"{kind}:{key}", _name(thing), What.REMOVED, before=_name(thing))


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    """The fewest keys whose moving explains the new order."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    stayed = {
        key for block in matcher.get_matching_blocks() for key in old[block.a :][: block.size]
    }
    return frozenset(new) - stayed


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a thing that can differ, and how it is read as text."""

    name: str
    read: Reader
    is_wording: bool = False


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


def _evidence(of: Questionnaire) -> dict[str, Evidence]:
    return {evidence.key: evidence for evidence in of.evidence}


def _plain(column: str) -> Reader:
    """A column as text; an absent one, also on a group that does not have it, is empty."""

    def read(_of: Questionnaire, thing: Any) -> str:
        value = getattr(thing, column, None)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            return "\n".join(map(str, value))
        label = getattr(value, "label", value)
        return "" if label is None else str(label)

    return read


def _options(_of: Questionnaire, asked: Any) -> str:
    alone = getattr(asked, "exclusive", ())
    return "\n".join(
        f"{option.text}{' (stands alone)' if option.code in alone else ''}"
        for option in getattr(asked, "options", ())
    )


def _asked_when(of: Questionnaire, asked: Any) -> str:
    return show_if_in_words(of, asked.show_if)


def _triggers(of: Questionnaire, point: Any) -> str:
    return "\n".join(trigger_in_words(of, trigger) for trigger in point.triggers)


def _review(of: Questionnaire, _thing: Any) -> str:
    review = of.review
    return f"{review.name}, {review.role}, {review.on.isoformat()}" if review else ""


def _section_of(of: Questionnaire, asked: Any) -> str:
    section = of.section_of.get(_first_key(asked))
    return section.title if section else ""


def _beside(of: Questionnaire, asked: Any) -> str:
    """The other questions of its page; page numbers would shift with every move before it."""
    page = of.page_of.get(_first_key(asked))
    if page is None or isinstance(asked, Group):
        return ""
    return ", ".join(of.by_key[key].short for key in page.keys if key != asked.key)


def _first_key(asked: Any) -> str:
    return str(asked.items[0].key if isinstance(asked, Group) and asked.items else asked.key)


def _plain_parts(**names: str) -> tuple[Part, ...]:
    return tuple(Part(name, _plain(column)) for column, name in names.items())


def _wordings(**names: str) -> tuple[Part, ...]:
    return tuple(Part(name, _plain(column), is_wording=True) for column, name in names.items())


_DOCUMENT = (
    *_wordings(title="Title"),
    *_plain_parts(language="Language", content_version="Name of this state"),
    Part("Clinical review", _review),
    *_plain_parts(roles="Parts that questions play"),
)
_SECTION = _wordings(title="Title", intro="Introduction")
_QUESTION = (
    *_wordings(text="Question", help="Why we ask", short="Short name"),
    Part("Options", _options, is_wording=True),
    Part("Asked", _asked_when),
    Part("Section", _section_of),
    Part("On one page with", _beside),
    *_plain_parts(
        kind="Kind of answer",
        required="Needs an answer",
        repeats="Several answers",
        in_person="May be said in person",
        settles="Who can settle it",
        minimum="Smallest number",
        maximum="Largest number",
        max_length="Letters at most",
        max_answers="Answers at most",
        min_rows="Entries at least",
        max_rows="Entries at most",
        prefill="Filled from",
        evidence="Evidence",
    ),
)
_POINT = (
    *_wordings(
        title="Title",
        provider="Talking points",
        patient="Plain words for the patient",
        ask="Question to ask",
    ),
    Part("Raised by", _triggers),
    *_plain_parts(
        kind="Kind",
        group="Heading",
        knowledge="What is known",
        always="For every patient",
        evidence="Evidence",
    ),
)
_CLAIM = (*_wordings(known="What is known"), *_plain_parts(evidence="Evidence"))
_EVIDENCE = (
    *_wordings(statement="What it says"),
    *_plain_parts(
        source="Title of the source",
        publisher="Publisher",
        published="Date",
        url="Address",
        locator="Where in it",
        reading="What was read",
        read_on="Read on",
        review_by="Read again by",
    ),
)
