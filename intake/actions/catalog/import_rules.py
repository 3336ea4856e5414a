"""Turns the rules of a questionnaire into rows of a draft: conditions, points, claims, evidence."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from intake import models
from intake.core.documents.values import DocumentError
from intake.core.questionnaire import answers as conditions
from intake.core.questionnaire import points as rules
from intake.core.questionnaire import questionnaire as core

from . import columns
from .columns import same
from .import_sections import Written, askings
from .keeping import keep


def write_rules(written: Written, document: core.Questionnaire) -> None:
    """Everything that names a question, an option or a piece of evidence."""
    rows = [_evidence(written.draft, n, each) for n, each in enumerate(document.evidence, 1)]
    keep(rows)
    written.evidence.update({row.key: row for row in rows})
    _write_show_ifs(written, document)
    _write_wording(written.draft, document)
    keep(
        citation
        for citations in (
            _write_questions(written, document),
            _write_points(written, document),
            _write_claims(written, document),
            _write_topics(written, document),
        )
        for citation in citations
    )


def _write_wording(draft: models.Questionnaire, document: core.Questionnaire) -> None:
    keep(
        models.WordsToAvoid(
            questionnaire=draft, position=place, words=each.words, instead=each.instead
        )
        for place, each in enumerate(document.avoid, 1)
    )
    keep(
        models.Waiver(questionnaire=draft, **{f.name: getattr(each, f.name) for f in fields(each)})
        for each in document.waivers
    )
    keep(
        models.ListedName(
            questionnaire=draft,
            position=place,
            **same(each, columns.NAME),
            also="\n".join(each.also),
            ticks="\n".join(each.ticks),
        )
        for place, each in enumerate(document.names, 1)
    )


def _write_show_ifs(written: Written, document: core.Questionnaire) -> None:
    keep(
        models.ShowIf(question=written.questions[asking.key], **columns)
        for asking in askings(document.sections)
        if asking.show_if
        for columns in _statements(written, asking.show_if.conditions, f"question {asking.key}")
    )


def _write_questions(written: Written, document: core.Questionnaire) -> Iterator[models.Citation]:
    for question in document.questions:
        owner = written.questions[question.key]
        yield from _cited(written, question.evidence, question=owner)


def _write_points(written: Written, document: core.Questionnaire) -> Iterator[models.Citation]:
    points = [*document.points, *filter(None, [document.identity_point])]
    rows = [_point(written.draft, place, point) for place, point in enumerate(points, 1)]
    for row, point in zip(rows, points, strict=True):
        row.is_identity = point is document.identity_point
    keep(rows)
    _write_triggers(written, rows, points)
    for row, point in zip(rows, points, strict=True):
        yield from _cited(written, point.evidence, point=row)


def _write_triggers(written: Written, rows: list[models.Point], points: list[rules.Point]) -> None:
    paired = [
        (_trigger(row, place, trigger), trigger)
        for row, point in zip(rows, points, strict=True)
        for place, trigger in enumerate(point.triggers, 1)
    ]
    keep(row for row, _trigger_read in paired)
    keep(
        models.TriggerCondition(trigger=row, **columns)
        for row, trigger in paired
        for columns in _statements(written, trigger.conditions, f"point {row.point.key}")
    )


def _write_claims(written: Written, document: core.Questionnaire) -> Iterator[models.Citation]:
    asked_in = document.roles.claims.question
    rows = [
        models.Claim(
            questionnaire=written.draft,
            position=place,
            option=written.option(asked_in, claim.option, f"claims[{place - 1}].option"),
            known=claim.known,
        )
        for place, claim in enumerate(document.claims, 1)
    ]
    keep(rows)
    for row, claim in zip(rows, document.claims, strict=True):
        yield from _cited(written, claim.evidence, claim=row)


def _write_topics(written: Written, document: core.Questionnaire) -> Iterator[models.Citation]:
    rows = [
        models.Topic(questionnaire=written.draft, position=place, **same(topic, columns.TOPIC))
        for place, topic in enumerate(document.topics, 1)
    ]
    keep(rows)
    for row, topic in zip(rows, document.topics, strict=True):
        yield from _cited(written, topic.evidence, topic=row)


def _cited(written: Written, keys: tuple[str, ...], **owner: Any) -> Iterator[models.Citation]:
    for place, key in enumerate(keys, 1):
        if key not in written.evidence:
            (path,) = (f"{name} {row.key}" for name, row in owner.items())
            raise DocumentError(path, f'there is no evidence with the key "{key}"')
        yield models.Citation(evidence=written.evidence[key], position=place, **owner)


def _statements(
    written: Written, found: tuple[conditions.Condition, ...], path: str
) -> Iterator[dict[str, Any]]:
    """Columns of one row for each value; the values of one condition share a line."""
    values = [(line, each, value) for line, each in enumerate(found, 1) for value in each.values]
    for place, (line, condition, value) in enumerate(values, 1):
        yield {
            "position": place,
            "line": line,
            "source": written.question(condition.question, path),
            "operator": condition.operator.value,
            **_value(written, condition.question, value, path),
        }


def _value(written: Written, question: str, value: conditions.Value, path: str) -> dict[str, Any]:
    match value:
        case str():
            return {"option": written.option(question, value, path)}
        case bool():
            return {"flag": value}
        case int() | Decimal():
            return {"number": Decimal(value)}
    return {"day": value}


def _point(draft: models.Questionnaire, place: int, point: rules.Point) -> models.Point:
    return models.Point(
        questionnaire=draft,
        position=place,
        **same(point, columns.POINT),
        kind=point.kind.value,
        provider="\n".join(point.provider),
        knowledge=point.knowledge.code if point.knowledge else "",
        always=point.always.code if point.always else "",
        serves=" ".join(point.serves),
    )


def _trigger(point: models.Point, place: int, trigger: rules.Trigger) -> models.Trigger:
    return models.Trigger(
        point=point,
        position=place,
        **same(trigger, columns.TRIGGER),
        lift="\n".join(trigger.lift),
        severity=trigger.severity.code,
        behavior=trigger.behavior.value,
    )


def _evidence(draft: models.Questionnaire, place: int, evidence: rules.Evidence) -> models.Evidence:
    return models.Evidence(
        questionnaire=draft,
        position=place,
        **same(evidence, columns.EVIDENCE),
        reading=evidence.reading.value,
    )
