"""The signed record as its template reads it: nothing is left blank, nothing is to be filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from intake.core.discussion.discussion import ALLERGY_WORDS, Discussion
from intake.core.discussion.in_words import plain_date
from intake.core.discussion.talking_points import DiscussionPoint, Place
from intake.core.talk.outcomes import OUTCOME_WORDS, Entry, Outcome, PointOutcome
from intake.core.talk.sign_off import DecisionKind
from intake.core.talk.together import LEANING_WORDS, OPTION_WORDS, SURE
from intake.display.case import Case, Taken, case_of, medicines, taken
from intake.display.matters import ranges
from intake.display.traces import digest_of
from intake.display.worst_first import worst_first
from intake.pdf.endings import Recorded, in_zone, recorded, together_of
from intake.pdf.talk import TalkSoFar, confirmed_words, status

from .answers import SIGNED, AnswerSection, Sources, answer_sections, sources
from .first_page import beside, severe
from .ladder import Rung, rungs
from .page_parts import AllergyPart
from .view import age_in_words, stamp, under_name

NONE = "no outcome recorded"
NO_CLEARANCE = "The patient chose to go ahead. This is not a clearance."
LONG_ADDENDA = 2_500
"""Letters: from a third of a page on."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How one point ended; points for everyone that ended alike share a line."""

    marks: str
    title: str
    outcome: str
    how: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that was asked or written down; in words where nothing was."""

    label: str
    text: str
    is_said: bool = True


@dataclass(frozen=True, slots=True)
class AllergyTable:
    allergy_words: str
    allergies: tuple[AllergyPart, ...]
    beside: str
    takes: tuple[Taken, ...]
    no_medicines: str


@dataclass(frozen=True, slots=True)
class RecordCopy:
    discussion: Discussion
    digest: str
    stamp: str
    age: str
    counts: str
    product: str
    case: Case
    talk: Recorded | None
    decided_note: str
    holds: tuple[Ended, ...]
    page: AllergyTable
    points: tuple[Ended, ...]
    everyone: tuple[Ended, ...]
    rungs: tuple[tuple[Rung, ...], tuple[Rung, ...]]
    """Facts that the patient was asked about, and those that no patient is asked."""
    together: tuple[Kept, ...]
    answers: tuple[Kept, ...]
    sections: tuple[AnswerSection, ...]
    sources: Sources
    status: str
    person: str

    @property
    def has_long_addenda(self) -> bool:
        """Too long to stay together with the end of the record: they begin a page of their own."""
        signed = self.talk.signed if self.talk else None
        return sum(len(added.text) for added in signed.addenda if signed) > LONG_ADDENDA


def record_view(discussion: Discussion, talk: TalkSoFar, *, name: str = "") -> RecordCopy:
    shown = under_name(discussion, name)
    kind = talk.signed.decision.kind if talk.signed.decision else None
    holds, points = _ended(talk)
    return RecordCopy(
        discussion=shown,
        digest=digest_of(discussion),
        stamp="SUPERSEDED" if talk.signed.superseded else "SIGNED",
        age=age_in_words(shown),
        counts=_counts(talk.outcomes.holds),
        product=talk.product,
        case=case_of(shown),
        talk=recorded(talk),
        decided_note=NO_CLEARANCE if kind is DecisionKind.GO_AHEAD else "",
        holds=holds,
        page=_allergies(shown),
        points=points,
        everyone=tuple(_everyone(talk, shown)),
        rungs=rungs(shown, talk),
        together=tuple(_together(talk)),
        answers=tuple(_answers(talk, shown)),
        sections=tuple(answer_sections(shown)),
        sources=sources(shown.evidence, room=SIGNED),
        status=f"{status(talk)} · {stamp(shown)}",
        person=talk.person,
    )


def _counts(held: tuple[PointOutcome, ...]) -> str:
    """As they are after signing: a hold that was lifted is told as lifted."""
    staying = sum(each.is_staying for each in held)
    if not held:
        return "0 holds, not clearance"
    parts = [f"{staying} hold{'s' * (staying != 1)} stay{'s' * (staying == 1)}"] if staying else []
    gone = len(held) - staying
    return ", ".join([*parts, *([f"{gone} hold{'s' * (gone != 1)} lifted"] if gone else [])])


def _ended(talk: TalkSoFar) -> tuple[tuple[Ended, ...], tuple[Ended, ...]]:
    """Every hold, and every point of the patient's own that is more than a hold."""
    holds, points = [], []
    for each in talk.outcomes.points:
        point, number = each.point, str(each.point.number)
        if each.is_hold:
            was = "HOLD WAS" if point.withdrawn else "HOLD"
            words = OUTCOME_WORDS[each.hold.outcome] if each.hold else NONE
            holds.append(Ended(number, point.title, words, _how(talk, each.hold), was))
        if point.place is not Place.CHECKLIST and (each.talk or not each.is_hold):
            words, how = _outcome(each.talk), _how(talk, each.talk)
            points.append(Ended(number, point.title, words, how))
    return tuple(holds), tuple(points)


