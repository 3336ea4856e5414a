"""What schema 2 promises of words and keys: budgets, whose words they are, and what they name."""

from collections.abc import Iterator
from typing import NamedTuple

from intake.core import limits

from .names import ListedName, twice
from .points import Point, PointKind, Severity, Trigger
from .questionnaire import WORDS, Group, Option, Question, Questionnaire, Voice

BUDGETS = {
    "short": limits.SHORT_WORDS,
    "title": limits.TITLE_WORDS,
    "talk": limits.TALK_WORDS,
    "patient": limits.PATIENT_WORDS,
    "ask": limits.ASK_WORDS,
}
"""Words that each text of a trigger may have."""


class Fault(NamedTuple):
    """A promise that is broken: ``path`` in the document, ``place`` for staff, and in words."""

    path: str
    place: str
    says: str


def faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every broken promise, in document order."""
    for s, section in enumerate(questionnaire.sections):
        for i, asking in enumerate(section.items):
            yield from _asking_faults(questionnaire, asking, f"sections[{s}].items[{i}]")
    for n, point in enumerate(questionnaire.points):
        yield from _point_faults(point, f"points[{n}]")
    yield from _row_faults(questionnaire)
    paths = {name: f"names[{n}]" for n, name in enumerate(questionnaire.names)}
    for name, path in paths.items():
        for part, says in _name_faults(questionnaire, name):
            yield Fault(f"{path}.{part}", f"name:{name.text}", says)
    for name, spelling in twice(questionnaire.names):
        says = f"“{spelling}” stands for another name of its list already."
        yield Fault(paths[name], f"name:{name.text}", says)


def over_budget(words: str, budget: int) -> str:
    """Says that a text has too many words; empty when it fits."""
    count = len(words.split())
    return f"has {count} words, {budget} at most" if count > budget else ""


def _asking_faults(
    questionnaire: Questionnaire, asking: Question | Group, path: str
) -> Iterator[Fault]:
    yield from _voice_faults(asking, path)
    if isinstance(asking, Group):
        for i, question in enumerate(asking.items):
            yield from _asking_faults(questionnaire, question, f"{path}.items[{i}]")
        return
    place = f"question:{asking.key}"
    if says := over_budget(asking.why, limits.WHY_WORDS):
        yield Fault(f"{path}.why", place, f"“Why we ask this” {says}.")
    for n, option in enumerate(asking.options):
        for name, says in _option_faults(questionnaire, asking, option):
            yield Fault(f"{path}.options[{n}].{name}", place, says)


def _voice_faults(asking: Question | Group, path: str) -> Iterator[Fault]:
    voice, place = asking.voice, f"question:{asking.key}"
    if voice == Voice():
        yield Fault(f"{path}.voice", place, "The second voice says nothing.")
    known = asking.texts if isinstance(asking, Question) else {}
    for n, each in enumerate(voice.options if voice else ()):
        if each.code not in known:
            says = f'The second voice has the option "{each.code}", which the question has not.'
            yield Fault(f"{path}.voice.options[{n}]", place, says)


def _option_faults(
    questionnaire: Questionnaire, asking: Question, option: Option
) -> Iterator[tuple[str, str]]:
    for key in option.answers_for:
        answered = questionnaire.by_key.get(key)
        if answered is None:
            yield "answers_for", f'It answers for the question "{key}", which does not exist.'
        elif not answered.offers_dont_know:
            yield "answers_for", f'It answers for "{key}", which does not offer "I don\'t know".'
        elif questionnaire.position[key] <= questionnaire.position[asking.key]:
            yield "answers_for", f'It answers for "{key}", which is asked before it.'
    if bool(option.entry_name) is not bool(option.entry_kind):
        yield "entry_kind", f"“{option.text}” makes an entry: it needs a name and a kind."


def _point_faults(point: Point, path: str) -> Iterator[Fault]:
    place = f"point:{point.key}"
    if point.check_title and point.kind is not PointKind.CLARIFY:
        says = "Only answers that do not fit together have a title for the check page."
        yield Fault(f"{path}.check_title", place, says)
    if says := over_budget(point.check_title, limits.CHECK_TITLE_WORDS):
        yield Fault(f"{path}.check_title", place, f"Its title for the check page {says}.")
    for n, trigger in enumerate(point.triggers):
        for name, says in _trigger_faults(trigger):
            yield Fault(f"{path}.triggers[{n}].{name}", place, f"Trigger {n + 1}: {says}")


def _trigger_faults(trigger: Trigger) -> Iterator[tuple[str, str]]:
    for name, budget in BUDGETS.items():
        if says := over_budget(getattr(trigger, name), budget):
            yield name, f"{name} {says}."
    if trigger.lift and trigger.severity is not Severity.HOLD:
        yield "lift", "Only a hold is lifted."
    if len(trigger.lift) not in (0, limits.WAYS_TO_LIFT):
        yield "lift", f"A hold has {limits.WAYS_TO_LIFT} ways to lift it, or none."
    for n, way in enumerate(trigger.lift):
        if says := over_budget(way, limits.LIFT_WORDS):
            yield f"lift[{n}]", f"“{way}” {says}."


def _row_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Points of one row share a line of the paper, so they make one kind of statement."""
    first: dict[str, Point] = {}
    for p, point in enumerate(questionnaire.points):
        for n, trigger in enumerate(point.triggers):
            if not trigger.row:
                continue
            other = first.setdefault(trigger.row, point)
            if other.kind is not point.kind:
                says = (
                    f'Trigger {n + 1}: the row "{trigger.row}" has points of two kinds,'
                    f' "{other.key}" ({other.kind}) and "{point.key}" ({point.kind}).'
                )
                yield Fault(f"points[{p}].triggers[{n}].row", f"point:{point.key}", says)


def _name_faults(questionnaire: Questionnaire, name: ListedName) -> Iterator[tuple[str, str]]:
    """A name is offered where something is typed, and what it ticks exists."""
    asked = questionnaire.by_key.get(name.asked)
    if asked is None or asked.kind not in WORDS:
        yield "asked", f'“{name.text}” is offered for "{name.asked}", where nothing is typed.'
        return
    if not all(map(str.strip, name.spellings)):
        yield "text", f"“{name.text}” has a spelling without letters."
    group = questionnaire.group_of.get(asked.key)
    kinds = {code for question in group.items for code in question.texts} if group else set()
    if name.kind and name.kind not in kinds:
        yield "kind", f'“{name.text}” has the kind "{name.kind}", which its list does not ask for.'
    for tick in name.ticks:
        key, _, code = tick.partition("/")
        question = questionnaire.by_key.get(key)
        if question is None or code not in question.texts or key in questionnaire.group_of:
            yield "ticks", f'“{name.text}” ticks "{tick}", which does not exist.'
        elif code in question.alone:
            yield "ticks", f'“{name.text}” ticks "{tick}", which stands alone.'
