"""After answering: what was sent, its copy, the visit for a calendar, and leaving no trace."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.actions.access_log import record_patient
from intake.actions.answers.session import Ended, Live, end, may_see_copy
from intake.actions.papers import states_of
from intake.actions.talk.talk_page import room_of
from intake.actions.visits.enter import copy_until
from intake.core.discussion.discussion import Discussion
from intake.core.discussion.private import own_doctor_questions
from intake.core.documents.retelling import Untold, as_it_is
from intake.display.downloads import file_named
from intake.models import Copy, FrozenDiscussion, Paper, PdfState, TalkState
from intake.models.catalog.versions import retelling_in
from intake.pdf.copies import Busy, RenderFailed
from intake.pdf.patient.told import Say
from intake.printing.conduct import copy_of, original_in, original_sent

from .session import (
    for_patients,
    in_their_language,
    is_on_device,
    is_paired,
    is_sent,
    is_typed_in,
    opened,
    show,
    show_receipt,
    without_trace,
)

VISIT_LASTS = timedelta(minutes=30)


@require_safe
@for_patients
def sent(request: HttpRequest, live: Live) -> HttpResponse:
    """Where it was sent from, or opened for the copy; elsewhere only that it was received."""
    if not is_sent(live.submission):
        return redirect("patient:tasks")
    visit = live.submission.visit
    if not may_see_copy(live.session, live.submission):
        return show_receipt(request, live.submission)
    context = {"visit": visit, "until": copy_until(visit)}
    if visit.talk == TalkState.SIGNED:
        return show(request, live, "talked.html", context)
    frozen = _frozen(live)
    discussion = frozen.read()
    state, _made_at = states_of(frozen, _paper(live)).get(Copy.PATIENT, ("", None))
    context |= {"header": discussion.header, "is_printed": state == PdfState.OK}
    retelling = retelling_in(live.submission.version, live.submission.language or "")
    language = retelling.language if retelling else discussion.header.language
    try:
        told = _told(discussion, retelling or as_it_is)
    except Untold:
        # All of it in the version's own language, as the copy then is: never half in another.
        language, told = discussion.header.language, _told(discussion, as_it_is)
    with translation.override(language):
        return show(request, live, "sent.html", {**context, **told, "language": language})


@require_safe
@for_patients
def copy(request: HttpRequest, live: Live) -> HttpResponse:
    if not is_sent(live.submission):
        return redirect("patient:tasks")
    if not may_see_copy(live.session, live.submission):
        return redirect("patient:sent")
    visit, at = live.submission.visit, timezone.now()
    try:
        # As it was signed, once it was; an open talk is nobody's to take home yet.
        if visit.talk == TalkState.SIGNED:
            original = original_in(room_of(visit, by=visit.provider, at=at), at=at)
        else:
            original = original_sent(_frozen(live))
        # Where the printers have not come to it yet, it is made at once.
        content = copy_of(original, Copy.PATIENT, _paper(live), at=at)
    except (Busy, RenderFailed) as problem:
        context = {"is_being_made": isinstance(problem, Busy)}
        return show(request, live, "no_copy.html", context, status=503)
    record_patient("copy_opened", at=at, visit=visit)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": file_named("my-answers.pdf")},
    )


@require_safe
@for_patients
def visit_file(request: HttpRequest, live: Live) -> HttpResponse:
    """The visit for the patient's own calendar: one event (RFC 5545) without alarm or link.

    Others may look into a family's calendar.
    """
    if not may_see_copy(live.session, live.submission):
        return redirect("patient:sent")
    visit, host = live.submission.visit, request.get_host().partition(":")[0]
    summary, when = _("Clinic visit"), [f"DTSTART;VALUE=DATE:{visit.date:%Y%m%d}"]
    if visit.time is not None:
        starts = visit.site.moment(visit.date, visit.time)
        when = [f"DTSTART:{_utc(starts)}", f"DTEND:{_utc(starts + VISIT_LASTS)}"]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//intake//visit//EN",
        "BEGIN:VEVENT",
        f"UID:{visit.reference}@{host}",
        f"DTSTAMP:{_utc(timezone.now())}",
        *when,
        f"SUMMARY:{summary}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return HttpResponse(
        "".join(f"{line}\r\n" for line in lines),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="visit.ics"'},
    )


@require_POST
@for_patients
def stay(_request: HttpRequest, _live: Live) -> HttpResponse:
    """Any post extends the session; this one does nothing else."""
    return HttpResponse(status=204)


@require_POST
@in_their_language
def finish(request: HttpRequest) -> HttpResponse:
    found = opened(request)
    if isinstance(found, Live | Ended):
        end(found.session, at=timezone.now())
        if is_typed_in(found):
            return redirect("scribe:visit", found.submission.visit.reference)
    if is_on_device(found):
        return redirect("patient:hand_back")
    sent = isinstance(found, Live | Ended) and is_sent(found.submission)
    return without_trace(render(request, "intake/patient/left.html", {"is_sent": sent}))


@require_safe
@in_their_language
def hand_back(request: HttpRequest) -> HttpResponse:
    """The last page on the clinic's device; what it wipes is over already.

    Only a browser with an ended session is wiped, so that no link elsewhere signs staff out.
    """
    found = opened(request)
    if isinstance(found, Live):
        return redirect("patient:tasks")
    sent = found is not None and is_sent(found.submission)
    stays = is_paired(found)
    told = {"is_sent": sent, "hands_back": True, "goes_on_waiting": stays}
    response = render(request, "intake/patient/left.html", told)
    return without_trace(response, stays_paired=stays) if is_on_device(found) else response


def _told(discussion: Discussion, say: Say) -> dict[str, object]:
    """What stands on the copy too, in the words that it has there."""
    return {
        "settle": [
            replace(
                point,
                title=say(point.title, f"point/{point.key}/"),
                patient=say(point.patient, f"point/{point.key}/"),
            )
            for point in discussion.holds
            if not point.is_private and not point.withdrawn
        ],
        "questions": [
            replace(ask, text=say(ask.text, "point/")) for ask in discussion.questions_to_ask
        ],
        "own_doctor": [say(each, "question/") for each in own_doctor_questions(discussion)],
        "help_text": say(discussion.help_text, "point/"),
    }


def _frozen(live: Live) -> FrozenDiscussion:
    return live.submission.discussions.filter(revision=live.submission.revision).first()


def _paper(live: Live) -> Paper:
    return Paper(live.submission.visit.site.paper_size)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
