"""Log lines by allow list: route, request id, exception class; never a path, POST or local."""

import json
import logging
import os
import re
import time
import traceback
from contextvars import ContextVar

from django.core.exceptions import ImproperlyConfigured

request_id: ContextVar[str] = ContextVar("request_id", default="-")
CODE = re.compile(r"[a-z0-9_.:-]{1,64}")
GUNICORN_SAYS = (  # how its messages about workers begin; those about requests quote addresses
    "Starting gunicorn",
    "Listening at",
    "Using worker",
    "Booting worker",
    "Worker exiting",
    "Worker (pid",
    "WORKER TIMEOUT",
    "Handling signal",
    "Shutting down",
    "Reason: ",
    "Connection in use",
    "Retrying in",
    "Demonstration: ",
)
OUR_ROOMS = ("intake", "clinicsite")
SERVER = os.uname().nodename


class AllowListFormatter(logging.Formatter):
    """Prints what is listed here and drops everything else, the message included.

    A message may hold a patient's link ("Not Found: /p/…") or, in an exception, an answer. Our own
    code says what happened by a fixed code: `logger.info("…", extra={"event": "pdf.failed"})`.
    """

    converter = time.gmtime  # two servers, or a clock change, must not mix up the order
    default_time_format, default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record), record.levelname, record.name]
        parts += [f"{name}={value}" for name, value in _allowed(record) if value]
        return " ".join(parts)


class JsonFormatter(AllowListFormatter):
    """The same parts as one JSON line, with the name of the server: for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        parts = {
            "at": self.formatTime(record),
            "server": SERVER,
            "level": record.levelname,
            "logger": record.name,
        }
        told = {
            "where" if name == "at" else name: value for name, value in _allowed(record) if value
        }
        return json.dumps(parts | told)


def _allowed(record: logging.LogRecord):
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    event = str(getattr(record, "event", ""))
    kind, error, trace = record.exc_info or (None, None, None)
    yield "event", event if CODE.fullmatch(event) else ""
    yield "request", getattr(request, "request_id", request_id.get()).strip("-")
    yield "route", getattr(match, "view_name", "")
    yield "method", getattr(request, "method", "")
    yield "status", getattr(record, "status_code", "")
    yield "exception", f"{kind.__module__}.{kind.__qualname__}" if kind else ""
    # The last of our own lines the exception passed: a module and a line number, no values.
    ours = [
        f"{frame.f_globals['__name__']}:{line}"
        for frame, line in traceback.walk_tb(trace)
        if frame.f_globals.get("__name__", "").partition(".")[0] in OUR_ROOMS
    ]
    yield "at", ours[-1] if ours else ""
    # Words about the server itself: why a start is refused, which workers come and go.
    if isinstance(error, ImproperlyConfigured):
        yield "says", str(error)
    elif record.name == "gunicorn.error" and str(record.msg).startswith(GUNICORN_SAYS):
        yield "says", record.getMessage()
