"""Tells a load balancer whether this process can answer, and whether all is in place for it."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from intake import __version__
from intake.actions.key_checks import key_problems

logger = logging.getLogger(__name__)

SECONDS = 2.0
"""A database that is frozen does not answer at all, and nothing it does not do ends by itself."""
_watch = ThreadPoolExecutor(1, thread_name_prefix="health")
_asked: list[Future[str]] = []


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether a restart is needed: the process answers, and the database answers it."""
    return _told(everything=False)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether patients may be sent here; what is missing is named, `manage.py doctor` has more."""
    return _told(everything=True)


def _told(*, everything: bool) -> HttpResponse:
    """What is missing is found in another thread, which may hang with the database."""
    missing = "database"
    if not _asked or _asked[-1].done():
        _asked[:] = [_watch.submit(_missing, everything)]
        with suppress(TookTooLong):
            missing = _asked[-1].result(timeout=SECONDS)
    if not missing:
        return HttpResponse(f"ok {__version__}\n", content_type="text/plain")
    # The event is a fixed word each time: what is missing first.
    logger.error("not ready", extra={"event": f"health.{missing.split()[0]}"})
    return HttpResponse(f"not ok: {missing}\n", status=503, content_type="text/plain")


def _missing(everything: bool) -> str:
    missing = []
    try:
        if not everything:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        elif not is_migrated():
            missing.append("migrations")
        elif any(key_problems()):
            missing.append("keys")
        if everything and not is_collected():
            missing.append("static_files")
    except DatabaseError:
        return "database"
    finally:
        connection.close()
    return " ".join(missing)


def is_migrated() -> bool:
    """Whether the tables are those of this release; once they are, they stay so."""
    if not _seen:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _seen.append("migrated")
    return True


_seen: list[str] = []


def is_collected() -> bool:
    """Whether static files have their hashed names; a storage without such names needs none."""
    return getattr(staticfiles_storage, "has_manifest", lambda: True)()
