"""A visit: the discussion of what was sent, or how far its patient has come."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions import look
from intake.models import CannotOpen, FrozenDiscussion, Visit, VisitState, sealed

from .access import for_providers, open_visit
from .banner import banner_of_sent, banner_of_unsent
from .progress import progress_of
from .sheet import sheet_of

logger = logging.getLogger(__name__)


@require_safe
@for_providers
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    visit = open_visit(request, reference)
    frozen = current(visit)
    try:
        return _discussion(request, visit, frozen) if frozen else _unsent(request, visit)
    except CannotOpen:
        return cannot_be_read(request, visit)


def current(visit: Visit) -> FrozenDiscussion | None:
    """The last revision that was sent; it stays current while a correction is being made."""
    return FrozenDiscussion.objects.filter(submission__visit=visit).first()


def cannot_be_read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Altered or sealed with a key that is gone: nothing is shown rather than something wrong."""
    logger.exception("a sealed column does not open", extra={"event": "sealed.cannot_open"})
    look.record("cannot_be_read", at=timezone.now(), by=request.user, visit=visit)
    return render(request, "intake/provider/cannot_be_read.html", {"visit": visit}, status=500)


def _discussion(request: HttpRequest, visit: Visit, frozen: FrozenDiscussion) -> HttpResponse:
    discussion = frozen.read()
    context = {
        "visit": visit,
        "banner": banner_of_sent(visit, discussion),
        "sheet": sheet_of(discussion),
        "signature": sealed.open(frozen, "signature"),
        "digest": frozen.sha256,
        "is_being_corrected": visit.state == VisitState.REOPENED,
    }
    revision = f"revision {frozen.revision}"
    look.record("discussion_read", at=timezone.now(), by=request.user, visit=visit, detail=revision)
    return render(request, "intake/provider/discussion.html", context)


def _unsent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Nothing was sent, so not one answer is shown."""
    submission = getattr(visit, "submission", None)
    progress = progress_of([submission])[submission.pk] if submission else None
    context = {"visit": visit, "banner": banner_of_unsent(visit), "progress": progress}
    look.record("visit_read", at=timezone.now(), by=request.user, visit=visit)
    return render(request, "intake/provider/unsent.html", context)
