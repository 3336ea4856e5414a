"""Who the patient is and what is known of allergies: at the top of every page about a visit."""

from dataclasses import dataclass
from datetime import date, time

from django.utils import timezone

from intake.actions.talk.talk_page import Room, Signed
from intake.core.discussion.discussion import ALLERGY_WORDS, AllergyState, Discussion
from intake.core.discussion.in_words import plain_date
from intake.display.worst_first import worst_first
from intake.models import Visit
from intake.models.visits.names import surname_first
from intake.models.visits.visits import facts_of

from .names import born, shortened

MOST_NAMED = 3
LONGEST_NAME, LONGEST_CAUSE = 60, 40
"""Letters that stand on every page; whole names and causes stand further on."""


@dataclass(frozen=True, slots=True)
class Banner:
    """``allergies`` is never blank; ``named`` are the first causes in the patient's words."""

    name: str
    born: str
    date: date
    time: time | None
    reference: str
    state: AllergyState
    allergies: str
    named: tuple[str, ...] = ()
    """The severe ones, or the first where none is known to have been severe."""
    unnamed: int = 0
    is_severe: bool = False
    stands: str = ""
    """The decision that counts, or how little is known where no hold fired."""


def banner_of_sent(room: Room) -> Banner:
    """As it stood when the answers were sent: page and paper name the same person."""
    visit, head, allergies = room.visit, room.discussion.header, room.discussion.allergies
    age = "" if head.age is None else f" ({head.age}y)"
    levels = worst_first(allergies)
    named = tuple(dict.fromkeys(name for level in levels for name in level.names if name))
    severe = {name for level in levels if level.is_severe for name in level.names}
    most = min(len(severe), MOST_NAMED) or MOST_NAMED
    return Banner(
        name=shortened(surname_first(head.name, visit.patient.surname_index), LONGEST_NAME),
        born=f"{plain_date(head.birth_date)}{age}" if head.birth_date else "not given",
        date=visit.date,
        time=visit.time,
        reference=head.reference,
        state=allergies.state,
        allergies=ALLERGY_WORDS[allergies.state],
        named=tuple(shortened(cause, LONGEST_CAUSE) for cause in named[:most]),
        unnamed=len(named[most:]),
        is_severe=bool(severe),
        stands=_stands(room.signed, room.discussion),
    )


def _stands(signed: Signed | None, discussion: Discussion) -> str:
    """ "Decision 2: Decline": that it is the second says that there was an earlier one."""
    if signed:
        which = f"Decision {len(signed.earlier) + 1}" if signed.earlier else "Signed"
        return f"{which}: {signed.decision.in_short if signed.decision else 'cannot be read'}"
    if discussion.holds or not discussion.is_much_unknown:
        return ""
    return f"0 holds, {discussion.not_known_count} of {discussion.asked_count} not known"


def banner_of_unsent(visit: Visit) -> Banner:
    """Before anything was sent no answer is shown, so nothing is said of allergies either."""
    facts, state = facts_of(visit), AllergyState.NOT_ANSWERED
    return Banner(
        name=shortened(surname_first(facts.name, visit.patient.surname_index), LONGEST_NAME),
        born=born(facts.birth_date, visit.site.day(timezone.now())),
        date=visit.date,
        time=visit.time,
        reference=visit.reference,
        state=state,
        allergies=ALLERGY_WORDS[state],
    )
