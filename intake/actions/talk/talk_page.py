"""Everything a provider sees in the room: the discussion, where it stands, what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from intake import models
from intake.core.discussion.discussion import Discussion
from intake.core.talk.ladder import RungNow, clarify_in, gaps_in, ladder_now
from intake.core.talk.outcomes import Outcomes, outcomes_now
from intake.core.talk.sign_off import Confirmed, Decision, Missing, Talk, missing_before_signing
from intake.core.talk.verified_facts import Choice
from intake.models import sealed

from .load import choices_of, talk_of, verified_of
from .rules import current_of, questionnaire_of
from .sharing import grant_of
from .signature import SignatureState, addendum_states, decision_of, signature_state

Row = TypeVar("Row")
Opened = TypeVar("Opened")


@dataclass(frozen=True)
class SignedAddendum:
    record: models.Addendum
    text: str
    state: SignatureState


@dataclass(frozen=True)
class Signed:
    """A signature as it is shown: ``decision`` is None where it can't be read any more."""

    record: models.SignOff
    decision: Decision | None
    state: SignatureState
    addenda: tuple[SignedAddendum, ...]


@dataclass(frozen=True)
class Room:
    """One visit in the room. ``seen`` goes into every form, and back with what it records."""

    visit: models.Visit
    frozen: models.FrozenDiscussion
    discussion: Discussion
    talk: Talk
    outcomes: Outcomes
    rungs: tuple[RungNow, ...]
    missing: tuple[Missing, ...]
    seen: int
    unreadable: int
    """Rows that were altered in the database and can't be read."""
    signed: Signed | None
    reopening: models.Reopening | None
    """The patient has the answers back; nothing can be signed."""
    grant: models.AccessGrant | None
    """Under which a guest is here; None for the owner."""

    @property
    def choice(self) -> Choice | None:
        return self.talk.choices[-1] if self.talk.choices else None

    @property
    def clarify(self) -> tuple[str, ...]:
        return clarify_in(self.rungs)

    @property
    def gaps(self) -> tuple[str, ...]:
        return gaps_in(self.rungs)

    @property
    def confirmed(self) -> Confirmed | None:
        """The patient's last word that this revision still holds."""
        mine = [each for each in self.talk.confirmed if each.revision == self.frozen.revision]
        return mine[-1] if mine else None


def room_of(visit: models.Visit, *, by: models.User, at: datetime) -> Room | None:
    """The room of a visit that was sent, None before; the door records that it was looked at.

    The number of queries does not grow with points, rows or revisions.
    """
    frozen = current_of(visit)
    if frozen is None:
        return None
    visit = frozen.submission.visit
    discussion, signed = frozen.read(), _signed(visit)
    unreadable: list[models.CannotOpen] = []
    talk = talk_of(visit, unreadable)
    outcomes = outcomes_now(discussion, talk.outcomes)
    rungs = _rungs(frozen, discussion, talk, at=signed.record.signed_at if signed else at)
    missing = missing_before_signing(outcomes, gaps=gaps_in(rungs))
    return Room(
        visit=visit,
        frozen=frozen,
        discussion=discussion,
        talk=talk,
        outcomes=outcomes,
        rungs=rungs,
        missing=() if signed else missing,
        seen=visit.recorded,
        unreadable=len(unreadable),
        signed=signed,
        reopening=visit.reopenings.filter(ended_at=None).select_related("by").first(),
        grant=None if visit.provider_id == by.pk else grant_of(visit, by, at=at),
    )


def ladder_of(visit: models.Visit, *, at: datetime) -> tuple[RungNow, ...]:
    """The ladder for the front desk, who sees what was verified and nothing of the answers."""
    choices = choices_of(visit)
    choice = choices[-1] if choices else None
    day = timezone.localdate(at)
    return ladder_now(questionnaire_of(visit), None, verified_of(visit), choice, on=day)


def _rungs(
    frozen: models.FrozenDiscussion, discussion: Discussion, talk: Talk, *, at: datetime
) -> tuple[RungNow, ...]:
    """The ladder as it stood at a moment; a signed talk stays at its signature."""
    choice = talk.choices[-1] if talk.choices else None
    version, day = frozen.submission.version.read(), timezone.localdate(at)
    return ladder_now(version, discussion, talk.verified, choice, on=day)


def _signed(visit: models.Visit) -> Signed | None:
    record = models.SignOff.objects.filter(visit=visit).select_related("signer").first()
    if record is None:
        return None
    states = addendum_states(record)
    return Signed(
        record=record,
        decision=_or_none(decision_of, record),
        state=signature_state(visit),
        addenda=tuple(
            SignedAddendum(row, _or_none(_text, row) or "", states[row.sequence])
            for row in record.addenda.all()
        ),
    )


def _text(row: models.Addendum) -> str:
    return sealed.open(row, "text")


def _or_none(read: Callable[[Row], Opened], row: Row) -> Opened | None:
    try:
        return read(row)
    except models.CannotOpen:
        return None
