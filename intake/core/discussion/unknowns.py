"""What is not known yet: each unknown becomes a question for someone who can settle it."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from intake.core.limits import MOST_QUESTIONS
from intake.core.questionnaire.answers import Answer, Chosen, Unsaid
from intake.core.questionnaire.parts import Roles, Rung
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import Questionnaire, Settles
from intake.core.questionnaire.walk import Asked, Walk

from .discussion import Ask, LadderLine, QuickCheckLine, Rank, Unknown
from .in_words import Wording, own_words_of, standing_of, words_of
from .talking_points import DiscussionPoint, Standing

Numbers = Mapping[tuple[str | None, str], tuple[int, ...]]
"""(row id, question key) to the numbers of the points that its answer raised."""

NAMELESS = "it"
"""What an entry without a name is called in a question about it."""


def unknowns(walked: Walk, wording: Wording, numbers: Numbers) -> tuple[Unknown, ...]:
    """Every unknown in document order; what was only told counts where the clinic can show it.

    What an earlier answer said "I don't know" for is one; what the clinic's side settles is none.
    """
    closed = [Asked(question, None, Unsaid.DONT_KNOW) for question in walked.closed]
    found = []
    for asked in [*walked.asked, *closed]:
        question, rank = asked.question, _rank(asked.answer, walked.questionnaire.roles)
        if question.settles is None or rank is None or asked.answer is Unsaid.DECLINED:
            continue
        if rank is Rank.TOLD and question.settles is not Settles.CLINIC:
            continue
        if asked.row is None and wording.clinic_says(question):
            continue
        is_private = wording.is_private(question.key, asked.answer)
        found.append(
            Unknown(
                question=question.key,
                short=question.short,
                rank=rank,
                settles=question.settles,
                about=wording.about(asked.row),
                points=numbers.get((asked.row, question.key), ()),
                ask_doctor="" if is_private else question.ask_doctor,
            )
        )
    if closed:  # Sorting is stable: the entries of a group keep their order.
        found.sort(key=lambda unknown: walked.questionnaire.place_of[unknown.question])
    return tuple(found)


def _rank(answer: Answer | None, roles: Roles, rung: Rung | None = None) -> Rank | None:
    """How far an answer is from known; on a rung whatever is said ranks at least as told."""
    if isinstance(answer, Unsaid):
        return Rank.UNKNOWN
    codes = set(answer.codes) if isinstance(answer, Chosen) else set()
    if rung and codes & {*roles.seen, *rung.seen}:
        return Rank.SEEN
    if rung and codes & set(rung.unknown):
        return Rank.UNKNOWN
    if codes & set(roles.refused):
        return Rank.REFUSED
    is_said = answer is not None if rung else codes & set(roles.told)
    return Rank.TOLD if is_said else None


def ladder(walked: Walk, wording: Wording, numbers: Numbers) -> tuple[LadderLine, ...]:
    """Product and credential facts that were asked, with how far each has been shown."""
    # Closed are those that were not asked because another answer said that they are not known.
    closed = {each.key: Asked(each, None, Unsaid.DONT_KNOW) for each in walked.closed}
    lines = []
    for rung in walked.questionnaire.roles.ladder:
        asked = walked.by_place.get((None, rung.question)) or closed.get(rung.question)
        if asked is None:
            continue
        named = walked.by_place.get((None, rung.value)) if rung.value else None
        lines.append(
            LadderLine(
                question=rung.question,
                short=asked.question.short,
                words=words_of(asked.question, asked.answer),
                own=own_words_of(named.answer if named else asked.answer),
                rank=_rank(asked.answer, walked.questionnaire.roles, rung),
                points=numbers.get((None, rung.question), ()),
                clinic=wording.clinic_says(asked.question),
            )
        )
    return tuple(lines)


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
    by_key, section_of = questionnaire.by_key, questionnaire.section_of
    open_codes = {Standing.DONT_KNOW.value, *questionnaire.roles.refused}
    pressing = []
    for point in asking:
        because = [each for each in point.because if each.question in section_of]
        is_urgent = point.severity in (Severity.HOLD, Severity.DISCUSS_FIRST)
        if not is_urgent:
            still_open = [each for each in because if each.value in open_codes]
            because = [e for e in still_open if by_key[e.question].settles is Settles.CLINIC]
        behind = [questionnaire.sections.index(section_of[each.question]) for each in because]
        if is_urgent or behind:
            pressing.append((-point.severity.rank, min(behind, default=0), point))
    pressing.sort(key=itemgetter(0, 1))
    everybody = [point for point in asking if point.is_always_on]
    asks: dict[str, Ask] = {}
    for point in [*(each[-1] for each in pressing), *everybody]:
        asks.setdefault(point.ask, Ask(point.number, point.ask))
    return tuple(asks.values())[:MOST_QUESTIONS]


def ask_own_doctor(found: Iterable[Unknown]) -> tuple[str, ...]:
    """What the patient's own doctor can settle, as questions in words, each once."""
    asked = []
    for each in found:
        if each.settles is Settles.OWN_DOCTOR and each.ask_doctor:
            asked.append(each.ask_doctor.replace("{entry}", each.about or NAMELESS))
        # Documents from before there were such questions name the fact.
        elif each.settles is Settles.OWN_DOCTOR:
            asked.append(f"{each.short} ({each.about})" if each.about else each.short)
    return tuple(dict.fromkeys(asked))


def withheld(walked: Walk) -> tuple[Asked, ...]:
    """Questions the patient will answer in person."""
    return tuple(a for a in walked.asked if standing_of(a.answer) is Standing.DECLINED)
