"""The rows of one draft, each table read once, with what rows of other tables say about them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import Model

from intake import models
from intake.core.questionnaire.answers import Condition, Operator, Value
from intake.models.catalog.citations import CITED_BY
from intake.models.catalog.questions import GROUP

from .columns import choices_of

Row = TypeVar("Row")


class DraftRows:
    """Fourteen queries, whatever the size of the draft."""

    def __init__(self, draft: models.Questionnaire) -> None:
        self.draft = draft
        self.sections = list(models.Section.objects.filter(questionnaire=draft))
        self._read_questions(draft)
        self._read_points(draft)
        self.topics = list(models.Topic.objects.filter(questionnaire=draft))
        self.avoid = list(models.WordsToAvoid.objects.filter(questionnaire=draft))
        self.names = list(models.ListedName.objects.filter(questionnaire=draft))
        self.waivers = list(models.Waiver.objects.filter(questionnaire=draft))
        self.evidence = {row.pk: row for row in models.Evidence.objects.filter(questionnaire=draft)}
        citations = list(models.Citation.objects.filter(evidence__questionnaire=draft))
        self.citations = {owner: _grouped(citations, f"{owner}_id") for owner in CITED_BY}

    def _read_questions(self, draft: models.Questionnaire) -> None:
        questions = list(models.Question.objects.filter(section__questionnaire=draft))
        options = list(models.Option.objects.filter(question__section__questionnaire=draft))
        self.questions = {row.pk: row for row in questions}
        self.option = {row.pk: row for row in options}
        self.of_section = _grouped((q for q in questions if q.parent_id is None), "section_id")
        self.of_group = _grouped((q for q in questions if q.parent_id), "parent_id")
        self.options = _grouped(options, "question_id")
        self.show_if = _grouped(
            models.ShowIf.objects.filter(question__section__questionnaire=draft), "question_id"
        )

    def _read_points(self, draft: models.Questionnaire) -> None:
        self.points = list(models.Point.objects.filter(questionnaire=draft))
        self.triggers = _grouped(
            models.Trigger.objects.filter(point__questionnaire=draft), "point_id"
        )
        self.conditions = _grouped(
            models.TriggerCondition.objects.filter(trigger__point__questionnaire=draft),
            "trigger_id",
        )
        self.claims = list(models.Claim.objects.filter(questionnaire=draft))

    def asked_in(self, section: models.Section) -> list[models.Question]:
        """The questions of a section in the order they are asked, without the groups' own rows."""
        return [
            each
            for row in self.of_section[section.pk]
            for each in (self.of_group[row.pk] if row.kind == GROUP else [row])
        ]

    def cited_by(self, owner: Any) -> tuple[str, ...]:
        """Keys of the evidence that a question, point, claim or topic rests on."""
        rows = self.citations[owner._meta.model_name][owner.pk]
        return tuple(self.evidence[row.evidence_id].key for row in rows)

    def odd_choices(self) -> Iterator[tuple[str, str]]:
        """Words that no page of the admin offers, each with its place: rows altered by hand."""
        places: dict[str, list[Model]] = {
            f"question:{row.key}": [row, *self.show_if[row.pk]] for row in self.questions.values()
        }
        for point in self.points:
            triggers = self.triggers[point.pk]
            conditions = (each for trigger in triggers for each in self.conditions[trigger.pk])
            places[f"point:{point.key}"] = [point, *triggers, *conditions]
        places |= {f"evidence:{source.key}": [source] for source in self.evidence.values()}
        for place, here in places.items():
            for row in here:
                for name, label, known in choices_of(type(row)):
                    value = getattr(row, name)
                    if value not in known:
                        what = f"“{value}” is none of its choices" if value else "nothing is chosen"
                        yield place, f"{label}: {what}. Choose again on its page."

    def conditions_of(self, statements: list[Any]) -> tuple[Condition, ...]:
        """Rows of one line about one question are the alternatives of one condition."""
        alternatives = defaultdict(list)
        for row in sorted(statements, key=lambda row: row.line):
            alternatives[row.line, row.source_id, row.operator].append(self._value(row))
        return tuple(
            Condition(self.questions[source].key, Operator(operator), tuple(values))
            for (_line, source, operator), values in alternatives.items()
        )

    def _value(self, row: Any) -> Value:
        if row.source_id not in self.questions:
            raise ValueError("A condition looks at a question of another questionnaire.")
        if row.option_id:
            option = self.option.get(row.option_id)
            if option is None or option.question_id != row.source_id:
                raise ValueError("A condition names an answer of another question.")
            return option.code
        if row.number is None:
            return row.day if row.flag is None else row.flag
        is_whole = row.number == row.number.to_integral_value()
        return int(row.number) if is_whole else row.number.normalize()


def _grouped(rows: Iterable[Row], column: str) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
