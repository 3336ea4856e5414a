"""Both copies on paper: the stored bytes, or made now; plain text when that fails."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.access.speaking import spoken_of
from intake.actions import access_log as look
from intake.actions.papers import stored_pdf
from intake.actions.talk.talk_page import Room, earlier_decision, room_of
from intake.display.downloads import file_named, pdf_shown
from intake.models import CannotOpen, Copy, Paper
from intake.pdf import copies
from intake.pdf.copies import Busy, RenderFailed
from intake.pdf.day import Sheets, joined
from intake.printing.conduct import copy_of, original_in
from intake.printing.photos_on_paper import photos_on_paper
from intake.printing.talk_on_paper import talk_on_paper
from intake.provider.access import for_providers, open_visit

from .page import cannot_be_read

BOTH = (Copy.PROVIDER, Copy.PATIENT)


@require_safe
@for_providers
def paper(request: HttpRequest, reference: str, copy: Copy) -> HttpResponse:
    visit, size, at = open_visit(request, reference), paper_of(request), timezone.now()
    try:
        room = room_of(visit, by=request.user, at=at)
        if room is None:
            return redirect("provider:visit", reference=reference)
        if request.GET.get("as") == "signed":
            # The bytes that were kept when it was signed, without what was added later.
            kept = room.signed and stored_pdf(room.signed.record, copy, size, addenda=0)
            if not kept:
                raise Http404
            detail = f"{copy} {size} as signed"
            look.record("copy_printed", at=at, by=request.user, visit=visit, detail=detail)
            return pdf_shown(kept, f"{visit.reference}.pdf")
        if "decision" in request.GET:
            room = earlier_decision(room, request.GET["decision"])
            if room is None:
                raise Http404
        answer, action = _answer(room, copy, size, at=at)
    except CannotOpen:
        return cannot_be_read(request, visit)
    detail = f"{copy} {size} revision {room.frozen.revision}"
    look.record(action, at=at, by=request.user, visit=visit, detail=detail)
    ending = "pdf" if answer["Content-Type"] == "application/pdf" else "txt"
    answer["Content-Disposition"] = file_named(f"{visit.reference}.{ending}", is_shown=True)
    return answer


@require_safe
@for_providers
def both(request: HttpRequest, reference: str) -> HttpResponse:
    """Both copies in one file to print at once, each beginning on the front of a sheet."""
    visit, size, at = open_visit(request, reference), paper_of(request), timezone.now()
    try:
        room = room_of(visit, by=request.user, at=at)
        if room is None:
            return redirect("provider:visit", reference=reference)
        original = original_in(room, at=at)
        parts = [(copy.label, copy_of(original, copy, size, at=at)) for copy in BOTH]
    except CannotOpen:
        return cannot_be_read(request, visit)
    except (Busy, RenderFailed):
        # Each copy has its own answer to that, in plain words.
        return redirect("provider:provider_copy", reference)
    for copy in BOTH:
        detail = f"{copy} {size} revision {room.frozen.revision}, both copies"
        look.record("copy_printed", at=at, by=request.user, visit=visit, detail=detail)
    content = joined(visit.reference, parts, Sheets(has_blank_backs=True))
    return pdf_shown(content, f"{visit.reference}-both.pdf")


def paper_of(request: HttpRequest) -> Paper:
    wanted = request.GET.get("paper", spoken_of(request).paper_size)
    if wanted not in Paper:
        raise Http404
    return Paper(wanted)


def _answer(room: Room, copy: Copy, size: Paper, *, at: datetime) -> tuple[HttpResponse, str]:
    """The answer, and the name under which it stands in the access log."""
    try:
        content = copy_of(original_in(room, at=at), copy, size, at=at)
    except Busy as busy:
        answer = _in_plain_words(room, copy, at=at, status=503)
        answer["Retry-After"] = str(busy.retry_after)
        return answer, "copy_delayed"
    except RenderFailed:
        return _in_plain_words(room, copy, at=at), "copy_failed"
    return HttpResponse(content, content_type="application/pdf"), "copy_printed"


def _in_plain_words(room: Room, copy: Copy, *, at: datetime, status: int = 200) -> HttpResponse:
    talk = talk_on_paper(room, at=at)
    if copy == Copy.PROVIDER:
        text = copies.plain_text(room.discussion, talk, photos_on_paper(room.frozen))
    else:
        text = copies.patient_text(room.discussion, talk)
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
