"""Mistakes in a draft, found before it is published."""

from collections.abc import Iterator
from datetime import date

from intake.core.questionnaire.answers import DONT_KNOW, OTHER
from intake.core.questionnaire.free_text import shows_something
from intake.core.questionnaire.points import PointKind
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
PARTS = ("name", "birth_date", "adult", "answered_by", "worries", "hope")
ANSWERER = ("name", "relation", "phone")
ALLERGY = ("substance", "severity", "reaction", "when", "onset", "treatment", "confirmed")
"""Roles that name one question each: of the whole, of who answers, and of the allergy table."""


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
    for asking in (each for section in draft.sections for each in section.items):
        asked = asking.items if isinstance(asking, Group) else (asking,)
        if not asked:
            found.append(Problem(f"question:{asking.key}", "This group asks nothing."))
        found.extend(p for question in asked for p in _question_problems(draft, question))
    found.extend(Problem(place, says) for place, says in rule_problems(draft))
    found.extend(Problem(fault.place, fault.says) for fault in faults(draft))
    found.extend(talk_problems(draft))
    found.extend(_point_and_claim_problems(draft))
    found.extend(_role_problems(draft))
    # Else questions in one language stand between buttons, errors and paper in another.
    if draft.language.partition("-")[0] not in LANGUAGES:
        says = f"The pages around the questions are not translated into “{draft.language}” yet."
        found.append(with_reason("", says, about="language", words=draft.language))
    found.extend(evidence_problems(draft, on))
    found.extend(twice_and_voices(draft))
    found.extend(wording_problems(draft, reading))
    if published is not None:
        found.extend(_softened(draft, published))
    waived = {(each.place, each.about, each.words) for each in draft.waivers}
    return tuple(p for p in found if not p.about or (p.place, p.about, p.words) not in waived)


def _question_problems(draft: Questionnaire, question: Question) -> Iterator[Problem]:
    place, roles, codes = f"question:{question.key}", draft.roles, question.texts.keys()
    has_words = shows_something(question.text) and shows_something(question.short)
    is_choice = question.kind in CHOICES
    # A required choice must not force a false answer on a patient who does not know.
    must_choose = is_choice and question.required and not question.in_person
    is_excepted = question.key == roles.answered_by
    ways_out = {DONT_KNOW, OTHER, *roles.allergy.none}
    has_no_way_out = must_choose and not is_excepted and codes.isdisjoint(ways_out)
    is_unsettled = question.offers_dont_know and question.settles is None
    lacks_other = question.kind == "open-choice" and OTHER not in codes
    low, high = question.minimum, question.maximum
    has_odd_range = low is not None and high is not None and low > high
    mistakes = (
        (not has_words, "It needs a text and a short name."),
        (is_choice and len(question.options) < 2, "It needs at least two options."),
        (len(codes) < len(question.options), "Two of its options have the same code."),
        (has_no_way_out, 'It is required and has no way out, such as "I don\'t know" or "None".'),
        (is_unsettled, 'Say who settles it when the patient answers "I don\'t know".'),
        (not codes >= set(question.exclusive), "An option that clears the others does not exist."),
        (lacks_other, 'A choice with own words needs the option "other".'),
        (has_odd_range, "Its smallest number is larger than its largest."),
    )
    yield from (Problem(place, says) for is_so, says in mistakes if is_so)
    yield from _unknown_evidence(draft, place, question.evidence)


def _unknown_evidence(draft: Questionnaire, place: str, keys: tuple[str, ...]) -> Iterator[Problem]:
    known = {evidence.key for evidence in draft.evidence}
    for key in keys:
        if key not in known:
            yield Problem(place, f'It names the evidence "{key}", which does not exist.')


def _point_and_claim_problems(draft: Questionnaire) -> Iterator[Problem]:
    for point in draft.points:
        place = f"point:{point.key}"
        if not point.evidence and point.kind is not PointKind.CLARIFY:
            yield Problem(place, "It has no evidence. Every point names what it rests on.")
        yield from _unknown_evidence(draft, place, point.evidence)
        if not (shows_something(point.title) and shows_something(point.patient) and point.provider):
            says = "It needs a title, talking points and plain words for the patient."
            yield Problem(place, says)
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
    roles, allergy, claims = draft.roles, draft.roles.allergy, draft.roles.claims
    named_by = (
        *((role, getattr(roles, role)) for role in PARTS),
        *(("own_questions", roles.own_questions), ("medicines", roles.medicines)),
        *((f"answerer's {role}", getattr(roles.answerer, role)) for role in ANSWERER),
        *((f"allergy {role}", getattr(allergy, role)) for role in ALLERGY),
        *(("allergies", sign.question) for sign in (*allergy.told_by, *allergy.also)),
        *(("beside allergies", key) for key in allergy.beside),
        *(("claims", claims.question), ("claims source", claims.source)),
        *(("ladder", rung.question) for rung in roles.ladder),
        *(("quick check", quick.question) for quick in roles.quick_checks),
    )
    for role, key in named_by:
        if key and key not in draft.by_key:
            yield Problem("", f'The part "{role}" names the question "{key}", which is not there.')
    if allergy.group and allergy.group not in draft.groups:
        says = f'The allergy table names the group "{allergy.group}", which is not there.'
        yield Problem("", says)
    helped, points = roles.help_point, {point.key for point in draft.points}
    if helped and helped not in points:
        yield Problem("", f'The point "{helped}", which says when to get help, is not there.')
    for key in roles.consent:
        if key not in points:
            says = f'The point "{key}", which says that consent is missing, is not there.'
            yield Problem("", says)


def _softened(draft: Questionnaire, published: Questionnaire) -> Iterator[Problem]:
    """What every patient is told must not fade without a recorded reason (content, wording)."""
    now = {point.key: point.always for point in draft.points}
    for point in published.points:
        always, kept = point.always, now.get(point.key)
        if always is None or (kept is not None and kept.rank >= always.rank):
            continue
        if kept is not None:
            faded = f"goes down from “{always.label}” to “{kept.label}”"
        elif point.key in now:
            faded = "would be raised by answers only"
        else:
            faded = "is removed"
        says = f"“{point.title}” is for every patient now, and {faded}."
        words = f"{always.code} to {kept.code if kept else 'nobody'}"
        yield with_reason(f"point:{point.key}", says, about="softened", words=words)
