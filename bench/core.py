"""The core alone: one walk and all points, on small and large questionnaires."""

from functools import partial

from intake.core.discussion.raise_points import points_raised
from intake.core.documents.codec import questionnaire_from_json
from intake.core.questionnaire.answers import Answers, Behavior, Chosen, Condition, Operator, ShowIf
from intake.core.questionnaire.parts import Roles
from intake.core.questionnaire.points import Knowledge, Point, PointKind, Severity, Trigger
from intake.core.questionnaire.questionnaire import (
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    Settles,
)
from intake.core.questionnaire.walk import walk

from .table import at_most, in_turns, show

OPTIONS = (Option("yes", "Yes"), Option("no", "No"), Option("dont_know", "I don't know"))
BUDGET_MS = 10
PER_SECTION = 20


def made_questionnaire(count: int) -> Questionnaire:
    """As many questions as points; every third question follows up on the one before."""
    questions = [_question(number) for number in range(count)]
    sections = tuple(
        Section(f"s{start}", f"Part {start}", "", tuple(part), tuple((q.key,) for q in part))
        for start in range(0, count, PER_SECTION)
        if (part := questions[start : start + PER_SECTION])
    )
    points = tuple(_point(number, count) for number in range(count))
    return Questionnaire(
        key=f"made_{count}",
        title=f"{count} questions",
        language="en",
        content_version="bench",
        review=None,
        sections=sections,
        points=points,
        claims=(),
        evidence=(),
        roles=Roles(),
    )


def _question(number: int) -> Question:
    before = Condition(f"q{number - 1}", Operator.IS, ("yes", "no"))
    return Question(
        key=f"q{number}",
        kind=Kind.CHOICE,
        text=f"Is the statement with the number {number} true for you?",
        short=f"Fact {number}",
        options=OPTIONS,
        required=True,
        settles=Settles.CLINIC,
        show_if=ShowIf((before,)) if number % 3 == 2 else None,
    )


def _point(number: int, count: int) -> Point:
    first = Condition(f"q{number}", Operator.IS, ("yes",))
    second = Condition(f"q{(number * 7 + 3) % count}", Operator.IS, ("yes", "dont_know"))
    return Point(
        key=f"p{number}",
        kind=PointKind.RISK,
        group="Made",
        title=f"Point {number}",
        provider=("Say it.",),
        patient="Ask about it.",
        ask=f"Question {number}?",
        knowledge=Knowledge.NOT_STUDIED,
        evidence=(),
        always=None,
        triggers=(Trigger(Severity.DISCUSS, Behavior.ALL, (first, second)),),
    )


def made_answers(questionnaire: Questionnaire) -> Answers:
    """Half of the answers are yes, so that a quarter of the points is raised."""
    return Answers(
        {
            question.key: Chosen(("yes",) if number % 2 else ("no",))
            for number, question in enumerate(questionnaire.questions)
        }
    )


def evaluate(questionnaire: Questionnaire, answers: Answers) -> None:
    points_raised(walk(questionnaire, answers))


def run(shipped_text: str) -> None:
    shipped = questionnaire_from_json(shipped_text)
    ways = {"shipped, 69 questions and 51 points": (shipped, Answers())}
    for count in (45, 1_000):
        made = made_questionnaire(count)
        ways[f"{count:,} questions and {count:,} points"] = (made, made_answers(made))
    large = made_questionnaire(1_000)
    every = Answers({question.key: Chosen(("yes",)) for question in large.questions})
    ways["1,000 of each, every point raised"] = (large, every)
    medians = in_turns({name: partial(evaluate, *way) for name, way in ways.items()}, rounds=40)
    show(
        "Core: walk and evaluate (processor time)",
        [at_most(name, ms, "ms", BUDGET_MS) for name, ms in medians.items()],
    )
