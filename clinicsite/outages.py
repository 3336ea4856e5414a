"""What is answered when something went wrong: words, and "come back" while the database is away."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error

SECONDS = "15"


def failed(request: HttpRequest) -> HttpResponse:
    """Django asks for this page while it handles the exception, wherever it was raised.

    A database that is locked, full or away is no mistake of the program: the page says that
    nothing was saved, and the browser may try the same again.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return server_error(request)
    page = loader.get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": SECONDS})
