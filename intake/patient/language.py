"""In which language a patient reads: chosen on any page before sending, and kept for the visit."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from intake.models import Submission

COOKIE = f"{settings.COOKIE_PREFIX}language"
CHOSEN = "-language"
PLACES = {"page", "list", "tasks", "check", "start", "sign", "later", "sent", "link"}
NAMES = dict(settings.LANGUAGES)


def offered(submission: Submission | None) -> list[tuple[str, str]]:
    """Languages in which every word of a patient's version stands, by their own names.

    One alone is no choice: then there is nothing to press.
    """
    codes = submission.version.languages if submission else ()
    return [(code, NAMES[code]) for code in codes if code in NAMES] if len(codes) > 1 else []


def language_of(request: HttpRequest, submission: Submission | None) -> str:
    """What was chosen for the visit, else in this browser, else what the browser prefers."""
    codes = dict(offered(submission))
    wanted = [submission.language if submission else "", request.COOKIES.get(COOKIE, "")]
    found = [code for code in (*wanted, _preferred(request)) if code in codes]
    return found[0] if found else settings.LANGUAGE_CODE


def reading(view: Callable[..., HttpResponse], code: str) -> Callable[..., HttpResponse]:
    """A view whose page is written in one language, whatever the request before it was."""

    @wraps(view)
    def in_language(*args: object, **kwargs: object) -> HttpResponse:
        with translation.override(code):
            return view(*args, **kwargs)

    return in_language


def place_in(at: str) -> str:
    """Where the patient stood; built anew from our own addresses, so that it leads nowhere else."""
    path, _, query = at.partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        return reverse("patient:tasks")
    if match.namespace != "patient" or match.url_name not in PLACES:
        return reverse("patient:tasks")
    return reverse(match.view_name, kwargs=match.kwargs)


def remember(response: HttpResponse, code: str) -> HttpResponse:
    """For the pages before a session and after it; says nothing of who reads."""
    response.set_cookie(
        COOKIE, code, path="/", secure=not settings.DEMONSTRATION, httponly=True, samesite="Lax"
    )
    return response


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """From a page without answers; a page with answers takes the choice along with them."""
    code = request.POST.get(CHOSEN, "")
    response = redirect(place_in(request.POST.get("at", "")))
    return remember(response, code) if code in NAMES else response


def _preferred(request: HttpRequest) -> str:
    return translation.get_language_from_request(request)
