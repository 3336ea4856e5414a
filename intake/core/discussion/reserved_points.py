"""Points that no trigger raises: a lapse, a difference with the clinic, another identity."""

from collections.abc import Iterator

from intake.core.questionnaire.answers import Chosen, codes_in
from intake.core.questionnaire.clinic_facts import (
    CLARIFY_REGISTER,
    RESERVED,
    By,
    ClinicSays,
    Lapsed,
)
from intake.core.questionnaire.facts import VisitFacts, does_identity_fit
from intake.core.questionnaire.points import Point, PointKind, Severity
from intake.core.questionnaire.questionnaire import Question
from intake.core.questionnaire.walk import Walk

from .raise_points import Match, Raised

LAPSED_FACT = {Lapsed.LOT: "record.expiry", Lapsed.LICENSE: "record.license"}
"""What the trace of a lapse names: facts of the record that no question asks for."""

_FALLBACK = {
    Lapsed.LOT: "The lot is past its date",
    Lapsed.LICENSE: "The license is past its date",
}
"""For documents that were published before a lapse raised anything."""


def reserved_points(walked: Walk, facts: VisitFacts, clinic: ClinicSays) -> Iterator[Raised]:
    """The lapses as holds, a difference to clarify, and an identity that does not fit."""
    for lapse in Lapsed:
        sides = ((By.REGISTER, clinic.lapsed), (By.VERIFIED, clinic.read_as_lapsed))
        fact = LAPSED_FACT[lapse]
        said = tuple(Match(fact, None, "lapsed", by) for by, past in sides if lapse in past)
        if said:
            yield Raised(_lapsed_point(walked, lapse), Severity.HOLD, (), said)
    if differing := tuple(_differing(walked, clinic)):
        point = _worded(walked, CLARIFY_REGISTER) or _bare(
            CLARIFY_REGISTER, PointKind.CLARIFY, "What was told and the clinic's record differ"
        )
        yield Raised(point, Severity.DISCUSS, (), differing)
    identity = walked.questionnaire.identity_point
    if identity and not does_identity_fit(walked.questionnaire, walked.counted, facts):
        yield Raised(identity, Severity.DISCUSS_FIRST, (), ())


def _lapsed_point(walked: Walk, lapse: Lapsed) -> Point:
    key = RESERVED[lapse]
    return _worded(walked, key) or _bare(key, PointKind.GAP, _FALLBACK[lapse])


def _worded(walked: Walk, key: str) -> Point | None:
    return next((each for each in walked.questionnaire.points if each.key == key), None)


def _bare(key: str, kind: PointKind, title: str) -> Point:
    return Point(key, kind, "", title, (title + ".",), title + ".", "", None, (), None, ())


def _differing(walked: Walk, clinic: ClinicSays) -> Iterator[Match]:
    """Both sides of every question to which patient, register and visit say different things."""
    for key, question in walked.questionnaire.by_key.items():
        shown = tuple(clinic.of(key))
        if not shown:
            continue
        asked = walked.by_place.get((None, key))
        told = codes_in(asked.answer) if asked and isinstance(asked.answer, Chosen) else ()
        said = [(By.PATIENT, told)] if told else []
        if _differ(walked, question, told, [codes for _by, codes in shown]):
            yield from (
                Match(key, None, code, by) for by, codes in (*said, *shown) for code in codes
            )


def _differ(
    walked: Walk, question: Question, told: tuple[str, ...], shown: list[tuple[str, ...]]
) -> bool:
    """Having been told, or refused, does not contradict a clinic that can show it."""
    roles = walked.questionnaire.roles
    only_told = bool(told) and {*roles.told, *roles.refused}.issuperset(told)
    sides = [set(codes) for codes in (shown if only_told or not told else [told, *shown])]
    return any(side != sides[0] for side in sides)
