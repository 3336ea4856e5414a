"""Questionnaires and answers made up by Hypothesis: small, odd, and valid."""

import os
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from intake.core.questionnaire.answers import (
    DONT_KNOW,
    ORDERINGS,
    OTHER,
    Answers,
    Behavior,
    Chosen,
    Condition,
    Operator,
    Row,
    ShowIf,
    Unsaid,
)
from intake.core.questionnaire.parts import AllergyRoles, ClaimRoles, QuickCheck, Roles, Rung, Sign
from intake.core.questionnaire.points import (
    Claim,
    Evidence,
    Knowledge,
    Point,
    PointKind,
    Reading,
    Severity,
    Trigger,
)
from intake.core.questionnaire.questionnaire import (
    CHOICES,
    Group,
    Kind,
    Option,
    Question,
    Questionnaire,
    Review,
    Section,
    Settles,
)

EXAMPLES = int(os.environ.get("EXAMPLES", "20"))
STABLE = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
"""The same examples in every run: a red test is red for everyone. `make test-all` makes more."""

CODES = ("yes", "no", "none", OTHER, DONT_KNOW)
WORDS = st.sampled_from(
    (
        "",
        "Plain",
        "Größe",
        '"quoted" \\ back',
        "سلام\u200f",
        "👩🏽\u200d⚕️",
        "two\nlines",
        "\u2028<b>&amp;",
    )
)
NUMBERS = st.integers(-(10**20), 10**20)
DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-999, max_value=999
)
DAYS = st.dates()
VALUES = {
    Kind.INTEGER: NUMBERS,
    Kind.DECIMAL: DECIMALS,
    Kind.DATE: DAYS,
    Kind.BOOLEAN: st.booleans(),
}
EVIDENCE_KEYS = ("E1", "E2")


@st.composite
def conditions(draw, sources: list[Question], *, for_trigger: bool = False) -> Condition:
    source = draw(st.sampled_from(sources))
    operators = [Operator.EXISTS, Operator.IS]
    if not for_trigger:
        operators.append(Operator.IS_NOT)
    if source.kind in VALUES and source.kind is not Kind.BOOLEAN:
        operators.extend(ORDERINGS)
    operator = draw(st.sampled_from(operators))
    if operator is Operator.EXISTS:
        return Condition(source.key, operator, (draw(st.booleans()),))
    value = VALUES.get(source.kind, st.sampled_from(CODES))
    most = 1 if operator in ORDERINGS else 3
    values = draw(st.lists(value, min_size=1, max_size=most))
    return Condition(source.key, operator, tuple(values))


def some_conditions(sources: list[Question], *, for_trigger: bool = False):
    one = conditions(sources, for_trigger=for_trigger)
    return st.lists(one, min_size=1, max_size=3).map(tuple)


def show_ifs(sources: list[Question]):
    if not sources:
        return st.none()
    made = st.builds(ShowIf, some_conditions(sources), st.sampled_from(Behavior))
    return st.none() | made


@st.composite
def questions(draw, key: str, sources: list[Question]) -> Question:
    kind = draw(st.sampled_from(Kind))
    codes = (
        draw(st.lists(st.sampled_from(CODES), min_size=2, unique=True)) if kind in CHOICES else ()
    )
    return Question(
        key=key,
        kind=kind,
        text=draw(WORDS),
        short=key.upper(),
        help=draw(WORDS),
        options=tuple(Option(code, draw(WORDS)) for code in codes),
        required=draw(st.booleans()),
        repeats=draw(st.booleans()) if kind in (*CHOICES, Kind.STRING) else False,
        in_person=draw(st.booleans()),
        settles=draw(st.none() | st.sampled_from(Settles)),
        maximum=draw(st.none() | st.integers(0, 9)),
        show_if=draw(show_ifs(sources)),
        evidence=draw(st.sampled_from([(), EVIDENCE_KEYS])),
    )


@st.composite
def sections(draw, number: int, above: list[Question]) -> Section:
    """A section whose conditions look only at questions above; ``above`` grows on the way."""
    items: list[Question | Group] = []
    for place in range(draw(st.integers(1, 4))):
        key = f"s{number}i{place}"
        if draw(st.integers(0, 3)):
            items.append(draw(questions(key, above)))
            above.append(items[-1])
            continue
        inner: list[Question] = []
        for column in range(draw(st.integers(1, 3))):
            inner.append(draw(questions(f"{key}c{column}", [*above, *inner])))
        opened_by = draw(show_ifs(above))
        items.append(Group(key, draw(WORDS), tuple(inner), key, show_if=opened_by))
    keys = [q.key for item in items for q in getattr(item, "items", (item,))]
    return Section(f"s{number}", draw(WORDS), draw(WORDS), tuple(items), tuple((k,) for k in keys))


