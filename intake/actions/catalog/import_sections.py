"""Turns the sections of a questionnaire into rows of a draft."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from intake import models
from intake.core.documents.values import DocumentError
from intake.core.questionnaire import questionnaire as core
from intake.models.catalog.questions import GROUP

from . import columns
from .columns import same
from .keeping import keep


@dataclass
class Written:
    """Rows of one import, found again by the keys that rules name them with."""

    draft: models.Questionnaire
    questions: dict[str, models.Question] = field(default_factory=dict)
    options: dict[tuple[str, str], models.Option] = field(default_factory=dict)
    evidence: dict[str, models.Evidence] = field(default_factory=dict)

    def question(self, key: str, path: str) -> models.Question:
        if key not in self.questions:
            raise DocumentError(path, f'there is no question "{key}"')
        return self.questions[key]

    def option(self, question: str, code: str, path: str) -> models.Option:
        if (question, code) not in self.options:
            raise DocumentError(path, f'"{question}" has no option "{code}"')
        return self.options[question, code]


def write_sections(draft: models.Questionnaire, sections: tuple[core.Section, ...]) -> Written:
    """Sections with their groups, questions and options; rules come later."""
    written = Written(draft)
    rows = [
        models.Section(
            questionnaire=draft,
            position=place,
            **same(section, columns.SECTION),
            **_voice(section),
        )
        for place, section in enumerate(sections, 1)
    ]
    keep(rows)
    for row, section in zip(rows, sections, strict=True):
        first = {keys[0] for keys in section.pages if keys}
        for question_row in _asked(row, section, first):
            if question_row.key in written.questions:
                raise DocumentError("sections", f'the key "{question_row.key}" is used twice')
            written.questions[question_row.key] = question_row
    keep(row for row in written.questions.values() if row.kind == GROUP)
    keep(row for row in written.questions.values() if row.kind != GROUP)
    _write_options(written, sections)
    return written


def askings(sections: tuple[core.Section, ...]) -> Iterator[core.Question | core.Group]:
    """Every group and question; the questions of a group follow it."""
    for section in sections:
        for item in section.items:
            yield item
            yield from getattr(item, "items", ())


def _write_options(written: Written, sections: tuple[core.Section, ...]) -> None:
    for question in askings(sections):
        if isinstance(question, core.Group):
            continue
        voice = question.voice or core.Voice()
        said_of_another = {each.code: each.text for each in voice.options}
        for place, option in enumerate(question.options, 1):
            written.options[question.key, option.code] = models.Option(
                question=written.questions[question.key],
                position=place,
                **same(option, columns.OPTION),
                exclusive=option.code in question.exclusive,
                voice_text=said_of_another.get(option.code, ""),
                answers_for=" ".join(option.answers_for),
            )
    keep(written.options.values())


def _asked(
    section: models.Section, document: core.Section, first: set[str]
) -> Iterator[models.Question]:
    for place, item in enumerate(document.items, 1):
        if isinstance(item, core.Question):
            yield _question(section, place, item, first)
            continue
        group = models.Question(
            section=section,
            position=place,
            **same(item, columns.GROUP),
            kind=GROUP,
            **_voice(item),
            show_behavior=_behavior(item),
        )
        yield group
        for within, question in enumerate(item.items, 1):
            row = _question(section, within, question, first)
            row.parent = group
            yield row


def _question(
    section: models.Section, place: int, question: core.Question, first: set[str]
) -> models.Question:
    return models.Question(
        section=section,
        position=place,
        **same(question, columns.QUESTION),
        kind=question.kind.value,
        starts_page=question.key in first,
        settles=question.settles.value if question.settles else "",
        **_voice(question),
        show_behavior=_behavior(question),
        serves=" ".join(question.serves),
    )


def _voice(asking: core.Question | core.Group | core.Section) -> dict[str, str]:
    voice = asking.voice or core.Voice()
    return {"voice_text": voice.text, "voice_help": voice.help}


def _behavior(asking: core.Question | core.Group) -> str:
    return asking.show_if.behavior.value if asking.show_if else "all"
