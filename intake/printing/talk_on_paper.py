"""The room as paper takes it: what was recorded of the talk until now, and the signature."""

from datetime import datetime

from django.utils import timezone

from intake.actions.talk.signature import SignatureState
from intake.actions.talk.talk_page import Room, SignedAddendum
from intake.models import Addendum, SignOff
from intake.pdf.talk import Added, Signature, Signed, TalkSoFar


def talk_on_paper(room: Room, *, at: datetime) -> TalkSoFar | None:
    """None before anything was recorded: then there is room to write."""
    if not room.seen and room.signed is None:
        return None
    return TalkSoFar(
        printed_at=timezone.localtime(at),
        outcomes=room.outcomes,
        rungs=room.rungs,
        titles=_titles(room),
        confirmed=room.confirmed,
        is_being_corrected=room.reopening is not None,
        unreadable=room.unreadable,
        signed=_signed(room),
    )


def _titles(room: Room) -> dict[str, str]:
    if not room.outcomes.gone:
        return {}
    return {point.key: point.title for point in room.frozen.submission.version.read().points}


def _signed(room: Room) -> Signed | None:
    signed = room.signed
    if signed is None:
        return None
    return Signed(
        decision=signed.decision,
        signature=_signature(signed.record, signed.state),
        addenda=tuple(map(_added, signed.addenda)),
    )


def _added(added: SignedAddendum) -> Added:
    return Added(added.record.sequence, added.text, _signature(added.record, added.state))


def _signature(record: SignOff | Addendum, state: SignatureState) -> Signature:
    return Signature(
        name=record.printed_name,
        role=record.role,
        meaning=record.meaning,
        at=timezone.localtime(record.signed_at),
        sha256=record.sha256,
        is_valid=state is SignatureState.VALID,
    )
