"""The patient copy as its template reads it: two pages, the provider's numbers, her own words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from intake.core.discussion.discussion import Discussion
from intake.core.discussion.private import keeps_free_words_off, own_doctor_questions
from intake.core.discussion.talking_points import DiscussionPoint, Place
from intake.core.documents.retelling import as_it_is
from intake.core.questionnaire.points import PointKind
from intake.core.talk.together import Together
from intake.display.matters import words
from intake.display.traces import digest_of
from intake.pdf.endings import together_of
from intake.pdf.provider.first_page import shortened
from intake.pdf.talk import TalkSoFar

from .decided import Decided, decided, foot, how_it_ended
from .told import Say, ToldUs, told_us
from .warnings import Warnings, help_point, warnings

LETTERS = "ABCDE"
"""The questions never carry point numbers: those say where a matter stands for the provider."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much two pages hold. Whoever wrote more has the first words here, the rest is sent."""

    points: int
    facts: int
    """Of what nobody has shown yet."""
    letters: int
    """Of a text of the patient's, or of an answer that was written down."""
    is_close: bool = False


ROOMS = (
    Room(points=10, facts=6, letters=160),
    Room(points=10, facts=6, letters=160, is_close=True),
    Room(points=8, facts=4, letters=120, is_close=True),
    Room(points=6, facts=3, letters=80, is_close=True),
    Room(points=4, facts=2, letters=50, is_close=True),
    Room(points=3, facts=1, letters=30, is_close=True),
)


@dataclass(frozen=True, slots=True)
class Question:
    letter: str
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A point in the words of what raised it; ``ended`` where it had to be settled first."""

    number: int
    text: str
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Points that are talked about together, under a heading for patients."""

    title: str
    points: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PatientCopy:
    discussion: Discussion
    title: str
    name: str
    digest: str
    decided: Decided
    warnings: Warnings
    told: ToldUs
    questions_title: str
    questions: tuple[Question, ...]
    together: Together | None
    matters: str
    options: tuple[str, ...]
    leaning: str
    parts: tuple[Part, ...]
    more: tuple[int, ...]
    """Numbers of points that two pages have no room for."""
    everyone: tuple[str, ...]
    own_doctor: tuple[str, ...]
    is_talked: bool
    signed: str
    """The first letters of what was signed; they stand on the last page only."""
    status: str
    room: Room
    ask_lines: range = range(24)


OPTIONS = {
    "this": gettext_noop("this treatment"),
    "proven_care": gettext_noop("care that is proven"),
    "wait": gettext_noop("waiting"),
    "nothing": gettext_noop("no treatment"),
}
LEANING = {
    "towards": gettext_noop("towards it"),
    "against": gettext_noop("against it"),
    "not_sure": gettext_noop("not sure"),
}


def patient_view(
    discussion: Discussion,
    talk: TalkSoFar | None = None,
    *,
    room: Room = ROOMS[0],
    say: Say = as_it_is,
) -> PatientCopy:
    """``say`` tells the version's words in the patient's language."""
    parts, more = _parts(discussion, talk, room, say)
    is_kept, together = keeps_free_words_off(discussion), together_of(talk)
    return PatientCopy(
        discussion=discussion,
        title=_("Your talk") if talk and talk.signed else _("Your talk before treatment"),
        name=spoken(discussion.header.name),
        digest=digest_of(discussion),
        decided=decided(talk, with_reason=not is_kept, letters=2 * room.letters),
        warnings=warnings(discussion, talk, say),
        told=told_us(discussion, room.letters, say),
        questions_title=_("Your questions and what you heard") if talk else _("Your questions"),
        questions=tuple(_questions(discussion, talk, room, say)),
        together=together,
        matters="" if is_kept or not together else shortened(together.matters, room.letters),
        options=tuple(_(OPTIONS[each.value]) for each in together.options) if together else (),
        leaning=_(LEANING[together.leaning.value]) if together and together.leaning else "",
        parts=parts,
        more=more,
        **_one_sentence_each(discussion, talk, room, say),
        is_talked=talk is not None,
        signed=talk.signed.signature.letters if talk and talk.signed else "",
        status=foot(talk),
        room=room,
    )


def _questions(
    discussion: Discussion, talk: TalkSoFar | None, room: Room, say: Say
) -> Iterable[Question]:
    together = together_of(talk)
    answers = {each.number: each.text for each in together.answers} if together else {}
    for letter, ask in zip(LETTERS, discussion.questions_to_ask, strict=False):
        answer = shortened(answers.get(ask.number, ""), room.letters)
        yield Question(letter, say(ask.text, "point/"), answer)


