"""What is not known yet: each unknown becomes a question for someone who can settle it."""

from collections.abc import Iterable, Mapping

from intake.core.limits import MOST_QUESTIONS
from intake.core.questionnaire.answers import Answer, Chosen, Unsaid
from intake.core.questionnaire.parts import Roles, Rung
from intake.core.questionnaire.questionnaire import Questionnaire, Settles
from intake.core.questionnaire.walk import Asked, Walk

from .discussion import Ask, LadderLine, QuickCheckLine, Rank, Unknown
from .in_words import Wording, own_words_of, standing_of, words_of
from .talking_points import DiscussionPoint, Standing

Numbers = Mapping[tuple[str | None, str], tuple[int, ...]]
"""(row id, question key) to the numbers of the points that its answer raised."""


def unknowns(walked: Walk, wording: Wording, numbers: Numbers) -> tuple[Unknown, ...]:
    """Every unknown in document order; what was only told counts where the clinic can show it."""
    roles = walked.questionnaire.roles
    found = []
    for asked in walked.asked:
        rank, settles = _rank_unsaid(asked.answer, roles), asked.question.settles
        if settles is None or rank is None or asked.answer is Unsaid.DECLINED:
            continue
        if rank is Rank.TOLD and settles is not Settles.CLINIC:
            continue
        place = (asked.row, asked.question.key)
        about = wording.about(asked.row)
        found.append(
            Unknown(
                place[1],
                asked.question.short,
                rank,
                settles,
                about,
                numbers.get(place, ()),
            )
        )
    return tuple(found)


def _rank_unsaid(answer: Answer | None, roles: Roles) -> Rank | None:
    if isinstance(answer, Unsaid):
        return Rank.UNKNOWN
    codes = set(answer.codes) if isinstance(answer, Chosen) else set()
    if codes & set(roles.refused):
        return Rank.REFUSED
    return Rank.TOLD if codes & set(roles.told) else None


def ladder(walked: Walk, numbers: Numbers) -> tuple[LadderLine, ...]:
    """Product and credential facts that were asked, with how far each has been shown."""
    lines = (_rung(walked, rung, numbers) for rung in walked.questionnaire.roles.ladder)
    return tuple(line for line in lines if line)


def _rung(walked: Walk, rung: Rung, numbers: Numbers) -> LadderLine | None:
    asked = walked.by_place.get((None, rung.question))
    if asked is None:
        return None
    named = walked.by_place.get((None, rung.value)) if rung.value else None
    own = own_words_of(named.answer if named else asked.answer)
    return LadderLine(
        question=rung.question,
        short=asked.question.short,
        words=words_of(asked.question, asked.answer),
        own=own,
        rank=_rank(asked.answer, rung, walked.questionnaire.roles),
        points=numbers.get((None, rung.question), ()),
    )


def _rank(answer: Answer | None, rung: Rung, roles: Roles) -> Rank | None:
    if answer is None:
        return None
    codes = set(answer.codes) if isinstance(answer, Chosen) else set()
    if codes & {*roles.seen, *rung.seen}:
        return Rank.SEEN
    if codes & set(rung.unknown):
        return Rank.UNKNOWN
    return _rank_unsaid(answer, roles) or Rank.TOLD


def quick_checks(walked: Walk) -> tuple[QuickCheckLine, ...]:
    """Checks answered wrong or unsure, so that the provider knows what to explain again."""
    found = []
    for check in walked.questionnaire.roles.quick_checks:
        asked = walked.by_place.get((None, check.question))
        if asked is None or asked.answer in (None, Chosen((check.right,))):
            continue
        words = "; ".join(words_of(asked.question, asked.answer))
        is_unsure = isinstance(asked.answer, Unsaid)
        found.append(QuickCheckLine(check.question, asked.question.text, words, is_unsure))
    return tuple(found)


def questions_to_ask(
    questionnaire: Questionnaire, points: Iterable[DiscussionPoint]
) -> tuple[Ask, ...]:
    """At most five: raised by unknowns the clinic can settle, then from points for everyone.

    Ordered by severity, then by the section of the first unknown behind the point.
    """
    raised = [
        (point, place)
        for point in points
        if (place := _settled_by_clinic(questionnaire, point)) is not None
    ]
    raised.sort(key=lambda pair: (-pair[0].severity.rank, pair[1]))
    always = [point for point in points if point.is_always_on]
    asks: dict[str, Ask] = {}
    for point in [*(pair[0] for pair in raised), *always]:
        if point.ask:
            asks.setdefault(point.ask, Ask(point.number, point.ask))
    return tuple(asks.values())[:MOST_QUESTIONS]


def _settled_by_clinic(questionnaire: Questionnaire, point: DiscussionPoint) -> int | None:
    """Where the first unknown behind a point stands, if the clinic can settle one of them."""
    open_codes = {Standing.DONT_KNOW.value, *questionnaire.roles.refused}
    places = [
        questionnaire.sections.index(questionnaire.section_of[because.question])
        for because in point.because
        if because.value in open_codes
        and questionnaire.by_key[because.question].settles is Settles.CLINIC
    ]
    return min(places, default=None)


def ask_own_doctor(found: Iterable[Unknown]) -> tuple[str, ...]:
    """Short names of what the patient's own doctor can settle, each once."""
    own = (unknown for unknown in found if unknown.settles is Settles.OWN_DOCTOR)
    return tuple(dict.fromkeys(f"{u.short} ({u.about})" if u.about else u.short for u in own))


def withheld(walked: Walk) -> tuple[Asked, ...]:
    """Questions the patient will answer in person."""
    return tuple(a for a in walked.asked if standing_of(a.answer) is Standing.DECLINED)
