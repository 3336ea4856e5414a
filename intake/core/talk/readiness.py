"""What stands against signing a decision, and what is only left open: each in a sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from intake.core.discussion.discussion import Discussion
from intake.core.discussion.in_words import plain_date
from intake.core.discussion.talking_points import DiscussionPoint, Place
from intake.core.questionnaire.facts import Lapsed

from .outcomes import Outcome, Outcomes
from .sign_off import Confirmed, Decision, DecisionKind, Missing
from .together import Together
from .verified_facts import EXPIRY, LOT, Choice, Verified, last_days_read

BEFORE_PROCEEDING = "“Go ahead” is not possible"
UNDECIDED = {
    False: "the hold is lifted or stays",
    True: "the correction is confirmed or the hold stands again",
}
"""How a hold can end, and one that is withdrawn."""
LAPSED_BARS = {
    Lapsed.LOT: f"{BEFORE_PROCEEDING}: the lot is past its last day.",
    Lapsed.LICENSE: f"{BEFORE_PROCEEDING}: the license check is past its last day.",
    Lapsed.LABEL: "The last day read on the product can mean %(days)s. Look at the label and its"
    " papers, and record the day with its month in letters.",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything by which it is told whether a decision can be signed on a day."""

    discussion: Discussion
    outcomes: Outcomes
    choice: Choice | None
    verified: dict[str, Verified]
    asked_today: Confirmed | None
    """The patient's word of this day that nothing has changed since sending."""
    lapsed: frozenset[Lapsed]
    consent: tuple[str, ...]
    """Points that say, while they are open, that nobody has consented yet."""
    today: date
    gaps: tuple[str, ...] = ()
    """What the register holds and is past its date, in sentences."""


def missing_before_signing(ready: Ready, decision: Decision | None = None) -> tuple[Missing, ...]:
    """What is not done yet, what stands against signing first."""
    found = []
    # One sentence for each way a hold can end, however many wait for it.
    for withdrawn, ends in UNDECIDED.items():
        holds = [hold.point for hold in ready.outcomes.holds if hold.is_open]
        waiting = [point for point in holds if point.withdrawn is withdrawn]
        if len(waiting) == 1:
            says = f"Point {_named(waiting[0])}: record whether {ends}."
            found.append(Missing(says, blocks=True))
        elif waiting:
            says = f"Points {_numbers(waiting)}: record of each whether {ends}."
            found.append(Missing(says, blocks=True))
    if decision is None:
        found.append(Missing("Choose a decision and give its reason.", blocks=True))
    elif decision.kind is DecisionKind.GO_AHEAD:
        found += [Missing(says, blocks=True) for says in bars(ready, decision.together)]
    open_points = left_open(ready)
    if decision and open_points and not (decision.together and decision.together.why_open):
        numbers = _numbers(open_points)
        found.append(Missing(f"Say why these points are left open: {numbers}.", blocks=True))
    return (*found, *(Missing(says, blocks=False) for says in _reminders(ready)))


def left_open(ready: Ready) -> tuple[DiscussionPoint, ...]:
    """Points without an outcome that stand against nothing, and need one sentence why."""
    return tuple(each.point for each in ready.outcomes.points if each.is_open and not each.is_hold)


def bars(ready: Ready, together: Together | None = None) -> tuple[str, ...]:
    """Why "Go ahead" can't be signed, each reason in a sentence; empty when it can.

    Without ``together`` only what the talk itself has left is told, for the page before signing.
    """
    found = [*_bars_of_points(ready), *_bars_of_clinic(ready)]
    if ready.asked_today is None:
        today = plain_date(ready.today)
        found.append(f"Ask today, {today}, whether anything has changed since sending.")
    if together is not None and not together.yes:
        found.append("Write down the patient’s own yes, in the patient’s words.")
    if together is not None and ready.discussion.is_much_unknown and not together.why_unknown:
        unknown, asked = ready.discussion.not_known_count, ready.discussion.asked_count
        found.append(
            f"{unknown} of {asked} answers are not known. Say why the treatment goes ahead all the"
            " same."
        )
    return tuple(found)


