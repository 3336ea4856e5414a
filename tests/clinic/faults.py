"""Failures that a test can plant in a running clinic: a broken page, no copies, a wrong clock."""

import os
import time
from pathlib import Path

import time_machine

from intake.pdf.printer.client import RenderFailed

FILE = "planted"
PAGE, PRINTING = "page", "printing"


def planted() -> str:
    file = Path(os.environ["TMPDIR"]).parent / FILE
    return file.read_text() if file.exists() else ""


def breaking(get_response):
    """The innermost middleware: an exception full of what was sent, as a careless one would be."""

    def middleware(request):
        if planted() == PAGE:
            said = dict(request.POST)
            raise ValueError(f"{request.path} can't take {said}")
        return get_response(request)

    return middleware


def with_another_clock(get_response):
    """The outermost middleware: the file "clock" says by how many seconds this process is wrong."""
    wrong = {"by": 0.0, "clock": None}

    def middleware(request):
        file = Path(os.environ["TMPDIR"]).parent / "clock"
        by = float(file.read_text() or wrong["by"]) if file.exists() else 0.0
        if by != wrong["by"]:
            if wrong["clock"]:
                wrong["clock"].stop()
            wrong["by"], wrong["clock"] = by, time_machine.travel(time.time() + by)
            wrong["clock"].start()
        return get_response(request)

    return middleware


def without_pages(printers):
    """The same printers; while the failure is planted they print nothing."""

    def careful(printer):
        def printed(discussion, **how):
            if planted() == PRINTING:
                raise RenderFailed("planted")
            return printer(discussion, **how)

        return printed

    return {copy: careful(printer) for copy, printer in printers.items()}
