"""Messages to patients: what did not go out, and whether the sender runs."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from intake.actions.jobs import try_again
from intake.actions.visits.contact import contact_of
from intake.actions.visits.messages import KINDS, SENT, live_link
from intake.actions.visits.visits_and_links import NoLink
from intake.models import CannotOpen, Job, JobState, LastRun, Site, Way
from intake.outbox.words import words_for

from .access import for_the_desk
from .in_words import failure_words, moment_words
from .rows import listed_name

SILENT_AFTER = timedelta(minutes=10)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """What went out: to whom, under which subject, in which words."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message: whose, which, and how it went."""

    reference: str
    who: str
    what: str
    when: str
    why: str
    letter: Letter | None = None


@require_safe
@for_the_desk
def messages_page(request: HttpRequest) -> HttpResponse:
    jobs = _of_site(request.site).select_related(
        "visit__patient", "visit__created_by", "visit__site"
    )
    went = jobs.filter(state=JobState.DONE, code__in=SENT.values()).order_by("-settled_at")[:SHOWN]
    silent_since = _("it was started")
    if run := LastRun.objects.filter(name="messages").first():
        is_well = timezone.now() - run.at < SILENT_AFTER
        silent_since = "" if is_well else moment_words(run.at)
    context = {
        "failed": [_line(job) for job in jobs.filter(state=JobState.FAILED)[:SHOWN]],
        "waiting": jobs.filter(state__in=(JobState.WAITING, JobState.TAKEN)).count(),
        "went": [_line(job, is_opened=settings.DEMONSTRATION) for job in went],
        "is_on": bool(settings.MESSAGES_FROM or settings.TEXTS),
        "silent_since": silent_since,
    }
    return render(request, "intake/desk/messages.html", context)


@require_POST
@for_the_desk
def again(request: HttpRequest) -> HttpResponse:
    """All that failed, once more: after a mail server was down this is one click."""
    count = try_again(_of_site(request.site), at=timezone.now())
    said = ngettext("%d message is tried again.", "%d messages are tried again.", count) % count
    messages.success(request, said)
    return redirect("desk:messages")


def _of_site(site: Site) -> QuerySet[Job]:
    return Job.objects.filter(kind__in=KINDS, visit__site=site)


def _line(job: Job, *, is_opened: bool = False) -> Line:
    letter = None
    if is_opened:  # in the demonstration the words, made anew: they are kept nowhere
        with suppress(CannotOpen, NoLink):
            words = words_for(job.visit, live_link(job.visit, at=timezone.now()))
            contact = contact_of(job.visit.patient)
            letter = Letter(contact.mail, words.subject, words.text)
            if job.code == SENT[Way.TEXT]:
                letter = Letter(contact.phone, _("Text message"), words.short)
    return Line(
        reference=job.visit.reference,
        who=listed_name(job.visit) or job.visit.reference,
        what=job.get_kind_display(),
        when=moment_words(job.settled_at) if job.settled_at else "",
        why=failure_words(job) if job.state == JobState.FAILED else "",
        letter=letter,
    )
