"""The patient's own session: its cookie, who may pass with it, its language, what others see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from intake.access.gate import roles_of
from intake.access.roles import ASKS_FOR_SESSION, Role
from intake.actions.answers.page_drafts import TooManyDrafts
from intake.actions.answers.session import Ended, Live, Over, ends_at, idle_of, open_session, touch
from intake.actions.visits.enter import copy_until
from intake.models import Submission, SubmissionState
from intake.models.visits.visits import facts_of

from . import language

COOKIE = f"{settings.COOKIE_PREFIX}patient"
DOOR = "/p/"
BY_SCRIPT = "X-Turn"
"""Sent with a page that script posts; the answer then names the next address in ``NEXT``."""

NEXT = "X-Next"
SHOW = "X-Show"
"""The answer says in words why a page is not taken; with 400 it holds all that was typed."""

LEFT = "X-Left"
"""Seconds until the session ends if nothing more is posted."""

OPEN = "open"
"""What a paired device shows while a patient answers on it."""

OF_A_PATIENT = (COOKIE, language.COOKIE, settings.CSRF_COOKIE_NAME)
"""Cookies that must not meet the next patient on the same device."""

View = Callable[..., HttpResponse]
Hold = Callable[..., HttpResponse | None]


def let_in(response: HttpResponse, key: str) -> HttpResponse:
    """Hand the key of a new session to the browser, until it is closed."""
    response.set_cookie(
        COOKIE, key, path="/", secure=not settings.DEMONSTRATION, httponly=True, samesite="Lax"
    )
    return response


def opened(request: HttpRequest) -> Live | Ended | None:
    """The session of the browser's cookie, looked up once for each request."""
    if not hasattr(request, "patient_session"):
        key = request.COOKIES.get(COOKIE, "")
        found = open_session(key, at=timezone.now()) if key else None
        if isinstance(found, Live) and is_typed_in(found):
            # The key is not enough: the scribe is signed in there, and works at the site.
            user, site = request.user, found.submission.visit.site
            is_scribe = user.pk == found.session.typist_id and Role.SCRIBE in roles_of(request)
            if not (is_scribe and site in user.reach):
                # Nothing is shown before signing in again; what is posted meanwhile is held.
                why = Over.FINISHED if user.is_authenticated else Over.IDLE
                found = Ended(found.session, found.submission, why)
        request.patient_session = found
        if found:
            request.patients_visit = found.submission.visit
            request.site = found.submission.visit.site
    return request.patient_session


def is_typed_in(found: Live | Ended) -> bool:
    """Whether staff type in what the patient wrote on paper."""
    return found.session.typist_id is not None


def asks_for_session(view: View) -> View:
    """A mark for the gate, which lets nobody through to a view of patients without it."""
    setattr(view, ASKS_FOR_SESSION, True)
    return view


def for_patients(view: View, *, hold: Hold | None = None) -> View:
    """Only with a live session; whoever paused too long is asked for the birth date again.

    What is posted after the pause goes to ``hold`` first, so that it is not lost.
    """

    @asks_for_session
    @wraps(view)
    def guarded(request: HttpRequest, **place) -> HttpResponse:
        found = opened(request)
        try:
            if isinstance(found, Live):
                if request.method != "POST":
                    return answered(request, view(request, found, **place))
                touch(found.session, at=timezone.now())
                response = answered(request, view(request, found, **place))
                response.headers[LEFT] = seconds_left(found)
                return response
            told = None
            if hold and request.method == "POST" and found and found.why is not Over.REVOKED:
                told = hold(request, found, **place)
        except TooManyDrafts:
            return too_often(request)
        return answered(request, told or turned_away(request, found, posted=typed_in(request)))

    return in_their_language(guarded)


def too_often(request: HttpRequest) -> HttpResponse:
    """What was posted stands in the page that refuses it, and is sent again with one press."""
    context = {"posted": typed_in(request)}
    response = render(request, "intake/patient/too_often.html", context, status=429)
    response.headers["Retry-After"] = "60"
    return response


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was posted, for a form that sends it again."""
    posted = [(name, text) for name, texts in request.POST.lists() for text in texts]
    return [each for each in posted if each[0] != "csrfmiddlewaretoken"]


def in_their_language(view: View) -> View:
    """A view in the language and by the clock of the browser's visit, in its session and after."""

    @wraps(view)
    def spoken(request: HttpRequest, **place) -> HttpResponse:
        found = opened(request)
        if found is None:
            return view(request, **place)
        chosen, zone = language_for(request, found.submission), found.submission.visit.site.zone
        with translation.override(chosen), timezone.override(zone):
            return view(request, **place)

    return spoken


@dataclass(frozen=True)
class Languages:
    """What a patient may read in, and reads in."""

    offered: list[tuple[str, str]]
    chosen: str
    lost: str = ""
    """The one that was chosen, where it is not offered."""


def languages_for(request: HttpRequest, submission: Submission) -> Languages:
    if not hasattr(request, "patient_languages"):
        codes = language.offered(submission.version)
        chosen = language_of(request, submission, codes)
        lost = language.lost_to(request, submission, codes)
        request.patient_languages = Languages(codes, chosen, lost)
    return request.patient_languages


