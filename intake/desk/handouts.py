"""What the desk hands over on paper: a slip with the link, and the questionnaire to write on."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.actions.catalog.translate import languages_of, named_languages_of
from intake.actions.visits.messages import live_link
from intake.actions.visits.visits_and_links import NoLink, token_of
from intake.display.days import full_day_words
from intake.display.downloads import pdf_shown
from intake.display.links import last_day_of, link_address
from intake.display.qr import drawn
from intake.models import CannotOpen, Submission, Version, Visit
from intake.models.catalog.versions import VersionAltered, read_in
from intake.pdf.blank import Heading, blank_copy
from intake.pdf.copies import Busy, RenderFailed
from intake.pdf.slip import Slip, slip_copy

from .access import for_the_desk, visit_at
from .in_words import NO_LINK, time_words


@require_safe
@for_the_desk
def blank(request: HttpRequest, reference: str) -> HttpResponse:
    """The version that the patient answers, or would; in her language where it has one."""
    visit = visit_at(request, reference)
    version = _version_of(visit)
    if version is None:
        messages.error(request, _("This questionnaire has no published version yet."))
        return redirect("desk:visit", reference)
    document = read_in(version, _language(request, version))
    with translation.override(document.language):
        heading = Heading(
            reference=visit.reference,
            version=_("Version %(number)d") % {"number": version.number},
            clinic=visit.site.name,
            phone=visit.site.phone,
            visit=full_day_words(visit.date),
            title=document.title,
        )
    paper = visit.site.paper_size
    return _printed(request, visit, "form", lambda: blank_copy(document, heading, paper=paper))


@require_POST
@for_the_desk
def slip(request: HttpRequest, reference: str) -> HttpResponse:
    """With the link that works; one is made where none does."""
    visit = visit_at(request, reference)
    try:
        link = live_link(visit, at=timezone.now())
        address = link_address(token_of(link))
    except (NoLink, CannotOpen) as refused:
        messages.error(request, str(NO_LINK[type(refused)]))
        return redirect("desk:visit", reference)
    version = _version_of(visit)
    language = _language(request, version) if version else settings.LANGUAGE_CODE
    with translation.override(language):
        words = Slip(
            clinic=visit.site.name,
            phone=visit.site.phone,
            day=full_day_words(visit.date),
            time=time_words(visit.time) if visit.time else "",
            address=address,
            last=full_day_words(last_day_of(link.expires_at, visit.site.zone)),
            zone=f"{visit.site.here(link.expires_at):%Z}",
            drawing=drawn(address),
        )
    paper = visit.site.paper_size
    return _printed(
        request, visit, "slip", lambda: slip_copy(words, paper=paper, language=language)
    )


def _printed(
    request: HttpRequest, visit: Visit, what: str, make: Callable[[], bytes]
) -> HttpResponse:
    try:
        content = make()
    except (Busy, RenderFailed):
        messages.error(request, _("It could not be printed. Try once more."))
        return redirect("desk:visit", visit.reference)
    return pdf_shown(content, f"{visit.reference}-{what}.pdf")


def languages_for(visit: Visit) -> list[tuple[str, str]]:
    """Languages that both papers come in, by their own names; none of an altered version."""
    version = _version_of(visit)
    try:
        return named_languages_of(version) if version else []
    except VersionAltered:
        return []


def _version_of(visit: Visit) -> Version | None:
    pinned = Submission.objects.filter(visit=visit).select_related("version").first()
    return pinned.version if pinned else visit.questionnaire.versions.order_by("-number").first()


def _language(request: HttpRequest, version: Version) -> str:
    asked = (request.POST or request.GET).get("language", "")
    return asked if asked in languages_of(version) else version.read().language
