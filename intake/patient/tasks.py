"""Before, between and after the questions: start, the list of sections, come back later."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from intake.actions.answers.photos import photos_of
from intake.display.links import last_day_of
from intake.models import SubmissionState
from intake.walking.progress import minutes_of
from intake.walking.sections import tasks_of

from .filling import VISIT, Sheet, address_of, to, while_filling
from .session import is_typed_in, show


@require_safe
@while_filling
def start(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    context = {
        "minutes": minutes_of(sheet.questionnaire, sheet.times),
        "title": sheet.questionnaire.title,
        "provider": sheet.submission.visit.provider.printed_name,
        "due": _due(sheet),
        "first": address_of(sheet.route.steps[0]),
    }
    return show(request, sheet.live, "start.html", context)


@require_safe
@while_filling
def tasks(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    context = {
        **tasks_of(sheet, to),
        "drafts": drafts_to_settle(sheet),
        "photos": photos_of(sheet.submission),
        "due": _due(sheet),
        "is_not_asked": "not-asked" in request.GET,
        "is_correction": sheet.submission.state == SubmissionState.REOPENED,
        "stamp": {VISIT: sheet.submission.pk},
        "last_day": _last_day(sheet),
    }
    return show(request, sheet.live, "tasks.html", context)


@require_safe
@while_filling
def later(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if is_typed_in(sheet.live):
        return redirect("scribe:visit", sheet.submission.visit.reference)
    context = {
        "last_day": _last_day(sheet),
        "drafts": drafts_to_settle(sheet),
        "due": _due(sheet),
    }
    return show(request, sheet.live, "later.html", context)


def drafts_to_settle(sheet: Sheet) -> list[tuple[str, str]]:
    """Pages that were left without Continue: where they are in words, and their address."""
    titles = {section.key: sheet.headed(section).title for section in sheet.sections}
    return [(titles[place.page.section], address_of(place)) for place in sheet.drafts]


def _last_day(sheet: Sheet) -> date:
    zone = sheet.submission.visit.site.zone
    return last_day_of(sheet.live.session.invitation.expires_at, zone)


def _due(sheet: Sheet) -> date | None:
    """The visit's day: the link may work longer, but answers are for the talk on that day."""
    if is_typed_in(sheet.live):
        return None
    day = sheet.submission.visit.date
    return day if day >= sheet.submission.visit.site.day(sheet.at) else None