def language_for(request: HttpRequest, submission: Submission) -> str:
    """The same; what is offered is looked up only where another than the usual one is wanted."""
    if {*_wanted(request, submission)} <= {"", settings.LANGUAGE_CODE}:
        return settings.LANGUAGE_CODE
    return languages_for(request, submission).chosen


def language_of(
    request: HttpRequest, submission: Submission | None, codes: list[tuple[str, str]]
) -> str:
    """The first that is wanted and offered."""
    wanted = _wanted(request, submission)
    return next((code for code in wanted if code in dict(codes)), settings.LANGUAGE_CODE)


def _wanted(request: HttpRequest, submission: Submission | None = None) -> tuple[str, ...]:
    """What was chosen for the visit, else in this browser, else what the browser prefers."""
    chosen = (submission.language or "") if submission else ""
    preferred = translation.get_language_from_request(request)
    return chosen, request.COOKIES.get(language.COOKIE, ""), preferred


def speak_as_asked(get_response):
    """Until a visit is known, and where a page goes wrong, by what the browser was told or says."""

    def middleware(request: HttpRequest):
        if not request.path.startswith(DOOR):
            return get_response(request)
        wanted = (code for code in _wanted(request) if code in language.NAMES)
        with translation.override(next(wanted)):
            return get_response(request)

    return middleware


def answered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A script follows no redirect: it is told the address, and leaves the page only then."""
    if BY_SCRIPT in request.headers and response.status_code == 302:
        return HttpResponse(status=204, headers={NEXT: response.headers["Location"]})
    if response.status_code >= 400 and response.content:
        response.headers[SHOW] = "yes"
    return response


def is_on_device(found: Live | Ended | None) -> bool:
    """Whether the browser is the clinic's, and goes to the next patient after this one."""
    return found is not None and found.session.invitation.is_on_device and not is_typed_in(found)


def is_paired(found: Live | Ended | None) -> bool:
    """Whether that browser is a paired device, which goes on to its waiting page."""
    return found is not None and found.session.invitation.device_id is not None


def without_trace(response: HttpResponse, *, stays_paired: bool = False) -> HttpResponse:
    """Nothing a patient said stays in this browser, not even for "Back"."""
    wiped = '"cache", "storage"' if stays_paired else '"cache", "cookies", "storage"'
    response.headers["Clear-Site-Data"] = wiped
    for cookie in OF_A_PATIENT:
        response.delete_cookie(cookie, path="/", samesite="Lax")
    return response


def is_sent(submission: Submission) -> bool:
    return submission.state == SubmissionState.SENT


def show_receipt(
    request: HttpRequest,
    submission: Submission,
    *,
    names_copy: bool = True,
    late: Sequence[tuple[str, str]] = (),
    is_lost: bool = False,
) -> HttpResponse:
    """That and when it was sent, not what; how the copy opens; what came too late, or only that."""
    until = copy_until(submission.visit) if names_copy else None
    is_open = until is not None and timezone.now() < until
    told = {"sent_at": submission.sent_at, "until": until if is_open else None, "is_lost": is_lost}
    status = 409 if late or is_lost else 200
    return render(request, "intake/patient/gone.html", {**told, "late": late}, status=status)


def turned_away(
    request: HttpRequest, over: Ended | None, *, posted: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """What a page shows instead, when its session is over or was never there.

    Answers that came with it stand in the page, to be sent once the link is open again.
    """
    if over is not None and is_typed_in(over):
        return redirect("scribe:visit", over.submission.visit.reference)
    if is_on_device(over):
        return redirect("patient:hand_back")
    if over is not None and over.may_hold and not is_sent(over.submission):
        onward = urlencode({"at": request.path})
        return redirect(f"{reverse('patient:again')}?{onward}")
    is_revoked = over is not None and over.why is Over.REVOKED
    if over is not None and is_sent(over.submission) and not is_revoked:
        return show_receipt(request, over.submission)
    context: dict[str, object] = {"why": Over.REVOKED if is_revoked else "no_session"}
    # A name that begins with "-" is no answer's, and a page can't send a file again.
    if any(text for name, text in posted if name[:1] != "-") and not request.FILES:
        context["posted"] = posted
    status = 410 if is_revoked else 403
    return render(request, "intake/patient/gone.html", context, status=status)


def seconds_unused(live: Live) -> int:
    """How long the session lasts unused; a scribe's own ends as well, and sooner."""
    idle = int(idle_of(live.session).total_seconds())
    return min(idle, settings.SESSION_COOKIE_AGE) if is_typed_in(live) else idle


def seconds_left(live: Live) -> int:
    left = int((ends_at(live.session) - timezone.now()).total_seconds())
    return max(0, min(left, seconds_unused(live)))


def show(
    request: HttpRequest,
    live: Live,
    template: str,
    context: dict[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page inside a session, which warns before the session ends."""
    languages = languages_for(request, live.submission)
    within = {
        "session_left": seconds_left(live),
        "session_full": seconds_unused(live),
        "typed_for": facts_of(live.submission.visit) if is_typed_in(live) else None,
        "on_device": is_on_device(live),
        "shows": OPEN if is_paired(live) else "",
        "language": languages.chosen,
        "languages": languages.offered,
        "language_lost": languages.lost,
    }
    return render(request, f"intake/patient/{template}", within | context, status=status)
