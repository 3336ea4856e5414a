"""Everything a provider sees in the room: the discussion, where it stands, what is missing."""

from dataclasses import dataclass, replace
from datetime import datetime

from intake import models
from intake.core.discussion.discussion import Discussion
from intake.core.talk.ladder import RungNow, clarify_in, gaps_in, ladder_now
from intake.core.talk.outcomes import Outcomes, outcomes_now
from intake.core.talk.readiness import Ready, missing_before_signing
from intake.core.talk.sign_off import Confirmed, Decision, Missing, Talk
from intake.core.talk.verified_facts import Choice
from intake.models import sealed

from .editions import keep_up, newest
from .load import choices_of, talk_of, verified_of
from .ready import ready_for
from .rules import grant_of, questionnaire_of
from .signature import SignatureState, addendum_states, decision_of, in_order, or_none, state_of


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
    earlier: tuple["Signed", ...] = ()
    """Decisions that this one took the place of, the last first."""
    superseded_by: models.SignOff | None = None
    """The decision that took the place of this one."""


@dataclass(frozen=True)
class Room:
    """One visit in the room. ``seen`` goes into every form, and back with what it records."""

    visit: models.Visit
    frozen: models.FrozenDiscussion
    discussion: Discussion
    talk: Talk
    outcomes: Outcomes
    rungs: tuple[RungNow, ...]
    ready: Ready
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
    keep_up(visit, at=at)
    if (frozen := newest(visit)) is None:
        return None
    visit = frozen.submission.visit
    discussion, signed = frozen.read(), _signed(visit)
    unreadable: list[models.CannotOpen] = []
    talk = talk_of(visit, unreadable)
    outcomes = outcomes_now(discussion, talk.outcomes)
    rungs = _rungs(frozen, discussion, talk, at=signed.record.signed_at if signed else at)
    ready = ready_for(frozen, discussion, outcomes, talk, at=at, gaps=gaps_in(rungs))
    return Room(
        visit=visit,
        frozen=frozen,
        discussion=discussion,
        talk=talk,
        outcomes=outcomes,
        rungs=rungs,
        ready=ready,
        missing=() if signed else missing_before_signing(ready),
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
    day = visit.site.day(at)
    return ladder_now(questionnaire_of(visit), None, verified_of(visit), choice, on=day)


def _rungs(
    frozen: models.FrozenDiscussion, discussion: Discussion, talk: Talk, *, at: datetime
) -> tuple[RungNow, ...]:
    """The ladder as it stood at a moment; a signed talk stays at its signature."""
    choice = talk.choices[-1] if talk.choices else None
    version, day = frozen.submission.version.read(), frozen.submission.visit.site.day(at)
    return ladder_now(version, discussion, talk.verified, choice, on=day)


def earlier_decision(room: Room, sha256: str) -> Room | None:
    """The room as a decision left it that another took the place of; None if there is none such."""
    all_earlier = room.signed.earlier if room.signed else ()
    found = next((each for each in all_earlier if each.record.sha256.startswith(sha256)), None)
    if found is None:
        return None
    rungs = _rungs(room.frozen, room.discussion, room.talk, at=found.record.signed_at)
    return replace(room, signed=found, rungs=rungs)


def _signed(visit: models.Visit) -> Signed | None:
    """The current decision, which knows those before it."""
    standing: Signed | None = None
    for record in in_order(visit):
        states = addendum_states(record)
        shown = Signed(
            record=record,
            decision=or_none(decision_of, record),
            state=state_of(record),
            addenda=tuple(
                SignedAddendum(row, or_none(sealed.open, row, "text") or "", states[row.sequence])
                for row in record.addenda.all()
            ),
        )
        if standing is not None:
            gone = replace(standing, superseded_by=record)
            shown = replace(shown, earlier=(gone, *standing.earlier))
        standing = shown
    return standing
