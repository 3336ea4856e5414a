"""Languages that a patient can choose on any page before sending; the choice is kept."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from intake.actions.answers.session import keep_language
from intake.actions.catalog.translate import languages_of
from intake.models import Submission, Version

COOKIE = f"{settings.COOKIE_PREFIX}language"
CHOSEN = "-language"
PLACES = {"page", "list", "tasks", "check", "start", "sign", "later", "sent", "link", "tablet"}
PLACES |= {"photos", "late_photo"}
NAMES: Mapping[str, str] = dict(settings.LANGUAGES)


def offered(version: Version | None) -> list[tuple[str, str]]:
    """Languages in which every word of a patient's version stands, by their own names.

    One alone is no choice: then there is nothing to press.
    """
    codes = languages_of(version) if version else ()
    return [(code, NAMES[code]) for code in codes if code in NAMES] if len(codes) > 1 else []


def lost_to(request: HttpRequest, submission: Submission, codes: list[tuple[str, str]]) -> str:
    """A language that was chosen and is not offered: then the patient is told, in it."""
    chosen = submission.language or request.COOKIES.get(COOKIE, "")
    is_lost = chosen in NAMES and chosen not in {*dict(codes), settings.LANGUAGE_CODE}
    return chosen if is_lost else ""


def place_in(at: str) -> str:
    """Where the patient stood; built anew from our own addresses, so that it leads nowhere else."""
    try:
        match = resolve(at.partition("?")[0])
    except Resolver404:
        return reverse("patient:tasks")
    if match.namespace != "patient" or match.url_name not in PLACES:
        return reverse("patient:tasks")
    return reverse(match.view_name, kwargs=match.kwargs)


def remember(response: HttpResponse, submission: Submission | None, code: str) -> HttpResponse:
    """For the visit, and in this browser for the pages before a session and after it."""
    if code not in NAMES:
        return response
    if submission is not None:
        keep_language(submission, code)
    response.set_cookie(
        COOKIE, code, path="/", secure=not settings.DEMONSTRATION, httponly=True, samesite="Lax"
    )
    return response