def _bars_of_points(ready: Ready) -> Iterable[str]:
    staying = [h.point for h in ready.outcomes.holds if h.is_staying and not h.is_open]
    if len(staying) == 1:
        yield f"{BEFORE_PROCEEDING} while a hold stays: point {_named(staying[0])}."
    elif staying:
        yield f"{BEFORE_PROCEEDING} while holds stay: points {_numbers(staying)}."
    waiting = [point for point in left_open(ready) if point.place in (Place.FIRST, Place.CLAIM)]
    if len(waiting) == 1:
        yield f"Point {_named(waiting[0])}, is to be discussed first and has no outcome yet."
    elif waiting:
        yield f"Points {_numbers(waiting)} are to be discussed first and have no outcome yet."
    for each in ready.outcomes.points:
        is_agreed = each.talk is not None and each.talk.outcome is Outcome.DISCUSSED
        if each.point.key in ready.consent and each.point not in waiting and not is_agreed:
            yield (
                f"Consent is not given yet: point {_named(each.point)}, has to be"
                " discussed and understood."
            )


def _bars_of_clinic(ready: Ready) -> Iterable[str]:
    shown = ready.choice.shown if ready.choice else None
    names = {"product": "product", "lot": "lot", "person": "person who gives the treatment"}
    lacking = [words for name, words in names.items() if not (shown and getattr(shown, name))]
    if lacking:
        yield f"Not chosen yet: {', '.join(lacking)}."
    elif shown and not shown.lot_until:
        yield "The last day of the lot is not known."
    elif not _is_seen(ready, LOT) or not _is_seen(ready, EXPIRY):
        yield "Nobody has recorded that lot and last day were read on the product itself."
    elif shown and (read := ready.verified[LOT].value):
        chosen = _spellings(shown.lot, shown.product)
        if chosen.isdisjoint(_spellings(read, shown.product)):
            yield (
                f"Read on the product: lot “{read}”. Chosen: {shown.lot}."
                " Choose the one that is used."
            )
    days = " or ".join(map(plain_date, last_days_read(ready.verified.values())))
    yield from (says % {"days": days} for what, says in LAPSED_BARS.items() if what in ready.lapsed)


def _spellings(lot: str, product: str) -> set[str]:
    """By its letters and digits alone, all of them: "lot: a-12" is "Lot A12", "A1" is not.

    As it stands, and without the product or its maker beside it: "A12, Acme".
    """
    alone = lot
    for name in sorted(map(str.strip, (product, *product.split(","))), key=len, reverse=True):
        # A hyphen joins, and one or two letters may well be a part of the number.
        if len(name) > 2:
            alone = re.sub(rf"(?i)(?<![\w-]){re.escape(name)}(?![\w-])", " ", alone)
    plain = (re.sub(r"[\W_]+", "", each).casefold() for each in (lot, alone))
    return {re.sub(r"^(lot)+", "", each) for each in plain} - {""}


def _reminders(ready: Ready) -> Iterable[str]:
    visit = ready.discussion.header.visit_date
    if visit and visit > ready.today:
        yield f"The visit is on {plain_date(visit)}. You would sign before that day."
    waiting = [
        each.point.number
        for each in ready.outcomes.points
        if each.talk and each.talk.outcome is Outcome.WANTS_TIME
    ]
    if waiting:
        yield f"The patient wants time for: {', '.join(map(str, sorted(waiting)))}."
    yield from ready.gaps


def _numbers(points: Iterable[DiscussionPoint]) -> str:
    return ", ".join(str(point.number) for point in points)


def _named(point: DiscussionPoint) -> str:
    return f"{point.number}, “{point.title}”"


def _is_seen(ready: Ready, fact: str) -> bool:
    found = ready.verified.get(fact)
    return found is not None and found.is_shown
