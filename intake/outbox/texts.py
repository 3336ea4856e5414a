"""Text messages over plain HTTP, to whichever provider the settings describe."""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from types import SimpleNamespace
from urllib.parse import urlencode

from django.conf import settings

LONGEST_ANSWER = 64_000
TRY_LATER = (401, 403, 404, 407, 408, 425, 429)
"""What says something about us, the way or the moment, and nothing about the number."""


class NotTaken(Exception):
    """``code`` tells what was answered, never in the provider's words: they quote the number."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Later(NotTaken):
    """Nobody answered, or not now: it is tried again."""


class Refused(NotTaken):
    """This number takes no texts."""


class Stopped(NotTaken):
    """The patient answered STOP."""


def send_text(to: str, words: str, *, key: str, timeout: int) -> None:
    """One message. ``key`` stays the same over all tries, for providers that send a key once.

    Raises ``Later``, ``Refused`` or ``Stopped``.
    """
    told = settings.TEXTS
    if told.url is None:  # a demonstration
        return
    try:
        status, answer = _posted(told, {"to": to, "text": words, "id": key}, timeout)
    except (HTTPException, OSError):
        raise Later("no_server") from None
    if status // 100 == 2:
        return
    if any(word in answer for word in told.stopped):
        raise Stopped("stopped")
    if status // 100 == 4 and status not in TRY_LATER:
        raise Refused(f"number_{status}")
    raise Later(f"later_{status}")


def _posted(told: SimpleNamespace, values: dict[str, str], timeout: int) -> tuple[int, str]:
    fields = {}
    for name, template in told.fields:
        filled = template
        for placeholder, value in values.items():
            # Replaced by hand: a clinic's name may hold braces.
            filled = filled.replace("{" + placeholder + "}", value)
        fields[name] = filled
    is_json = told.form == "json"
    kind = "application/json" if is_json else "application/x-www-form-urlencoded"
    headers = {"Content-Type": kind, "Accept": "application/json"}
    if told.authorization:
        headers["Authorization"] = told.authorization
    making = HTTPSConnection if told.url.scheme == "https" else HTTPConnection
    line = making(told.url.hostname, told.url.port, timeout=timeout)
    path = f"{told.url.path or '/'}{'?' + told.url.query if told.url.query else ''}"
    try:
        body = json.dumps(fields) if is_json else urlencode(fields)
        line.request("POST", path, body.encode(), headers)
        answer = line.getresponse()
        return answer.status, answer.read(LONGEST_ANSWER).decode(errors="replace")
    finally:
        line.close()
