"""The talk: one page that starts at the first hold and ends at the decision."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions import access_log as look
from intake.actions.answers.photos import photos_of
from intake.actions.register import has_moved_on
from intake.actions.talk.kept_notes import notes_of
from intake.actions.talk.talk_page import Room, room_of
from intake.core.talk.outcomes import Outcome
from intake.display.case import case_of, medicines, taken
from intake.models import CannotOpen, VisitState
from intake.provider.access import for_providers, open_visit
from intake.provider.discussion.page import cannot_be_read, unsent

from .facts_shown import facts_shown
from .rows import OTHER_WAYS, SHORT_WORDS, asks_of, rows_of
from .shared import room_page

# A template would call the class itself, as it calls whatever can be called.
ENDS = {each.name: each.value for each in Outcome}
OTHERS = tuple((each, SHORT_WORDS[each]) for each in OTHER_WAYS)


@require_safe
@for_providers
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    visit, at = open_visit(request, reference), timezone.now()
    try:
        room = room_of(visit, by=request.user, at=at)
        return _talk(request, room, at) if room else unsent(request, visit)
    except CannotOpen:
        return cannot_be_read(request, visit)


def _talk(request: HttpRequest, room: Room, at: datetime) -> HttpResponse:
    kept = notes_of(room.visit, request.user)
    revision = f"revision {room.frozen.revision}"
    # What is signed stays, and nobody asks the register about nothing.
    is_open = room.choice is not None and room.signed is None
    look.record("discussion_read", at=at, by=request.user, visit=room.visit, detail=revision)
    return room_page(
        request,
        room,
        "talk.html",
        rows=rows_of(room, kept, are_ticked=request.GET.get("tick") == "all"),
        facts=facts_shown(room),
        photos=photos_of(room.frozen.submission, revision=room.frozen.revision),
        case=case_of(room.discussion),
        medicines=medicines(room.discussion),
        takes=taken(room.discussion),
        asks=asks_of(room, kept),
        alone=sorted({n for said in room.discussion.withheld for n in said.points}),
        is_being_corrected=room.visit.state == VisitState.REOPENED,
        has_moved_on=is_open and has_moved_on(room.visit, on=room.visit.site.day(at)),
        others=OTHERS,
        ends=ENDS,
        may_record=room.signed is None,
    )