def _told_once(discussion: Discussion, talk: TalkSoFar | None) -> list[DiscussionPoint]:
    """What a correction withdrew is no fact about her, unless a clinician lets it stand again.

    Then what its point is raised by now may have the same words: the hold has said them.
    """
    ended = talk.outcomes.points if talk else ()
    again = {each.point.number for each in ended if each.is_staying and not each.is_open}
    told = [p for p in discussion.points if not p.withdrawn or p.number in again]
    first = {(p.key, p.patient): p for p in reversed(told)}
    return [p for p in told if first[p.key, p.patient] is p]


SHOWN = (Place.HOLD, Place.FIRST, Place.CLAIM, Place.CLARIFY, Place.DISCUSS)


def _parts(
    discussion: Discussion, talk: TalkSoFar | None, room: Room, say: Say
) -> tuple[tuple[Part, ...], tuple[int, ...]]:
    """Her points, holds first; what was talked about apart from what was not."""
    ended = {each.point.number: each for each in talk.outcomes.points} if talk else {}
    told = _told_once(discussion, talk)
    points = [p for place in SHOWN for p in told if p.place is place and not p.is_private]
    shown, more = _most_urgent(points, room)
    done = [p for p in shown if p.number in ended and not ended[p.number].is_open]
    left = [p for p in shown if p not in done]
    held = [p for p in left if p.place is Place.HOLD] if not talk else []
    groups = (
        (_("What we talked about"), done),
        (_("To settle before any treatment"), held),
        (
            _("Not talked about yet: ask") if talk else _("To talk about"),
            [p for p in left if p not in held],
        ),
    )
    parts = (
        Part(
            title,
            tuple(Told(p.number, _words(p, say), how_it_ended(ended.get(p.number))) for p in found),
        )
        for title, found in groups
    )
    return tuple(part for part in parts if part.points), more


MORE_HOLDS = 4
"""What has to be settled first is told in full even where there is room for nothing else."""


def _most_urgent(
    points: list[DiscussionPoint], room: Room
) -> tuple[list[DiscussionPoint], tuple[int, ...]]:
    """As many as two pages hold in full; holds before all, and few facts that nobody has shown."""
    kept: list[DiscussionPoint] = []
    facts = 0
    for point in points:
        is_hold, is_fact = point.place is Place.HOLD, point.kind is PointKind.GAP
        facts += is_fact
        fits = len(kept) < room.points and not (is_fact and facts > room.facts)
        if (is_hold and len(kept) < room.points + MORE_HOLDS) or fits:
            kept.append(point)
    return kept, tuple(sorted(p.number for p in points if p not in kept))


def _words(point: DiscussionPoint, say: Say) -> str:
    option = point.key.removeprefix("claim:")
    if option == point.key:
        return say(point.patient, f"point/{point.key}/")
    return _("You heard: “%(claim)s”. %(known)s") % {
        "claim": say(point.title, "question/"),
        "known": say(point.patient, f"claim/{option}/"),
    }


def _one_sentence_each(
    discussion: Discussion, talk: TalkSoFar | None, room: Room, say: Say
) -> dict[str, tuple[str, ...]]:
    """What everyone is told, and what to ask one's own doctor.

    A point's first sentence; its title says it where two pages are full.
    """
    helping = help_point(discussion)
    told = [each for each in _told_once(discussion, talk) if each.place is Place.CHECKLIST]
    points = [point for point in told if point is not helping]
    if room.letters > 80:
        whole = (say(point.patient, f"point/{point.key}/") for point in points)
        everyone = [text.partition(". ")[0].rstrip(".") + "." for text in whole]
    else:
        everyone = [words(say(point.title, f"point/{point.key}/"), 10) for point in points]
    found = [say(each, "question/") for each in own_doctor_questions(discussion)[: room.facts]]
    # Documents from before doctors were asked in words of their own have names of facts.
    asking = _("What do you know about this: %(fact)s?")
    asked = (each if each[-1:] in ("?", ".", "!") else asking % {"fact": each} for each in found)
    return {"everyone": tuple(everyone), "own_doctor": tuple(asked)}


def spoken(name: str) -> str:
    """A name as it is said: "DELGADO, Maria" is Maria Delgado."""
    last, comma, first = name.partition(",")
    if not comma or not first.strip():
        return name
    return f"{first.strip()} {last.title() if last.isupper() else last}"
