"""Mistakes in a draft, found before it is published."""

from collections.abc import Callable, Iterator
from datetime import date

from intake.core.questionnaire.answers import DONT_KNOW, OTHER
from intake.core.questionnaire.free_text import shows_something
from intake.core.questionnaire.parts import Roles
from intake.core.questionnaire.points import Point, PointKind, Severity
from intake.core.questionnaire.questionnaire import CHOICES, Group, Question, Questionnaire
from intake.core.questionnaire.rule_words import faults

from .evidence_dates import evidence_problems
from .problems import Problem, Weight, with_reason
from .reach import rule_problems
from .talk_rules import talk_problems
from .twice_and_voices import twice_and_voices
from .wording_rules import Reading, wording_problems

__all__ = ["Problem", "Weight", "check"]

LANGUAGES = ("en",)
"""What the product's own words exist in."""


def check(
    draft: Questionnaire,
    *,
    on: date,
    published: Questionnaire | None = None,
    reading: Reading | None = None,
) -> tuple[Problem, ...]:
    """All mistakes that stand against a draft; ``published`` is the version in use, if any.

    What a reason was recorded for stands no longer. ``reading`` tells the grade of a text.
    """
    found: list[Problem] = []
    if not draft.questions:
        found.append(Problem("", "There is no question yet."))
    found.extend(_asked_problems(draft))
    found.extend(Problem(place, says) for place, says in rule_problems(draft))
    found.extend(Problem(fault.place, fault.says) for fault in faults(draft))
    found.extend(talk_problems(draft))
    found.extend(p for point in draft.points for p in _point_problems(draft, point))
    found.extend(_claim_problems(draft))
    found.extend(_role_problems(draft))
    found.extend(_untranslated(draft))
    found.extend(evidence_problems(draft, on))
    found.extend(twice_and_voices(draft))
    found.extend(wording_problems(draft, reading))
    if published is not None:
        found.extend(_softened(draft, published))
    waived = {(each.place, each.about, each.words) for each in draft.waivers}
    return tuple(p for p in found if not p.about or (p.place, p.about, p.words) not in waived)


def _asked_problems(draft: Questionnaire) -> Iterator[Problem]:
    for section in draft.sections:
        for asking in section.items:
            asked = asking.items if isinstance(asking, Group) else (asking,)
            if not asked:
                yield Problem(f"question:{asking.key}", "This group asks nothing.")
            for question in asked:
                yield from _question_problems(draft, question)


def _question_problems(draft: Questionnaire, question: Question) -> Iterator[Problem]:
    place = f"question:{question.key}"
    for applies, says in _QUESTION_MISTAKES:
        if applies(draft.roles, question):
            yield Problem(place, says)
    known = {evidence.key for evidence in draft.evidence}
    for key in question.evidence:
        if key not in known:
            yield Problem(place, f'It names the evidence "{key}", which does not exist.')


def _has_few_options(_roles: Roles, question: Question) -> bool:
    return question.kind in CHOICES and len(question.options) < 2


def _has_no_way_out(roles: Roles, question: Question) -> bool:
    """A required choice that forces a false answer on a patient who does not know."""
    if question.kind not in CHOICES or not question.required or question.in_person:
        return False
    if question.key == roles.answered_by:
        return False
    ways = {DONT_KNOW, OTHER, *roles.allergy.none}
    return ways.isdisjoint(question.texts)


def _settled_by_nobody(_roles: Roles, question: Question) -> bool:
    return question.offers_dont_know and question.settles is None


def _has_wrong_exclusive(_roles: Roles, question: Question) -> bool:
    return not set(question.exclusive) <= set(question.texts)


def _has_twin_options(_roles: Roles, question: Question) -> bool:
    return len(question.texts) < len(question.options)


def _has_odd_range(_roles: Roles, question: Question) -> bool:
    low, high = question.minimum, question.maximum
    return low is not None and high is not None and low > high


def _has_no_words(_roles: Roles, question: Question) -> bool:
    return not (shows_something(question.text) and shows_something(question.short))


def _lacks_other(_roles: Roles, question: Question) -> bool:
    return question.kind == "open-choice" and OTHER not in question.texts


_QUESTION_MISTAKES: tuple[tuple[Callable[[Roles, Question], bool], str], ...] = (
    (_has_no_words, "It needs a text and a short name."),
    (_has_few_options, "It needs at least two options."),
    (_has_twin_options, "Two of its options have the same code."),
    (
        _has_no_way_out,
        'It is required and has no way out, such as "I don\'t know" or "None".',
    ),
    (
        _settled_by_nobody,
        'Say who settles it when the patient answers "I don\'t know".',
    ),
    (_has_wrong_exclusive, "An option that clears the others does not exist."),
    (_lacks_other, 'A choice with own words needs the option "other".'),
    (_has_odd_range, "Its smallest number is larger than its largest."),
)


