"""Both copies on paper: the stored bytes, or made now and stored; plain text when that fails."""

import logging
from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions import look
from intake.actions.submit import MadePdf, store_pdfs
from intake.core.discussion import Discussion
from intake.models import CannotOpen, Copy, FrozenDiscussion, Paper, PdfState, sealed
from intake.pdf import copies
from intake.pdf.copies import Busy, RenderFailed

from .access import for_providers, open_visit
from .patient_text import patient_text
from .visits import cannot_be_read, current

logger = logging.getLogger(__name__)

PRINTERS: Mapping[Copy, Callable[..., copies.Printed]] = {
    Copy.PROVIDER: copies.provider_copy,
    Copy.PATIENT: copies.patient_copy,
}
PLAIN: Mapping[Copy, Callable[[Discussion], str]] = {
    Copy.PROVIDER: copies.plain_text,
    Copy.PATIENT: patient_text,
}


@require_safe
@for_providers
def paper(request: HttpRequest, reference: str, copy: Copy) -> HttpResponse:
    visit, size = open_visit(request, reference), _paper(request)
    frozen = current(visit)
    if frozen is None:
        return redirect("provider:visit", reference=reference)
    try:
        answer, action = _printed(frozen, copy, size)
    except CannotOpen:
        return cannot_be_read(request, visit)
    detail = f"{copy} {size} revision {frozen.revision}"
    look.record(action, at=timezone.now(), by=request.user, visit=visit, detail=detail)
    answer["Content-Disposition"] = f'inline; filename="{visit.reference}.{_ending(answer)}"'
    return answer


def _paper(request: HttpRequest) -> Paper:
    wanted = request.GET.get("paper", settings.CLINIC.paper)
    if wanted not in Paper:
        raise Http404
    return Paper(wanted)


def _printed(frozen: FrozenDiscussion, copy: Copy, size: Paper) -> tuple[HttpResponse, str]:
    """The answer, and the name under which it stands in the access log."""
    try:
        content = _stored(frozen, copy, size) or _made(frozen, copy, size)
    except Busy as busy:
        answer = _in_plain_words(frozen, copy, status=503)
        answer["Retry-After"] = str(busy.retry_after)
        return answer, "copy_delayed"
    except RenderFailed:
        logger.exception("a copy was not printed", extra={"event": f"pdf.failed.{copy}"})
        store_pdfs(frozen, [MadePdf(copy, size, None)], at=timezone.now())
        return _in_plain_words(frozen, copy), "copy_failed"
    return HttpResponse(content, content_type="application/pdf"), "copy_printed"


def _stored(frozen: FrozenDiscussion, copy: Copy, size: Paper) -> bytes | None:
    kept = frozen.pdfs.filter(copy=copy, paper=size, state=PdfState.OK).first()
    return sealed.open_bytes(kept, "content") if kept else None


def _made(frozen: FrozenDiscussion, copy: Copy, size: Paper) -> bytes:
    made = PRINTERS[copy](frozen.read(), paper=size, log=frozen.log_head)
    store_pdfs(frozen, [MadePdf(copy, size, made.content)], at=timezone.now())
    return made.content


def _in_plain_words(frozen: FrozenDiscussion, copy: Copy, *, status: int = 200) -> HttpResponse:
    text = PLAIN[copy](frozen.read())
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _ending(answer: HttpResponse) -> str:
    return "pdf" if answer["Content-Type"] == "application/pdf" else "txt"
