"""Compiles a draft's rows to the one questionnaire that patients will answer."""

from collections.abc import Callable, Iterable, Iterator
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
    problems = tuple(_row_problems(rows))
    if problems:
        raise DraftIncomplete(problems)
    try:
        made = _questionnaire(draft, rows)
    except ValueError as error:
        raise DraftIncomplete((Problem("", str(error)),)) from None
    # The clinician's review stands as long as not a letter was changed since.
    if draft.reviewed_on is None or draft.reviewed_sha256 != unreviewed_sha256(made):
        return made
    review = core.Review(draft.reviewer_name, draft.reviewer_role, draft.reviewed_on)
    return replace(made, review=review)


def unreviewed_sha256(made: core.Questionnaire) -> str:
    """Digest of what a reviewer reads; a reason for a warning changes none of it."""
    return sha256_of(questionnaire_to_json(replace(made, review=None, waivers=())))


def _row_problems(rows: DraftRows) -> Iterator[Problem]:
    """Mistakes that no constraint of the database can see; staff hear about all at once."""
    seen: set[str] = set()
    for row in rows.questions.values():
        place = f"question:{row.key}"
        if row.key in seen:
            yield Problem(place, "Its key is used twice.")
        seen.add(row.key)
        group = rows.questions.get(row.parent_id) if row.parent_id else None
        if group and (group.kind != GROUP or group.section_id != row.section_id):
            yield Problem(place, "It is in a group of another section, or in no group at all.")
    odd = [Problem(*each) for each in rows.odd_choices()]
    yield from odd
    # The core refuses to be built invalid.
    builds: tuple[tuple[str, Iterable[Any], Callable[[DraftRows, Any], Any]], ...] = (
        ("question", rows.questions.values(), _show_if),
        ("point", rows.points, _point),
    )
    for kind, of_kind, build in builds:
        for row in of_kind:
            place = f"{kind}:{row.key}"
            try:
                build(rows, row)
            except ValueError as error:
                if all(each.place != place for each in odd):
                    yield Problem(place, str(error))


def _questionnaire(draft: models.Questionnaire, rows: DraftRows) -> core.Questionnaire:
    identity = [row for row in rows.points if row.is_identity]
    return core.Questionnaire(
        key=draft.slug,
        **same(draft, columns.QUESTIONNAIRE),
        review=None,
        sections=tuple(_section(rows, row) for row in rows.sections),
        points=tuple(_point(rows, row) for row in rows.points if not row.is_identity),
        claims=tuple(
            rules.Claim(rows.option[row.option_id].code, row.known, rows.cited_by(row))
            for row in rows.claims
        ),
        evidence=tuple(
            rules.Evidence(**same(row, columns.EVIDENCE), reading=rules.Reading(row.reading))
            for row in rows.evidence.values()
        ),
        roles=decode(Roles, draft.roles, "roles"),
        identity_point=_point(rows, identity[0]) if identity else None,
        **_lists_beside(rows),
    )


def _lists_beside(rows: DraftRows) -> dict[str, Any]:
    """What stands beside questions and points: topics, wording, waivers and names."""
    return {
        "topics": tuple(
            core.Topic(**same(row, columns.TOPIC), evidence=rows.cited_by(row))
            for row in rows.topics
        ),
        "avoid": tuple(rules.Avoid(row.words, row.instead) for row in rows.avoid),
        "waivers": tuple(
            rules.Waiver(row.place, row.about, row.words, row.reason, row.by, row.on)
            for row in rows.waivers
        ),
        "names": tuple(
            ListedName(
                **same(row, columns.NAME),
                also=tuple(_lines(row.also)),
                ticks=tuple(row.ticks.split()),
            )
            for row in rows.names
        ),
    }


def _section(rows: DraftRows, row: models.Section) -> core.Section:
    items: list[core.Question | core.Group] = []
    for asking in rows.of_section[row.pk]:
        if asking.kind != GROUP:
            items.append(_question(rows, asking))
            continue
        inside = tuple(_question(rows, each) for each in rows.of_group[asking.pk])
        rule, voice = _show_if(rows, asking), _voice(asking, [])
        group = core.Group(**same(asking, columns.GROUP), items=inside, show_if=rule, voice=voice)
        items.append(group)
    # A page begins where staff say so, and wherever a group begins or ends.
    asked = rows.asked_in(row)
    pages = [[each.key] for each in asked[:1]]
    for before, each in pairwise(asked):
        if each.starts_page or each.parent_id != before.parent_id:
            pages.append([])
        pages[-1].append(each.key)
    return core.Section(
        **same(row, columns.SECTION),
        items=tuple(items),
        pages=tuple(map(tuple, pages)),
        voice=_voice(row, []),
    )


def _question(rows: DraftRows, row: models.Question) -> core.Question:
    options = rows.options[row.pk]
    return core.Question(
        **same(row, columns.QUESTION),
        kind=core.Kind(row.kind),
        options=tuple(
            core.Option(**same(each, columns.OPTION), answers_for=tuple(each.answers_for.split()))
            for each in options
        ),
        exclusive=tuple(option.code for option in options if option.exclusive),
        settles=core.Settles(row.settles) if row.settles else None,
        show_if=_show_if(rows, row),
        serves=tuple(row.serves.split()),
        evidence=rows.cited_by(row),
        voice=_voice(row, options),
    )


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
        triggers=tuple(
            rules.Trigger(
                **same(each, columns.TRIGGER),
                lift=tuple(_lines(each.lift)),
                severity=rules.Severity.of(each.severity),
                behavior=Behavior(each.behavior),
                conditions=rows.conditions_of(rows.conditions[each.pk]),
            )
            for each in rows.triggers[row.pk]
        ),
        serves=tuple(row.serves.split()),
    )


def _lines(text: str) -> Iterator[str]:
    # Browsers post line ends as two characters. str.splitlines would also cut at rare separators.
    return (line for line in text.replace("\r\n", "\n").split("\n") if line)
