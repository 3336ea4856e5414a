"""From a version, answers and the visit's facts to the discussion, the same bytes every time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from intake.core.questionnaire.answers import Answers, codes_in
from intake.core.questionnaire.facts import ClinicSays, VisitFacts
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.core.questionnaire.recognised import recognised
from intake.core.questionnaire.walk import Asked, Walk, age_on, known_answers, walk

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
from .talking_points import DiscussionPoint, Standing
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
    """What nobody knows yet is counted; the clinic's own side settles the rest."""
    questionnaire, numbers = walked.questionnaire, numbers_by_answer(points)
    roles, claims = questionnaire.roles, questionnaire.roles.claims
    found = unknowns(walked, wording, numbers)
    sections = _sections(walked, wording, numbers)
    said = [each for section in sections for each in section.said]
    return Discussion(
        header=header,
        allergies=allergies(walked, wording),
        own_words=_own_words(walked),
        points=points,
        claims_source=(*_words_at(walked, claims.source), *_own_at(walked, claims.source)),
        claims_heading={p.key: p.number for p in points}.get(claims.heading),  # Holds stand first.
        unknowns=found,
        withheld=tuple(_said(asked, wording, numbers) for asked in withheld(walked)),
        ladder=ladder(walked, wording, numbers),
        quick_checks=quick_checks(walked),
        questions_to_ask=questions_to_ask(questionnaire, points),
        ask_own_doctor=ask_own_doctor(found),
        sections=sections,
        evidence=_evidence(questionnaire, points, header.sent_at.date()),
        asked_count=sum(not s.is_known for s in said),
        dont_know_count=sum(s.standing is Standing.DONT_KNOW and not s.clinic for s in said),
        help_text=next((p.patient for p in questionnaire.points if p.key == roles.help_point), ""),
        last_number=max((p.number for p in points), default=0),
    )


def _header(walked: Walk, facts: VisitFacts, edition: Edition) -> Header:
    questionnaire = walked.questionnaire
    name, born, answerer = _people(walked, facts)
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
        answerer=answerer,
        edition=edition.number,
        from_paper=edition.from_paper,
    )


def _people(walked: Walk, facts: VisitFacts) -> tuple[str, date | None, str]:
    """Name and birth date of the visit, or as typed where the clinic knows none; who answered."""
    roles, parts = walked.questionnaire.roles, walked.questionnaire.roles.answerer
    name, born = walked.counted.get(roles.name), walked.counted.get(roles.birth_date)
    answerer = (
        *_own_at(walked, parts.name),
        *(_own_at(walked, parts.relation) or _words_at(walked, parts.relation)),
        *_own_at(walked, parts.phone),
    )
    return (
        facts.name or (name if isinstance(name, str) else ""),
        facts.birth_date or (born if isinstance(born, date) else None),
        ", ".join(answerer),
    )


def _words_at(walked: Walk, key: str) -> tuple[str, ...]:
    asked = walked.by_place.get((None, key))
    return words_of(asked.question, asked.answer) if asked else ()


def _own_at(walked: Walk, key: str) -> tuple[str, ...]:
    return own_words_of(walked.counted.get(key))


def _own_words(walked: Walk) -> OwnWords:
    document, counted, roles = walked.questionnaire, walked.counted, walked.questionnaire.roles
    medicine_lines = []
    typed = counted.get(roles.medicines)
    if isinstance(typed, tuple):
        known = [each for each in recognised(document, counted) if each.asked == roles.medicines]
        for line in typed:
            of_line = [each for each in known if each.typed == line]
            kinds = {each: document.by_key[each.question].texts[each.code] for each in of_line}
            unticked = tuple(
                kinds[each]
                for each in of_line
                if each.code not in codes_in(counted.get(each.question))
            )
            medicine_lines.append(MedicineLine(line, tuple(kinds.values()), unticked))
    return OwnWords(
        worries=_own_at(walked, roles.worries),
        hope="\n".join(_own_at(walked, roles.hope)),
        questions="\n".join(_own_at(walked, roles.own_questions)),
        medicines="\n".join(_own_at(walked, roles.medicines)),
        medicine_lines=tuple(medicine_lines),
    )


def _said(asked: Asked, wording: Wording, numbers: Numbers) -> Said:
    return wording.said(asked, numbers.get((asked.row, asked.question.key), ()))


def _sections(walked: Walk, wording: Wording, numbers: Numbers) -> tuple[SaidSection, ...]:
    by_section: dict[str, list[Said]] = {}
    for asked in walked.asked:
        key = walked.questionnaire.section_of[asked.question.key].key
        by_section.setdefault(key, []).append(_said(asked, wording, numbers))
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
