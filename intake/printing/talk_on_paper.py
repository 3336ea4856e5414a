"""The room as paper takes it: what was recorded of the talk until now, and the signature."""

from datetime import datetime

from intake.actions.talk.signature import SignatureState
from intake.actions.talk.talk_page import Room
from intake.core.discussion.in_words import plain_date
from intake.models import Addendum, SignOff, Site
from intake.pdf.talk import Added, Signature, Signed, TalkSoFar, decided, moment


def talk_on_paper(room: Room, *, at: datetime) -> TalkSoFar | None:
    """None before anything was recorded: then there is room to write."""
    if not room.seen and room.signed is None:
        return None
    shown, product = room.choice.shown if room.choice else None, ""
    if shown and shown.product:
        until = f"last day {plain_date(shown.lot_until)}" if shown.lot_until else ""
        # What was typed for this visit says so.
        typed = "typed for this visit" if {"product", "lot"}.intersection(shown.typed) else ""
        lot = f"lot {shown.lot}" if shown.lot else ""
        product = ", ".join(filter(None, (shown.product, lot, until, typed)))
    return TalkSoFar(
        printed_at=room.visit.site.here(at),
        outcomes=room.outcomes,
        rungs=room.rungs,
        titles=titles_of_gone(room),
        confirmed=room.confirmed,
        is_being_corrected=room.reopening is not None,
        unreadable=room.unreadable,
        signed=_signed(room),
        product=product,
        lot=shown.lot if shown else "",
        person=shown.person if shown else "",
    )


def titles_of_gone(room: Room) -> dict[str, str]:
    """Titles by key, for outcomes that no longer apply; none where every outcome counts."""
    if not room.outcomes.gone:
        return {}
    return {point.key: point.title for point in room.frozen.submission.version.read().points}


def _signed(room: Room) -> Signed | None:
    signed, site = room.signed, room.visit.site
    if signed is None:
        return None
    earlier, later = [], signed.superseded_by
    for each in signed.earlier:
        words = decided(each.decision) if each.decision else "a decision that cannot be read"
        at = moment(site.here(each.record.signed_at))
        earlier.append(f"{words}, {each.record.printed_name}, {at}")
    return Signed(
        decision=signed.decision,
        signature=_signature(signed.record, signed.state, site),
        addenda=tuple(
            Added(each.record.sequence, each.text, _signature(each.record, each.state, site))
            for each in signed.addenda
        ),
        earlier=tuple(earlier),
        superseded=f"by a later decision on {moment(site.here(later.signed_at))}" if later else "",
    )


def _signature(record: SignOff | Addendum, state: SignatureState, site: Site) -> Signature:
    return Signature(
        name=record.printed_name,
        role=record.role,
        meaning=record.meaning,
        at=site.here(record.signed_at),
        sha256=record.sha256,
        is_valid=state is SignatureState.VALID,
    )
