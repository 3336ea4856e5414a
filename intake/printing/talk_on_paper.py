"""The room as paper takes it: what was recorded of the talk until now, and the signature."""

from datetime import datetime

from intake.actions.talk.signature import SignatureState
from intake.actions.talk.talk_page import Room, SignedAddendum
from intake.actions.talk.talk_page import Signed as SignedDecision
from intake.core.discussion.in_words import plain_date
from intake.core.talk.verified_facts import Choice
from intake.models import Addendum, SignOff, Site
from intake.pdf.talk import Added, Signature, Signed, TalkSoFar, decided, moment


def talk_on_paper(room: Room, *, at: datetime) -> TalkSoFar | None:
    """None before anything was recorded: then there is room to write."""
    if not room.seen and room.signed is None:
        return None
    return TalkSoFar(
        printed_at=room.visit.site.here(at),
        outcomes=room.outcomes,
        rungs=room.rungs,
        titles=titles_of_gone(room),
        confirmed=room.confirmed,
        is_being_corrected=room.reopening is not None,
        unreadable=room.unreadable,
        signed=_signed(room),
        product=_product(room.choice),
        lot=room.choice.shown.lot if room.choice else "",
        person=room.choice.shown.person if room.choice else "",
    )


def _product(choice: Choice | None) -> str:
    """Product, lot and last day as they were chosen; what was typed for this visit says so."""
    if choice is None or not choice.shown.product:
        return ""
    shown = choice.shown
    until = f"last day {plain_date(shown.lot_until)}" if shown.lot_until else ""
    typed = "typed for this visit" if {"product", "lot"}.intersection(shown.typed) else ""
    lot = f"lot {shown.lot}" if shown.lot else ""
    return ", ".join(filter(None, (shown.product, lot, until, typed)))


def titles_of_gone(room: Room) -> dict[str, str]:
    """Titles by key, for outcomes that no longer apply; none where every outcome counts."""
    if not room.outcomes.gone:
        return {}
    return {point.key: point.title for point in room.frozen.submission.version.read().points}


def _signed(room: Room) -> Signed | None:
    signed, site = room.signed, room.visit.site
    if signed is None:
        return None
    return Signed(
        decision=signed.decision,
        signature=_signature(signed.record, signed.state, site),
        addenda=tuple(_added(each, site) for each in signed.addenda),
        earlier=tuple(_earlier(each, site) for each in signed.earlier),
        superseded=_superseded(signed, site),
    )


def _superseded(signed: SignedDecision, site: Site) -> str:
    later = signed.superseded_by
    return f"by a later decision on {moment(site.here(later.signed_at))}" if later else ""


def _earlier(signed: SignedDecision, site: Site) -> str:
    """A decision that a later one took the place of, in one line."""
    words = decided(signed.decision) if signed.decision else "a decision that cannot be read"
    at = moment(site.here(signed.record.signed_at))
    return f"{words}, {signed.record.printed_name}, {at}"


def _added(added: SignedAddendum, site: Site) -> Added:
    return Added(added.record.sequence, added.text, _signature(added.record, added.state, site))


def _signature(record: SignOff | Addendum, state: SignatureState, site: Site) -> Signature:
    return Signature(
        name=record.printed_name,
        role=record.role,
        meaning=record.meaning,
        at=site.here(record.signed_at),
        sha256=record.sha256,
        is_valid=state is SignatureState.VALID,
    )