def _how(talk: TalkSoFar, entry: Entry | None) -> str:
    if entry is None:
        return ""
    note = f"{entry.note} " if entry.note else ""
    at = in_zone(talk, entry.at)
    return f"{note}{entry.by_name}, {plain_date(at)} {at:%H:%M}"


def _outcome(entry: Entry | None) -> str:
    """In a column of its own the usual outcome is one word."""
    if entry is None:
        return NONE
    is_usual = entry.outcome is Outcome.DISCUSSED
    return "Understood" if is_usual else OUTCOME_WORDS[entry.outcome]


def _everyone(talk: TalkSoFar, discussion: Discussion) -> Iterable[Ended]:
    ended = {each.point.number: each.talk for each in talk.outcomes.points}

    def alike(point: DiscussionPoint) -> tuple[str, str]:
        entry = ended[point.number]
        return _outcome(entry), _how(talk, entry)

    points = sorted(discussion.at(Place.CHECKLIST), key=alike)
    for (words, how), group in groupby(points, key=alike):
        found = sorted(group, key=lambda point: point.number)
        titles = "; ".join(point.title for point in found)
        yield Ended(ranges([point.number for point in found]), titles, words, how)


def _allergies(discussion: Discussion) -> AllergyTable:
    """Every allergy is named; the table of answers has each of them whole."""
    own = discussion.own_words
    return AllergyTable(
        ALLERGY_WORDS[discussion.allergies.state],
        tuple(
            AllergyPart(
                level.label, len(level.lines), tuple(severe(each, 99) for each in level.lines)
            )
            if level.is_severe
            else AllergyPart(level.label, len(level.lines), names=level.names)
            for level in worst_first(discussion.allergies)
        ),
        beside(discussion),
        taken(discussion),
        "" if own.medicines else medicines(discussion),
    )


def _together(talk: TalkSoFar) -> Iterable[Kept]:
    """What RULES ask for of a decision taken together; what was not written down is told so."""
    together = together_of(talk)
    options = together.options if together else ()
    yield _kept("Options looked at", ", ".join(OPTION_WORDS[each] for each in options))
    yield _kept("What matters", together.matters if together else "")
    leaning = together.leaning if together else None
    yield _kept("Patient’s leaning", LEANING_WORDS[leaning] if leaning else "")
    said_back = together.said_back if together else ()
    yield _kept("Said back", "; ".join(f"“{each.text}” ({each.number})" for each in said_back))
    yield _kept("Patient’s own yes", f"“{together.yes}”" if together and together.yes else "")
    yield _kept("Who was present", together.present if together else "")
    if together and together.why_open:
        yield Kept("Why points stay open", together.why_open)
    if together and together.why_unknown:
        yield Kept("Though much is not known", together.why_unknown)
    for each in together.sure if together else ():
        yield Kept(SURE[each.key], "yes" if each.yes else "no")
    yield _kept("Has anything changed", confirmed_words(talk))


def _kept(label: str, text: str) -> Kept:
    return Kept(label, text) if text else Kept(label, "none written", is_said=False)


def _answers(talk: TalkSoFar, discussion: Discussion) -> Iterable[Kept]:
    together = together_of(talk)
    written = {each.number: each.text for each in together.answers} if together else {}
    for ask in discussion.questions_to_ask:
        text = written.get(ask.number, "")
        yield Kept(ask.text, text) if text else Kept(ask.text, "no answer recorded", False)
    if discussion.own_words.questions:
        yield Kept("Patient’s own question", f"“{discussion.own_words.questions}”")
