"""Compiles a draft's rows to the one questionnaire that patients will answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from intake import models
from intake.core.documents.codec import questionnaire_to_json, sha256_of
from intake.core.documents.values import decode
from intake.core.editing.problems import Problem
from intake.core.questionnaire import points as rules
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import Behavior, ShowIf
from intake.core.questionnaire.names import ListedName
from intake.core.questionnaire.parts import Roles
from intake.models.catalog.questions import GROUP

from . import columns
from .columns import same
from .draft_rows import DraftRows


class DraftIncomplete(Exception):
    """The draft can't be compiled; ``problems`` say what staff must mend."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.place}: {p.says}" for p in problems))


def compile_draft(draft: models.Questionnaire, rows: DraftRows | None = None) -> core.Questionnaire:
    """The questionnaire as it stands; the number of queries does not grow with it.

    ``rows`` are its rows, if they were read already.
    """
    rows = rows or DraftRows(draft)
    problems = [*_misplaced(rows), *_unbuildable(rows)]
    if problems:
        raise DraftIncomplete(tuple(problems))
    try:
        made = _questionnaire(draft, rows)
    except ValueError as error:
        raise DraftIncomplete((Problem("", str(error)),)) from None
    return replace(made, review=_review(draft, made))


def unreviewed_sha256(made: core.Questionnaire) -> str:
    """Digest of what a reviewer reads; a reason for a warning changes none of it."""
    return sha256_of(questionnaire_to_json(replace(made, review=None, waivers=())))


def _review(draft: models.Questionnaire, made: core.Questionnaire) -> core.Review | None:
    """The clinician's review, as long as not a letter was changed since."""
    if draft.reviewed_on is None or draft.reviewed_sha256 != unreviewed_sha256(made):
        return None
    return core.Review(draft.reviewer_name, draft.reviewer_role, draft.reviewed_on)


def _misplaced(rows: DraftRows) -> Iterator[Problem]:
    """Two mistakes that no constraint of the database can see."""
    seen: set[str] = set()
    for row in rows.questions.values():
        place = f"question:{row.key}"
        if row.key in seen:
            yield Problem(place, "Its key is used twice.")
        seen.add(row.key)
        group = rows.questions.get(row.parent_id) if row.parent_id else None
        if group and (group.kind != GROUP or group.section_id != row.section_id):
            yield Problem(place, "It is in a group of another section, or in no group at all.")


def _unbuildable(rows: DraftRows) -> Iterator[Problem]:
    """The core refuses to be built invalid; staff hear about all such rows at once."""
    builds: tuple[tuple[str, list[Any], Callable[[DraftRows, Any], Any]], ...] = (
        ("question", list(rows.questions.values()), _show_if),
        ("point", rows.points, _point),
    )
    for kind, of_kind, build in builds:
        for row in of_kind:
            try:
                build(rows, row)
            except ValueError as error:
                yield Problem(f"{kind}:{row.key}", str(error))


def _questionnaire(draft: models.Questionnaire, rows: DraftRows) -> core.Questionnaire:
    identity = [row for row in rows.points if row.is_identity]
    return core.Questionnaire(
        key=draft.slug,
        title=draft.title,
        language=draft.language,
        content_version=draft.content_version,
        review=None,
        sections=tuple(_section(rows, row) for row in rows.sections),
        points=tuple(_point(rows, row) for row in rows.points if not row.is_identity),
        claims=tuple(_claim(rows, row) for row in rows.claims),
        evidence=tuple(map(_evidence, rows.evidence.values())),
        roles=decode(Roles, draft.roles, "roles"),
        identity_point=_point(rows, identity[0]) if identity else None,
        topics=tuple(_topic(rows, row) for row in rows.topics),
        avoid=tuple(rules.Avoid(row.words, row.instead) for row in rows.avoid),
        waivers=tuple(map(_waiver, rows.waivers)),
        names=tuple(map(_name, rows.names)),
    )


def _section(rows: DraftRows, row: models.Section) -> core.Section:
    return core.Section(
        key=row.key,
        title=row.title,
        intro=row.intro,
        items=tuple(
            _group(rows, each) if each.kind == GROUP else _question(rows, each)
            for each in rows.of_section[row.pk]
        ),
        pages=_pages(rows.asked_in(row)),
        voice=_voice(row, []),
    )


