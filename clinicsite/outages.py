"""What is answered when something went wrong: words, and "come back" while the database is away."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from clinicsite.context import clinic
from intake.actions.access_log import record, record_patient
from intake.actions.catalog.waive import CURE
from intake.models.catalog.versions import UNREADABLE, VersionAltered
from intake.patient.session import OPEN, SHOW, is_paired, is_typed_in, typed_in

SECONDS = "15"
PLAIN = """<!doctype html><html lang="en"><title>Something went wrong</title>
<h1>Something went wrong</h1><p>This is our mistake, not yours. Everything that was saved before is
still there. Wait a minute and try again.</p></html>"""


def failed(request: HttpRequest) -> HttpResponse:
    """Django asks for this page while it handles the exception, wherever it was raised.

    A database that is locked, full or away is no mistake of the program: the page says that
    nothing was saved, and the browser may try the same again.
    """
    problem = sys.exc_info()[1]
    is_away = isinstance(problem, OperationalError | InterfaceError)
    try:
        if isinstance(problem, UNREADABLE):
            return cannot_be_read(request, problem)
        page = render_to_string("500.html", clinic(request) | {"is_away": is_away})
    except Exception:  # noqa: BLE001 - whatever broke the page may break this one too
        page = PLAIN
    if not is_away:
        return HttpResponse(page, status=500)
    return HttpResponse(page, status=503, headers={"Retry-After": SECONDS})


def cannot_be_read(request: HttpRequest, problem: BaseException) -> HttpResponse:
    """Damaged, or its key is not here: whoever meets it is told whom to call, and the log says so.

    What was typed into a patient's page stands in the page, to be sent once it is mended.
    """
    visit = getattr(request, "patients_visit", None)
    found = getattr(request, "patient_session", None)
    is_hers = visit is not None and not (found and is_typed_in(found))
    if is_hers:
        record_patient("cannot_be_read", at=timezone.now(), visit=visit)
    else:
        by = request.user if request.user.is_authenticated else None
        record("cannot_be_read", at=timezone.now(), by=by, visit=visit)
    context = {
        "is_unreadable": True,
        "is_hers": is_hers,
        "altered": f"{problem} {CURE}" if isinstance(problem, VersionAltered) else "",
        # A page can't send a file again, and at other doors a password may have been typed.
        "posted": (typed_in(request) if visit and not request.FILES else []) or None,
        "csrf_token": get_token(request),
        "shows": OPEN if is_paired(found) else "",
        # Staff go on elsewhere; for her there is nowhere else.
        "back": "" if is_hers else reverse("scribe:visits" if found else "home"),
    }
    spoken = getattr(request, "patient_languages", None)
    hers = spoken.chosen if spoken else translation.get_language()
    with translation.override(hers if is_hers else settings.LANGUAGE_CODE):
        page = render_to_string("500.html", clinic(request) | context)
    return HttpResponse(page, status=500, headers={SHOW: "yes"})
