"""Signs the decision at the end of a talk, and what is added afterwards."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.actions.jobs import ask_for
from intake.core.questionnaire.free_text import tidy
from intake.core.talk.outcomes import outcomes_now
from intake.core.talk.readiness import Ready, bars, missing_before_signing
from intake.core.talk.sign_off import (
    ADDENDUM_MEANING,
    MEANING,
    Addendum,
    Decision,
    DecisionKind,
    Signer,
    addendum_content,
    decision_problem,
    decision_to_json,
    signed_content,
)
from intake.core.talk.together import tidied
from intake.models import sealed
from intake.models.sealed import anchor

from .editions import current
from .load import talk_of
from .ready import ready_for
from .rules import (
    BeingCorrected,
    ChangedElsewhere,
    NotRecorded,
    expect_current,
    expect_own,
    expect_unsigned,
    needed,
    take,
)
from .signature import decision_of, in_order, or_none, signature_of

ROLE_LIMIT, MEANING_LIMIT = 80, 300
CHANGED_SINCE = "Something was recorded after you opened this page. Look again before you sign."
ANOTHER_SINCE = "Another decision was signed after you opened this page. Look at it first."
CLOSED = "The record of this talk is closed. To settle it, enter a new visit."


class NotReady(NotRecorded):
    """Something must be recorded before this decision can be signed; ``missing`` says what."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(" ".join(missing))


@dataclass(frozen=True)
class Signing:
    """The decision with what is printed under it; the door has checked the password."""

    decision: Decision
    role: str
    meaning: str = MEANING


def sign_off(
    discussion: models.FrozenDiscussion,
    signing: Signing,
    *,
    by: models.User,
    at: datetime,
    seen: int,
) -> models.SignOff:
    """Sign everything recorded so far. ``seen`` is ``visit.recorded`` as the page showed it."""
    with transaction.atomic():
        visit = take(discussion.submission.visit)
        expect_unsigned(visit)
        expect_own(visit, by, "sign")
        if visit.state == models.VisitState.REOPENED:
            raise BeingCorrected
        expect_current(visit, discussion)
        frozen = current(visit, at=at) or discussion
        if visit.recorded != seen or frozen.pk != discussion.pk:
            raise ChangedElsewhere(CHANGED_SINCE)
        signing = _whole(signing, visit.site.day(at))
        missing = missing_before_signing(_ready(visit, frozen, at), signing.decision)
        blocking = tuple(each.says for each in missing if each.blocks)
        if blocking:
            raise NotReady(blocking)
        signed = _signed(visit, frozen, signing, by, at)
        visit.talk = models.TalkState.SIGNED
        visit.save(update_fields=["talk"])
        log = record("signed", at=at, by=by, visit=visit, detail=signed.sha256[:16])
        anchor(signed, log)
        signed.save(force_insert=True)
        _print(signed, 0, at)
    return signed


def supersede(
    before: models.SignOff, signing: Signing, *, by: models.User, at: datetime
) -> models.SignOff:
    """Sign another decision in the place of one: the record of the talk stays as it was.

    Its reason says what came up since. The earlier decision stays readable, and is marked.
    Sent twice, it is signed once.
    """
    with transaction.atomic():
        visit = take(before.visit)
        expect_own(visit, by, "sign")
        signing = _whole(signing, visit.site.day(at))
        after = visit.sign_offs.filter(supersedes=before, signer=by).first()
        if after and signing == Signing(decision_of(after), after.role, after.meaning):
            return after
        _expect_newest(visit, before)
        if signing.decision.kind is DecisionKind.GO_AHEAD:
            # The record is closed, so what bars going ahead can't be settled on it any more.
            found = bars(_ready(visit, before.discussion, at), signing.decision.together)
            if found:
                raise NotReady((*found, CLOSED))
        signed = _signed(visit, before.discussion, signing, by, at, before=before)
        log = record("decision_superseded", at=at, by=by, visit=visit, detail=signed.sha256[:16])
        anchor(signed, log)
        signed.save(force_insert=True)
        _print(signed, 0, at)
    return signed


def add_addendum(
    sign_off: models.SignOff, text: str, *, by: models.User, at: datetime, role: str
) -> models.Addendum:
    """Add signed words to a signed record, which stays as it was."""
    words = needed(text, "Write what is to be added.")
    with transaction.atomic():
        visit = take(sign_off.visit)
        expect_own(visit, by, "add to the signed record")
        last = sign_off.addenda.order_by("-sequence").first()
        if last and last.signer_id == by.pk and or_none(sealed.open, last, "text") == words:
            return last
        _expect_newest(visit, sign_off)
        row = models.Addendum(
            sign_off=sign_off,
            sequence=last.sequence + 1 if last else 1,
            signer=by,
            printed_name=by.printed_name,
            role=_role(role),
            meaning=ADDENDUM_MEANING,
            signed_at=at.astimezone(UTC),
        )
        signer = Signer(by.pk, row.printed_name, row.role, row.meaning)
        added = Addendum(last.sha256 if last else sign_off.sha256, words, signer, row.signed_at)
        row.sha256 = sha256(addendum_content(added)).hexdigest()
        sealed.seal(row, "text", words)
        row.save(force_insert=True)
        record("addendum_signed", at=at, by=by, visit=visit, detail=row.sha256[:16])
        _print(sign_off, row.sequence, at)
    return row


def _expect_newest(visit: models.Visit, sign_off: models.SignOff) -> None:
    if in_order(visit)[-1].pk != sign_off.pk:
        raise ChangedElsewhere(ANOTHER_SINCE)


def _print(sign_off: models.SignOff, addenda: int, at: datetime) -> None:
    kind, visit = models.JobKind.PRINT_SIGNED, sign_off.visit
    ask_for(kind, visit=visit, subject=sign_off.pk, part=addenda, at=at)


def _whole(signing: Signing, today: date) -> Signing:
    given = signing.decision
    decision = replace(
        given,
        reason=tidy(given.reason),
        what=tidy(given.what),
        together=tidied(given.together) if given.together else None,
    )
    problem = decision_problem(decision, on=today)
    if problem:
        raise NotRecorded(problem)
    meaning = needed(signing.meaning, "Say what the signature means.", MEANING_LIMIT)
    return Signing(decision, _role(signing.role), meaning)


def _role(role: str) -> str:
    return needed(role, "Say in which role you sign.", ROLE_LIMIT)


def _ready(visit: models.Visit, frozen: models.FrozenDiscussion, at: datetime) -> Ready:
    discussion, talk = frozen.read(), talk_of(visit)
    outcomes = outcomes_now(discussion, talk.outcomes)
    return ready_for(frozen, discussion, outcomes, talk, at=at)


def _signed(
    visit: models.Visit,
    discussion: models.FrozenDiscussion,
    signing: Signing,
    by: models.User,
    at: datetime,
    before: models.SignOff | None = None,
) -> models.SignOff:
    decision = signing.decision
    row = models.SignOff(
        supersedes=before,
        visit=visit,
        discussion=discussion,
        entries=visit.recorded,
        signer=by,
        printed_name=by.printed_name,
        role=signing.role,
        meaning=signing.meaning,
        signed_at=at.astimezone(UTC),
    )
    row.sha256 = sha256(signed_content(signature_of(row, decision))).hexdigest()
    sealed.seal(row, "content", decision_to_json(decision))
    return row