def _point_problems(draft: Questionnaire, point: Point) -> Iterator[Problem]:
    place = f"point:{point.key}"
    known = {evidence.key for evidence in draft.evidence}
    if not point.evidence and point.kind is not PointKind.CLARIFY:
        yield Problem(place, "It has no evidence. Every point names what it rests on.")
    for key in point.evidence:
        if key not in known:
            yield Problem(place, f'It names the evidence "{key}", which does not exist.')
    if not (shows_something(point.title) and shows_something(point.patient) and point.provider):
        yield Problem(place, "It needs a title, talking points and plain words for the patient.")


def _claim_problems(draft: Questionnaire) -> Iterator[Problem]:
    heard = draft.by_key.get(draft.roles.claims.question)
    known = {evidence.key for evidence in draft.evidence}
    for claim in draft.claims:
        place = f"claim:{claim.option}"
        if heard is None or claim.option not in heard.texts:
            yield Problem(place, "No option of the question on claims goes with it.")
        if not claim.evidence or not known.issuperset(claim.evidence):
            yield Problem(place, "It needs evidence that exists.")


def _role_problems(draft: Questionnaire) -> Iterator[Problem]:
    """Roles that name nothing would silence the allergy table, the ladder or the worries."""
    for role, key in _named_by(draft.roles):
        if key and key not in draft.by_key:
            yield Problem("", f'The part "{role}" names the question "{key}", which is not there.')
    group = draft.roles.allergy.group
    if group and group not in draft.groups:
        yield Problem("", f'The allergy table names the group "{group}", which is not there.')
    helped, points = draft.roles.help_point, {point.key for point in draft.points}
    if helped and helped not in points:
        yield Problem("", f'The point "{helped}", which says when to get help, is not there.')
    for key in draft.roles.consent:
        if key not in points:
            yield Problem(
                "", f'The point "{key}", which says that consent is missing, is not there.'
            )


def _named_by(roles: Roles) -> Iterator[tuple[str, str]]:
    for role in ("name", "birth_date", "adult", "answered_by", "worries", "hope"):
        yield role, getattr(roles, role)
    yield from (("own_questions", roles.own_questions), ("medicines", roles.medicines))
    for role in ("name", "relation", "phone"):
        yield f"answerer's {role}", getattr(roles.answerer, role)
    for role in (
        "substance",
        "severity",
        "reaction",
        "when",
        "onset",
        "treatment",
        "confirmed",
    ):
        yield f"allergy {role}", getattr(roles.allergy, role)
    yield from (
        ("allergies", sign.question) for sign in (*roles.allergy.told_by, *roles.allergy.also)
    )
    yield from (("beside allergies", key) for key in roles.allergy.beside)
    yield from (
        ("claims", roles.claims.question),
        ("claims source", roles.claims.source),
    )
    yield from (("ladder", rung.question) for rung in roles.ladder)
    yield from (("quick check", quick.question) for quick in roles.quick_checks)


def _untranslated(draft: Questionnaire) -> Iterator[Problem]:
    """Questions in one language between buttons, errors and paper in another."""
    if draft.language.partition("-")[0] not in LANGUAGES:
        says = f"The pages around the questions are not translated into “{draft.language}” yet."
        yield with_reason("", says, about="language", words=draft.language)


def _softened(draft: Questionnaire, published: Questionnaire) -> Iterator[Problem]:
    """What every patient is told must not fade without a recorded reason (content, wording)."""
    now = {point.key: point.always for point in draft.points}
    for point in published.points:
        kept = now.get(point.key)
        if point.always is None or (kept is not None and kept.rank >= point.always.rank):
            continue
        says = f"“{point.title}” is for every patient now, and {_faded(draft, point, kept)}."
        words = f"{point.always.code} to {kept.code if kept else 'nobody'}"
        yield with_reason(f"point:{point.key}", says, about="softened", words=words)


def _faded(draft: Questionnaire, point: Point, kept: Severity | None) -> str:
    if kept is not None:
        was = point.always.label if point.always else ""
        return f"goes down from “{was}” to “{kept.label}”"
    if point.key in {each.key for each in draft.points}:
        return "would be raised by answers only"
    return "is removed"
