"""From a version, answers and the visit's facts to the discussion, the same bytes every time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from intake.core.questionnaire.answers import Answers, Unsaid, codes_in
from intake.core.questionnaire.clinic_facts import ClinicSays
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.core.questionnaire.recognised import recognised
from intake.core.questionnaire.walk import Walk, age_on, known_answers, walk

from .allergies import allergies
from .changes import changes_since
from .discussion import (
    Discussion,
    EvidenceLine,
    FromPaper,
    Header,
    MedicineLine,
    OwnWords,
    Said,
    SaidSection,
)
from .in_words import Wording, own_words_of, words_of
from .numbering import numbers_by_answer, placed_points
from .raise_points import NO_CLINIC
from .talking_points import DiscussionPoint
from .unknowns import (
    Numbers,
    ask_own_doctor,
    ladder,
    questions_to_ask,
    quick_checks,
    unknowns,
    withheld,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which wording and which try: version number, revision of the submission, and when."""

    version: int
    revision: int
    as_of: datetime
    number: int = 1
    """Of the revision: the clinic's side changed and everything was computed anew."""
    from_paper: FromPaper | None = None


def discuss(
    questionnaire: Questionnaire,
    given: Answers,
    facts: VisitFacts,
    edition: Edition,
    before: Discussion | None = None,
    *,
    clinic: ClinicSays = NO_CLINIC,
) -> Discussion:
    """The whole discussion, of what the patient said and what the clinic's own side says.

    ``before`` is the revision or edition before: it keeps its numbers, changes are told from it,
    and none of its holds falls away without a clinician.
    """
    walked = walk(questionnaire, given, known_answers(questionnaire, facts, edition.as_of))
    wording = Wording(walked, clinic, given, facts.watch_minutes)
    points = placed_points(walked, facts, clinic, wording, before)
    made = _made(walked, wording, points, _header(walked, facts, edition))
    if before is None:
        return made
    return replace(
        made,
        header=replace(made.header, from_paper=edition.from_paper or before.header.from_paper),
        changes=changes_since(before, made),
        last_number=max(made.last_number, before.last_number),
    )


def _made(
    walked: Walk, wording: Wording, points: tuple[DiscussionPoint, ...], header: Header
) -> Discussion:
    questionnaire, numbers = walked.questionnaire, numbers_by_answer(points)
    found = unknowns(walked, wording, numbers)
    return Discussion(
        header=header,
        allergies=allergies(walked, wording),
        own_words=_own_words(walked),
        points=points,
        claims_source=_claims_source(walked),
        claims_heading=_claims_heading(questionnaire, points),
        unknowns=found,
        withheld=tuple(map(wording.said, withheld(walked))),
        ladder=ladder(walked, wording, numbers),
        quick_checks=quick_checks(walked),
        questions_to_ask=questions_to_ask(questionnaire, points),
        ask_own_doctor=ask_own_doctor(found),
        sections=_sections(walked, wording, numbers),
        evidence=_evidence(questionnaire, points, header.sent_at.date()),
        asked_count=sum(not asked.is_known for asked in walked.asked) + len(walked.closed),
        dont_know_count=_dont_know_count(walked, wording),
        help_text=_help_text(questionnaire),
        last_number=max((p.number for p in points), default=0),
    )


def _dont_know_count(walked: Walk, wording: Wording) -> int:
    """What nobody knows yet; the clinic's own side settles the rest."""
    unsaid = [a for a in walked.asked if a.answer is Unsaid.DONT_KNOW]
    settled = [a for a in unsaid if a.row is None and wording.clinic_says(a.question)]
    closed = [question for question in walked.closed if not wording.clinic_says(question)]
    return len(unsaid) - len(settled) + len(closed)


def _header(walked: Walk, facts: VisitFacts, edition: Edition) -> Header:
    questionnaire = walked.questionnaire
    name, born = _identity(walked, facts)
    return Header(
        reference=facts.reference,
        name=name,
        birth_date=born,
        age=age_on(edition.as_of.date(), born) if born else None,
        visit_date=facts.visit_date,
        visit_time=facts.visit_time,
        provider=facts.provider,
        clinic_name=facts.clinic_name,
        clinic_phone=facts.clinic_phone,
        emergency_number=facts.emergency_number,
        answered_by="; ".join(_words_at(walked, questionnaire.roles.answered_by)),
        title=questionnaire.title,
        language=questionnaire.language,
        version=edition.version,
        content_version=questionnaire.content_version,
        revision=edition.revision,
        sent_at=edition.as_of,
        review=questionnaire.review,
        answerer=_answerer(walked),
        edition=edition.number,
        from_paper=edition.from_paper,
    )


