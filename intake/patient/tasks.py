"""Before, between and after the questions: start, the list of sections, come back later."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.core.limits import QUESTIONS_A_MINUTE
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.models import SubmissionState
from intake.walking.sections import tasks_of

from .addresses import page_address, to
from .filling import Sheet, while_filling
from .posted import VISIT
from .session import show


@require_safe
@while_filling
def start(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    context = {
        "section_count": len(sheet.sections),
        "minutes": _minutes(sheet.questionnaire),
        "title": sheet.questionnaire.title,
        "due": _due(sheet),
    }
    return show(request, sheet.live, "start.html", context)


@require_safe
@while_filling
def tasks(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    context = {
        **tasks_of(sheet, to),
        "drafts": drafts_to_settle(sheet),
        "due": _due(sheet),
        "is_correction": sheet.submission.state == SubmissionState.REOPENED,
        "stamp": {VISIT: sheet.submission.pk},
        "expires_at": sheet.live.session.invitation.expires_at,
    }
    return show(request, sheet.live, "tasks.html", context)


@require_safe
@while_filling
def later(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    context = {
        "expires_at": sheet.live.session.invitation.expires_at,
        "drafts": drafts_to_settle(sheet),
        "due": _due(sheet),
    }
    return show(request, sheet.live, "later.html", context)


def drafts_to_settle(sheet: Sheet) -> list[tuple[str, str]]:
    """Pages that were left without Continue: where they are in words, and their address."""
    titles = {section.key: section.title for section in sheet.sections}
    return [(titles[place.page.section], page_address(place)) for place in sheet.drafts]


def _due(sheet: Sheet) -> date | None:
    """The visit's day: the link may work longer, but answers are for the talk on that day."""
    day = sheet.submission.visit.date
    return day if day >= timezone.localdate(sheet.at) else None


def _minutes(questionnaire: Questionnaire) -> int:
    """A promise to the nearest five minutes; follow-ups that are not asked make it generous."""
    return max(5, round(len(questionnaire.questions) / QUESTIONS_A_MINUTE / 5) * 5)
