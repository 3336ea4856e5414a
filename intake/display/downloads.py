"""Files that a browser saves or shows: what they are called, whatever the name comes from."""

import re

from django.http import HttpResponse

LONGEST = 120


def file_named(name: str, *, is_shown: bool = False) -> str:
    """The value of Content-Disposition; a name from a document can end neither quote nor line."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name).lstrip(".")[-LONGEST:]
    return f'{"inline" if is_shown else "attachment"}; filename="{plain or "file"}"'


def pdf_shown(content: bytes, name: str) -> HttpResponse:
    """Paper that the browser opens by itself, to be read and printed."""
    headers = {"Content-Disposition": file_named(name, is_shown=True)}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def photo_shown(content: bytes, name: str) -> HttpResponse:
    """A patient's photo; always a JPEG, since it was drawn anew."""
    headers = {"Content-Disposition": file_named(name, is_shown=True)}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)