def _answerer(walked: Walk) -> str:
    parts = walked.questionnaire.roles.answerer
    said = (
        *_own_at(walked, parts.name),
        *(_own_at(walked, parts.relation) or _words_at(walked, parts.relation)),
        *_own_at(walked, parts.phone),
    )
    return ", ".join(said)


def _identity(walked: Walk, facts: VisitFacts) -> tuple[str, date | None]:
    """Name and birth date of the visit, or as typed where the clinic knows none."""
    roles = walked.questionnaire.roles
    name, born = walked.counted.get(roles.name), walked.counted.get(roles.birth_date)
    return (
        facts.name or (name if isinstance(name, str) else ""),
        facts.birth_date or (born if isinstance(born, date) else None),
    )


def _words_at(walked: Walk, key: str) -> tuple[str, ...]:
    asked = walked.by_place.get((None, key))
    return words_of(asked.question, asked.answer) if asked else ()


def _own_at(walked: Walk, key: str) -> tuple[str, ...]:
    return own_words_of(walked.counted.get(key))


def _own_words(walked: Walk) -> OwnWords:
    roles = walked.questionnaire.roles
    return OwnWords(
        worries=_own_at(walked, roles.worries),
        hope="\n".join(_own_at(walked, roles.hope)),
        questions="\n".join(_own_at(walked, roles.own_questions)),
        medicines="\n".join(_own_at(walked, roles.medicines)),
        medicine_lines=tuple(_medicine_lines(walked)),
    )


def _medicine_lines(walked: Walk) -> Iterator[MedicineLine]:
    questionnaire, key = walked.questionnaire, walked.questionnaire.roles.medicines
    if not isinstance(lines := walked.counted.get(key), tuple):
        return
    known = [each for each in recognised(questionnaire, walked.counted) if each.asked == key]
    for line in lines:
        of_line = [each for each in known if each.typed == line]
        kinds = {each: questionnaire.by_key[each.question].texts[each.code] for each in of_line}
        missed = (
            each for each in of_line if each.code not in codes_in(walked.counted.get(each.question))
        )
        yield MedicineLine(line, tuple(kinds.values()), tuple(kinds[each] for each in missed))


def _claims_source(walked: Walk) -> tuple[str, ...]:
    key = walked.questionnaire.roles.claims.source
    return (*_words_at(walked, key), *_own_at(walked, key))


def _claims_heading(questionnaire: Questionnaire, points: Iterable[DiscussionPoint]) -> int | None:
    heading = questionnaire.roles.claims.heading
    return next((point.number for point in points if point.key == heading), None)


def _sections(walked: Walk, wording: Wording, numbers: Numbers) -> tuple[SaidSection, ...]:
    by_section: dict[str, list[Said]] = {}
    for asked in walked.asked:
        key = walked.questionnaire.section_of[asked.question.key].key
        said = wording.said(asked, numbers.get((asked.row, asked.question.key), ()))
        by_section.setdefault(key, []).append(said)
    for question in walked.closed:
        key = walked.questionnaire.section_of[question.key].key
        by_section.setdefault(key, []).append(wording.closed(question))
    return tuple(
        SaidSection(section.key, section.title, tuple(by_section[section.key]))
        for section in walked.questionnaire.sections
        if section.key in by_section
    )


def _evidence(
    questionnaire: Questionnaire, points: Iterable[DiscussionPoint], on: date
) -> tuple[EvidenceLine, ...]:
    used = {key for point in points for key in point.evidence}
    return tuple(
        EvidenceLine(evidence, is_overdue=evidence.review_by < on)
        for evidence in questionnaire.evidence
        if evidence.key in used
    )


def _help_text(questionnaire: Questionnaire) -> str:
    wanted = questionnaire.roles.help_point
    return next((point.patient for point in questionnaire.points if point.key == wanted), "")
