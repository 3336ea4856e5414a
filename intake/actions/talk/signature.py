"""What a signature covers, read from the database each time, and whether it still fits."""

import json
from collections.abc import Callable
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from intake import models
from intake.actions.answers.sheet import load_answers
from intake.core.documents.codec import answers_to_json, sha256_of
from intake.core.documents.values import DocumentError
from intake.core.talk.sign_off import (
    Addendum,
    Decision,
    Matter,
    Signature,
    Signer,
    addendum_content,
    decision_from_json,
    signed_content,
)
from intake.models import sealed
from intake.models.catalog.versions import VersionAltered

from .load import talk_of

Opened = TypeVar("Opened")


class SignatureState(StrEnum):
    """Whether a signature belongs to what the database holds now."""

    VALID = "valid"
    NOT_VALID = "not_valid"


SIGNATURE_WORDS = {
    SignatureState.VALID: "Signature valid",
    SignatureState.NOT_VALID: "Signature not valid for this content",
}
# What reading altered rows can raise; each of them means that the content is not what was signed.
UNREADABLE = (models.CannotOpen, VersionAltered, DocumentError, ValueError, KeyError)


def in_order(visit: models.Visit) -> list[models.SignOff]:
    """Every decision signed on a visit; the last one is the current one."""
    rows = models.SignOff.objects.filter(visit=visit)
    related = rows.select_related("signer", "discussion__submission__version", "supersedes")
    by_previous = {
        row.supersedes_id: row for row in related.defer("discussion__submission__version__document")
    }
    found: list[models.SignOff] = []
    while (row := by_previous.get(found[-1].pk if found else None)) is not None:
        found.append(row)
    return found


def signature_state(visit: models.Visit) -> SignatureState | None:
    """Of the current decision; None before signing."""
    signed = in_order(visit)
    return state_of(signed[-1]) if signed else None


def state_of(signed: models.SignOff) -> SignatureState:
    """Answers, wording, outcomes and decision are all read again."""
    try:
        content = signed_content(signature_of(signed, decision_of(signed)))
    except UNREADABLE:
        return SignatureState.NOT_VALID
    return _state(sha256(content).hexdigest() == signed.sha256)


def addendum_states(sign_off: models.SignOff) -> dict[int, SignatureState]:
    """Of each addendum by its sequence; one that was taken out breaks those after it."""
    follows, found = sign_off.sha256, {}
    for row in sign_off.addenda.order_by("sequence"):
        try:
            content = addendum_content(addendum_of(row, follows))
            found[row.sequence] = _state(sha256(content).hexdigest() == row.sha256)
        except UNREADABLE:
            found[row.sequence] = SignatureState.NOT_VALID
        follows = row.sha256
    return found


def or_none(read: Callable[..., Opened], *of: object) -> Opened | None:
    """What can't be opened is none: it takes nothing away from what stands beside it."""
    try:
        return read(*of)
    except models.CannotOpen:
        return None


def _state(fits: bool) -> SignatureState:
    return SignatureState.VALID if fits else SignatureState.NOT_VALID


def decision_of(signed: models.SignOff) -> Decision:
    return decision_from_json(sealed.open(signed, "content"))


def addendum_of(row: models.Addendum, follows: str) -> Addendum:
    signer = Signer(row.signer_id, row.printed_name, row.role, row.meaning)
    return Addendum(follows, sealed.open(row, "text"), signer, row.signed_at)


def signature_of(signed: models.SignOff, decision: Decision) -> Signature:
    """The signature with all it covers; ``signed`` may be about to be kept."""
    visit = models.Visit.objects.select_related("submission").get(pk=signed.visit_id)
    submission, discussion = visit.submission, signed.discussion
    version = models.Version.objects.filter(pk=submission.version_id)
    return Signature(
        matter=Matter(
            reference=visit.reference,
            patient=_record_then(visit, signed),
            # Not the digests that are stored beside them: those could be altered together.
            version=sha256_of(version.values_list("document", flat=True)[0]),
            answers=answers_digest(submission),
            revision=submission.revision,
            discussion=sha256_of(sealed.open(discussion, "document")),
            typed=sealed.open(discussion, "signature"),
        ),
        talk=talk_of(visit),
        decision=decision,
        signer=Signer(signed.signer_id, signed.printed_name, signed.role, signed.meaning),
        signed_at=signed.signed_at,
        supersedes=signed.supersedes.sha256 if signed.supersedes else "",
    )


def answers_digest(submission: models.Submission) -> str:
    """Of everything the patient has said, asked or not, sent or not."""
    said = answers_to_json(load_answers(submission).answers)
    return sha256_of(json.dumps(said, ensure_ascii=False, sort_keys=True))


def _record_then(visit: models.Visit, signed: models.SignOff) -> str:
    """Id of the patient's record when it was signed: it may have been merged into another since."""
    if merges := list(visit.merges.order_by("sequence")):
        before, earlier = 0, signed.supersedes
        while earlier:
            before, earlier = before + 1, earlier.supersedes
        for merge in merges:
            if merge.signatures > before:
                return sealed.open(merge, "came_from")
    return str(visit.patient_id)
