"""What the clinic shows, as rows of the talk: what differs first, then what the register has."""

from dataclasses import dataclass

from intake.actions.talk.talk_page import Room
from intake.core.talk.ladder import RungNow
from intake.core.talk.verified_facts import EXPIRY, LOT, Verified, verified_now

ON_THE_VIAL = (LOT, EXPIRY)
"""Facts that are read together, on the product itself, and recorded with one button."""


@dataclass(frozen=True, slots=True)
class FactsShown:
    product: Verified | None
    """When somebody read lot and last day on the product."""
    can_read_product: bool
    differing: tuple[RungNow, ...]
    by_register: tuple[RungNow, ...]
    others: tuple[RungNow, ...]
    """The rest, folded: facts of the record, and whatever nobody has shown."""
    unshown: tuple[RungNow, ...]
    """Those that not even the register has: one button says so of all."""
    done: tuple[RungNow, ...]

    @property
    def count(self) -> int:
        return 1 + sum(map(len, (self.differing, self.by_register, self.others, self.done)))


def facts_shown(room: Room) -> FactsShown:
    seen = verified_now(room.talk.verified)
    rungs = [rung for rung in room.rungs if rung.fact not in ON_THE_VIAL]
    left = [rung for rung in rungs if rung.verified is None]
    differing = tuple(rung for rung in left if rung.clarify)
    # What the register lacks a part of is not known by it.
    by_register = tuple(
        r for r in left if r.line and any(r.register_words) and not (r.gaps or r.clarify)
    )
    others = tuple(r for r in left if r not in differing and r not in by_register)
    shown = room.choice.shown if room.choice else None
    return FactsShown(
        product=seen.get(LOT) if seen.get(EXPIRY) else None,
        can_read_product=bool(shown and shown.lot and shown.lot_until),
        differing=differing,
        by_register=by_register,
        others=others,
        unshown=tuple(rung for rung in others if rung.line),
        done=tuple(rung for rung in rungs if rung.verified),
    )
