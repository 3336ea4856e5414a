"""What is answered when something went wrong: words, and "come back" while the database is away."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from clinicsite.context import clinic

SECONDS = "15"
PLAIN = """<!doctype html><html lang="en"><title>Something went wrong</title>
<h1>Something went wrong</h1><p>This is our mistake, not yours. Everything that was saved before is
still there. Wait a minute and try again.</p></html>"""


def failed(request: HttpRequest) -> HttpResponse:
    """Django asks for this page while it handles the exception, wherever it was raised.

    A database that is locked, full or away is no mistake of the program: the page says that
    nothing was saved, and the browser may try the same again.
    """
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    try:
        page = render_to_string("500.html", clinic(request) | {"is_away": is_away})
    except Exception:  # noqa: BLE001 - whatever broke the page may break this one too
        page = PLAIN
    if not is_away:
        return HttpResponse(page, status=500)
    return HttpResponse(page, status=503, headers={"Retry-After": SECONDS})
