"""Small questionnaires, answers and discussions in few words, for tables and tests."""

from datetime import UTC, date, datetime

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion
from intake.core.questionnaire.answers import (
    Answer,
    Answers,
    Behavior,
    Chosen,
    Condition,
    Operator,
    Row,
    ShowIf,
    Unsaid,
)
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.parts import Roles
from intake.core.questionnaire.points import (
    Evidence,
    Knowledge,
    Point,
    PointKind,
    Reading,
    Severity,
    Trigger,
)
from intake.core.questionnaire.questionnaire import (
    Group,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    Settles,
)

HOLD, DISCUSS_FIRST, DISCUSS, INFORM = Severity
DONT_KNOW, IN_PERSON = Unsaid.DONT_KNOW, Unsaid.DECLINED
BLANK = None
MONDAY = datetime(2026, 11, 30, 19, 12, tzinfo=UTC)


def choice(key: str, *codes: str, **more) -> Question:
    """A choice whose options read like their codes; "dont_know" is offered and settled."""
    offered = codes or ("yes", "no", "dont_know")
    options = tuple(Option(code, code.replace("_", " ").capitalize()) for code in offered)
    given = {"short": key, "settles": Settles.CLINIC, "in_person": True, **more}
    return Question(key, Kind.CHOICE, f"{key}?", options=options, **given)


def question(key: str, kind: Kind, **more) -> Question:
    return Question(key, kind, f"{key}?", **{"short": key, **more})


def group(key: str, *questions: Question, **more) -> Group:
    return Group(key, f"{key}?", questions, short=key, **more)


def section(key: str, *items: Question | Group) -> Section:
    """A section that asks every question on a page of its own."""
    asked = (each.items if isinstance(each, Group) else (each,) for each in items)
    return Section(key, key, "", items, tuple((q.key,) for each in asked for q in each))


def questionnaire(*items: Question | Group | Section, points=(), **more) -> Questionnaire:
    """A questionnaire of one section, or of the sections given."""
    whole = all(isinstance(each, Section) for each in items)
    given = {"claims": (), "evidence": (), "roles": Roles(), "review": None, **more}
    return Questionnaire(
        key="small",
        title="Small",
        language="en-US",
        content_version="1",
        sections=items if whole else (section("only", *items),),
        points=tuple(points),
        **given,
    )


def when(key: str, operator: str, *values) -> Condition:
    return Condition(key, Operator(operator), values)


def shown_if(*conditions: Condition, behavior: Behavior = Behavior.ALL) -> ShowIf:
    return ShowIf(conditions, behavior)


def all_of(severity: Severity, *conditions: Condition) -> Trigger:
    return Trigger(severity, Behavior.ALL, conditions)


def any_of(severity: Severity, *conditions: Condition) -> Trigger:
    return Trigger(severity, Behavior.ANY, conditions)


def point(key: str, *triggers: Trigger, **more) -> Point:
    given = {
        "kind": PointKind.RISK,
        "group": "Small",
        "title": key.capitalize(),
        "provider": (f"Talk about {key}.",),
        "patient": f"About {key}.",
        "ask": "",
        "knowledge": Knowledge.REPORTED,
        "evidence": (),
        "always": None,
        **more,
    }
    return Point(key, triggers=triggers, **given)


def evidence(key: str, *, review_by: date) -> Evidence:
    return Evidence(
        key=key,
        statement="A statement.",
        source="A source",
        publisher="A publisher",
        published="2026",
        url="https://example.org/",
        locator="p. 1",
        reading=Reading.SEEN,
        read_on=date(2026, 1, 1),
        review_by=review_by,
    )


def chose(*codes: str, text: str = "") -> Chosen:
    return Chosen(codes, text)


def said(rows: dict[str, list[dict[str, Answer | None]]] | None = None, **top) -> Answers:
    """Answers; a blank (None) is left out, and a row's place is its id."""
    return Answers(
        _given(top),
        {
            key: tuple(Row(str(place), _given(each)) for place, each in enumerate(entries))
            for key, entries in (rows or {}).items()
        },
    )


def _given(answers: dict[str, Answer | None]) -> dict[str, Answer]:
    return {key: answer for key, answer in answers.items() if answer is not BLANK}


def discussed(
    asked: Questionnaire,
    answers: Answers,
    facts: VisitFacts | None = None,
    *,
    revision: int = 1,
    as_of: datetime = MONDAY,
    previous: Discussion | None = None,
) -> Discussion:
    edition = Edition(version=1, revision=revision, as_of=as_of)
    return discuss(asked, answers, facts or VisitFacts(), edition, previous)


def key_id_of(content: bytes | memoryview) -> str:
    """The id after three letters of magic and its own length."""
    sealed = bytes(content)
    return sealed[4 : 4 + sealed[3]].decode()
