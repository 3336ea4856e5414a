"""Before, between and after the questions: start, the list of sections, come back later."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.core.limits import QUESTIONS_A_MINUTE
from intake.core.questionnaire.questionnaire import Page, Questionnaire, Section
from intake.models import SubmissionState

from .addresses import Place, address, page_address
from .filling import Sheet, while_filling
from .navigation import first_to_do
from .posted import VISIT
from .session import show


@dataclass(frozen=True)
class Task:
    """A section on the list."""

    title: str
    address: str
    state: str


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
    listed = [_task(sheet, section) for section in sheet.sections]
    context = {
        "tasks": listed,
        "done": sum(task.state == "done" for task in listed),
        "onward": _onward(sheet, listed),
        "is_begun": any(task.state != "not_started" for task in listed),
        "drafts": drafts_to_settle(sheet),
        "is_ready": sheet.is_ready,
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


def _task(sheet: Sheet, section: Section) -> Task:
    waiting = _drafts_in(sheet, section)
    where = page_address(waiting[0]) if waiting else first_to_do(sheet, section)
    return Task(section.title, where, _state(sheet, section))


def _onward(sheet: Sheet, listed: list[Task]) -> Task:
    """The one thing to do next, so that nobody has to choose from a list."""
    last = Task(_("Check your answers and send"), address("check"), "ready")
    return next((task for task in listed if task.state != "done"), last)


def _due(sheet: Sheet) -> date | None:
    """The visit's day: the link may work longer, but answers are for the talk on that day."""
    day = sheet.submission.visit.date
    return day if day >= timezone.localdate(sheet.at) else None


def _drafts_in(sheet: Sheet, section: Section) -> list[Place]:
    return [place for place in sheet.drafts if place.page.section == section.key]


def _state(sheet: Sheet, section: Section) -> str:
    """Done is what has been gone through and waits for nothing; blanks may be left."""
    pages = [page for page in sheet.pages if page.section == section.key]
    seen = [_is_seen(sheet, page) for page in pages]
    if _drafts_in(sheet, section):
        return "draft"
    if all(seen) and not _waits(sheet, section):
        return "done"
    return "started" if any(seen) else "not_started"


def _is_seen(sheet: Sheet, page: Page) -> bool:
    if page.group:
        return bool(sheet.given.answers.rows_of(page.group))
    return bool(sheet.given.revision_of(page))


def _waits(sheet: Sheet, section: Section) -> bool:
    asked = {key for keys in section.pages for key in keys}
    is_short = any(group in section.items for group in sheet.walk.short_groups)
    return is_short or any(missing.question.key in asked for missing in sheet.missing)


def _minutes(questionnaire: Questionnaire) -> int:
    """A promise to the nearest five minutes; follow-ups that are not asked make it generous."""
    return max(5, round(len(questionnaire.questions) / QUESTIONS_A_MINUTE / 5) * 5)
