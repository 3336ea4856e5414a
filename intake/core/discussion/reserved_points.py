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
            point = _worded(walked, RESERVED[lapse], PointKind.GAP, _FALLBACK[lapse])
            yield Raised(point, Severity.HOLD, (), said)
    if differing := tuple(_differing(walked, clinic)):
        title = "What was told and the clinic's record differ"
        point = _worded(walked, CLARIFY_REGISTER, PointKind.CLARIFY, title)
        yield Raised(point, Severity.DISCUSS, (), differing)
    identity = walked.questionnaire.identity_point
    if identity and not does_identity_fit(walked.questionnaire, walked.counted, facts):
        yield Raised(identity, Severity.DISCUSS_FIRST, (), ())


def _worded(walked: Walk, key: str, kind: PointKind, title: str) -> Point:
    """As the document words it, or bare where it was published before there was such a point."""
    bare = Point(key, kind, "", title, (title + ".",), title + ".", "", None, (), None, ())
    return next((each for each in walked.questionnaire.points if each.key == key), bare)


def _differing(walked: Walk, clinic: ClinicSays) -> Iterator[Match]:
    """Both sides of every question to which patient, register and visit say different things."""
    roles = walked.questionnaire.roles
    for key in walked.questionnaire.by_key:
        shown = tuple(clinic.of(key))
        if not shown:
            continue
        asked = walked.by_place.get((None, key))
        told = codes_in(asked.answer) if asked and isinstance(asked.answer, Chosen) else ()
        said = [(By.PATIENT, told)] if told else []
        # Having been told, or refused, does not contradict a clinic that can show it.
        only_told = {*roles.told, *roles.refused}.issuperset(told)
        sides = [set(codes) for _by, codes in (shown if only_told else (*said, *shown))]
        if any(side != sides[0] for side in sides):
            yield from (
                Match(key, None, code, by) for by, codes in (*said, *shown) for code in codes
            )
