"""What is not known yet: each unknown becomes a question for someone who can settle it."""

from collections.abc import Iterable, Mapping

from intake.core.limits import MOST_QUESTIONS
from intake.core.questionnaire.answers import Answer, Chosen, Unsaid
from intake.core.questionnaire.parts import Roles, Rung
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import Questionnaire, Settles
from intake.core.questionnaire.walk import Asked, Walk

from .discussion import Ask, LadderLine, QuickCheckLine, Rank, Unknown
from .in_words import Wording, own_words_of, standing_of, words_of
from .talking_points import Because, DiscussionPoint, Standing

Numbers = Mapping[tuple[str | None, str], tuple[int, ...]]
"""(row id, question key) to the numbers of the points that its answer raised."""


def unknowns(walked: Walk, wording: Wording, numbers: Numbers) -> tuple[Unknown, ...]:
    """Every unknown in document order; what was only told counts where the clinic can show it.

    What an earlier answer said "I don't know" for is one; what the clinic's side settles is none.
    """
    closed = [Asked(question, None, Unsaid.DONT_KNOW) for question in walked.closed]
    place_of = walked.questionnaire.place_of
    found = [
        _unknown(asked, rank, wording, numbers)
        for asked in [*walked.asked, *closed]
        if (rank := _rank_open(asked, wording, walked.questionnaire.roles)) is not None
    ]
    if closed:  # Sorting is stable: the entries of a group keep their order.
        found.sort(key=lambda unknown: place_of[unknown.question])
    return tuple(found)


def _rank_open(asked: Asked, wording: Wording, roles: Roles) -> Rank | None:
    """How far an answer is from known, if somebody can settle it and nobody has."""
    question, rank = asked.question, _rank_unsaid(asked.answer, roles)
    if question.settles is None or rank is None or asked.answer is Unsaid.DECLINED:
        return None
    if rank is Rank.TOLD and question.settles is not Settles.CLINIC:
        return None
    return None if asked.row is None and wording.clinic_says(question) else rank


def _unknown(asked: Asked, rank: Rank, wording: Wording, numbers: Numbers) -> Unknown:
    question = asked.question
    return Unknown(
        question=question.key,
        short=question.short,
        rank=rank,
        settles=question.settles or Settles.PROVIDER,
        about=wording.about(asked.row),
        points=numbers.get((asked.row, question.key), ()),
        ask_doctor="" if wording.is_private(question.key, asked.answer) else question.ask_doctor,
    )


def _rank_unsaid(answer: Answer | None, roles: Roles) -> Rank | None:
    if isinstance(answer, Unsaid):
        return Rank.UNKNOWN
    codes = set(answer.codes) if isinstance(answer, Chosen) else set()
    if codes & set(roles.refused):
        return Rank.REFUSED
    return Rank.TOLD if codes & set(roles.told) else None


def ladder(walked: Walk, wording: Wording, numbers: Numbers) -> tuple[LadderLine, ...]:
    """Product and credential facts that were asked, with how far each has been shown."""
    lines = (_rung(walked, rung, wording, numbers) for rung in walked.questionnaire.roles.ladder)
    return tuple(line for line in lines if line)


def _rung(walked: Walk, rung: Rung, wording: Wording, numbers: Numbers) -> LadderLine | None:
    asked = walked.by_place.get((None, rung.question)) or _closed(walked, rung.question)
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
        clinic=wording.clinic_says(asked.question),
    )


def _closed(walked: Walk, key: str) -> Asked | None:
    """A question that was not asked because another answer said that it is not known."""
    question = next((each for each in walked.closed if each.key == key), None)
    return Asked(question, None, Unsaid.DONT_KNOW) if question else None


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
    """At most five, of holds, then of what is discussed first, then of what the clinic can settle.

    By severity, then by section; filled up with what everybody is told. What she keeps private
    asks nothing on a list that she carries around.
    """
    asking = [each for each in points if each.ask and not each.withdrawn and not each.is_private]
    pressing = [
        (point, section)
        for point in asking
        if (section := _pressing(questionnaire, point)) is not None
    ]
    pressing.sort(key=lambda pair: (-pair[0].severity.rank, pair[1]))
    everybody = [point for point in asking if point.is_always_on]
    asks: dict[str, Ask] = {}
    for point in [*(pair[0] for pair in pressing), *everybody]:
        asks.setdefault(point.ask, Ask(point.number, point.ask))
    return tuple(asks.values())[:MOST_QUESTIONS]


def _pressing(questionnaire: Questionnaire, point: DiscussionPoint) -> int | None:
    """The section behind a point that comes before what everybody is told."""
    if point.severity in (Severity.HOLD, Severity.DISCUSS_FIRST):
        return _first_section(questionnaire, point.because, 0)
    open_codes = {Standing.DONT_KNOW.value, *questionnaire.roles.refused}
    settled = [
        because
        for because in point.because
        if because.value in open_codes
        and questionnaire.by_key[because.question].settles is Settles.CLINIC
    ]
    return _first_section(questionnaire, settled, None)


def _first_section(
    questionnaire: Questionnaire, because: Iterable[Because], otherwise: int | None
) -> int | None:
    sections = questionnaire.sections
    places = [
        sections.index(questionnaire.section_of[each.question])
        for each in because
        if each.question in questionnaire.section_of
    ]
    return min(places, default=otherwise)


def ask_own_doctor(found: Iterable[Unknown]) -> tuple[str, ...]:
    """What the patient's own doctor can settle, as questions in words, each once."""
    own = (unknown for unknown in found if unknown.settles is Settles.OWN_DOCTOR)
    return tuple(dict.fromkeys(map(_asked_of_doctor, own)))


def _asked_of_doctor(unknown: Unknown) -> str:
    """Documents from before there were such questions name the fact."""
    if unknown.ask_doctor:
        return unknown.ask_doctor.replace("{entry}", unknown.about or "it")
    return f"{unknown.short} ({unknown.about})" if unknown.about else unknown.short


def withheld(walked: Walk) -> tuple[Asked, ...]:
    """Questions the patient will answer in person."""
    return tuple(a for a in walked.asked if standing_of(a.answer) is Standing.DECLINED)