def triggers(sources: list[Question]):
    conditions = some_conditions(sources, for_trigger=True)
    return st.builds(Trigger, st.sampled_from(Severity), st.sampled_from(Behavior), conditions)


@st.composite
def points(draw, key: str, sources: list[Question]) -> Point:
    return Point(
        key=key,
        kind=draw(st.sampled_from(PointKind)),
        group=draw(WORDS),
        title=draw(WORDS),
        provider=tuple(draw(st.lists(WORDS, max_size=2))),
        patient=draw(WORDS),
        ask=draw(WORDS),
        knowledge=draw(st.sampled_from(Knowledge)),
        evidence=draw(st.sampled_from([(), EVIDENCE_KEYS])),
        always=draw(st.none() | st.sampled_from(Severity)),
        triggers=tuple(draw(st.lists(triggers(sources), max_size=3))),
    )


@st.composite
def roles(draw, every: list[Question]) -> Roles:
    key = st.sampled_from([question.key for question in every])
    return Roles(
        name=draw(key),
        birth_date=draw(key),
        answered_by=draw(key),
        worries=draw(key),
        hope=draw(key),
        allergy=AllergyRoles(
            substance=draw(key), told_by=(Sign(draw(key)),), also=(Sign(draw(key), ("yes",)),)
        ),
        claims=ClaimRoles(question=draw(key), source=draw(key), heading="p0"),
        ladder=(Rung(draw(key), value=draw(key)),),
        quick_checks=(QuickCheck(draw(key), "yes"),),
    )


@st.composite
def questionnaires(draw) -> Questionnaire:
    above: list[Question] = []
    made = tuple(draw(sections(number, above)) for number in range(draw(st.integers(1, 3))))
    every = [q for each in made for item in each.items for q in getattr(item, "items", (item,))]
    evidence = (
        Evidence(key, "", "", "", "", "", "", Reading.SEEN, date(2026, 1, 1), draw(DAYS))
        for key in EVIDENCE_KEYS
    )
    return Questionnaire(
        key="made_up",
        title=draw(WORDS),
        language="en-US",
        content_version="1",
        review=draw(st.none() | st.builds(Review, WORDS, WORDS, DAYS)),
        sections=made,
        points=tuple(draw(points(f"p{n}", every)) for n in range(draw(st.integers(0, 4)))),
        claims=(Claim("yes", draw(WORDS), EVIDENCE_KEYS),),
        evidence=tuple(evidence),
        roles=draw(roles(every)),
    )


@st.composite
def answers_to(draw, question: Question):
    """An answer that the question takes, or None for a blank."""
    ways = [st.none()]
    if question.offers_dont_know:
        ways.append(st.just(Unsaid.DONT_KNOW))
    if question.in_person:
        ways.append(st.just(Unsaid.DECLINED))
    ways.append(_values(question))
    return draw(st.sampled_from(ways).flatmap(lambda way: way))


def _values(question: Question):
    if question.kind in VALUES:
        return VALUES[question.kind]
    written = WORDS.filter(bool)
    if question.kind not in CHOICES:
        return st.lists(written, min_size=1, max_size=3).map(tuple) if question.repeats else written
    codes = [code for code in question.texts if code != DONT_KNOW]
    picked = st.lists(
        st.sampled_from(codes),
        min_size=1,
        max_size=len(codes) if question.repeats else 1,
        unique=True,
    ).map(lambda found: tuple(code for code in codes if code in found))
    return st.builds(Chosen, picked, WORDS)


@st.composite
def answers(draw, questionnaire: Questionnaire) -> Answers:
    """Answers to any question, whether or not it is asked."""
    grouped = questionnaire.group_of
    top = {q.key: draw(answers_to(q)) for q in questionnaire.questions if q.key not in grouped}
    rows = {}
    for group in questionnaire.groups.values():
        count = draw(st.integers(0, 3))
        filled = [{q.key: draw(answers_to(q)) for q in group.items} for _ in range(count)]
        rows[group.key] = tuple(
            Row(f"{group.key}-{n}", _said(each)) for n, each in enumerate(filled)
        )
    return Answers(_said(top), rows)


def _said(given: dict) -> dict:
    return {key: answer for key, answer in given.items() if answer is not None}


@st.composite
def cases(draw) -> tuple[Questionnaire, Answers]:
    made = draw(questionnaires())
    return made, draw(answers(made))
