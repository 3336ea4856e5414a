"""The walk of one answer: which files and functions a post, and Send, pass through."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from intake.core.questionnaire.questionnaire import Page
from intake.core.questionnaire.walk import walk
from intake.patient.session import COOKIE

from .table import Line, at_most, show
from .visits import Patient, a_patient, answers_for, asked_by_client, questionnaires
from .wizard import posted

OURS = tuple(str(settings.BASE_DIR / room) for room in ("intake", "clinicsite"))
HIDDEN = re.compile(r'<input type="hidden" name="(-[^"]+)" value="([^"]*)"')
MOST_FILES = {"a post of one answer": 16, "Send": 35}


def run(_shipped: str) -> None:
    with asked_by_client():
        patient, pages = a_patient("shipped", None), _pages()
        client = Client()
        client.cookies[COOKIE] = patient.key
        for page in pages:
            _turn(client, patient, page)  # what is imported late is imported now
        with _traced() as post:
            _turn(client, patient, pages[0])
        client.get(reverse("patient:sign"))
        with _traced() as send:
            sent = client.post(reverse("patient:sign"), _signed(patient))
        if sent.headers.get("Location") != reverse("patient:sent"):
            raise RuntimeError(f"Send answered {sent.status_code} {sent.headers.get('Location')}")
    _show({"a post of one answer": post, "Send": send})


def _pages() -> list[Page]:
    """What the patient with nothing to report is asked before she signs."""
    document = questionnaires()["shipped"]
    signed = document.sections[-1].key
    asked = walk(document, answers_for("shipped")).pages
    return [page for page in asked if page.section != signed and not page.group]


def _signed(patient: Patient) -> dict[str, object]:
    pages = questionnaires()["shipped"].sections[-1].pages
    statements = [key for page in pages for key in page]
    ticked = dict.fromkeys(statements, "on")
    return {**ticked, "-signature": "Maria Delgado", "-visit": patient.submission.pk}


def _turn(client: Client, patient: Patient, page: Page) -> HttpResponse:
    address = reverse("patient:page", kwargs={"section": page.section, "number": page.number})
    said = posted(page, answers_for("shipped"))
    answer = client.post(address, {**said, "-revision": 0, "-visit": patient.submission.pk})
    onward = answer.headers.get("Location", "")
    if onward.startswith(f"{address}?"):
        # Another birth date than the visit's, or a name that was noticed: asked once, and kept.
        shown = client.get(onward).content.decode()
        hidden: dict[str, list[str]] = {}
        for name, value in HIDDEN.findall(shown):
            hidden.setdefault(name, []).append(unescape(value))
        answer = client.post(address, {**said, **hidden})
        onward = answer.headers.get("Location", "")
    if answer.status_code != 302 or onward.startswith(f"{address}?"):
        raise RuntimeError(f"{address} answered {answer.status_code} {onward}")
    return answer


@contextmanager
def _traced() -> Iterator[set[tuple[str, str, int]]]:
    """Every function of the product that is called meanwhile: file, name, line."""
    seen: set[tuple[str, str, int]] = set()

    def look(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(OURS) and code.co_name != "<module>":
            seen.add((code.co_filename, code.co_qualname, code.co_firstlineno))

    before: Callable[..., object] | None = sys.getprofile()
    sys.setprofile(look)
    try:
        yield seen
    finally:
        sys.setprofile(before)


def _show(traces: dict[str, set[tuple[str, str, int]]]) -> None:
    lines = []
    for name, calls in traces.items():
        files = sorted({file for file, _name, _line in calls})
        most = MOST_FILES[name]
        lines += [
            at_most(f"{name}: files", len(files), "", most),
            Line(f"{name}: functions", len(calls), ""),
        ]
    show("The walk of one answer: files and functions of the product", lines)
    for name, calls in traces.items():
        files = sorted({Path(file).relative_to(settings.BASE_DIR) for file, _n, _l in calls})
        print(f"\n{name}:", *files, sep="\n  ")  # noqa: T201 (the list is what one reads)
