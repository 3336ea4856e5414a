"""Signs the decision at the end of a talk, and what is added afterwards."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.jobs import ask_for
from intake.core.questionnaire.answers import tidy
from intake.core.talk.outcomes import outcomes_now
from intake.core.talk.sign_off import (
    ADDENDUM_MEANING,
    MEANING,
    Addendum,
    Decision,
    Signer,
    addendum_content,
    decision_problem,
    missing_before_signing,
    signed_content,
)
from intake.models import sealed

from .load import outcomes_of
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
from .signature import signature_of

ROLE_LIMIT, MEANING_LIMIT = 80, 300


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
        _expect_to_be_signed(visit, discussion, by, seen)
        signing = _whole(signing, at)
        _expect_ready(visit, discussion, signing.decision)
        signed = _signed(visit, discussion, signing, by, at)
        visit.talk = models.TalkState.SIGNED
        visit.save(update_fields=["talk"])
        log = record("signed", at=at, by=by, visit=visit, detail=signed.sha256[:16])
        signed.log_head = str(log)
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
        if last is not None and last.signer_id == by.pk and sealed.open(last, "text") == words:
            return last
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
        follows = last.sha256 if last else sign_off.sha256
        content = addendum_content(Addendum(follows, words, signer, row.signed_at))
        row.sha256 = sha256(content).hexdigest()
        sealed.seal(row, "text", words)
        row.save(force_insert=True)
        record("addendum_signed", at=at, by=by, visit=visit, detail=row.sha256[:16])
        _print(sign_off, row.sequence, at)
    return row


def _print(sign_off: models.SignOff, addenda: int, at: datetime) -> None:
    kind, visit = models.JobKind.PRINT_SIGNED, sign_off.visit
    ask_for(kind, visit=visit, subject=sign_off.pk, part=addenda, at=at)


def _expect_to_be_signed(
    visit: models.Visit, discussion: models.FrozenDiscussion, by: models.User, seen: int
) -> None:
    expect_unsigned(visit)
    expect_own(visit, by, "sign")
    if visit.state == models.VisitState.REOPENED:
        raise BeingCorrected
    expect_current(visit, discussion)
    if visit.recorded != seen:
        raise ChangedElsewhere(
            "Something was recorded after you opened this page. Look again before you sign."
        )


def _whole(signing: Signing, at: datetime) -> Signing:
    given = signing.decision
    decision = replace(given, reason=tidy(given.reason), what=tidy(given.what))
    problem = decision_problem(decision, on=timezone.localdate(at))
    if problem:
        raise NotRecorded(problem)
    meaning = needed(signing.meaning, "Say what the signature means.", MEANING_LIMIT)
    return Signing(decision, _role(signing.role), meaning)


def _role(role: str) -> str:
    return needed(role, "Say in which role you sign.", ROLE_LIMIT)


def _expect_ready(
    visit: models.Visit, discussion: models.FrozenDiscussion, decision: Decision
) -> None:
    outcomes = outcomes_now(discussion.read(), outcomes_of(visit))
    missing = missing_before_signing(outcomes, decision)
    blocking = tuple(each.says for each in missing if each.blocks)
    if blocking:
        raise NotReady(blocking)


def _signed(
    visit: models.Visit,
    discussion: models.FrozenDiscussion,
    signing: Signing,
    by: models.User,
    at: datetime,
) -> models.SignOff:
    decision = signing.decision
    row = models.SignOff(
        visit=visit,
        discussion=discussion,
        decision=str(decision.kind),
        until=decision.until,
        entries=visit.recorded,
        signer=by,
        printed_name=by.printed_name,
        role=signing.role,
        meaning=signing.meaning,
        signed_at=at.astimezone(UTC),
    )
    row.sha256 = sha256(signed_content(signature_of(row, decision))).hexdigest()
    sealed.seal(row, "reason", decision.reason)
    if decision.what:
        sealed.seal(row, "what", decision.what)
    return row
