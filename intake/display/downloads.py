"""What a file is called that a browser saves or shows: one header, whatever the name comes from."""

import re

LONGEST = 120


def file_named(name: str, *, is_shown: bool = False) -> str:
    """The value of Content-Disposition; a name from a document can end neither quote nor line."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name).lstrip(".")[-LONGEST:]
    return f'{"inline" if is_shown else "attachment"}; filename="{plain or "file"}"'