def _pages(asked: list[models.Question]) -> tuple[tuple[str, ...], ...]:
    """A page begins where staff say so, and wherever a group begins or ends."""
    pages = [[row.key] for row in asked[:1]]
    for before, row in pairwise(asked):
        if row.starts_page or row.parent_id != before.parent_id:
            pages.append([])
        pages[-1].append(row.key)
    return tuple(map(tuple, pages))


def _group(rows: DraftRows, row: models.Question) -> core.Group:
    return core.Group(
        **same(row, columns.GROUP),
        items=tuple(_question(rows, each) for each in rows.of_group[row.pk]),
        show_if=_show_if(rows, row),
        voice=_voice(row, []),
    )


def _question(rows: DraftRows, row: models.Question) -> core.Question:
    options = rows.options[row.pk]
    return core.Question(
        **same(row, columns.QUESTION),
        kind=core.Kind(row.kind),
        options=tuple(map(_option, options)),
        exclusive=tuple(option.code for option in options if option.exclusive),
        settles=core.Settles(row.settles) if row.settles else None,
        show_if=_show_if(rows, row),
        serves=tuple(row.serves.split()),
        evidence=rows.cited_by(row),
        voice=_voice(row, options),
    )


def _option(row: models.Option) -> core.Option:
    return core.Option(**same(row, columns.OPTION), answers_for=tuple(row.answers_for.split()))


def _voice(
    row: models.Question | models.Section, options: list[models.Option]
) -> core.Voice | None:
    """What it says about somebody else, where any of its words differ."""
    said = tuple(core.Option(each.code, each.voice_text) for each in options if each.voice_text)
    voice = core.Voice(row.voice_text, row.voice_help, said)
    return None if voice == core.Voice() else voice


def _show_if(rows: DraftRows, row: models.Question) -> ShowIf | None:
    found = rows.conditions_of(rows.show_if[row.pk])
    return ShowIf(found, Behavior(row.show_behavior)) if found else None


def _point(rows: DraftRows, row: models.Point) -> rules.Point:
    return rules.Point(
        **same(row, columns.POINT),
        kind=rules.PointKind(row.kind),
        provider=tuple(_lines(row.provider)),
        knowledge=rules.Knowledge.of(row.knowledge) if row.knowledge else None,
        evidence=rows.cited_by(row),
        always=rules.Severity.of(row.always) if row.always else None,
        triggers=tuple(_trigger(rows, each) for each in rows.triggers[row.pk]),
        serves=tuple(row.serves.split()),
    )


def _lines(text: str) -> Iterator[str]:
    # Browsers post line ends as two characters. str.splitlines would also cut at rare separators.
    return (line for line in text.replace("\r\n", "\n").split("\n") if line)


def _trigger(rows: DraftRows, row: models.Trigger) -> rules.Trigger:
    return rules.Trigger(
        **same(row, columns.TRIGGER),
        lift=tuple(_lines(row.lift)),
        severity=rules.Severity.of(row.severity),
        behavior=Behavior(row.behavior),
        conditions=rows.conditions_of(rows.conditions[row.pk]),
    )


def _claim(rows: DraftRows, row: models.Claim) -> rules.Claim:
    return rules.Claim(rows.option[row.option_id].code, row.known, rows.cited_by(row))


def _topic(rows: DraftRows, row: models.Topic) -> core.Topic:
    return core.Topic(**same(row, columns.TOPIC), evidence=rows.cited_by(row))


def _evidence(row: models.Evidence) -> rules.Evidence:
    return rules.Evidence(**same(row, columns.EVIDENCE), reading=rules.Reading(row.reading))


def _waiver(row: models.Waiver) -> rules.Waiver:
    return rules.Waiver(row.place, row.about, row.words, row.reason, row.by, row.on)


def _name(row: models.ListedName) -> ListedName:
    also, ticks = tuple(_lines(row.also)), tuple(row.ticks.split())
    return ListedName(**same(row, columns.NAME), also=also, ticks=ticks)
