"""A visit: the discussion of what was sent, or how far its patient has come."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions import access_log as look
from intake.actions.register import has_moved_on
from intake.actions.talk.talk_page import Room, room_of
from intake.models import CannotOpen, FrozenDiscussion, Visit, VisitState, sealed
from intake.printing.conduct import original_in
from intake.provider.access import for_providers, open_visit
from intake.provider.progress import progress_of

from .banner import banner_of_sent, banner_of_unsent
from .cards import sheet_of
from .endings import WAYS, gone_from

logger = logging.getLogger(__name__)


@require_safe
@for_providers
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    visit = open_visit(request, reference)
    try:
        room = room_of(visit, by=request.user, at=timezone.now())
        return _discussion(request, room) if room else _unsent(request, visit)
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


def _discussion(request: HttpRequest, room: Room) -> HttpResponse:
    visit, frozen = room.visit, room.frozen
    sheet = sheet_of(room.discussion, room.outcomes, room.rungs)
    context = {
        "visit": visit,
        "room": room,
        "banner": banner_of_sent(visit, room.discussion),
        "sheet": sheet,
        "to_clarify": len(sheet.clarify) + len(room.clarify),
        "signature": sealed.open(frozen, "signature"),
        "digest": frozen.sha256,
        "is_being_corrected": visit.state == VisitState.REOPENED,
        "ways": WAYS,
        "gone": gone_from(room),
        "record_rungs": [rung for rung in room.rungs if rung.line is None],
        "has_moved_on": _has_moved_on(room),
        "may_record": room.signed is None,
        "is_own": visit.provider_id == request.user.pk,
        "copies": original_in(room, at=timezone.now()).copies_now(),
    }
    revision = f"revision {frozen.revision}"
    look.record("discussion_read", at=timezone.now(), by=request.user, visit=visit, detail=revision)
    return render(request, "intake/provider/discussion.html", context)


def _has_moved_on(room: Room) -> bool:
    """What is signed stays, and nobody asks the register about nothing."""
    is_open = room.choice is not None and room.signed is None
    return is_open and has_moved_on(room.visit, on=timezone.localdate())


def _unsent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Nothing was sent, so not one answer is shown."""
    submission = getattr(visit, "submission", None)
    progress = progress_of([submission])[submission.pk] if submission else None
    context = {"visit": visit, "banner": banner_of_unsent(visit), "progress": progress}
    look.record("visit_read", at=timezone.now(), by=request.user, visit=visit)
    return render(request, "intake/provider/unsent.html", context)
