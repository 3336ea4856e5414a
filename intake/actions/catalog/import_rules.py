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
    rows = [
        models.Evidence(
            questionnaire=written.draft,
            position=place,
            **same(evidence, columns.EVIDENCE),
            reading=evidence.reading.value,
        )
        for place, evidence in enumerate(document.evidence, 1)
    ]
    keep(rows)
    written.evidence.update({row.key: row for row in rows})
    keep(
        models.ShowIf(question=written.questions[asking.key], **statement)
        for asking in askings(document.sections)
        if asking.show_if
        for statement in _statements(written, asking.show_if.conditions, f"question {asking.key}")
    )
    _write_wording(written.draft, document)
    citations: list[models.Citation] = []
    for question in document.questions:
        owner = written.questions[question.key]
        citations.extend(_cited(written, question.evidence, question=owner))
    citations.extend(_write_points(written, document))
    citations.extend(_write_claims_and_topics(written, document))
    keep(citations)


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


def _write_points(written: Written, document: core.Questionnaire) -> Iterator[models.Citation]:
    points = [*document.points, *filter(None, [document.identity_point])]
    rows = [
        models.Point(
            questionnaire=written.draft,
            position=place,
            is_identity=point is document.identity_point,
            **same(point, columns.POINT),
            kind=point.kind.value,
            provider="\n".join(point.provider),
            knowledge=point.knowledge.code if point.knowledge else "",
            always=point.always.code if point.always else "",
            serves=" ".join(point.serves),
        )
        for place, point in enumerate(points, 1)
    ]
    keep(rows)
    _write_triggers(written, rows, points)
    for row, point in zip(rows, points, strict=True):
        yield from _cited(written, point.evidence, point=row)


def _write_triggers(written: Written, rows: list[models.Point], points: list[rules.Point]) -> None:
    triggers: list[tuple[models.Trigger, rules.Trigger]] = []
    for point_row, point in zip(rows, points, strict=True):
        for place, trigger in enumerate(point.triggers, 1):
            row = models.Trigger(
                point=point_row,
                position=place,
                **same(trigger, columns.TRIGGER),
                lift="\n".join(trigger.lift),
                severity=trigger.severity.code,
                behavior=trigger.behavior.value,
            )
            triggers.append((row, trigger))
    keep(row for row, _trigger in triggers)
    keep(
        models.TriggerCondition(trigger=row, **statement)
        for row, trigger in triggers
        for statement in _statements(written, trigger.conditions, f"point {row.point.key}")
    )


def _write_claims_and_topics(
    written: Written, document: core.Questionnaire
) -> Iterator[models.Citation]:
    asked_in = document.roles.claims.question
    claims = [
        models.Claim(
            questionnaire=written.draft,
            position=place,
            option=written.option(asked_in, claim.option, f"claims[{place - 1}].option"),
            known=claim.known,
        )
        for place, claim in enumerate(document.claims, 1)
    ]
    keep(claims)
    for claim_row, claim in zip(claims, document.claims, strict=True):
        yield from _cited(written, claim.evidence, claim=claim_row)
    topics = [
        models.Topic(questionnaire=written.draft, position=place, **same(topic, columns.TOPIC))
        for place, topic in enumerate(document.topics, 1)
    ]
    keep(topics)
    for topic_row, topic in zip(topics, document.topics, strict=True):
        yield from _cited(written, topic.evidence, topic=topic_row)


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
        source, operator = written.question(condition.question, path), condition.operator.value
        statement = {"position": place, "line": line, "source": source, "operator": operator}
        match value:
            case str():
                yield {**statement, "option": written.option(condition.question, value, path)}
            case bool():
                yield {**statement, "flag": value}
            case int() | Decimal():
                yield {**statement, "number": Decimal(value)}
            case _:
                yield {**statement, "day": value}
