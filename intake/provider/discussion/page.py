"""The whole of a discussion to read, and how far a patient has come who has not sent yet."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions import access_log as look
from intake.actions.answers.photos import photos_of
from intake.actions.talk.talk_page import room_of
from intake.display.case import taken
from intake.models import CannotOpen, Visit, sealed
from intake.printing.conduct import original_in
from intake.provider.access import for_providers, open_visit
from intake.provider.progress import progress_of

from .banner import banner_of_sent, banner_of_unsent
from .cards import sheet_of
from .endings import gone_from

logger = logging.getLogger(__name__)


@require_safe
@for_providers
def everything(request: HttpRequest, reference: str) -> HttpResponse:
    """Every point, answer and source; what is recorded is recorded in the talk."""
    visit = open_visit(request, reference)
    try:
        room = room_of(visit, by=request.user, at=timezone.now())
        if room is None:
            return unsent(request, visit)
        sheet = sheet_of(room.discussion, room.outcomes, room.rungs)
        context = {
            "visit": room.visit,
            "room": room,
            "banner": banner_of_sent(room),
            "sheet": sheet,
            "to_clarify": len(sheet.clarify) + len(room.clarify),
            "signature": sealed.open(room.frozen, "signature"),
            "takes": taken(room.discussion),
            "digest": room.frozen.sha256,
            "gone": gone_from(room),
            "photos": photos_of(room.frozen.submission, revision=room.frozen.revision),
            "record_rungs": [rung for rung in room.rungs if rung.line is None],
            "copies": original_in(room, at=timezone.now()).copies_now(),
        }
        seen = f"revision {room.frozen.revision}"
        look.record("answers_read", at=timezone.now(), by=request.user, visit=visit, detail=seen)
        return render(request, "intake/provider/discussion.html", context)
    except CannotOpen:
        return cannot_be_read(request, visit)


def cannot_be_read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Altered or sealed with a key that is gone: nothing is shown rather than something wrong."""
    logger.exception("a sealed column does not open", extra={"event": "sealed.cannot_open"})
    look.record("cannot_be_read", at=timezone.now(), by=request.user, visit=visit)
    return render(request, "intake/provider/cannot_be_read.html", {"visit": visit}, status=500)


def unsent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Nothing was sent, so not one answer is shown."""
    submission = getattr(visit, "submission", None)
    progress = progress_of([submission])[submission.pk] if submission else None
    context = {"visit": visit, "banner": banner_of_unsent(visit), "progress": progress}
    look.record("visit_read", at=timezone.now(), by=request.user, visit=visit)
    return render(request, "intake/provider/unsent.html", context)
