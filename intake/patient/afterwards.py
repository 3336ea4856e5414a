"""After sending: the reference, what happens next, and a copy in this session only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions.access_log import record_patient
from intake.actions.answers.session import Live, may_see_copy
from intake.actions.papers import states_of
from intake.display.downloads import file_named
from intake.models import Copy, FrozenDiscussion, Paper, PdfState
from intake.pdf.copies import Busy, RenderFailed
from intake.printing.conduct import copy_of, original_sent

from .session import for_patients, is_sent, show, show_receipt


@require_safe
@for_patients
def sent(request: HttpRequest, live: Live) -> HttpResponse:
    """Where it was sent from, everything; on another device only that it was received."""
    if not is_sent(live.submission):
        return redirect("patient:tasks")
    if not may_see_copy(live.session, live.submission):
        return show_receipt(request, live.submission)
    frozen = _frozen(live)
    discussion = frozen.read()
    context = {
        "header": discussion.header,
        "settle": discussion.holds,
        "questions": discussion.questions_to_ask,
        "own_doctor": discussion.ask_own_doctor,
        "help_text": discussion.help_text,
        "visit": live.submission.visit,
        "is_printed": _is_printed(frozen),
    }
    return show(request, live, "sent.html", context)


@require_safe
@for_patients
def copy(request: HttpRequest, live: Live) -> HttpResponse:
    if not is_sent(live.submission):
        return redirect("patient:tasks")
    if not may_see_copy(live.session, live.submission):
        return redirect("patient:sent")
    at = timezone.now()
    try:
        # Where the printers have not come to it yet, it is made at once.
        content = copy_of(original_sent(_frozen(live)), Copy.PATIENT, _paper(), at=at)
    except (Busy, RenderFailed) as problem:
        context = {"is_being_made": isinstance(problem, Busy)}
        return show(request, live, "no_copy.html", context, status=503)
    record_patient("copy_opened", at=at, visit=live.submission.visit)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": file_named("my-answers.pdf")},
    )


def _frozen(live: Live) -> FrozenDiscussion:
    return live.submission.discussions.filter(revision=live.submission.revision).first()


def _paper() -> Paper:
    return Paper(settings.CLINIC.paper)


def _is_printed(frozen: FrozenDiscussion) -> bool:
    state, _made_at = states_of(frozen, _paper()).get(Copy.PATIENT, ("", None))
    return state == PdfState.OK
