"""Tells a load balancer whether this process can answer, and nothing more."""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from intake import __version__

logger = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("no database", extra={"event": "health.no_database"})
        return HttpResponse("not ok\n", status=503, content_type="text/plain")
    return HttpResponse(f"ok {__version__}\n", content_type="text/plain")
