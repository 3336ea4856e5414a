"""What the patient said about allergies: one of four states, and the table."""

from intake.core.questionnaire.answers import Answer, Chosen, Row, Unsaid
from intake.core.questionnaire.parts import AllergyRoles
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.core.questionnaire.walk import Walk

from .discussion import Allergies, AllergyLine, AllergyState
from .in_words import Wording, own_words_of, words_of


def allergies(walked: Walk, wording: Wording) -> Allergies:
    roles = walked.questionnaire.roles.allergy
    rows = walked.counted.rows_of(roles.group)
    beside = tuple(
        wording.said(asked)
        for key in roles.beside
        if (asked := walked.by_place.get((None, key)))
        and asked.answer is not None
        and not _is_denied(asked.answer, roles)
    )
    return Allergies(
        state=allergy_state(walked),
        lines=tuple(_line(walked.questionnaire, roles, row) for row in rows),
        beside=beside,
        denied=tuple(
            walked.questionnaire.by_key[sign.question].short
            for sign in roles.told_by
            if _is_denied(walked.counted.get(sign.question), roles)
        ),
    )


def allergy_state(walked: Walk) -> AllergyState:
    """Known beats everything; "none known" needs a no or none to every allergy question."""
    roles, counted = walked.questionnaire.roles.allergy, walked.counted
    for sign in (*roles.told_by, *roles.also):
        answer = counted.get(sign.question)
        codes = set(answer.codes if isinstance(answer, Chosen) else ())
        if codes.intersection(sign.codes) if sign.codes else codes.difference(roles.none):
            return AllergyState.KNOWN
    answers = [counted.get(sign.question) for sign in roles.told_by]
    if not answers or None in answers:
        return AllergyState.NOT_ANSWERED
    if any(isinstance(answer, Unsaid) for answer in answers):
        return AllergyState.NOT_SURE
    return AllergyState.NONE_KNOWN


def _is_denied(answer: Answer | None, roles: AllergyRoles) -> bool:
    return isinstance(answer, Chosen) and set(answer.codes) <= set(roles.none)


def _line(questionnaire: Questionnaire, roles: AllergyRoles, row: Row) -> AllergyLine:
    def cell(key: str) -> tuple[str, ...]:
        question, answer = questionnaire.by_key.get(key), row.answers.get(key)
        if question is None or answer is None:
            return ()
        return (*words_of(question, answer), *own_words_of(answer))

    def one(key: str) -> str:
        return "; ".join(cell(key))

    return AllergyLine(
        row=row.id,
        substance=one(roles.substance),
        severity=one(roles.severity),
        when=one(roles.when),
        onset=one(roles.onset),
        confirmed=one(roles.confirmed),
        reaction=cell(roles.reaction),
        treatment=cell(roles.treatment),
    )
