"""After sending: the reference, what happens next, and a copy in this session only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions.access_log import record_patient
from intake.actions.answers.session import Live, may_see_copy
from intake.models import FrozenDiscussion
from intake.printing.sent_copies import patient_pdf

from .session import for_patients, is_sent, show, show_receipt


@require_safe
@for_patients
def sent(request: HttpRequest, live: Live) -> HttpResponse:
    """Where it was sent from, everything; on another device only that it was received."""
    if not is_sent(live.submission):
        return redirect("patient:tasks")
    if not may_see_copy(live.session, live.submission):
        return show_receipt(request, live.submission)
    discussion = _frozen(live).read()
    context = {
        "header": discussion.header,
        "settle": discussion.holds,
        "questions": discussion.questions_to_ask,
        "own_doctor": discussion.ask_own_doctor,
        "help_text": discussion.help_text,
        "visit": live.submission.visit,
    }
    return show(request, live, "sent.html", context)


@require_safe
@for_patients
def copy(request: HttpRequest, live: Live) -> HttpResponse:
    if not is_sent(live.submission):
        return redirect("patient:tasks")
    if not may_see_copy(live.session, live.submission):
        return redirect("patient:sent")
    content = patient_pdf(_frozen(live))
    if content is None:
        return show(request, live, "no_copy.html", {}, status=503)
    record_patient("copy_opened", at=timezone.now(), visit=live.submission.visit)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="my-answers.pdf"'},
    )


def _frozen(live: Live) -> FrozenDiscussion:
    return live.submission.discussions.get(revision=live.submission.revision)
