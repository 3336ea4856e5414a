"""Mail to whoever looks after the site: that something failed and where, never about whom."""

import logging
import time
from contextlib import suppress

from django.core.mail import send_mail

from clinicsite.logs import AllowListFormatter

QUIET_SECONDS = 600
MOST_KINDS = 200


class ErrorMail(logging.Handler):
    """Sends the line that the log has too. One kind of failure is told once in ten minutes.

    Django's own handler mails addresses, posted values and locals: a stock error mail was seen to
    hold an allergy and a birth date.
    """

    def __init__(self, told: list[str], sender: str) -> None:
        super().__init__(logging.ERROR)
        self.setFormatter(AllowListFormatter())
        self.told, self.sender = told, sender
        self._last: dict[tuple[str, ...], float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if not self._is_new(record):
            return
        # A mail server that is away must not become a failure of the page.
        with suppress(Exception):
            send_mail("Something failed on the site", self._words(record), self.sender, self.told)

    def _words(self, record: logging.LogRecord) -> str:
        return f"{self.format(record)}\n\nThe server's log has more under the same request.\n"

    def _is_new(self, record: logging.LogRecord) -> bool:
        failure = record.exc_info[0].__qualname__ if record.exc_info and record.exc_info[0] else ""
        kind, now = (record.name, str(getattr(record, "event", "")), failure), time.monotonic()
        if now - self._last.get(kind, -QUIET_SECONDS) < QUIET_SECONDS:
            return False
        if len(self._last) >= MOST_KINDS:
            self._last.clear()
        self._last[kind] = now
        return True


class QuietReporter:
    """Stands in for Django's error pages and reports, so that nothing can switch those on."""

    def __init__(self, _request, failure, *_anything, **_named) -> None:
        self.failure = getattr(failure, "__qualname__", "Error")

    def get_traceback_text(self) -> str:
        return f"{self.failure}\n"

    get_traceback_html = get_traceback_text
