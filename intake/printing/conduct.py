"""Prints a copy once and keeps it: the one way for every door and for the workers."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from intake.actions.papers import MadePdf, states_of, store_pdf, stored_pdf
from intake.actions.talk.talk_page import Room, room_of
from intake.core.discussion.discussion import Discussion
from intake.core.limits import COPY_REST
from intake.models import Copy, FrozenDiscussion, Paper, PdfState, SignOff, Site
from intake.models.catalog.versions import retelling_in
from intake.models.visits.names import surname_first
from intake.pdf import copies
from intake.pdf.talk import TalkSoFar

from .photos_on_paper import photos_on_paper
from .talk_on_paper import talk_on_paper

logger = logging.getLogger(__name__)

PRINTERS: Mapping[Copy, Callable[..., copies.Printed]] = {
    Copy.PATIENT: copies.patient_copy,
    Copy.PROVIDER: copies.provider_copy,
}


@dataclass(frozen=True)
class CopiesNow:
    """Whether both copies lie there to be opened at once, and which could not be printed."""

    is_complete: bool
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Original:
    """What copies are made from. Those of an open talk are new each time and not kept."""

    frozen: FrozenDiscussion
    discussion: Discussion
    log: str
    """Where the access log ended when the record was sent, or signed."""
    kept_with: FrozenDiscussion | SignOff | None
    addenda: int = 0
    talk: TalkSoFar | None = None

    @property
    def site(self) -> Site:
        return self.frozen.submission.visit.site

    def stored(self, copy: Copy, paper: Paper) -> bytes | None:
        if self.kept_with is None:
            return None
        return stored_pdf(self.kept_with, copy, paper, addenda=self.addenda)

    def copies_now(self) -> CopiesNow | None:
        """How far the kept copies are, on the site's paper; None where none is kept."""
        if self.kept_with is None:
            return None
        states = self._states(Paper(self.site.paper_size))
        failed = tuple(
            copy.label for copy in Copy if copy in states and states[copy][0] == PdfState.FAILED
        )
        return CopiesNow(is_complete=len(states) == len(Copy) and not failed, failed=failed)

    def has_failed(self, copy: Copy, paper: Paper, *, since: datetime) -> bool:
        """Whether printing it was tried lately, and in vain."""
        state, made_at = self._states(paper).get(copy, (PdfState.OK, since))
        return state == PdfState.FAILED and made_at > since

    def _states(self, paper: Paper) -> dict[str, tuple[str, datetime]]:
        if self.kept_with is None:
            return {}
        return states_of(self.kept_with, paper, addenda=self.addenda)


def original_sent(frozen: FrozenDiscussion) -> Original:
    """The answers as they were sent, with room to write."""
    return Original(frozen, frozen.read(), frozen.log_head, kept_with=frozen)


def original_in(room: Room, *, at: datetime) -> Original:
    """What the room shows now: as sent, in discussion, or signed with its addenda."""
    talk, signed = talk_on_paper(room, at=at), room.signed
    of = Original(room.frozen, room.discussion, room.frozen.log_head, kept_with=None, talk=talk)
    if signed is None:
        return of if room.seen else replace(of, kept_with=room.frozen)
    # A copy that says the signature is not valid, or that another decision took its place, is
    # shown, and never kept as the record.
    is_record = talk is not None and talk.is_valid and signed.superseded_by is None
    kept_with = signed.record if is_record else None
    return replace(of, log=signed.record.log_head, kept_with=kept_with, addenda=len(signed.addenda))


def original_signed(sign_off: SignOff, *, addenda: int, at: datetime) -> Original:
    """The signed record with its first addenda, as it stood when the last of those was signed."""
    visit = sign_off.visit
    room = room_of(visit, by=visit.provider, at=at)
    if room is None or room.signed is None or room.signed.record.pk != sign_off.pk:
        raise SignOff.DoesNotExist
    signed = replace(room.signed, addenda=room.signed.addenda[:addenda])
    return original_in(replace(room, signed=signed), at=at)


def copy_of(original: Original, copy: Copy, paper: Paper, *, at: datetime) -> bytes:
    """The bytes that were kept, or new ones, which are kept.

    Raises ``RenderFailed``, which is remembered as well, and ``Busy``.
    """
    kept = original.stored(copy, paper)
    if kept is not None:
        return kept
    if original.has_failed(copy, paper, since=at - COPY_REST):
        raise copies.RenderFailed("could not be printed a moment ago")
    return printed(original, copy, paper, at=at)


def printed(original: Original, copy: Copy, paper: Paper, *, at: datetime) -> bytes:
    """New bytes, whatever happened before; kept where a record is kept."""
    more: dict[str, object] = {"log": original.log, "talk": original.talk}
    submission = original.frozen.submission
    retelling = retelling_in(submission.version, submission.language or "")
    if copy == Copy.PROVIDER:
        named = original.discussion.header.name
        more["name"] = surname_first(named, submission.visit.patient.surname_index)
        more["spoken"] = retelling.language if retelling else ""
        more["photos"] = photos_on_paper(original.frozen)
    else:
        more["retelling"] = retelling
    try:
        with timezone.override(original.site.zone):
            content = PRINTERS[copy](original.discussion, paper=paper, **more).content
    except copies.RenderFailed:
        logger.exception("a copy was not printed", extra={"event": f"pdf.failed.{copy}"})
        _keep(original, MadePdf(copy, paper, None), at=at)
        raise
    _keep(original, MadePdf(copy, paper, content), at=at)
    return content


def _keep(original: Original, made: MadePdf, *, at: datetime) -> None:
    if original.kept_with is not None:
        store_pdf(original.kept_with, made, addenda=original.addenda, at=at)
