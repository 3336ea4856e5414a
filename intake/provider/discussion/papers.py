"""Both copies on paper: the stored bytes, or made now; plain text when that fails."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions import access_log as look
from intake.actions.answers.submit import MadePdf, store_pdfs
from intake.actions.talk.signed_copies import signed_pdf, store_signed_pdfs
from intake.actions.talk.talk_page import Room, room_of
from intake.models import CannotOpen, Copy, FrozenDiscussion, Paper, PdfState, User, Visit, sealed
from intake.pdf import copies
from intake.pdf.copies import Busy, RenderFailed
from intake.pdf.plain_text.patient import patient_text
from intake.printing.talk_on_paper import name_on_paper, talk_on_paper
from intake.provider.access import for_providers, open_visit

from .page import cannot_be_read

logger = logging.getLogger(__name__)

PRINTERS: Mapping[Copy, Callable[..., copies.Printed]] = {
    Copy.PROVIDER: copies.provider_copy,
    Copy.PATIENT: copies.patient_copy,
}
PLAIN: Mapping[Copy, Callable[..., str]] = {
    Copy.PROVIDER: copies.plain_text,
    Copy.PATIENT: patient_text,
}


@require_safe
@for_providers
def paper(request: HttpRequest, reference: str, copy: Copy) -> HttpResponse:
    visit, size, at = open_visit(request, reference), paper_of(request), timezone.now()
    try:
        room = room_of(visit, by=request.user, at=at)
        if room is None:
            return redirect("provider:visit", reference=reference)
        if request.GET.get("as") == "signed":
            return _as_signed(request, room, copy, size)
        answer, action = _answer(room, copy, size, at=at)
    except CannotOpen:
        return cannot_be_read(request, visit)
    detail = f"{copy} {size} revision {room.frozen.revision}"
    look.record(action, at=at, by=request.user, visit=visit, detail=detail)
    answer["Content-Disposition"] = f'inline; filename="{visit.reference}.{_ending(answer)}"'
    return answer


def _as_signed(request: HttpRequest, room: Room, copy: Copy, size: Paper) -> HttpResponse:
    """The bytes that were kept when it was signed, without what was added later."""
    kept = room.signed and signed_pdf(room.signed.record, copy, size, addenda=0)
    if not kept:
        raise Http404
    detail = f"{copy} {size} as signed"
    look.record("copy_printed", at=timezone.now(), by=request.user, visit=room.visit, detail=detail)
    name = f'inline; filename="{room.visit.reference}.pdf"'
    return HttpResponse(kept, content_type="application/pdf", headers={"Content-Disposition": name})


def paper_of(request: HttpRequest) -> Paper:
    wanted = request.GET.get("paper", settings.CLINIC.paper)
    if wanted not in Paper:
        raise Http404
    return Paper(wanted)


def _answer(room: Room, copy: Copy, size: Paper, *, at: datetime) -> tuple[HttpResponse, str]:
    """The answer, and the name under which it stands in the access log."""
    try:
        content = printed(room, copy, size, at=at)
    except Busy as busy:
        answer = _in_plain_words(room, copy, at=at, status=503)
        answer["Retry-After"] = str(busy.retry_after)
        return answer, "copy_delayed"
    except RenderFailed:
        return _in_plain_words(room, copy, at=at), "copy_failed"
    return HttpResponse(content, content_type="application/pdf"), "copy_printed"


def printed(room: Room, copy: Copy, size: Paper, *, at: datetime) -> bytes:
    """The bytes that were kept, or new ones; while the talk goes on they are new each time.

    Raises ``RenderFailed``, which is kept as well, and ``Busy``.
    """
    kept = _kept(room, copy, size)
    if kept is not None:
        return kept
    try:
        made = _made(room, copy, size, at=at)
    except RenderFailed:
        logger.exception("a copy was not printed", extra={"event": f"pdf.failed.{copy}"})
        _keep(room, MadePdf(copy, size, None), at=at)
        raise
    _keep(room, MadePdf(copy, size, made), at=at)
    return made


def print_signed(visit: Visit, *, by: User, at: datetime) -> None:
    """Both copies on the clinic's paper; what can't be printed now can be printed later."""
    for copy in Copy:
        try:
            room = room_of(visit, by=by, at=at)
            printed(room, copy, Paper(settings.CLINIC.paper), at=at)
        except (Busy, RenderFailed):
            continue
        except Exception:  # noqa: BLE001 - it is signed already: an error page would say it is not
            logger.exception("a signed copy was not kept", extra={"event": f"pdf.failed.{copy}"})


def _kept(room: Room, copy: Copy, size: Paper) -> bytes | None:
    if room.signed:
        return signed_pdf(room.signed.record, copy, size)
    return None if room.seen else _as_sent(room.frozen, copy, size)


def _as_sent(frozen: FrozenDiscussion, copy: Copy, size: Paper) -> bytes | None:
    kept = frozen.pdfs.filter(copy=copy, paper=size, state=PdfState.OK).first()
    return sealed.open_bytes(kept, "content") if kept else None


def _made(room: Room, copy: Copy, size: Paper, *, at: datetime) -> bytes:
    more = {"log": _log(room), "talk": talk_on_paper(room, at=at)}
    if copy == Copy.PROVIDER:
        more["name"] = name_on_paper(room)
    return PRINTERS[copy](room.discussion, paper=size, **more).content


def _log(room: Room) -> str:
    """Where the access log ended when the record was closed, or sent."""
    return room.signed.record.log_head if room.signed else room.frozen.log_head


def _keep(room: Room, made: MadePdf, *, at: datetime) -> None:
    """A copy that says the signature is not valid is shown, and never kept as the record."""
    if room.signed:
        if talk_on_paper(room, at=at).is_valid:
            addenda = len(room.signed.addenda)
            store_signed_pdfs(room.signed.record, [made], addenda=addenda, at=at)
    elif not room.seen:
        store_pdfs(room.frozen, [made], at=at)


def _in_plain_words(room: Room, copy: Copy, *, at: datetime, status: int = 200) -> HttpResponse:
    text = PLAIN[copy](room.discussion, talk_on_paper(room, at=at))
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _ending(answer: HttpResponse) -> str:
    return "pdf" if answer["Content-Type"] == "application/pdf" else "txt"
